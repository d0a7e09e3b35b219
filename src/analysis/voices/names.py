"""Names of people in the words of a speaker, and which of an article's names is meant by a shorter one."""

from collections.abc import Iterable, Sequence
from functools import cache

from analysis.text import tables
from analysis.text.folding import normalize
from analysis.voices.lists import listed, plain
from analysis.voices.words import Words

COMPOUND = ("عبد", "ابو", "ال", "بن", "ابن", "ام", "بنت", "ذو", "ولد")  # a name goes on after these


@cache
def given() -> frozenset[str]:
    """Return given names and well-known surnames, normalised."""
    names = [*tables.given_names(), *_of_file("given.txt"), *_of_file("surnames.txt")]
    return frozenset(normalize(name) for name in names if len(name) > 2) - listed("no_names")


def _of_file(name: str) -> list[str]:
    return [word for line in tables.lines(f"names/data/{name}") for word in line.split()]


def person(words: Words, first: int, last: int) -> tuple[int, int] | None:
    """Return where the name of a person stands in a noun phrase; nothing where it has none."""
    start = _start(words, first, last)
    if start is None:
        return None
    end = start + 1
    while end < last:
        form, gap = words.forms[end], words.gap(end)
        if gap != " " and any(mark in gap for mark in "،,(:-–—"):
            break
        if form in plain("roles") | listed("between") or (form in plain("honours") and form not in COMPOUND):
            break
        if form[:2] == "ال" and words.forms[end - 1][:2] == "ال" and end - start > 1:
            break
        end += 1
    return start, end


def _start(words: Words, first: int, last: int) -> int | None:
    """Return where the name in a noun phrase begins: after a title, at a given name, or where a plain title is over."""
    forms = words.forms
    titled = [at for at in range(first, last) if forms[at] in listed("honours")]
    for at in reversed(titled):
        begun = at + 1
        if begun < last and _may_begin(forms[begun]):
            return begun
    for at in range(first, last):
        if forms[at] in given() and not _in_construct(forms[at - 1] if at > first else ""):
            return at
    if forms[first] in _heads() or forms[first][:2] == "ال":
        return _after_title(words, first, last)
    return first


def _may_begin(form: str) -> bool:
    """Tell whether a name may begin with a word after a title: الدكتور سامي, not الرئيس الروسي."""
    if form in plain("roles") | listed("between") | listed("bodies") or form.startswith("لل"):
        return False
    return not _adjective(form)


def _in_construct(before: str) -> bool:
    """Tell whether a name after this word is a place's or a body's: جامعة سعود، مطار الملك."""
    return before in listed("bodies") or before in listed("places")


def _after_title(words: Words, first: int, last: int) -> int | None:
    """Return where two plain words end a title that ends in a definite one: المتحدث باسم الوزارة ماثيو ميلر."""
    if words.forms[first] not in plain("roles"):
        return None
    for at in range(first + 2, last - 1):
        before, form, after = words.forms[at - 1 : at + 2]
        plain_words = form[:2] != "ال" != after[:2] and form[:1] not in "وبل"
        if before[:2] == "ال" and plain_words and not {form, after} & (_heads() | listed("between")):
            return at
    return None


@cache
def _heads() -> frozenset[str]:
    names = (
        "roles",
        "bodies",
        "anonymous",
        "documents",
        "media",
        "honours",
        "no_speakers",
        "groups",
        "peoples",
        "places",
    )
    return frozenset[str]().union(*(plain(name) for name in names))


def _adjective(form: str) -> bool:
    """Tell whether a word looks like an adjective of a title: الرئيس الروسي."""
    return (
        form[:2] == "ال" and form.endswith(("ي", "يه", "ين", "يون")) and form not in given() and form[2:] not in given()
    )


def bare(form: str) -> str:
    """Return a form without its article."""
    return form[2:] if form[:2] == "ال" and len(form) > 4 else form


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared."""
    return tuple(bare(word) for word in normalize(name).split())


def fullest(name: str, known: Iterable[str]) -> str:
    """Return the longest of the known names that has all words of a name, in their order; the first of such."""
    own = name_words(name)
    best = name
    for other in known:
        theirs = name_words(other)
        if len(theirs) > len(name_words(best)) and _within(own, theirs):
            best = other
    return best


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)
