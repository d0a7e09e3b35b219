"""What may depart from what the totals lead one to expect: the candidates of each kind, counted on columns of a page.

Each kind is a function: it returns its candidates and how many were looked at, with what did not come so far.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.base.periods import period_of
from analysis.base.statistics import association

FEW = 12  # articles of an outlet that is compared
FEW_A_STEP, STEPS = 5, 3  # articles of a period that is compared, and how many such there must be
LEAST = 5  # articles of a theme, an actor, a story
TOGETHER = 6  # sentences of a tie
OUTLETS, ACTS = 3, 3  # of a story that is copied; hostile acts of one side
Data = Mapping[str, Any]


class Finding(NamedTuple):
    """One thing that departs: of what kind, what it is about (rows and counts by name), how far, and its evidence.

    `g2` is the log-likelihood, `p` its probability, corrected; `strength` orders those of a kind. `articles` and
    `sentences` are the rows that it rests on.
    """

    kind: str
    about: Mapping[str, Any]
    g2: float
    p: float
    strength: float
    articles: Sequence[int]
    sentences: Sequence[int]


def by_outlet(data: Data) -> tuple[list[Finding], int]:
    """Outlets by themes: the articles of an outlet that tell a theme, against those of the others."""
    outlet, counted = (np.array(data["articles"][key], dtype=np.int64) for key in ("outlet", "counted"))
    kept = np.flatnonzero((outlet >= 0) & (counted == 1))
    width = len(data["meta"]["outlets"])
    sizes = np.bincount(outlet[kept], minlength=width)
    if (sizes >= FEW).sum() < 2:
        return [], 0
    tells = matrix(data["themes"], len(data["meta"]["themes"]))[kept]
    of_outlet = sparse.csr_array((np.ones(len(kept)), (outlet[kept], np.arange(len(kept)))), shape=(width, len(kept)))
    joint = (of_outlet @ tells).toarray()
    total, all_ = joint.sum(axis=0), len(kept)
    g2 = _g2(joint, sizes[:, None], total[None], all_)
    there = (sizes[:, None] >= FEW) & (total[None] >= LEAST) & (sizes[:, None] < all_)
    found = []
    for row, theme in zip(*np.nonzero(there), strict=True):
        share = joint[row, theme] / sizes[row]
        others = (total[theme] - joint[row, theme]) / (all_ - sizes[row])
        about = {"outlet": int(row), "theme": int(theme), "share": float(share), "others": float(others)}
        of_theme = tells[:, [theme]].nonzero()[0]
        rows = kept[of_theme[outlet[kept][of_theme] == row]] if joint[row, theme] else np.zeros(0, dtype=np.int64)
        found.append(_found(about, g2[row, theme], rows))
    return found, len(found)


def by_day(data: Data) -> tuple[list[Finding], int]:
    """Actors by periods: the articles of a period that name an actor, against those of all others; copies apart."""
    meta, columns = data["meta"], data["articles"]
    day, copy, counted = (np.array(columns[key], dtype=np.int64) for key in ("day", "copy", "counted"))
    kept = np.flatnonzero((day >= 0) & (copy < 0) & (counted == 1))
    if not len(kept):
        return [], 0
    dates = pd.Series(pd.Timestamp(meta["day0"]) + pd.to_timedelta(day[kept], unit="D"))
    step, steps = pd.factorize(period_of(dates, meta["grain"]), sort=True)
    sizes = np.bincount(step)
    if (sizes >= FEW_A_STEP).sum() < STEPS:
        return [], 0
    names = matrix(data["actors"], len(data["actors"]["id"]))[kept]
    of_step = sparse.csr_array((np.ones(len(kept)), (step, np.arange(len(kept)))), shape=(len(steps), len(kept)))
    joint = (of_step @ names).toarray()
    total, all_ = joint.sum(axis=0), len(kept)
    g2 = _g2(joint, sizes[:, None], total[None], all_)
    there = (sizes[:, None] >= FEW_A_STEP) & (total[None] >= LEAST)
    found = []
    for at, actor in zip(*np.nonzero(there), strict=True):
        count = int(joint[at, actor])
        share, others = count / sizes[at], (total[actor] - count) / max(all_ - sizes[at], 1)
        about = {"actor": int(actor), "step": steps[at], "count": count, "n": int(total[actor])}
        of_actor = names[:, [actor]].nonzero()[0]
        rows = kept[of_actor[step[of_actor] == at]]
        found.append(_found({**about, "share": float(share), "others": float(others)}, g2[at, actor], rows))
    return found, len(found)


def tied(data: Data) -> tuple[list[Finding], int]:
    """Pairs of actors: the sentences that name both, of all that name two or more."""
    table, size = data["pairs"], len(data["actors"]["id"])
    if not table["n"]:
        return [], 0
    names = matrix(table, size)
    single = np.asarray(names.sum(axis=0)).ravel()
    joint = sparse.triu(names.T @ names, 1).tocoo()
    often = int((single >= TOGETHER).sum())
    one, other, count = (part[joint.data >= TOGETHER] for part in (joint.row, joint.col, joint.data))
    g2, npmi, _ = association(count, single[one], single[other], names.shape[0])
    held = names.tocsc()
    found = []
    for pair in zip(one, other, count, g2, npmi, strict=True):
        few, many = sorted(pair[:2], key=lambda actor: (single[actor], actor))
        rows = np.intersect1d(held[:, [few]].nonzero()[0], held[:, [many]].nonzero()[0])
        about = {"few": int(few), "many": int(many), "count": int(pair[2]), "n": int(single[few]), "npmi": pair[4]}
        places = ([table[key][row] for row in rows] for key in ("article", "sentence"))
        told = _found(about, pair[3], *places)
        found.append(told._replace(strength=float(pair[4] * np.log(pair[2]))))
    return found, often * (often - 1) // 2


def copied(data: Data) -> tuple[list[Finding], int]:
    """Stories: the articles that repeat a whole text, against those of all stories."""
    table = pd.DataFrame({key: data["articles"][key] for key in ("story", "copy", "outlet")})
    table = table[table["story"] >= 0].assign(copied=lambda rows: rows["copy"] >= 0)
    all_, copies = len(table), int(table["copied"].sum())
    found = []
    for story, rows in table.groupby("story"):
        outlets = rows.loc[rows["outlet"] >= 0, "outlet"].nunique()
        if len(rows) < LEAST or outlets < OUTLETS:
            continue
        count = int(rows["copied"].sum())
        g2 = _g2(np.array([count]), np.array([len(rows)]), np.array([copies]), all_)[0]
        about = {"story": int(str(story)), "outlets": int(outlets), "count": count, "n": len(rows)}
        found.append(_found(about, g2, rows.index))
    return found, len(found)


def one_sided(data: Data) -> tuple[list[Finding], int]:
    """Pairs of actors: hostile acts and words of one against the other, told as true, against an even exchange.

    Of a state, that is what the state itself does, not its people or its opposition.
    """
    table = pd.DataFrame(data["relations"])
    table = table[table["source_side"].eq("") & table["target_side"].eq("")]
    told = table["status"].eq("told") & table["class"].astype("str").str.endswith("conflict") & table["directed"].eq(1)
    table = table[told & table["source"].ne(table["target"])]
    sides: dict[Any, pd.DataFrame] = dict(list(table.groupby(["source", "target"])))
    found = []
    for (source, target), rows in sides.items():
        answered = len(sides.get((target, source), ()))
        if len(rows) < answered or (len(rows) == answered and source > target) or len(rows) < ACTS:
            continue
        even = (len(rows) + answered) / 2
        g2 = 2 * (special.rel_entr(len(rows), even) + special.rel_entr(answered, even))
        about = {"source": int(source), "target": int(target), "n": len(rows), "answered": answered}
        found.append(_found(about, g2, rows["article"], rows["sentence"]))
    return found, len(found)


KINDS: dict[str, Callable[[Data], tuple[list[Finding], int]]] = {
    "outlet": by_outlet,
    "day": by_day,
    "tie": tied,
    "copies": copied,
    "relation": one_sided,
}


def matrix(table: Mapping[str, list[int]], width: int) -> sparse.csr_array:
    """Return which items each row holds, from compressed columns: 1 where it does."""
    ends = [0, *accumulate(table["n"])]
    held = np.ones(len(table["idx"]), dtype=np.int64)
    return sparse.csr_array((held, table["idx"], ends), shape=(len(table["n"]), width))


def _g2(joint: np.ndarray, left: np.ndarray, right: np.ndarray, total: int) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return association(joint, left, right, total)[0]


def _found(about: Mapping[str, Any], g2: float, articles: Iterable[int], sentences: Iterable[int] = ()) -> Finding:
    rows = sorted({int(each) for each in articles}), sorted({int(each) for each in sentences if each >= 0})
    return Finding("", about, float(g2), 1.0, float(g2), *rows)
