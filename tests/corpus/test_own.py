"""Columns of a table or of metadata.csv that are no field of ours: they stay, through store and cache."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import topics
from analysis.base.frames import SCHEMA
from analysis.base.notes import InputError
from analysis.corpus.read import annotate
from analysis.corpus.store.own import folded, unfolded
from analysis.sources.own import LONGEST, MOST, own_names

TEXTS = [
    "قال وزير الخارجية الباكستاني إن بلاده ترفض الحرب.",
    "أعلنت إيران أنها سترد على الهجوم.",
    "وصل الوفد إلى كابل في زيارة رسمية.",
]
FRAME = pd.DataFrame(
    {"text": TEXTS, "country": ["PK", "IR", None], "year": [2021, None, 2023], "tags": [["a", "b"], [], ["c"]]}
)
OWN = {"country": ["PK", "IR", None], "year": ["2021", None, "2023"], "tags": ["a; b", None, "c"]}


def own(corpus: analysis.Corpus) -> dict[str, list[str | None]]:
    return corpus.articles.drop(columns=list(SCHEMA["articles"])).to_dict("list")


def test_columns_of_a_frame_stay_and_articles_are_kept_by_them() -> None:
    corpus = analysis.read(FRAME)
    assert list(corpus.articles.columns) == [*SCHEMA["articles"], *OWN] and own(corpus) == OWN
    assert [len(corpus.filter(country=value)) for value in ("PK", ["PK", "IR"], None)] == [1, 2, 1]
    assert len(corpus.filter(year=2023)) == len(corpus.filter(year="2023", tags="c")) == 1
    assert [value for value, _ in corpus.groups("country")] == ["IR", "PK", None]
    assert topics.frequency(corpus, groups="year", top=1)["year"].tolist() == ["2021", "2023", None]
    assert "kept as they are: country, year, tags" in corpus.log["what"].str.cat()
    with pytest.raises(InputError, match="country='PX': no article has it; there are IR, PK"):
        corpus.filter(country="PX")
    with pytest.raises(InputError, match=r"contry: no such column of articles \(did you mean country\?\)"):
        corpus.filter(contry="PK")


def test_they_stay_in_cache_and_store(tmp_path: Path) -> None:
    corpus = analysis.read(FRAME)
    assert own(analysis.read(FRAME)) == OWN
    corpus.filter(country="PK").replace(articles=corpus.articles.assign(camp=["x", None, 3])).save(tmp_path / "saved")
    loaded = analysis.Corpus.load(tmp_path / "saved")
    assert loaded.columns("articles", ["camp", "country"]).to_dict("list") == {
        "camp": ["x", None, "3"], "country": OWN["country"],
    }  # fmt: skip
    assert own(loaded) == {**OWN, "camp": ["x", None, "3"]} and len(loaded.filter(camp=3)) == 1


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "xlsx"])
def test_files_of_any_kind_keep_them(tmp_path: Path, kind: str) -> None:
    table = FRAME.drop(columns="tags")
    path = tmp_path / f"table.{kind}"
    if kind == "json":
        table.to_json(path, orient="records")
    else:
        getattr(table, "to_excel" if kind == "xlsx" else f"to_{kind}")(path, index=False)
    found = own(annotate(path, tmp_path / "store"))
    assert found["country"] == OWN["country"]
    assert [year and year.removesuffix(".0") for year in found["year"]] == OWN["year"]  # a CSV has text alone


def test_metadata_csv_may_have_columns_of_its_own(folder) -> None:
    place = folder(one=f"عنوان أول\n\n{TEXTS[0]} {TEXTS[1]}\n", other=f"عنوان ثان\n\n{TEXTS[2]} {TEXTS[1]}\n")
    (place / "metadata.csv").write_text("file,camp,sorce\none.txt,left,x\n", encoding="utf-8")
    corpus = analysis.read(place)
    assert corpus.articles.set_index("file")["camp"].to_dict() == {"one.txt": "left", "other.txt": None}
    assert len(corpus.filter(camp="left")) == 1
    (told,) = corpus.log.loc[corpus.log["what"].str.startswith("columns of your own"), "action"]
    assert told == "kept as they are; did you mean source by sorce?"


def test_texts_nests_and_our_own_names_are_no_columns_of_a_user() -> None:
    rows = list(enumerate([{"long": "x" * (LONGEST + 1), "in": {"a": 1}, "words": 3, "": 1, "none": "", "ok": 1}]))
    assert own_names(rows[0][1], ["body"], rows) == ["ok"]
    many = [(0, {f"c{number}": number for number in range(MOST + 1)})]
    assert own_names(many[0][1], [], many) == [f"c{number}" for number in range(MOST)]


CELLS = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=5)


@given(st.lists(st.fixed_dictionaries({"a": CELLS, "ب": CELLS}), min_size=1, max_size=5))
def test_what_is_folded_comes_back(rows: list[dict[str, str | None]]) -> None:
    table = pd.DataFrame(rows, dtype="object").assign(title="x")
    assert unfolded(folded(table), ["a", "ب"]).to_dict("records") == rows
