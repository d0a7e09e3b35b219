"""Whether a folder is a store: what tells it from a folder of articles."""

import re
from typing import Any

_BEGIN = re.compile(rb'\{(?:"hash": "[0-9a-f]{32}", )?"format": \d+, "info": \{')


def is_store(folder: Any) -> bool:
    """Tell whether a store of any version lies in a folder (a path, or an address), by how its corpus.json begins."""
    path = folder / "corpus.json"
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return _BEGIN.match(stream.read(100)) is not None
    except (OSError, ValueError):
        return False
