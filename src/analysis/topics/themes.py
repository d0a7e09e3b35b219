"""Themes in a corpus: where they are told, how often, and which go together."""

from collections import Counter, defaultdict
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE, SPAN
from analysis.base.notes import choice
from analysis.base.statistics import npmi
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.corpus.kept import kept
from analysis.corpus.units import UNITS, count_units, with_unit
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.topics.dictionary import Dictionary, load_dictionary, words_of
from analysis.topics.phrases import LINK, Stream, folded_of, is_linked, longest, read_by, vocabulary

Claims = dict[tuple[str, ...], list[tuple[str, str, bool]]]  # of words: theme, entry, is it excluded
MATCHES = [*SPAN, "theme", "surface"]
THEMES = {
    "theme": "str",
    "name": "str",
    "name_en": "str",
    "count": "int64",
    "per_1000": "float64",
    "documents": "int64",
    "document_share": "float64",
    "words": "object",
}
PAIRS = {
    "source": "str",
    "target": "str",
    "count": "int64",
    "source_count": "int64",
    "target_count": "int64",
    "npmi": "float64",
}
SHOWN = 10  # words of a theme that the table names


def themes(
    corpus: Corpus,
    dictionary: Dictionary | str | Path | None = None,
    *,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return how much each theme is talked about, the most told first.

    Columns: theme (id), name (Arabic), name_en, count (words and phrases that tell it), per_1000 (in 1,000 tokens),
    documents (articles that hold one), document_share (of all counted articles), words: the ten entries of the
    dictionary that carry it, with their counts, as `هجوم (12)`. Themes that do not occur are kept. `dictionary` are the
    built-in themes, a Dictionary or a YAML file; see `load_dictionary`, which says what it raises. With `groups`
    (`outlet`, another column of articles, or a Series: article_id -> value), the table of each part of the corpus, its
    value in a first column (`Corpus.groups`).

    >>> import analysis
    >>> themes(analysis.read())["theme"].isin(load_dictionary().themes).all().item()
    True
    """
    known = load_dictionary(dictionary)
    if groups is not None:
        return by_group(corpus, groups, lambda part: themes(part, known))
    table = _matches(corpus, known)
    grouped = table.groupby("theme")
    found = pd.DataFrame({"count": grouped.size(), "documents": grouped["article_id"].nunique()})
    carrying = {theme: Counter(entries).most_common() for theme, entries in grouped["entry"]}
    ids = list(known.themes) if len(corpus.counted_columns(["article_id"])) else []
    found = found.reindex(pd.Index(ids, dtype="str"), fill_value=0).rename_axis("theme").reset_index()
    found["name"] = [known.name(id, "ar") for id in ids]
    found["name_en"] = [known.name(id, "en") for id in ids]
    size = sum(len(each.columns("tokens", ["stop"])) for each in corpus.slices())
    found["per_1000"] = 1000 * found["count"] / max(size, 1)
    found["document_share"] = found["documents"] / max(len(corpus.counted_columns(["article_id"])), 1)
    found["words"] = pd.Series([_carrying(carrying.get(id, [])) for id in ids], index=found.index, dtype="object")
    found = found.sort_values(["count", "documents", "theme"], ascending=[False, False, True], ignore_index=True)
    return found.astype(THEMES)[list(THEMES)]


def theme_matches(corpus: Corpus, dictionary: Dictionary | str | Path | None = None) -> pd.DataFrame:
    """Return every word and phrase that tells a theme, in the order of the corpus.

    Columns: article_id, part, sentence, start, end (offsets into the part), theme, surface. Words are matched by lemma,
    phrases word by word with nothing but space, quotes or a hyphen between. Where matches overlap, the longest
    holds, and what stands inside it is not counted for any theme; a span that two themes claim counts for both.
    """
    return _matches(corpus, load_dictionary(dictionary))[MATCHES]


def theme_pairs(
    corpus: Corpus, dictionary: Dictionary | str | Path | None = None, *, unit: str = "article"
) -> pd.DataFrame:
    """Return the pairs of themes that are told in the same `unit`: sentence, paragraph or article.

    Columns: source, target (ids, in alphabetical order), count (units with both), source_count, target_count (units
    with each), npmi (normalised pointwise mutual information, Bouma 2009: 1 never apart, 0 as chance has it). The
    highest count first. Raises ValueError for another unit.
    """
    choice("unit", unit, UNITS)
    keys = UNITS[unit]
    found = with_unit(corpus, theme_matches(corpus, dictionary), unit)[[*keys, "theme"]].drop_duplicates()
    units = found["theme"].value_counts()
    pairs = found.merge(found, on=keys)
    pairs = pairs[pairs["theme_x"] < pairs["theme_y"]].rename(columns={"theme_x": "source", "theme_y": "target"})
    table = pairs.groupby(["source", "target"]).size().rename("count").reset_index()
    for end in ("source", "target"):
        table[f"{end}_count"] = table[end].map(units).astype("int64")
    table["npmi"] = npmi(table["count"], table["source_count"], table["target_count"], count_units(corpus, unit))
    table = table.sort_values(["count", "npmi", "source", "target"], ascending=[False, False, True, True])
    return table.reset_index(drop=True).astype(PAIRS)[list(PAIRS)]


def _matches(corpus: Corpus, known: Dictionary) -> pd.DataFrame:
    """Return the matches, each with the entry of the dictionary that made it."""

    lemmatizer = str(corpus.info.get("lemmatizer", "auto"))

    def make() -> pd.DataFrame:
        claims = _claims(known, vocabulary(corpus), lemmatizer)
        return pd.concat([_matches_in(each, known, claims) for each in corpus.slices()], ignore_index=True)

    dictionary = "\n".join(f"{id} {theme.model_dump_json()}" for id, theme in known.themes.items())
    return kept("themes", [dictionary, lemmatizer, *read_by(corpus)], make)


def _matches_in(corpus: Corpus, known: Dictionary, claims: Claims) -> pd.DataFrame:
    """Return the matches of a slice of a corpus."""
    text = Stream(corpus)
    starts, lengths, which = text.find(list(claims))
    claimed = list(claims.values())
    rows = [
        (start, length, *claim)
        for start, length, phrase in zip(starts.tolist(), lengths.tolist(), which.tolist(), strict=True)
        for claim in claimed[phrase]
    ]
    table = pd.DataFrame(rows, columns=["at", "length", "theme", "entry", "excluded"])
    table = table.astype({"at": "int64", "length": "int64", "theme": "str", "entry": "str", "excluded": "bool"})
    table = pd.concat([table.head(0), *(_kept(group) for _, group in table.groupby("theme"))])
    kept = longest(table["at"].to_numpy(), table["length"].to_numpy(), len(text.words))
    order = {theme: number for number, theme in enumerate(known.themes)}
    table = table.iloc[kept]
    table = table.iloc[np.lexsort((table["theme"].map(order).to_numpy(dtype="int64"), table["at"]))]
    at = table["at"].to_numpy()
    tokens = corpus.columns("tokens", SPAN)
    found = tokens.iloc[at][[*SENTENCE, "start"]].reset_index(drop=True)
    found = found.astype({"article_id": "str", "part": "str"})
    found["end"] = tokens["end"].to_numpy()[at + table["length"].to_numpy() - 1]
    found[["theme", "entry"]] = table[["theme", "entry"]].reset_index(drop=True)
    texts = corpus.columns("articles", ["article_id", *PARTS]).set_index("article_id")
    parts = {part: texts[part].to_dict() for part in found["part"].unique()}
    spans = zip(*(found[name].tolist() for name in ("part", "article_id", "start", "end")), strict=True)
    found["surface"] = pd.Series([parts[part][id][start:end] for part, id, start, end in spans], dtype="str")
    return found


def _claims(known: Dictionary, held: frozenset[str], lemmatizer: str) -> Claims:
    """Return the (theme, entry, is it excluded) of each sequence of lemmas that an entry stands for.

    `held` are the lemmas of the whole corpus: what a word means does not depend on the slice.
    """
    entries = [
        (id, entry, entry in theme.exclude, words, lemmatize(words, lemmatizer))
        for id, theme in known.themes.items()
        for entry in dict.fromkeys((*theme.lemmas, *theme.phrases, *theme.exclude))
        if (words := words_of(entry))
    ]
    # Spelled as given (إمام is not أمام); failing that, in any spelling.
    missing: dict[str, list[str]] = {normalize(root): [] for *_, roots in entries for root in roots if root not in held}
    lemmas = sorted(held)
    for lemma, folded in zip(lemmas, folded_of(lemmas), strict=True):
        if folded in missing:
            missing[folded].append(lemma)
    claims: Claims = defaultdict(list)
    for id, entry, excluded, words, roots in entries:
        options = []
        for place, (word, root) in enumerate(zip(words, roots, strict=True)):
            found = {root} if root in held else {*missing[normalize(root)]}
            if len(words) == 1:
                found |= {word} & held  # a single word may be a lemma already
            link = LINK if place and is_linked(word, root) else ""
            options.append([link + lemma for lemma in sorted(found)])
        for phrase in product(*options):
            claims[phrase].append((id, entry, excluded))
    return claims


def _kept(matches: pd.DataFrame) -> pd.DataFrame:
    """Return the matches of one theme that stand in none of its exclusions."""
    out = matches[matches["excluded"]].sort_values("at")
    counted = matches[~matches["excluded"]].drop_duplicates(["at", "length"])
    if out.empty:
        return counted
    reach = np.maximum.accumulate((out["at"] + out["length"]).to_numpy())
    before = np.searchsorted(out["at"].to_numpy(), counted["at"].to_numpy(), "right") - 1
    inside = (before >= 0) & (reach[before] >= counted["at"] + counted["length"])
    return counted[~inside]


def _carrying(entries: list[tuple[str, int]]) -> list[str]:
    return [f"{entry} ({count})" for entry, count in sorted(entries, key=lambda each: (-each[1], each[0]))[:SHOWN]]
