"""As what a place in a text is told: in whose words it stands, and whether they are denied."""

import pandas as pd

from analysis.text.folding import normalize
from analysis.voices.lists import listed

NEAR = 2  # sentences between what is said and the denial that points back to it
POINTS = 3  # words at the begin of a denial in which it points back (هذه الاتهامات)
TOLD = {"act": "int64", "stance": "str", "speaker": "str", "denied": "bool"}


def told_at(table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return in whose words each place stands, a row a place, with the index of `places`.

    `table` are quotations, `places` any table with article_id, part and start. Columns: act (the position in `table` of
    the innermost act whose content holds the place, -1 where it is nobody's words), stance, speaker (of that act,
    empty where there is none), denied (an act around the place denies what it says, or a later one points back to it
    and denies it: see `denied`).
    """
    held: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    keys = zip(table["article_id"], table["part"], strict=True)
    for row, (key, start, end) in enumerate(zip(keys, table["start"], table["end"], strict=True)):
        held.setdefault(key, []).append((start, end, row))
    away = (denied(table) | (table["stance"] == "deny")).tolist()
    stances, speakers = table["stance"].tolist(), table["speaker"].tolist()
    found = []
    for article, part, at in zip(places["article_id"], places["part"], places["start"], strict=True):
        around = [each for each in held.get((article, part), ()) if each[0] <= at < each[1]]
        if not around:
            found.append((-1, "", "", False))
            continue
        row = max(around, key=lambda each: (each[0], -each[1], each[2]))[2]
        found.append((row, stances[row], speakers[row], any(away[each[2]] for each in around)))
    return pd.DataFrame(found, columns=list(TOLD), index=places.index).astype(TOLD)


def denied(table: pd.DataFrame) -> pd.Series:
    """Tell of each quotation whether somebody else denies it: in the same or the next sentences, pointing back to it.

    `تنفي كابل هذه الاتهامات` denies what was said last before it by another speaker; acts that a denial reports
    (`نفت تقارير أفادت بأن`) are denied too.
    """
    found = [False] * len(table)
    rows = list(
        table[["article_id", "part", "sentence", "start", "end", "cue_start", "stance", "speaker", "text"]].itertuples()
    )
    for number, row in enumerate(rows):
        if row.stance != "deny":
            continue
        for later in range(number + 1, len(rows)):
            other = rows[later]
            if (other.article_id, other.part) != (row.article_id, row.part) or other.start >= row.end:
                break
            found[later] = found[later] or other.stance != "deny"
        if _points_back(row.text):
            back = _before(rows, number)
            if back >= 0:
                found[back] = True
    return pd.Series(found, index=table.index, dtype="bool")


def _points_back(text: str) -> bool:
    """Tell whether what is denied is only pointed at: هذه الاتهامات، ذلك، صحة التقارير."""
    forms = normalize(text).split()[:POINTS]
    return bool(forms) and (forms[0] in listed("pointing") or any(form in listed("pointed") for form in forms[:2]))


def _before(rows: list, number: int) -> int:
    """Return the number of the last act before another that is somebody else's and none of its own; -1 for none."""
    row = rows[number]
    for before in range(number - 1, -1, -1):
        other = rows[before]
        same = (other.article_id, other.part) == (row.article_id, row.part)
        if not same or row.sentence - other.sentence > NEAR:
            return -1
        if other.speaker != row.speaker and other.stance not in ("deny", "praise"):
            return before
    return -1
