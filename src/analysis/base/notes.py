"""What is wrong with what was given: errors, and the rows of the reading log."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple, Self

# What steers a terminal or turns the order of a line: control characters (C0, C1), marks and overrides of direction,
# letters without width, lone surrogates. The joiners (U+200C, U+200D) are none: names in Arabic letters have them.
_STEERING = re.compile(
    "[\0-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

CLOSE = 0.7  # of 1: how alike two names are for one to be a slip of the other


def shown(text: str) -> str:
    """Return a user's text or a file's name as it may be shown: on its line, and nothing in it but what is seen.

    >>> shown("a\\n\\x9b2Jb\\u202ecod.exe")
    'a\\\\n\\\\x9b2Jb\\\\u202ecod.exe'
    """
    return _STEERING.sub(lambda found: repr(found.group())[1:-1], text)


class InputError(ValueError):
    """What the user gave cannot be read; the message says what, where and what to do."""

    def __init__(self, *told: object) -> None:
        super().__init__(*(shown(each) if isinstance(each, str) else each for each in told))

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of the error: what happened, and none of the frames on the way there."""
        return [f"{type(self).__name__}: {self}"]


def choice(name: str, value: object, choices: Iterable[object]) -> None:
    """Raise InputError, a ValueError, where the argument `name` is none of its choices.

    >>> choice("by", "word", ("lemma", "form"))
    Traceback (most recent call last):
    analysis.base.notes.InputError: by='word': choose one of lemma, form
    """
    known = tuple(choices)
    if value not in known:
        names = [str(each) for each in known]
        raise InputError(f"{name}={value!r}: choose one of {', '.join(names)}{did_you_mean(str(value), names)}")


def at_least(least: int, **given: int | None) -> None:
    """Raise InputError, a ValueError, where an argument is less than it may be; None is no limit.

    >>> at_least(1, top=0)
    Traceback (most recent call last):
    analysis.base.notes.InputError: top=0: give 1 or more
    """
    for name, value in given.items():
        if value is not None and not value >= least:
            raise InputError(f"{name}={value!r}: give {least} or more")


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return a hint at the names that are nearest to one that is not known, in brackets; nothing where none is near.

    >>> did_you_mean("paksitan", ["pakistan", "india"])
    ' (did you mean pakistan?)'
    """
    near = nearest(given, known)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def nearest(given: str, known: Iterable[str]) -> list[str]:
    """Return up to three names that are nearest to one that is not known: spelt alike, or with it as one of its words.

    >>> nearest("paksitan", ["pakistan", "india"]), nearest("Korea", ["south_korea", "korean_air", "north_korea"])
    (['pakistan'], ['north_korea', 'south_korea'])
    """
    names = {name.casefold(): name for name in known}
    wanted = given.casefold()
    near = get_close_matches(wanted, names, 3, CLOSE)
    if not near:
        words: dict[tuple[str, ...], str] = {}
        for name in names:
            words.setdefault(tuple(re.split(r"[\W_]+", name)), name)  # the first of north_korea, north korea
        near = sorted((words[each] for each in words if wanted in each), key=lambda name: (len(name), name))[:3]
    return [names[each] for each in near]


def fault(error: Exception) -> str:
    """Return in short what a tool could not do with a text; errors that no text causes are raised again."""
    if isinstance(error, MemoryError | OSError | ImportError | InputError):
        raise error
    told = re.sub(r"<[\w.]+ object at \w+>", "it", str(error))  # an address differs from run to run
    return f"{type(error).__name__}: {' '.join(told.split())[:200]}"


class _Note(NamedTuple):
    file: str
    row: int | None
    level: str  # info, warning, error
    what: str
    action: str


class Note(_Note):
    """A row of the reading log; its text stays on its line, whatever a file's name or content holds."""

    __slots__ = ()

    def __new__(cls, file: str, row: int | None, level: str, what: str, action: str) -> Self:
        return super().__new__(cls, shown(file), row, level, shown(what), shown(action))


# What differs from one note to the next of its kind: numbers, what is quoted, what stands after a colon.
_VARYING = re.compile(r"(?<=story )\d+ of .*|\d[\d,.%]*|'[^']*'|\"[^\"]*\"|: .*", re.DOTALL)


def grouped(notes: Iterable[_Note]) -> list[tuple[_Note, int]]:
    """Return the first note of each kind with how many there are of it, in the order of the notes.

    Notes are of one kind where the level and what they say are the same but for numbers, what is quoted, another story
    that is named, and what stands after a colon.

    >>> told = [Note(f"{number}.txt", 0, "info", f"line {number}: no date", "left empty") for number in range(170)]
    >>> [(note.file, count) for note, count in grouped(told)]
    [('0.txt', 170)]
    """
    first: dict[tuple[str, str], list[_Note]] = {}
    for note in notes:
        first.setdefault((note.level, _VARYING.sub("", note.what)), []).append(note)
    return [(each[0], len(each)) for each in first.values()]
