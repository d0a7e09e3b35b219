"""Names that the registry does not know: the table to review, in which each may be accepted, ignored or merged."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import category

import pandas as pd
import yaml
from tqdm import tqdm

from analysis.actors.find import mention_rows
from analysis.actors.guess import id_of, unused
from analysis.actors.mentions import Mention
from analysis.actors.models import expand
from analysis.actors.registry import Registry
from analysis.base.frames import PARTS, SCHEMA, SENTENCE, SPAN
from analysis.candidates.guess import guesser
from analysis.candidates.no_actors import is_no_actor
from analysis.candidates.variants import Key, Name, commonest, grouped, key_of, without_particle
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.corpus.rows import rows_of
from analysis.lemmas.common import is_common
from analysis.lemmas.latin import latin_name
from analysis.lemmas.lemmatize import is_stop
from analysis.names.find import describe, name_rows
from analysis.text import tables
from analysis.text.folding import normalize

COLUMNS = {
    "name": "str",
    "type": "str",
    "guess": "str",
    "variants": "object",
    "mentions": "int64",
    "articles": "int64",
    "sentences": "object",
    "places": "object",
    "entry": "str",
}
FOUND = dict(zip([*SPAN, "surface", "type"], ["str", "str", "int64", "int64", "int64", "str", "str"], strict=True))
EXAMPLES = 3  # sentences shown of a name
MOST = 3_000  # articles from which names are looked for in some of them only
DRAWN = 1_000  # articles that are drawn then: half a minute, and every name that is worth a row
MANY = 500  # articles from which a progress bar is worth showing

# The types of names, and those of the registry. What acts in the name of a place is its government.
_TYPES = {"PERS": "person", "ORG": "organisation", "LOC": "government", "MISC": "organisation"}
_NAMED = {kind: kind for kind in _TYPES} | {"person": "PERS", "organisation": "ORG", "place": "LOC", "location": "LOC"}
_DOUBLET = re.compile(r"\s*[»”\"']?\s*[(\[]\s*([A-Za-z][A-Za-z0-9 .&'’/-]{1,60}?|[^\W\d_]{3,20})\s*[)\]]")
_TWO = re.compile(r"\s[-–—]\s")  # two names that the recogniser took for one
_MARKS = re.compile(r"[()\[\]{}|«»“”„‟‹›\"*﴾﴿]")


def find_candidates(corpus: Corpus, *, top: int | None = None, seed: int = 1) -> pd.DataFrame:
    """Return the names that the registry of a corpus does not know, by the articles and the mentions that they have:
    people and bodies, then places, which seldom act.

    Columns: name (the commonest surface of its full forms), type (PERS, LOC, ORG, MISC), guess (id of the actor whose
    name is much alike; empty where there is none), variants (its other surfaces, the commonest first), mentions,
    articles, sentences (up to three that hold it, from as many articles as there are), places (all its mentions:
    article_id, part, sentence, start, end), entry (YAML to paste into a registry file, after a look at its id, English
    name and type). `top` keeps the first rows.

    Names are the mentions of method `entity`; a corpus that was read without entities is searched for them now, of
    more than MOST articles a sample of DRAWN, drawn with `seed`. `attrs` tells `searched` and `of`, in articles.
    One name: spellings alike after normalisation, with and without article; a short form in an article that has one
    longer name with these words (two words of a person also elsewhere, where there is one such person); the name in
    brackets after it; a Latin spelling that sounds alike. No row: a form of the registry, with or without an attached
    particle; a name that its file ignores; a given name alone; what never acts (`candidates/data/no_actors.yml`).

    >>> import analysis
    >>> list(find_candidates(analysis.read().filter(query="كييف"), top=2).columns)
    ['name', 'type', 'guess', 'variants', 'mentions', 'articles', 'sentences', 'places', 'entry']
    """
    of = len(corpus.counted_columns(["article_id"]))
    corpus = _drawn(corpus, seed)
    known = _known(corpus.registry)
    found = [name for name in _names(corpus) if not _is_known(name, known, corpus.registry)]
    groups = grouped([name._replace(doublet="") if key_of(name.doublet) in known else name for name in found])
    ordinary = _ordinary(corpus, found, {key[0] for key in groups if len(key) == 1 and is_common(key[0])})
    rows = [_row(group) for key, group in groups.items() if len(key) > 1 or key[0] not in ordinary]
    rows = [row for row in rows if not is_no_actor(row.name, row.type)]
    rows = sorted(rows, key=lambda row: (row.type == "LOC", -row.articles, -row.mentions, row.name))[:top]
    table = pd.DataFrame(_told(corpus, rows), columns=list(COLUMNS)).astype(COLUMNS)
    table.attrs = {"searched": len(corpus.counted_columns(["article_id"])), "of": of}
    return table


def _told(corpus: Corpus, rows: list["Row"]) -> Iterator[tuple]:
    """Yield rows as the table has them."""
    texts = corpus.sentences.set_index(SENTENCE)["text"]
    wanted = [place for row in rows for place in row.examples]
    sentences = dict(zip(wanted, texts.reindex(wanted), strict=True))
    ids, guess = set(corpus.registry.actors), guesser(corpus.registry)
    for row in rows:
        examples = [sentences[place] for place in row.examples]
        may_be = guess(key_of(row.name), row.type)
        counts = row.variants, row.mentions, row.articles
        yield row.name, row.type, may_be, *counts, examples, row.places, _entry(row, ids)


# --- the names of a corpus ------------------------------------------------------------------------------------------
def _is_unread(corpus: Corpus) -> bool:
    """Tell whether a corpus was read without names beyond the registry."""
    return corpus.info.get("entities", "off") == "off" and not (corpus.columns("mentions", ["method"]) == "entity").any(
        axis=None
    )


def _drawn(corpus: Corpus, seed: int) -> Corpus:
    """Return the articles in which names are looked for: all, or a sample where that would take long."""
    ids = corpus.counted_columns(["article_id"])["article_id"]
    if len(ids) <= MOST or not _is_unread(corpus):
        return corpus
    drawn = set(ids.sample(DRAWN, random_state=seed))
    read = {name: list(SCHEMA[name]) for name in ("articles", "sentences", "mentions")}
    read["tokens"] = ["article_id", "form"]
    return corpus.replace(**{name: rows_of(corpus, name, columns, drawn) for name, columns in read.items()})


def _names(corpus: Corpus) -> Iterator[Name]:
    """Yield the names of a corpus that stand in no mention of a registered actor, in its order."""
    entity = corpus.mentions["method"] == "entity"
    taken: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for article, part, start, end in _values(corpus.mentions[~entity], "article_id", "part", "start", "end"):
        taken[article, part].append((start, end))
    texts = {
        article["article_id"]: {part: article[part] for part in PARTS if article[part]}
        for article in corpus.counted.to_dict("records")
    }
    rows = _values(corpus.mentions[entity], *SPAN, "surface", "actor_type")
    if _is_unread(corpus):
        rows = _found_now(corpus, texts)
    for article, part, sentence, start, end, surface, told in rows:
        kind = _NAMED.get(told, "MISC")
        key = key_of(shown(surface))
        if (
            _letters(key) > 1
            and not _TWO.search(surface)
            and not all(is_stop(word, word) for word in surface.split())
            and not _is_taken(start, end, kind, taken[article, part])
        ):
            doublet = _DOUBLET.match(texts[article][part], end)
            place = article, part, sentence, start, end
            yield Name(*place, shown(surface), kind, key, doublet[1] if doublet else "")


def _values(table: pd.DataFrame, *columns: str) -> Iterable[tuple]:
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _letters(key: Key) -> int:
    return sum(each.isalpha() for word in key for each in word)


def _found_now(corpus: Corpus, texts: dict[str, dict[str, str]]) -> Iterable[tuple]:
    """Return the names in texts, kept by these and the recogniser alone: another registry finds the same."""
    given = [describe(), corpus.counted[["article_id", *PARTS]], corpus.sentences[["article_id", "part", "start"]]]
    found = kept("names", given, lambda: pd.DataFrame(_found_in(corpus, texts), columns=list(FOUND)).astype(FOUND))
    return _values(found, *FOUND)


def _found_in(corpus: Corpus, texts: dict[str, dict[str, str]]) -> Iterator[tuple]:
    starts = corpus.sentences.groupby(["article_id", "part"])["start"].agg(list).to_dict()
    for article, parts in tqdm(texts.items(), desc="finding names", unit="article", disable=len(texts) <= MANY):
        for part, found in name_rows(parts).items():
            for start, end, surface, kind in found:
                sentence = bisect_right(starts.get((article, part), []), start) - 1
                yield article, part, sentence, start, end, surface, kind


def _is_taken(start: int, end: int, kind: str, taken: list[tuple[int, int]]) -> bool:
    """Tell whether a name stands in the mention of an actor; of persons and places, also the other way round."""
    for first, last in taken:
        if first <= start and end <= last:
            return True
        if start <= first and last <= end and kind in ("PERS", "LOC"):
            return True
    return False


def shown(surface: str) -> str:
    """Return a surface on one line, without control characters, marks of direction, tatweel, brackets and quotes.

    >>> shown("«هيئة\\n الإغـاثة»")
    'هيئة الإغاثة'
    """
    text = "".join(each for each in surface if each.isspace() or (each != "ـ" and category(each)[0] != "C"))
    return " ".join(_MARKS.sub(" ", text).split()).strip(" .,،؛:-–—'’")


def _known(registry: Registry) -> set[Key]:
    """Return the keys of all forms of a registry, and of the names that are nobody's for it or that it ignores."""
    forms = [*tables.outlets(), *registry.ignored]
    for actor in registry.actors.values():
        forms += [actor.ar, actor.en, *actor.aliases, *actor.short, *actor.descriptions, *actor.capital]
        forms += [*actor.adjectives, *(title for office in actor.offices for title in office.title)]
        forms += [form for rule in actor.context for form in rule.form]
    return {key_of(text) for form in forms for text in expand(form)}


