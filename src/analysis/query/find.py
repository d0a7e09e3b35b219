"""A query to the places of a corpus that it finds, with their context."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE, SPAN
from analysis.base.notes import at_least, choice
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import with_unit
from analysis.query.fields import found, shows, shows_nothing
from analysis.query.match import Hits, Matcher, distinct, spans_at
from analysis.query.parse import ABOUT, Both, Field, Phrase, Tree, Without, parse
from analysis.topics.concordance import NOWHERE, SORTS, evenly_drawn, in_context, in_order, spans_of
from analysis.topics.dictionary import Dictionary
from analysis.topics.phrases import codes, vocabulary
from analysis.topics.token_index import TokenIndex

UNITS = ("article", "paragraph", "sentence")


def find(
    corpus: Corpus,
    query: str,
    *,
    unit: str = "article",
    width: int = 60,
    sort: str | None = None,
    limit: int | None = None,
    dictionary: Dictionary | str | None = None,
) -> pd.DataFrame:
    """Return the places that a query finds, each with its context (keyword in context).

    Columns: left, match, right, title, published, source, article_id, part, sentence, start, end; see
    `topics.concordance`, which takes `width` and `sort` as well. `limit` is the most rows, drawn evenly over the
    corpus; `attrs["total"]` says how many there are.

    A query is made of

    - `كتاب`, a word in all forms of its lemma; `"كتاب"`, in this form alone, in any spelling; `كت*ب`, `كت?ب`: any
      letters or none, any letter. `كتب/verb`: of a part of speech (noun, verb, other); `pos:verb`: any such word;
    - `مجلس الأمن`, words in a row, only space, quotes or a hyphen between; `مجلس * الأمن`, with one word between;
      `مجلس ~3 الأمن`, with up to three; `[وزير|رئيس] الخارجية`, either word;
    - `actor:pakistan`, `actor:"الأمم المتحدة"`, where an actor is named, by id or name; `theme:terrorism`, words of a
      theme of `dictionary` (see `topics.themes`);
    - `outlet:name`, `author:name`, `story:id`, articles of an outlet, an author, a story (`stories.members`): they
      stand at no place, so join them to words;
    - `AND`, `OR`, `NOT`, or `و`, `أو`, `ليس`, or `&`, `|`, `!`, and brackets. NOT holds before AND before OR. What
      AND joins meets in one `unit`: article, paragraph or sentence. Shown are the words of all parts but those of NOT.

    Raises QueryError (an InputError, with `at`, the character) for a query that cannot be read, that names an actor,
    theme, outlet, author or story that is not there, or that shows no word; ValueError for another `unit` or `sort`.

    >>> import analysis
    >>> table = find(analysis.read(), "theme:terrorism AND actor:pakistan", unit="sentence")
    >>> table["sentence"].notna().all().item(), len(table) > 10
    (True, True)
    """
    choice("sort", sort, (*SORTS, None))
    at_least(0, width=width, limit=limit)
    tables = [NOWHERE]
    for each, (first, last), _ in searched(corpus, query, unit=unit, dictionary=dictionary, shown=True):
        if len(first):
            tables.append(spans_of(each.columns("tokens", SPAN), first, last))
    table = evenly_drawn(pd.concat(tables, ignore_index=True), limit)
    rows = in_order(in_context(corpus, [table], width)[0], sort)
    rows.attrs["total"] = table.attrs["total"]
    return rows


def searched(
    corpus: Corpus, query: str, *, unit: str, dictionary: Dictionary | str | None, shown: bool
) -> Iterator[tuple[Corpus, Hits, set[str]]]:
    """Yield each slice of a corpus with the tokens that a query finds there, and the articles (ids) where it holds.

    `shown` refuses a query that shows no word.
    """
    choice("unit", unit, UNITS)
    tree = parse(query)
    if shown and not shows(tree):
        raise shows_nothing(query)
    fields, held = found(corpus, query, tree, dictionary), vocabulary(corpus)
    for each in corpus.slices():
        ground = _ground(each, unit)
        matcher = Matcher(TokenIndex(each, held), query, _placed(each, fields))
        hits, units = _evaluate(tree, ground, matcher, fields)
        yield each, hits, set(ground.ids[np.unique(ground.article[units])])


class _Ground(NamedTuple):
    """The units of a slice: the number of that of each token, the article of each (a number), and the article_ids."""

    unit: np.ndarray
    article: np.ndarray
    ids: np.ndarray


def _ground(corpus: Corpus, unit: str) -> _Ground:
    counted = corpus.counted_columns(["article_id"])["article_id"].to_numpy(dtype=object)
    tokens = corpus.columns("tokens", ["article_id"] if unit == "article" else SENTENCE)
    number, held = codes(tokens["article_id"])
    article = pd.Index(counted).get_indexer(held)[number]
    if unit == "article":
        return _Ground(article, np.arange(len(counted)), counted)  # one without a token is an article, too
    new = np.ones(len(tokens), dtype=bool)
    new[1:] = np.logical_or.reduce(
        [np.diff(each) != 0 for each in (article, codes(tokens["part"])[0], tokens["sentence"].to_numpy())]
    )
    number, first = np.cumsum(new) - 1, np.flatnonzero(new)
    if unit == "paragraph":
        rows = with_unit(corpus, tokens.iloc[first][SENTENCE].astype({"article_id": "str", "part": "str"}), unit)
        paragraph = rows.groupby(["article_id", "part", "paragraph"], sort=False).ngroup().to_numpy()
        number, first = paragraph[number], first[np.unique(paragraph, return_index=True)[1]]
    return _Ground(number, article[first], counted)


def _placed(corpus: Corpus, fields: Mapping[Field, pd.DataFrame]) -> dict[Field, Hits]:
    """Return the tokens of a slice that each field stands at."""
    ids = set(corpus.counted_columns(["article_id"])["article_id"])
    inside = {field: spans[spans["article_id"].isin(ids)] for field, spans in fields.items() if field.name not in ABOUT}
    return {field: distinct(*spans_at(corpus, spans)) for field, spans in inside.items()}


def _evaluate(tree: Tree, ground: _Ground, matcher: Matcher, fields: Mapping[Field, Any]) -> tuple[Hits, np.ndarray]:
    """Return the tokens that a tree finds, and whether it holds in each unit: a hit stands where the tree holds."""
    holds, nowhere = np.zeros(len(ground.article), dtype=bool), np.zeros(0, dtype=np.int64)
    if isinstance(tree, Without):
        return (nowhere, nowhere), ~_evaluate(tree.part, ground, matcher, fields)[1]
    if isinstance(tree, Phrase):
        about = tree.steps[0][0]
        if isinstance(about, Field) and about.name in ABOUT:
            articles = pd.Index(ground.ids).isin(fields[about]["article_id"])
            return (nowhere, nowhere), articles[ground.article]
        hits = matcher.phrase(tree)
        holds[ground.unit[hits[0]]] = True
        return hits, holds
    parts = [_evaluate(part, ground, matcher, fields) for part in tree.parts]
    join = np.logical_and if isinstance(tree, Both) else np.logical_or
    holds = join.reduce([each for _, each in parts])
    first, last = distinct(*(np.concatenate([hits[side] for hits, _ in parts]) for side in (0, 1)))
    inside = holds[ground.unit[first]]
    return (first[inside], last[inside]), holds
