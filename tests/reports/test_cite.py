"""A cited number is found again: its row, its sentences, and what differs from the run."""

import json
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import networks, topics
from analysis.base.csv_file import write_csv
from analysis.base.notes import InputError
from analysis.base.versions import versions
from analysis.reports.cite import cite
from analysis.reports.exchange import digest
from analysis.show.keys import key_columns, keys_of


@pytest.fixture(scope="module")
def run(tmp_path_factory, sample: analysis.Corpus) -> Path:
    """A folder as a run leaves it, with two tables of the sample."""
    folder = tmp_path_factory.mktemp("run")
    pairs = networks.cooccurrence(sample)
    tables = {"actors-mentions": networks.actors(sample), "actors-cooccurrence": pairs}
    found = pd.DataFrame({"actor": ["iran"], "name_en": ["Iran"], "mentions": [1207]})
    tables["actors-corrected"] = found.assign(judged=9, corrected=1170.4, corrected_low=980.0, corrected_high=1205.6)
    tables["topics-themes"] = topics.themes(sample)
    sentence = {"row": "بوابة", "text": "جملة كتبت للاختبار", "article_id": "0" * 16, "part": "body", "start": 0}
    tables["topics-keyness"] = pd.DataFrame({"term": ["بوابة", "+قفل"], "count": [3, 2]})
    tables["topics-keyness-evidence"] = pd.DataFrame([sentence])
    for name, table in tables.items():
        write_csv(table, folder / "tables" / f"{name}.csv")
    corpus = {"fingerprint": sample.info["fingerprint"]}
    made = {"made": "2026-01-02T00:00:00", "command": "", "language": "en", "name": "The sample", "corpus": corpus}
    files = {f"tables/{name}.csv": digest(folder / "tables" / f"{name}.csv") for name in tables}
    record = {"parameters": {"actors": {}, "topics": {}}, "reports": {"actors": made, "topics": made}, "files": files}
    (folder / "run.json").write_text(json.dumps({**record, "versions": versions()}), encoding="utf-8")
    return folder


def test_row_and_sentences_are_found_again(run: Path, sample: analysis.Corpus) -> None:
    found = cite(run / "run.json", "actors-mentions:iran")
    row = networks.actors(sample).set_index("actor").loc["iran"]
    assert found.row["mentions"] == str(row["mentions"]) and not found.remarks
    assert found.line.startswith(f"Iran: mentions {row['mentions']}, articles {row['articles']}")
    assert sample.info["fingerprint"] in found.line and found.line.endswith("2026-01-02. actors-mentions:iran")
    named = sample.counted_mentions().query("actor == 'iran'")
    assert set(found.sentences["article_id"]) == set(named["article_id"])
    assert len(found.sentences) == row["sentences"]


def test_a_corrected_count_is_cited_with_its_interval(run: Path) -> None:
    line = cite(run, "actors-corrected:iran").line
    assert line.startswith("Iran: mentions 1,207; corrected 1,170 (980 to 1,206). Corpus The sample (")


@pytest.mark.parametrize(
    ("anchor", "same"),
    [
        ("actors.html#row=actors-cooccurrence:iran%2Bisrael&th=oil", "actors-cooccurrence:iran+israel"),
        ("actors-mentions:إيران", "actors-mentions:iran"),
        ("actors-mentions:United States", "actors-mentions:united_states"),
        ("topics-themes:terrorism", "topics-themes:terrorism"),
        ("topics-keyness:%2B%D9%82%D9%81%D9%84", "topics-keyness:%2Bقفل"),
    ],
)
def test_an_anchor_may_come_from_an_address_or_be_a_name(run: Path, anchor: str, same: str) -> None:
    if "#" in anchor:
        anchor = anchor.replace("%2B", "+")
    found = cite(run, anchor)
    assert found.line.endswith(same)
    assert any("filter" in each for each in found.remarks) == ("&" in anchor)


def test_each_row_of_a_table_has_an_anchor_of_its_own(run: Path) -> None:
    for path in (run / "tables").glob("*[a-z].csv"):
        if path.stem.endswith("-evidence"):
            continue
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        keys = keys_of(table, path.stem)
        assert key_columns(table.columns, path.stem) and len(set(keys)) == len(table)
        for key in keys[:2]:
            assert cite(run, f"{path.stem}:{key}").line.endswith(f"{path.stem}:{key}")


def test_another_corpus_is_told_and_the_kept_sentences_are_shown(run: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("خبر آخر\nقالت إيران إن المعبر فُتح أمس بعد محادثات طويلة.\n", encoding="utf-8")
    found = cite(run, "topics-keyness:بوابة", source=str(tmp_path))
    assert "another corpus now" in found.remarks[0] and "those that the run kept" in found.remarks[0]
    none = cite(run, "actors-mentions:iran", source=str(tmp_path))
    assert none.sentences.empty and none.remarks[0].endswith("the run kept no sentence of this row")
    assert found.sentences["text"].tolist() == ["جملة كتبت للاختبار"]
    found = cite(run, "topics-keyness:بوابة", source=str(tmp_path / "nowhere"))
    assert "are not in" in found.remarks[0] and len(found.sentences) == 1


def test_what_is_not_there_is_told(run: Path, tmp_path: Path) -> None:
    for anchor, told in (
        ("actors-mentoins:iran", r"no table or figure.*actors-mentions"),
        ("actors-mentions:irann", r"no row 'irann' \(did you mean iran"),
        ("actors-cooccurrence:iran", "no row"),
    ):
        with pytest.raises(InputError, match=told):
            cite(run, anchor)
    with pytest.raises(InputError, match="holds no reports"):
        cite(tmp_path, "actors-mentions:iran")


def test_a_changed_table_and_a_whole_one(run: Path, tmp_path: Path) -> None:
    assert cite(run, "actors-cooccurrence").line.startswith("actors-cooccurrence. Corpus The sample (")
    path = run / "tables" / "topics-themes.csv"
    before = path.read_bytes()
    try:
        path.write_bytes(before.replace(b",", b", ", 1))
        assert any("was changed since the run" in each for each in cite(run, "topics-themes:terrorism").remarks)
    finally:
        path.write_bytes(before)
