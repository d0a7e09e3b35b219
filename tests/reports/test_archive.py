"""Archives: what they hold, what they never hold, and every table made again from them."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from rocrate.rocrate import ROCrate

import analysis
from analysis import checking
from analysis.base.notes import InputError
from analysis.reports import parameters
from analysis.reports.archive import archive
from analysis.reports.rehydrate import rehydrate
from analysis.reports.run import write
from analysis.show.runs import Runs
from analysis.show.textless import left_out, without_text

PAGES = {
    "border": """وفدان يلتقيان عند معبر تورخم
نُشر: 4 يونيو 2023
بحث مسؤولون من باكستان وأفغانستان فتح المعبر في جولة محادثات طويلة عُقدت في كابل يوم الأحد الماضي.
وقال متحدث باسم حركة طالبان الأفغانية إن الشاحنات ستعبر من جديد بعد أن ينتهي الجانبان من عدّ الصناديق كلها.
""",
    "harvest": """موسم القمح في السهول
نُشر: 11 يونيو 2023
قالت وزارة الزراعة في باكستان إن موسم القمح هذا العام أوفر من كل المواسم التي سبقته منذ عشرة أعوام كاملة.
وطلبت الهند شراء جزء من المحصول قبل أن يبدأ نقله إلى الموانئ في الأسبوع المقبل.
""",
}


def folder_of(place: Path) -> Path:
    place.mkdir(parents=True)
    for name, text in PAGES.items():
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
    return place


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def runs_in(texts: list[str], folder: Path, size: int = 8) -> list[tuple[str, str]]:
    """The runs of words of texts that stand in files of a folder, found the plain way: word by word."""
    runs = {" ".join(words[at : at + size]) for words in map(words_of, texts) for at in range(len(words) - size + 1)}
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        words = words_of(path.read_text("utf-8"))
        held = {" ".join(words[at : at + size]) for at in range(len(words) - size + 1)}
        found += [(path.name, run) for run in runs & held]
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with articles, reports of topics in `reports`, and an archive of them with a checked sheet."""
    root = tmp_path_factory.mktemp("archive")
    source = folder_of(root / "articles")
    corrections = f"article_id,start,end,field,value\n{'0' * 16},,,title,{PAGES['border'].splitlines()[0]}\n"
    (source / "corrections.csv").write_text(corrections, encoding="utf-8")
    (root / "topics.yml").write_text("crops: {ar: المحاصيل, en: Crops, lemmas: [قمح]}\n", encoding="utf-8")
    given = {**parameters.defaults("topics"), "source": str(source), "dictionary": str(root / "topics.yml")}
    write({"topics": given}, root / "reports", names=["topics"], command=["analysis", "report", str(source)], jobs=1)
    mentions = checking.sample_mentions(analysis.read(source), n=5).assign(right="y", note="clear")
    sheet, _ = checking.write_sheet(mentions, root / "mentions")
    archive(root / "reports", root / "archive", sheets=[sheet])
    return root


def test_an_archive_is_a_crate_that_the_reference_reads(made: Path) -> None:
    crate = ROCrate(made / "archive")
    assert crate.metadata.id == "ro-crate-metadata.json" and crate.root_dataset["license"]
    assert crate.root_dataset["datePublished"] and "2 articles" in crate.root_dataset["description"]
    listed = {each.id for each in crate.data_entities}
    files = {path.relative_to(made / "archive").as_posix() for path in (made / "archive").rglob("*") if path.is_file()}
    assert listed == files - {"ro-crate-metadata.json"}
    assert {"texts.csv", "run.json", "codebook/topics.yml", "sheets/mentions-1.csv"} <= listed
    assert crate.get("tables/topics-concordance.csv")["description"].startswith("without left, match, right, title")
    (run,) = crate.get_by_type("CreateAction")
    assert run["instrument"]["version"] and not crate.get("articles")


