"""What departs from what the totals of a corpus lead one to expect: candidates of five kinds, each tested as a whole.

All are counted on the columns of a page (see columns.made), as its script counts them under a filter. Each candidate
has a log-likelihood against the expectation of its margins (Dunning 1993); those of a kind are corrected together for
how many were looked at (Benjamini and Hochberg 1995), and kept where one in twenty of them would be false.
"""

from collections import Counter
from collections.abc import Iterable

import pandas as pd
from scipy import special

from analysis.base.statistics import SURE, adjusted
from analysis.reports.departures import KINDS, LEAST, Data, Finding
from analysis.text.folding import normalize

CLOSE = 0.2  # NPMI of a tie, at least
APART = {"outlet": 1.5, "day": 2.0}  # times the share of the others, at least
TEXTS = 3  # independent texts that a finding rests on, at least
ALWAYS = 0.9  # of the sentences of an actor, from which on he is named only beside the other
HALF = 0.5  # share of the articles that one text or one story makes, at most


def findings(data: Data) -> list[Finding]:
    """Return all that departs beyond chance, by kind, the strongest first.

    outlet: a theme that an outlet takes up more than others; day: an actor named more in one period; tie: two actors
    whom sentences seldom part; copies: a story that many outlets print and few write; relation: hostile acts of one
    side that are hardly answered. Left out is what says nothing: a part and its whole, a person and his state or body,
    who is named only beside another, two states (neighbours, lists), an armed group with where and whom it fights, a
    theme that rests on an outlet's own name, and all of which one copied text or one story makes more than half.
    """
    found: list[Finding] = []
    for kind, candidates in KINDS.items():
        told, tests = candidates(data)
        chances = adjusted(pd.Series(special.chdtrc(1, [max(each.g2, 0.0) for each in told]), dtype="float64"), tests)
        kept = [each._replace(kind=kind, p=float(p)) for each, p in zip(told, chances, strict=True) if p < SURE]
        kept = [each for each in kept if _is_worth(data, each)]
        found += sorted(kept, key=lambda each: (-each.strength, str(sorted(each.about.items()))))
    return found


def leading(found: Iterable[Finding]) -> list[Finding]:
    """Return the strongest of each kind, the surest first.

    >>> one = Finding("day", {}, 12.0, 0.01, 12.0, [1], [])
    >>> [each.g2 for each in leading([one, one._replace(g2=9.0), one._replace(kind="tie", g2=30.0)])]
    [30.0, 12.0]
    """
    first: dict[str, Finding] = {}
    for each in found:
        first.setdefault(each.kind, each)
    return sorted(first.values(), key=lambda each: -each.g2)


def _is_worth(data: Data, each: Finding) -> bool:
    """Tell whether something that departs says anything: see `findings`."""
    about = each.about
    match each.kind:
        case "outlet":
            return len(each.articles) >= LEAST and _more(each) and not _is_own(data, each) and _is_spread(data, each)
        case "day":
            return len(each.articles) >= LEAST and _more(each) and _is_spread(data, each)
        case "tie":
            pair = about["few"], about["many"]
            close = about["npmi"] > CLOSE and about["count"] <= ALWAYS * about["n"]
            return close and not _is_natural(data, *pair) and not _is_related(data, *pair) and _is_spread(data, each)
        case "copies":
            return bool(about["count"] > HALF * about["n"])
    return about["n"] > LEAST and _is_spread(data, each)


def _more(each: Finding) -> bool:
    return bool(each.about["share"] > APART[each.kind] * each.about["others"])


def _is_spread(data: Data, each: Finding) -> bool:
    """Tell whether three texts or more are told, and no copied one, and no story, makes more than half of them."""
    columns, half = data["articles"], max(HALF * len(each.articles), 1)
    if len({columns["text"][row] for row in each.articles}) < TEXTS:
        return False
    for key in ("text", "story"):
        of = Counter(columns[key][row] if columns[key][row] >= 0 else -1 - row for row in each.articles)
        if max(of.values(), default=0) > half:
            return False
    return True


def _is_own(data: Data, each: Finding) -> bool:
    """Tell whether a third of the words that tell a theme in an outlet's articles are those of its own name."""
    outlet, theme = data["meta"]["outlets"][each.about["outlet"]], each.about["theme"]
    own = {word for name in (outlet["id"], outlet["ar"]) for word in normalize(name).split()}
    words, sentences, rows = data["theme_words"], data["sentences"], set(each.articles)
    places = zip(words["sentence"], words["theme"], words["start"], words["end"], strict=True)
    told = [
        normalize(sentences["text"][at][start:end])
        for at, of, start, end in places
        if of == theme and sentences["article"][at] in rows
    ]
    return 3 * sum(any(word in text for word in own) for text in told) > len(told)


def _is_natural(data: Data, one: int, other: int) -> bool:
    """Tell whether a tie says what is known before reading: of two states, of an armed group and its war."""
    types = {data["actors"]["type"][one], data["actors"]["type"][other]}
    return types == {"state"} or "armed_group" in types


def _is_related(data: Data, one: int, other: int) -> bool:
    """Tell whether an actor is part of another or of the same, heads or serves it, or has its name inside its own."""
    actors = data["actors"]
    houses = [{each, *actors["part_of"][each]} for each in (one, other)]
    if houses[0] & houses[1]:
        return True
    for language in ("ar", "en"):
        first, second = (f" {normalize(actors[language][each])} " for each in (one, other))
        if first in second or second in first:
            return True
    return False
