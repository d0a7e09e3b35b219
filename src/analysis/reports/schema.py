"""jsonschema, which papermill checks notebooks with, without a grammar of addresses that it would compile for a second.

No notebook has a field of the format `iri`, for which jsonschema imports the grammar where it finds it.
"""

import sys
from importlib import import_module

GRAMMAR = "rfc3987_syntax"

if GRAMMAR not in sys.modules and "jsonschema" not in sys.modules:
    sys.modules[GRAMMAR] = None  # type: ignore[assignment]
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[GRAMMAR]
