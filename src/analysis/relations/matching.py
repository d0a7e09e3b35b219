"""The relations of one sentence: each word of the lexicon read by the rules, then by its clause, with its status."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from analysis.relations.clauses import read_clause
from analysis.relations.culprits import culprits
from analysis.relations.lexicon import ATTACKING, BLAMING, INSTRUMENTS, KINDS, PARTS_IN, Entry, words
from analysis.relations.phrases import Clauses, Phrase, can_be_verb
from analysis.relations.rules import QUESTION, Cue, denied, read_cue
from analysis.relations.status import ends_it, hypothetical, status_of
from analysis.relations.words import Actor, Mention, Sentence, read

_HARM = ("harm", "harmed")
_GUESTS, _BLAME, _RELEASES, _RANKS, _SPEECHES = map(words, ("guests", "blame", "releases", "ranks", "speeches"))


class Found(NamedTuple):
    """A relation of a sentence; `source` and `target` are empty where the text tells a role alone, or nobody."""

    source: str
    target: str
    directed: bool
    kind: str
    start: int
    end: int
    source_role: str
    target_role: str
    status: str


class Told(NamedTuple):
    """What a word of the lexicon tells: how it was read, who acts on whom, by which kind, whether it is denied."""

    how: str
    entry: Entry
    pairs: tuple[tuple[Actor, Actor], ...]
    directed: bool
    kind: str
    denied: bool


def found_in(text: str, mentions: Sequence[Mention], nations: Mapping[str, str] | None = None) -> list[Found]:
    """Return the relations of one sentence; `mentions` are those of it, in order of start, with offsets into it."""
    return [found for _, found in matched(text, mentions, nations)]


def matched(
    text: str, mentions: Sequence[Mention], nations: Mapping[str, str] | None = None
) -> Iterator[tuple[str, Found]]:
    """Yield the relations of one sentence, each with the name of the rule that reads it."""
    sentence = read(text, mentions, nations)
    if sentence is None:
        return
    clauses = Clauses(sentence)
    found = dict(_with_culprits(sentence, clauses))
    for at, told in found.items():
        if _is_head_of(told, found.get(at + 1)):
            continue
        word = sentence.words[at]
        status = status_of(clauses, at, told.entry)
        if told.denied and not hypothetical(clauses, at):
            status = "told" if ends_it(clauses, at) else "denied"
        for source, target in told.pairs:
            ends = (source.id, target.id, told.directed, told.kind, word.start, word.end)
            yield told.how, Found(*ends, source.role, target.role, status)


def _is_head_of(told: Told, after: Told | None) -> bool:
    """Tell whether the noun after it tells the same act and more: برقية تهنئة is one, not two."""
    if after is None or "V" in told.entry.part + after.entry.part:
        return False
    same = KINDS[told.kind]["quad_class"] == KINDS[after.kind]["quad_class"] and told.kind != after.kind
    return same and told.pairs == after.pairs and told.directed == after.directed


def _with_culprits(sentence: Sentence, clauses: Clauses) -> Iterator[tuple[int, Told]]:
    """Yield what each word tells; of harm, also who did it where another word tells that."""
    known = (at for at, word in enumerate(sentence.words) if word.entries)
    tolds = [(at, told) for at in known if (told := _first(sentence, clauses, at))]
    deeds = {at: _sources(told) for at, told in tolds if told.kind == "attack" and told.how not in _HARM}
    deeds = {at: sources for at, sources in deeds.items() if sources}
    deeds |= {each.start: each.actors for each in clauses.phrases if _by_means(clauses, each)}  # غارة أميركية
    harms: dict[int, tuple[Actor, ...]] = {}
    for at, told in tolds:
        if told.how in _HARM:
            harms[at] = _sources(told) or culprits(clauses, at, deeds, harms)
            targets = dict.fromkeys(target for _, target in told.pairs)
            pairs = [pair for pair in product(harms[at], targets) if pair[0].id != pair[1].id or not pair[0].id]
            told = told._replace(pairs=tuple(pairs)) if pairs else told
        yield at, told


def _by_means(clauses: Clauses, phrase: Phrase) -> bool:
    return bool(phrase.actors[0].id) and clauses.words[phrase.start].form in INSTRUMENTS


def _sources(told: Told) -> tuple[Actor, ...]:
    """Return who acts, where somebody is told."""
    return tuple(dict.fromkeys(source for source, _ in told.pairs if source.id or source.role))


def _first(sentence: Sentence, clauses: Clauses, at: int) -> Told | None:
    """Return what a word tells: by the rules, of whichever entry; else by its clause."""
    entries = tuple(each for each in sentence.words[at].entries if not _other_sense(sentence, at, each))
    if not sentence.words[at].actors:
        for entry in entries:
            cue = Cue(sentence, at, entry)
            if entry.part == "V" and not cue.both and not can_be_verb(clauses, at, entry.past):
                continue
            if (reading := read_cue(cue)) and (told := _told(cue, reading.rule.read.__name__, *reading.roles)):
                return told
    for entry in entries:
        if (loose := read_clause(clauses, at, entry)) and (told := _told(Cue(sentence, at, entry), *loose)):
            return told
    return None


def _other_sense(sentence: Sentence, at: int, entry: Entry) -> bool:
    """Tell whether a word means something else: دعا X Y لزيارة, حمّل X Y رسالة, أنهى X [وقف إطلاق] النار."""
    material = entry.part in "VW" and KINDS[entry.kind]["quad_class"].startswith("material")
    if material and any(word.form in _RANKS for word in sentence.words[at + 1 : at + 8]):
        return True  # احتلت المرتبة الأولى
    after = (word.form for word in sentence.words[at + 1 : at + 14])
    if entry.kind == "demand":
        return not _GUESTS.isdisjoint(after)
    if entry.part == "C" and at and sentence.words[at - 1].form in _RELEASES:
        return True
    return entry.part in "VW" and sentence.words[at].form in BLAMING and _BLAME.isdisjoint(after)


def _in_words(cue: Cue) -> bool:
    """Tell whether an attack is one of words: هاجم في تصريحاته X، خرج مهاجما X."""
    near = cue.words[max(0, cue.at - 6) : cue.at + 8]
    return cue.words[cue.at].form in ATTACKING and (cue.entry.adverbial or any(w.form in _SPEECHES for w in near))


def _told(
    cue: Cue, how: str, sources: Sequence[Actor], targets: Sequence[Actor], refused: bool, deed: bool
) -> Told | None:
    """Return the pairs of a reading and their kind; None where it is none of a relation."""
    entry, kind = cue.entry, cue.entry.kind
    figurative = any("s" in PARTS_IN[word.code] for word in cue.words[cue.at + 1 : cue.at + 4])
    if deed or (entry.part in "ND" and figurative) or (entry.kind == "attack" and _in_words(cue)):
        kind = cue.about.get("abstract", kind)
    if not kind or (entry.part in "NDO" and cue.left(QUESTION)):
        return None
    directed = bool(targets) and not cue.both
    pairs = list(product(sources, targets)) if targets else list(combinations(sources, 2))
    if only := cue.about.get("sources"):
        pairs = [pair for pair in pairs if pair[0].type == only]
    pairs = [pair for pair in pairs if pair[0].id != pair[1].id or not pair[0].id]
    if not cue.about.get("lands", True):
        pairs = [pair for pair in pairs if pair[1].type != "state"]  # land is retaken from forces
    if cue.about["quad_class"] == "verbal_cooperation":
        pairs = [
            pair for pair in pairs if pair[0].id and pair[1].id
        ]  # people by role alone meet and praise in any text
    if not directed:
        pairs = [(one, other) if one.id <= other.id else (other, one) for one, other in pairs]
    told = Told(how, entry, tuple(dict.fromkeys(pairs)), directed, kind, refused or denied(cue))
    return told if pairs else None
