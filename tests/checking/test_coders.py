"""Several coders: sheets dealt out, agreement against the reference, one verdict a case."""

from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import checking
from analysis.base.notes import InputError
from analysis.checking.coders import agreement, alpha, dealt, joined
from analysis.checking.sheet import read_sheet


@pytest.fixture(scope="module")
def mentions(sample: analysis.Corpus) -> pd.DataFrame:
    return checking.sample_mentions(sample, n=60, seed=5)


def test_cases_are_dealt_out_once_but_for_those_that_all_judge(mentions: pd.DataFrame) -> None:
    sheets = dealt(mentions, 3, 15)
    ids = [set(sheet["id"]) for sheet in sheets]
    assert [len(each) for each in ids] == [30, 30, 30]
    both = ids[0] & ids[1]
    assert len(both) == 15 and both == ids[1] & ids[2] and set().union(*ids) == set(mentions["id"])
    assert all(sheet["id"].is_monotonic_increasing for sheet in sheets)
    assert min(both) < 5 and max(both) > 55  # spread over the sample, not its beginning
    assert [len(each) for each in dealt(mentions, 2, 0)] == [30, 30]
    assert [len(each) for each in dealt(mentions, 2, 60)] == [60, 60]
    with pytest.raises(InputError, match="61 cases for all coders, but 60 on the sheet"):
        dealt(mentions, 2, 61)


VERDICTS = st.sampled_from([0.0, 1.0, 2.0, np.nan])


@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(VERDICTS, min_size=n, max_size=n), min_size=2, max_size=25))
)
def test_alpha_is_that_of_the_reference(cases: list[list[float]]) -> None:
    values = np.array(cases).T
    pairable = (~np.isnan(values)).sum(axis=0) >= 2
    told = np.unique(values[:, pairable][~np.isnan(values[:, pairable])])
    if len(told) < 2:
        assert np.isnan(alpha(values))
        return
    assert alpha(values) == pytest.approx(krippendorff.alpha(values, level_of_measurement="nominal"))


def test_alpha_is_that_of_the_textbook() -> None:
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C: three coders, twelve units."""
    nan = np.nan
    values = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
            [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
        ]
    )
    assert alpha(values) == pytest.approx(0.743, abs=5e-4)


def coded(mentions: pd.DataFrame, place: Path, wrong: list[set[int]], overlap: int = 30) -> list[Path]:
    """Sheets of coders, filled in: each says wrong of some ids, and right of all others."""
    paths = []
    for number, (sheet, ids) in enumerate(zip(dealt(mentions, len(wrong), overlap), wrong, strict=True)):
        answers = ["wrong" if id in ids else "right" for id in sheet["id"]]
        paths.append(checking.write_sheet(sheet.assign(right=answers), place / f"coder{number}")[0])
    return paths


def test_from_two_sheets_to_one_score(mentions: pd.DataFrame, tmp_path: Path) -> None:
    both = sorted(set(dealt(mentions, 2, 30)[0]["id"]) & set(dealt(mentions, 2, 30)[1]["id"]))
    one, two = coded(mentions, tmp_path, [{both[0], both[1]}, {both[1], both[2]}])
    sheets = {path.stem: read_sheet(path) for path in (one, two)}
    found = agreement({name: rows for name, (rows, _) in sheets.items()})
    assert found.cases == 30 and found.agreed == pytest.approx(28 / 30)
    assert found.low <= found.alpha <= found.high and found.alpha == pytest.approx(0.4730, abs=1e-3)
    assert found.disagreements["id"].tolist() == [str(both[0]), str(both[2])]
    assert found.disagreements["coder0: verdict"].tolist() == [0.0, 1.0]
    rows, stamp = joined(sheets)
    assert len(rows) == 60 and stamp.n == 60
    assert {row["id"] for row in rows if row["verdict"] is None} == {str(both[0]), str(both[2])}
    settled = [{"id": str(both[0]), "verdict": 0.0}, {"id": str(both[2]), "verdict": 1.0}]
    verdicts = [row["verdict"] for row in joined(sheets, settled)[0]]
    assert verdicts.count(0.0) == 2 and None not in verdicts


def test_sheets_of_two_samples_are_not_joined(sample: analysis.Corpus, mentions: pd.DataFrame, tmp_path: Path) -> None:
    one, _ = checking.write_sheet(mentions, tmp_path / "one")
    two, _ = checking.write_sheet(checking.sample_mentions(sample, n=60, seed=6), tmp_path / "two")
    with pytest.raises(InputError, match="two: is of another sample than one"):
        joined({path.stem: read_sheet(path) for path in (one, two)})


def test_the_interval_of_alpha_holds_it_in_about_95_of_100_cases() -> None:
    """Two coders who see the truth of a case nine times in ten: alpha of endless cases is known by a large draw."""
    rng = np.random.default_rng(2)

    def verdicts(cases: int) -> np.ndarray:
        truth = rng.random(cases) < 0.7
        return np.array([np.where(rng.random(cases) < 0.9, truth, ~truth) for _ in range(2)], dtype=float)

    true, held = alpha(verdicts(400_000)), []
    for _ in range(120):
        one, two = verdicts(120)
        coders = {
            name: [{"id": str(number), "verdict": each} for number, each in enumerate(column)]
            for name, column in (("a", one), ("b", two))
        }
        found = agreement(coders)
        held.append(found.low <= true <= found.high)
    assert np.mean(held) >= 0.9