def test_only_sheets_that_give_the_kept_score_are_archived(made: Path, tmp_path: Path) -> None:
    def write_sheet(name: str, right: list[str], **changed: object) -> Path:
        table = checking.sample_mentions(analysis.read(made / "articles"), n=len(right)).assign(right=right)
        return checking.write_sheet(table.assign(**changed), tmp_path / name)[0]

    filled, empty = write_sheet("filled", ["y", "n", "y"]), write_sheet("empty", ["", "", ""])
    other = write_sheet("other", ["y", "y", "y"])
    with pytest.raises(InputError, match=r"empty\.xlsx: no verdict stands in it; name the sheet that you filled in"):
        archive(made / "reports", tmp_path / "a", sheets=[empty])
    checking.save(checking.score(filled), made / "articles")
    try:
        with pytest.raises(InputError, match=r"other\.xlsx: the verdicts do not give the score of mentions in checks"):
            archive(made / "reports", tmp_path / "a", sheets=[other])
        assert not (tmp_path / "a").exists()
        archive(made / "reports", tmp_path / "a", sheets=[filled])
        # Of two coders, with the case that was settled.
        settled = write_sheet("settled", ["", "n", ""], verdicts=["", "right | wrong", ""])
        archive(made / "reports", tmp_path / "b", sheets=[filled, other, settled])
        sheets = {path.name for path in (tmp_path / "b" / "sheets").iterdir()}
        assert sheets == {"mentions-1.csv", "mentions-2.csv", "mentions-settled-1.csv"}
    finally:
        (made / "checks.yml").unlink()


def test_an_archive_holds_no_text_and_no_place_of_this_machine(made: Path) -> None:
    assert runs_in(list(PAGES.values()), made / "reports")  # what is looked for stands there
    assert runs_in(list(PAGES.values()), made / "archive") == []
    assert runs_in([text.splitlines()[0] for text in PAGES.values()], made / "archive", 4) == []
    for path in (made / "archive").rglob("*"):
        assert path.is_dir() or str(made) not in path.read_text("utf-8"), path


def test_what_is_kept_are_the_very_bytes(made: Path) -> None:
    for name in ("tables/topics-frequency.csv", "figures/topics-frequency.svg"):
        assert (made / "archive" / name).read_bytes() == (made / "reports" / name).read_bytes()
    whole, kept = (pd.read_csv(made / each / "tables" / "topics-concordance.csv") for each in ("reports", "archive"))
    pd.testing.assert_frame_equal(
        kept, whole[["published", "source", "article_id", "part", "sentence", "start", "end"]]
    )
    sheet = pd.read_csv(made / "archive" / "sheets" / "mentions-1.csv")
    assert {"id", "right", "note", "actor", "start"} <= set(sheet.columns) and "sentence" not in sheet


def test_where_nothing_differs_every_table_is_the_same_again(made: Path, tmp_path: Path) -> None:
    """On another machine: the texts lie elsewhere, without what the researcher had beside them."""
    found = rehydrate(made / "archive", folder_of(tmp_path / "mine"), jobs=1)
    assert found.differences.empty and found.other == []
    record = json.loads((made / "reports" / "run.json").read_text(encoding="utf-8"))
    assert found.same == [name for name in record["files"] if name.startswith("tables/")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda page: page.write_text(page.read_text("utf-8").replace("طويلة", "قصيرة"), "utf-8"), "differs: "),
        (
            lambda page: page.write_text(page.read_text("utf-8").replace("4 يونيو", "5 يونيو"), "utf-8"),
            "its day differs",
        ),
        (lambda page: page.unlink(), "missing: the file is not there"),
    ],
)
def test_a_text_that_is_another_one_is_named(made: Path, tmp_path: Path, change, told: str) -> None:
    source = folder_of(tmp_path / "mine")
    change(source / "border.txt")
    found = rehydrate(made / "archive", source)
    (row,) = found.differences.to_dict("records")
    ids = pd.read_csv(made / "archive" / "texts.csv").set_index("file")["article_id"]
    assert row["file"] == "border.txt" and row["article_id"] == ids["border.txt"] and row["what"].startswith(told)
    assert found.same == found.other == []