def _is_known(name: Name, known: set[Key], registry: Registry) -> bool:
    if name.key in known or any(each in known for each in without_particle(name.key)):
        return True
    return any(row.surface == name.surface for row in _named(name.surface, registry))


@lru_cache(maxsize=100_000)
def _named(surface: str, registry: Registry) -> list[Mention]:
    """Return the actors that a surface names by itself, nationalities among them."""
    return mention_rows({"body": surface}, registry, adjectives=True)["body"]


def _ordinary(corpus: Corpus, names: list[Name], words: set[str]) -> set[str]:
    """Return those of `words` that stand outside names more often than in them."""
    if not words:
        return set()
    named = Counter(word for name in names for word in name.key)
    counts: Counter[str] = Counter()
    for form, times in corpus.columns("tokens", ["form"])["form"].value_counts().items():
        for word in key_of(form):
            if word in words:
                counts[word] += times
    return {word for word in words if 2 * named[word] < counts[word]}


# --- a name as a row ------------------------------------------------------------------------------------------------
class Row(NamedTuple):
    """A name of the table; `examples` are the places of its sentences, `full` and `short` its forms."""

    name: str
    type: str
    variants: list[str]
    mentions: int
    articles: int
    examples: list[tuple[str, str, int]]
    places: list[tuple[str, str, int, int, int]]
    full: list[str]
    short: list[str]


