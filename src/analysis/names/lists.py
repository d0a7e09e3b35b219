"""Tables of names: where the words of a sentence stand in a name of the lists, the longest from the left."""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path

Names = Mapping[tuple[str, ...], Sequence[str]]


class Lists:
    """Names as the stems of their words, each with the lists that it stands in."""

    def __init__(self, names: Names, sign: str) -> None:
        self._names = names
        self._sign = sign
        self._longest = max(map(len, names), default=0)
        self._first = {name[0] for name in names}

    def add(self, stems: Sequence[str], rows: Sequence[list[str]]) -> None:
        """Add to the features of each word that it begins a listed name, goes on in one, or stands beside one."""
        i, size, sign = 0, len(stems), self._sign
        while i < size:
            length = self._length(stems, i) if stems[i] in self._first else 0
            if length:
                kinds = self._names[tuple(stems[i : i + length])]
                rows[i] += [f"{sign}=B{kind}" for kind in kinds]
                for row in rows[i + 1 : i + length]:
                    row += [f"{sign}=I{kind}" for kind in kinds]
                if i:
                    rows[i - 1] += [f"+{sign}={kind}" for kind in kinds]
                if i + length < size:
                    rows[i + length] += [f"-{sign}={kind}" for kind in kinds]
            i += length or 1

    def _length(self, stems: Sequence[str], start: int) -> int:
        """Return the number of words of the longest listed name from `start`; 0 for none."""
        some = tuple(stems[start : start + self._longest])
        return next((size for size in range(len(some), 0, -1) if some[:size] in self._names), 0)


# --- the tables that ship with a model ------------------------------------------------------------------------------
def read_names(path: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a table as the stems of their words, each with its lists."""
    rows = (line.split("\t") for line in read_lines(path))
    return {tuple(name.split(" ")): tuple(kinds.split(" ")) for name, kinds in rows}


def write_names(path: Path, names: Names) -> None:
    """Write a table of names: words, then lists."""
    write_lines(path, [" ".join(words) + "\t" + " ".join(kinds) for words, kinds in names.items()])


def read_pairs(path: Path) -> dict[str, str]:
    """Return a table of two columns as a mapping."""
    return dict(line.split("\t") for line in read_lines(path))


def write_pairs(path: Path, table: Mapping[str, object]) -> None:
    """Write a mapping as a table of two columns."""
    write_lines(path, [f"{key}\t{value}" for key, value in table.items()])


def read_lines(path: Path) -> list[str]:
    """Return the lines of a compressed table."""
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Write a compressed table, the same bytes for the same lines."""
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
