"""What an outlet puts around the text of its rows, learned from many of them: lines, and what stands behind a label.

A segment is a line, or a sentence of one. Furniture stands first or last in many stories of an outlet, nowhere else.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import NamedTuple

from analysis.pages.lines import line_key, line_keys

EDGE = 3  # segments at either end of a text that may be furniture
SAMPLE = 500  # stories of an outlet that are learned from: those with the lowest digests, whatever their order
LEAST = 5  # stories that must have it
SHARE = 0.05  # of the stories of the outlet
ONLY = 0.9  # of the stories that hold a line, those that have it at the edge
IDLE = 0.6  # of those that hold a label, those that tell nothing new behind it
LONGEST = 40  # words of a line that is furniture
LABEL = 6  # words of a label
TOLD = 2 / 3  # of the words behind a label, those that the story has told: tags, the title again
_BREAK = re.compile(r"\s(?:(?<=[.!؟?…]\s)\s*|(?<=\n))")  # a line break, or any gap behind a stop
_STOP = re.compile(r"[.!؟?…]$")


class Row(NamedTuple):
    """What is learned from a row: its outlet, a digest of its story, and its segments at the edge and inside."""

    outlet: str
    story: str
    edge: frozenset[str]
    inside: frozenset[str]


def row_of(outlet: str, title: str, text: str) -> Row:
    """Return what is learned from a row."""
    pieces = segments(text)
    last = len(pieces) - EDGE
    longest = max(pieces[1:-1] or pieces, key=len, default="")
    edge: set[str] = set()
    inside: set[str] = set()
    for number, (piece, key) in enumerate(zip(pieces, line_keys(pieces), strict=False)):  # no pieces have one key
        keys = {key} if piece != longest and len(piece.split()) <= LONGEST else set()
        labels = _labels(piece)
        empty = bool(labels) and number >= last and _says_nothing(piece, " ".join([title, *pieces[:number]]))
        at_edge = number < EDGE or number >= last
        (edge if at_edge else inside).update(keys)
        (edge if empty else inside).update(labels)
    story = blake2b(longest.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return Row(outlet, story, frozenset(edge - {""}), frozenset(inside - edge))


def sampled(rows: Iterable[Row]) -> list[Row]:
    """Return of each outlet the rows of the stories with the lowest digests: those of the parts are those of all."""
    kept: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row.outlet, row.story, sorted(row.edge), sorted(row.inside))):
        stories = kept[row.outlet]
        if len(stories) < SAMPLE:
            stories.setdefault(row.story, row)
    return [row for stories in kept.values() for row in stories.values()]


def learned(rows: Iterable[Row]) -> frozenset[str]:
    """Return what is furniture, each outlet's own; the order of the rows, and what parts they come in, matter not."""
    stories = Counter[str]()
    edges: Counter[str] = Counter()
    insides: Counter[str] = Counter()
    for row in sampled(rows):
        stories[row.outlet] += 1
        edges.update(_of(row.outlet, key) for key in row.edge)
        insides.update(_of(row.outlet, key) for key in row.inside)
    return frozenset(
        key
        for key, count in edges.items()
        if count >= max(LEAST, SHARE * stories[key.partition("\t")[0]])
        and count >= (IDLE if key.endswith(":") else ONLY) * (count + insides[key])
    )


def without(outlet: str, title: str, text: str, furniture: Collection[str]) -> tuple[str, list[str]]:
    """Return a text without the furniture at its edges, and what was cut; a text that is nothing else stays."""
    pieces = segments(text)
    last = len(pieces) - EDGE
    cut = []
    for number, piece in enumerate(pieces):
        if number < EDGE or number >= last:
            known = _of(outlet, _key(piece)) in furniture
            labels = number >= last and any(_of(outlet, label) in furniture for label in _labels(piece))
            if known or labels:
                cut.append(piece)
    if not cut or len(cut) == len(pieces):
        return text, []
    for piece in cut:
        before, _, after = text.rpartition(piece) if piece in pieces[last:] else text.partition(piece)
        text = f"{before.rstrip(' ')} {after.lstrip(' ')}"
    return "\n".join(filter(None, map(str.strip, text.split("\n")))), cut


def segments(text: str) -> list[str]:
    """Return the lines of a text, each cut into sentences."""
    return [piece for piece in map(str.strip, _BREAK.split(text)) if piece]


def _key(piece: str) -> str:
    return line_key(piece) if len(piece.split()) <= LONGEST else ""


def _labels(piece: str) -> set[str]:
    """Return what a piece may be labelled with: its first words up to a colon, or its first word."""
    words = piece.split()
    if not words or _STOP.search(piece) or len(words) > LONGEST:
        return set()
    label, colon, _ = piece.partition(":")
    first = label if colon and len(label.split()) <= LABEL else words[0]
    key = line_key(first)
    return {f"{key}:"} if key else set()


def _says_nothing(piece: str, told: str) -> bool:
    """Tell whether most of what stands behind a label was told before: tags, the title again."""
    label, colon, rest = piece.partition(":")
    words = (rest if colon and len(label.split()) <= LABEL else piece.partition(" ")[2]).split()
    known = set(line_key(told).split())
    return sum(set(line_key(word).split()) <= known for word in words) >= TOLD * len(words)


def _of(outlet: str, key: str) -> str:
    return f"{outlet}\t{key}"