def test_a_text_more_is_told_too(made: Path, tmp_path: Path) -> None:
    source = folder_of(tmp_path / "mine")
    (source / "third.txt").write_text(PAGES["harvest"].replace("الهند", "إيران").replace("القمح", "الأرز"), "utf-8")
    assert rehydrate(made / "archive", source).differences["what"].tolist() == ["not in the archive"]


def test_what_cannot_be_archived_is_told(made: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no reports"):
        archive(tmp_path, tmp_path / "out")
    with pytest.raises(InputError, match="something is there"):
        archive(made / "reports", made / "archive")
    with pytest.raises(InputError, match="is no archive"):
        rehydrate(made / "reports" / "tables", made / "articles")
    shutil.copytree(made / "reports", tmp_path / "reports")
    (tmp_path / "reports" / "tables" / "topics-themes.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"topics-themes\.csv: was changed since the run"):
        archive(tmp_path / "reports", tmp_path / "out")
    other = folder_of(tmp_path / "articles")
    (other / "harvest.txt").unlink()
    with pytest.raises(InputError, match=r"are not those that topics\.html was made of"):
        archive(made / "reports", tmp_path / "out", source=str(other))


# --- what counts as text ---
def test_a_column_that_nobody_thought_of_counts_as_text() -> None:
    table = pd.DataFrame({"term": ["x"], "count": [2], "day": ["2020-01-02"], "ids": ["0" * 16], "gist": ["a b c"]})
    assert list(without_text(table, "topics-new")) == ["term", "count", "day", "ids"]
    assert left_out(table, "topics-new") == ["gist"]
    events = pd.DataFrame({"event": [1], "label": ["قال الوزير"], "url": ["http://a.b/c"]})
    assert list(without_text(events, "timeline-events")) == ["event"]
    assert list(without_text(events, "timeline-trend", True)) == ["event", "label", "url"]


def test_rows_of_sentences_keep_only_that_they_belong_together() -> None:
    table = pd.DataFrame({"row": ["عنوان", "عنوان", "آخر"], "text": ["a", "b", "c"], "start": [1, 2, 3]})
    assert without_text(table, "overview-stories-evidence").to_dict("list") == {"row": [1, 1, 2], "start": [1, 2, 3]}


def test_a_run_of_words_is_found_whatever_stands_between_them() -> None:
    corpus = analysis.read([PAGES["harvest"]])
    runs = Runs(corpus)
    words = PAGES["harvest"].splitlines()[2].split()
    assert runs.held(" ".join(words[:8])) and not runs.held(" ".join(words[:7]))
    assert runs.held("، ".join(["قيل", *words[2:10], "ثم"])) and runs.held("وَ ".join(["", *words[:8]])) is False
    assert not runs.held(" ".join([*words[:4], "كلمة", *words[4:8]]))


@pytest.mark.slow
def test_an_archive_of_real_articles(shared: Path, tmp_path: Path) -> None:
    given = {name: {**parameters.defaults(name), "source": str(shared / "articles")} for name in parameters.NOTEBOOKS}
    write(given, tmp_path / "reports", names=parameters.NOTEBOOKS, jobs=2)
    archive(tmp_path / "reports", tmp_path / "archive")
    corpus = analysis.read(shared / "articles")
    texts = [text for part in ("title", "subtitle", "body") for text in corpus.articles[part].dropna()]
    pages = [path.read_text("utf-8") for path in sorted((shared / "articles").glob("*.txt"))]
    assert runs_in([*texts, *pages], tmp_path / "archive") == []
    titles = [text for part in ("title", "subtitle") for text in corpus.articles[part].dropna()]
    assert runs_in(titles, tmp_path / "archive", 5) == []
    shutil.copytree(shared / "articles", tmp_path / "copy")
    found = rehydrate(tmp_path / "archive", tmp_path / "copy", jobs=2)
    assert found.differences.empty and found.other == [] and len(found.same) > 30
    first = next(iter(sorted((tmp_path / "copy").glob("*.txt"))))
    first.write_text(first.read_text("utf-8").replace("باكستان", "الهند", 1), encoding="utf-8")
    assert set(rehydrate(tmp_path / "archive", tmp_path / "copy").differences["file"]) == {first.name}
