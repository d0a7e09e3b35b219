from pathlib import Path

import pandas as pd

from analysis.base.csv_file import write_csv
from analysis.reports.sensitivity import sensitivity


def written(folder: Path, terms: list[str], pairs: dict[tuple[str, str], float], p: float) -> Path:
    """The tables of a run: its terms, its pairs with their p, one burst."""
    ends = [{"source": a, "target": b, "source_name": a.title(), "target_name": b.title()} for a, b in pairs]
    write_csv(pd.DataFrame({"term": terms}), folder / "tables" / "topics-frequency.csv")
    table = pd.DataFrame(ends).assign(p_adjusted=list(pairs.values()))
    write_csv(table, folder / "tables" / "actors-cooccurrence.csv")
    write_csv(pd.DataFrame({"of": ["iran"], "label": ["Iran"], "p": [p]}), folder / "tables" / "timeline-bursts.csv")
    return folder


def test_what_hangs_on_one_choice_is_told_as_such(tmp_path: Path) -> None:
    runs = {
        "sentence": written(tmp_path / "a", ["ميناء", "null"], {("iran", "iraq"): 0.001, ("oman", "iraq"): 0.4}, 0.01),
        "article": written(tmp_path / "b", ["ميناء", "قمح"], {("iran", "iraq"): 0.2}, 0.3),
    }
    table = sensitivity(runs).set_index(["kind", "what"])
    assert table.loc[("term", "ميناء"), ["told", "runs", "lacking"]].tolist() == [2, 2, ""]
    assert table.loc[("term", "null"), ["told", "lacking"]].tolist() == [1, "article"]
    assert table.at[("pair", "Iran – Iraq"), "told"] == 2 and table.at[("pair", "Oman – Iraq"), "lacking"] == "article"
    assert table.at[("tie", "Iran – Iraq"), "lacking"] == "article" == table.at[("burst", "Iran"), "lacking"]
    assert ("tie", "Oman – Iraq") not in table.index and "actor" not in table.index.get_level_values("kind")
    assert sensitivity({}).empty