def _row(group: list[tuple[Name, bool]]) -> Row:
    full = Counter(name.surface for name, is_short in group if not is_short)
    full += Counter(shown(name.doublet) for name, _ in group if name.doublet)
    short = Counter(name.surface for name, is_short in group if is_short)
    forms = sorted(full, key=lambda each: (each.isascii(), -full[each], -len(each), each))
    variants = [each for each in _by_count(full + short) if each != forms[0]]
    kind = commonest(Counter(name.type for name, _ in group))
    articles = len({name.article for name, _ in group})
    places = [(name.article, name.part, name.sentence, name.start, name.end) for name, _ in group]
    return Row(forms[0], kind, variants, len(group), articles, _examples(group), places, forms, _by_count(short))


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda each: (-counts[each], each))


def _examples(group: list[tuple[Name, bool]]) -> list[tuple[str, str, int]]:
    """Return where example sentences stand: full forms before short ones, each of another article while there are."""
    order = [name for name, _ in sorted(group, key=lambda pair: pair[1])]
    first = {name.article: (name.article, name.part, name.sentence) for name in reversed(order)}
    places = [first[article] for article in dict.fromkeys(name.article for name in order)]
    places += [(name.article, name.part, name.sentence) for name in order]
    return list(dict.fromkeys(places))[:EXAMPLES]


def _entry(row: Row, ids: set[str]) -> str:
    """Return the YAML of one actor; its id is added to `ids`."""
    english = next((each for each in row.full if each.isascii()), latin_name(row.name))
    aliases = _distinct(row.full, but=[row.name])
    entry: dict[str, Any] = {
        "id": _new_id(id_of(english or row.name), ids),
        "ar": row.name,
        "en": english,
        "type": _TYPES[row.type],
        "aliases": aliases,
        "short": _distinct(row.short, but=row.full),
    }
    filled = {field: value for field, value in entry.items() if value or field == "en"}
    return yaml.safe_dump([filled], allow_unicode=True, sort_keys=False, width=1000)


def _distinct(forms: list[str], but: list[str]) -> list[str]:
    """Return the forms that are not alike after normalisation, nor like one of `but`."""
    kept = {normalize(form): form for form in reversed(forms)}
    left_out = set(map(normalize, but))
    return [form for form in forms if kept[normalize(form)] == form and normalize(form) not in left_out]


def _new_id(id: str, ids: set[str]) -> str:
    chosen = unused(id, ids)
    ids.add(chosen)
    return chosen
