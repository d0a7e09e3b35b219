"""What was missed: sheets of sentences by strata, and what follows from them for counts."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis import checking
from analysis.base.strata import Stratum, total
from analysis.sources import InputError


@pytest.fixture(scope="module")
def sheet(sample: analysis.Corpus) -> pd.DataFrame:
    return checking.sample_recall(sample, n=60, seed=2)


def test_sentences_are_drawn_by_strata_with_what_was_found_marked(sample: analysis.Corpus, sheet: pd.DataFrame) -> None:
    assert len(sheet) == 60 and set(sheet["stratum"]) == {"named", "near", "other"}
    bodies = sample.articles.set_index("article_id")
    for row in sheet.itertuples():
        assert row.sentence.count("[[") == row.found and (row.found > 0) == (row.stratum == "named")
        assert len(list(filter(None, row.read.split("; ")))) == row.found
        plain = row.sentence.replace("[[", "").replace("]]", "")
        assert bodies.loc[row.article_id, row.part][row.start : row.end] == plain
    sizes = sheet.groupby("stratum")["sentences"].first()
    assert sizes.sum() == len(sample.sentences) and (sheet["mentions"] == len(sample.counted_mentions())).all()
    pd.testing.assert_frame_equal(sheet, checking.sample_recall(sample, n=60, seed=2))
    assert len(checking.sample_recall(sample, n=10**6)) == len(sample.sentences)


def test_a_sheet_tells_whom_each_bracket_was_taken_for(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("قالت باكستان إن الهند والصين وافقتا، ولم يعلق أحد.\n", encoding="utf-8")
    (row,) = checking.sample_recall(analysis.read(tmp_path / "one.txt")).itertuples()
    assert (row.found, row.read) == (3, "باكستان; الهند; الصين") and "[[باكستان]]" in row.sentence


def filled(sheet: pd.DataFrame, missed: list[object], path: Path) -> Path:
    table = sheet.head(len(missed)).assign(missed=missed)
    return checking.write_sheet(table, path)[1]


def test_the_estimate_weighs_each_stratum_by_its_size(sheet: pd.DataFrame, tmp_path: Path) -> None:
    answers = [2 if stratum == "near" else 0 for stratum in sheet["stratum"]]
    table = checking.missed(filled(sheet, answers, tmp_path / "s"))
    near = table.set_index("stratum").loc["near"]
    assert near["missed"] == 2 * near["read"] and near["squares"] == 4 * near["read"]
    (tmp_path / "texts").mkdir()
    checking.save(table, tmp_path / "texts")
    about = checking.of_source(tmp_path / "texts")["recall"]
    found = table.attrs["mentions"]
    assert about["missed"] == pytest.approx(2 * near["sentences"])
    assert about["recall"] == pytest.approx(found / (found + 2 * near["sentences"]))
    assert about["low"] <= about["recall"] <= about["high"]


def test_counts_are_corrected_by_both_sheets(sample: analysis.Corpus, sheet: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    mentions = checking.sample_mentions(sample, n=60)
    mentions["right"] = ["wrong" if number % 6 == 0 else "right" for number in range(60)]
    checking.save(checking.score(checking.write_sheet(mentions, tmp_path / "m")[1]), tmp_path / "texts")
    missed = checking.missed(filled(sheet, [int(each == "named") for each in sheet["stratum"]], tmp_path / "s"))
    checking.save(missed, tmp_path / "texts")
    held = checking.of_source(tmp_path / "texts")
    named = int(sheet.loc[sheet["stratum"] == "named", "sentences"].iloc[0])
    right = len(sample.counted_mentions()) * 50 / 60
    assert held["recall"]["recall"] == pytest.approx(right / (right + named))
    actors = analysis.networks.actors(sample)
    table = checking.corrected(actors, held["mentions"])
    expected = actors["mentions"] * table["precision"] / held["recall"]["recall"]
    assert np.allclose(table["corrected"], expected) and (table["recall"] == held["recall"]["recall"]).all()
    alone = checking.corrected(actors, {key: held["mentions"][key] for key in ("right", "of", "by")})
    assert (table["corrected_high"] > alone["corrected_high"]).mean() > 0.9


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.assign(missed=["0", "many", ""]), ["row 3", "'many'", "0 for none"]),
        (lambda t: t.assign(missed=["0", "-1", ""]), ["row 3", "'-1'"]),
        (lambda t: t.assign(sentences=["1", "?", "3"]), ["row 3", "'sentences' was changed"]),
        (lambda t: t.drop(columns="missed"), ["row 1", "no column 'missed'"]),
    ],
)
def test_what_cannot_be_read_is_told(sheet: pd.DataFrame, tmp_path: Path, change, told: list[str]) -> None:
    path = tmp_path / "bad.csv"
    change(sheet.head(3).astype(str)).to_csv(path, index=False)
    with pytest.raises(InputError) as error:
        checking.missed(path)
    assert all(each in str(error.value) for each in ("bad.csv", *told)), str(error.value)


def test_a_stratum_that_nobody_read_gives_no_recall(sheet: pd.DataFrame, tmp_path: Path) -> None:
    answers = ["" if stratum == "other" else 0 for stratum in sheet["stratum"]]
    with pytest.raises(InputError, match="stratum other none is filled in"):
        checking.save(checking.missed(filled(sheet, answers, tmp_path / "s")), tmp_path)


def test_kept_strata_of_a_wrong_type_are_told_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    for strata in ("1", "{a: 1}", "{a: {sentences: 1, read: 2, missed: 0, squares: 0}}", "{a: {sentences: .inf}}"):
        (tmp_path / "checks.yml").write_text(f"art: {{recall: {{mentions: 3, strata: {strata}}}}}", encoding="utf-8")
        with pytest.raises(InputError, match=r"checks\.yml, art, recall: cannot be read"):
            checking.of_source(tmp_path / "art")


# --- coverage: made-up texts in which all is known ---
SIZES = np.array([600, 800, 2000])


@pytest.mark.parametrize(("read", "rates"), [((80, 80, 40), (0.4, 0.1, 0.02)), ((120, 120, 60), (0.15, 0.05, 0.01))])
def test_intervals_of_what_was_missed_hold_the_truth_in_95_of_100_cases(
    read: tuple[int, ...], rates: tuple[float, ...]
) -> None:
    rng, held = np.random.default_rng(4), []
    for _ in range(1000):
        # What is missed comes in heaps: some sentences hold several.
        texts = [rng.poisson(rate * rng.gamma(1, 1, size)) for rate, size in zip(rates, SIZES, strict=True)]
        drawn = [rng.choice(each, number, replace=False) for each, number in zip(texts, read, strict=True)]
        strata = [
            Stratum(len(each), len(rows), int(rows.sum()), int((rows**2).sum()))
            for each, rows in zip(texts, drawn, strict=True)
        ]
        _, low, high = total(strata)
        held.append(low <= sum(each.sum() for each in texts) <= high)
    assert 0.93 <= np.mean(held) <= 0.97, f"{np.mean(held):.3f}"


def test_counts_corrected_by_two_sheets_hold_the_truth_in_95_of_100_cases(tmp_path: Path) -> None:
    """Twelve actors, of which a recogniser misses a fifth and errs in some; from what `save` keeps to intervals."""
    (tmp_path / "art").mkdir()
    rng, held = np.random.default_rng(8), []
    actors = [f"actor{number}" for number in range(12)]
    sizes = np.array([400, 300, 200, 150, 120, 100, 80, 60, 50, 40, 30, 20])
    for _ in range(120):
        precision = rng.beta(9, 1.2, 12)
        actor = np.repeat(np.arange(12), sizes)
        right = rng.random(len(actor)) < precision[actor]
        truth = np.bincount(actor, right, 12) / 0.8  # a fifth of them is not among those that were found
        rows = rng.choice(len(actor), 300, replace=False)
        by = {
            actors[at]: {"right": int(right[rows][actor[rows] == at].sum()), "of": int((actor[rows] == at).sum())}
            for at in np.unique(actor[rows])
        }
        missed = rng.multinomial(round(right.sum() / 0.8 * 0.2), [1 / 1500] * 1500)
        read = rng.choice(missed, 250, replace=False)
        stratum = {"sentences": 1500, "read": 250, "missed": int(read.sum()), "squares": int((read**2).sum())}
        entry = {
            "mentions": {"right": int(right[rows].sum()), "of": 300, "by": {"actor": by}},
            "recall": {"mentions": len(actor), "strata": {"all": stratum}},
        }
        (tmp_path / "checks.yml").write_text(json.dumps({"art": entry}), encoding="utf-8")
        checks = checking.of_source(tmp_path / "art")["mentions"]
        table = checking.corrected(pd.DataFrame({"actor": actors, "mentions": sizes}), checks)
        inside = table["corrected_low"].le(truth + 1e-6) & table["corrected_high"].ge(truth - 1e-6)
        held += inside[table["judged"] > 0].tolist()
    assert 0.93 <= np.mean(held) <= 0.97, f"{np.mean(held):.3f} of {len(held)}"
