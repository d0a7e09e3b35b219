"""Whether a folder is a store: what tells it from a folder of articles."""

import re
from typing import Any

_BEGUN = re.compile(rb'\{"hash": "[0-9a-f]{32}", "key": "\w+", "parts": \[')
_BEGIN = re.compile(rb'\{(?:"hash": "[0-9a-f]{32}", )?"format": \d+, "info": \{')


def is_store(folder: Any) -> bool:
    """Tell whether a store of any version lies in a folder (a path, or an address), by how its corpus.json begins."""
    return _begins(folder / "corpus.json", _BEGIN)


def is_begun(folder: Any) -> bool:
    """Tell whether a store lies in a folder, or what a run has made of one before it was cut off."""
    return is_store(folder) or _begins(folder / ".next" / "run.json", _BEGUN)


def _begins(path: Any, how: re.Pattern[bytes]) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return how.match(stream.read(100)) is not None
    except (OSError, ValueError):
        return False
