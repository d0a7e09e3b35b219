"""The command line and the reports, as a user runs them."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import nbformat
import networkx as nx
import pandas as pd
import pytest

from analysis.reports import parameters
from analysis.show import report as show

EXPECTED = {
    "index.html",
    "run.json",
    "actors.graphml",
    "actors.gexf",
    *(f"{name}.html" for name in parameters.NOTEBOOKS),
}
PAGE = """إسلام آباد وكابل تبحثان أمن الحدود
نُشر: 4 يونيو 2023
بحث مسؤولون من باكستان وأفغانستان أمن الحدود في جولة محادثات جديدة في كابل.
وقال متحدث باسم حركة طالبان الأفغانية إن أراضي بلاده لن تستخدم ضد باكستان، وطلبت باكستان كبح «طالبان» الباكستانية.
"""


SMALL = {
    "one actor": "خبر بعيد\nنُشر: 4 يونيو 2023\nبحث مسؤولون من باكستان أمن الطرق أمس، وقالت باكستان إن الأمر مهم.\n",
    "no actor, no date": "نصائح\nيزرع الفلاح بذور الطماطم في تربة خصبة ويسقيها كل صباح حتى تنضج الثمار وتحمرّ.\n",
    "two actors, no date": "الحدود\nبحثت باكستان وأفغانستان أمن الحدود بين البلدين في يوم الثلاثاء الماضي.\n",
}


def shown_by(name: str, monkeypatch: pytest.MonkeyPatch, **given: object) -> str:
    """Run the code of a notebook in this process, and return the HTML that it shows."""
    shown: list[str] = []
    monkeypatch.setattr(show, "display", lambda each: shown.append(each.data))
    scope: dict[str, object] = {}
    for cell in nbformat.read(parameters.notebook_path(name), 4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{name}.ipynb", "exec"), scope)
            if "parameters" in cell.metadata.get("tags", []):
                scope.update(given)
    return "".join(shown)


def findings(html: str) -> list[str]:
    return [re.sub("<[^>]+>", "", each) for each in re.findall(r'<p class="finding">(.*?)</p>', html)]


def run(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment})


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Reports of a small folder, in Arabic, with parameters from a file and from the command line."""
    root = tmp_path_factory.mktemp("made")
    (root / "pages").mkdir()
    (root / "pages" / "one.txt").write_text(PAGE, encoding="utf-8")
    (root / "pages" / "scan.pdf").write_bytes(b"%PDF")
    (root / "params.yml").write_text("source: pages\nlanguage: ar\nactors: {unit: article}\n", encoding="utf-8")
    done = run("report", "--out", "out", "--params", "params.yml", "-p", "top", "5", cwd=root, SOURCE_DATE_EPOCH="0")
    assert done.returncode == 0, done.stderr
    return root


def test_all_files_are_there(made: Path) -> None:
    out = made / "out"
    written = files(out)
    assert set(written) >= EXPECTED
    assert {"tables/topics-frequency.csv", "figures/actors-network.svg", "tables/timeline-events.csv"} <= set(written)
    assert not [name for name in written if name.endswith(".ipynb")]
    assert [path.name for path in made.iterdir() if path.name.startswith(".")] == []
    assert len(nx.read_graphml(out / "actors.graphml")) > 2
    table = pd.read_csv(out / "tables" / "actors-cooccurrence.csv", encoding="utf-8-sig")
    assert table["count"].max() == 1


def test_the_record_says_how_it_was_made(made: Path) -> None:
    record = json.loads((made / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["made"] == "1970-01-01T00:00:00+00:00"
    given = {"source": "pages", "language": "ar", "unit": "article", "top": 5, "min_count": 1, "start": ""}
    assert given.items() <= record["parameters"]["actors"].items() and "out" not in record["parameters"]["actors"]
    assert record["unread"] == 1
    assert record["corpus"]["articles"] == 1 and len(record["corpus"]["fingerprint"]) == 16
    assert record["skipped"][0]["file"] == "scan.pdf"
    hashes = record["hashes"]
    assert set(hashes) == {"texts", "metadata", "corrections", "registry", "dictionary"}
    assert hashes["corrections"] == "" and all(hashes[name] for name in set(hashes) - {"corrections"})
    assert {"numpy", "scipy", "wordfreq", "pandas"} <= set(record["versions"])
    assert record["lemmatizer"] and record["entities"] == "off"
    assert {*record["files"], "run.json"} == set(files(made / "out"))


def test_pages_are_self_contained_and_right_to_left(made: Path) -> None:
    for name in ("index", *parameters.NOTEBOOKS):
        html = (made / "out" / f"{name}.html").read_text(encoding="utf-8")
        assert re.search(r'<html (dir="rtl" lang="ar"|lang="ar" dir="rtl")>', html)
        assert "<link" not in html and "@import" not in html and "unsafe-inline" not in html
        policy = unescape(next(each for each in re.findall("<meta [^>]*>", html) if "Content-Security-Policy" in each))
        assert "default-src 'none'" in policy
        for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
            assert b64encode(sha256(script.encode()).digest()).decode() in policy
        shown = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
        assert not re.findall(r'(?:src|href)="(?!data:|#|[\w/.-]+(?:#[\w-]+)?")[^"]*"', shown)
        assert str(made) not in html
    topics = (made / "out" / "topics.html").read_text(encoding="utf-8")
    assert "تواتر الموضوعات" in topics and "What is talked about" not in topics
    assert "scan.pdf" in (made / "out" / "index.html").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(made: Path) -> None:
    first = files(made / "out")
    done = run("report", "--out", "out", "--params", "params.yml", "-p", "top", "5", cwd=made, SOURCE_DATE_EPOCH="0")
    assert done.returncode == 0, done.stderr
    assert files(made / "out") == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere"),
        (["empty"], "empty"),
        (["english"], "no article"),
        (["pages", "--params", "bad.yml"], "bad.yml, line 2"),
        (["pages", "-p", "topp", "5"], "topp"),
        (["pages", "-p", "top", "five"], "int"),
        (["pages", "--language", "fr"], "fr"),
        (["pages", "-p", "start", "soon"], "start"),
        (["pages", "-p", "unit", "page"], "unit"),
        (["pages", "-p", "top", "0"], "top must be 1 or more"),
        (["pages", "-p", "start", "2024-13-45"], "start '2024-13-45' is no day"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(made: Path, arguments: list[str], message: str) -> None:
    (made / "empty").mkdir(exist_ok=True)
    (made / "english").mkdir(exist_ok=True)
    (made / "english" / "a.txt").write_text("No Arabic here.", encoding="utf-8")
    (made / "bad.yml").write_text("language: en\ntopp: 5\n", encoding="utf-8")
    before = files(made / "out")
    done = run("report", *arguments, "--out", "out", cwd=made)
    assert done.returncode == 2, done.stderr
    last = [line for line in done.stderr.splitlines() if "analysis:" in line]
    assert len(last) == 1 and message in last[0] and "Traceback" not in done.stderr
    assert files(made / "out") == before


def test_a_failed_notebook_is_named_and_the_last_reports_stay(made: Path, monkeypatch) -> None:
    from analysis import reports

    before = files(made / "out")
    monkeypatch.chdir(made)
    given = parameters.resolve([])
    for values in given.values():
        values["source"] = "pages"
    given["actors"]["unit"] = "page"
    with pytest.raises(reports.NotebookError, match=r"actors\.ipynb, cell \d+: InputError: unit"):
        reports.write(given, "out")
    assert files(made / "out") == before


def test_an_empty_selection_says_so(made: Path) -> None:
    done = run("report", "pages", "--out", "none", "-p", "start", "1999-01-01", "-p", "end", "1999-12-31", cwd=made)
    assert done.returncode == 0, done.stderr
    assert "No article is left" in (made / "none" / "topics.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", [*parameters.NOTEBOOKS, "compare"])
@pytest.mark.parametrize("text", SMALL.values(), ids=SMALL.keys())
def test_a_corpus_of_one_article_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, name: str, language: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(text, encoding="utf-8")
    html = shown_by(name, monkeypatch, source=str(tmp_path / "in"), language=language, out=str(tmp_path / "out"))
    told = findings(html)
    assert told and all(told)
    if language == "en":
        plural = r"\b1 (?:articles|words|times|actors|sentences|pairs|dates|names|communities|have|are|other actors)\b"
        assert not [each for each in told if re.search(plural, each)]
    assert ">nan<" not in html and ">None<" not in html


def test_small_corpora_say_what_they_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {}
    for number, (name, text) in enumerate(SMALL.items()):
        source = tmp_path / str(number)
        source.mkdir()
        (source / "one.txt").write_text(text, encoding="utf-8")
        told[name] = {each: findings(shown_by(each, monkeypatch, source=str(source))) for each in parameters.NOTEBOOKS}
    assert told["one actor"]["actors"][0] == "Pakistan is named most: 2 times in 1 article. 1 actor is named in all."
    assert "No two actors are named together in this selection." in told["one actor"]["actors"]
    assert told["one actor"]["timeline"][0] == "The busiest period is 4 Jun 2023: 1 article."
    assert told["no actor, no date"]["actors"][0] == "No actor of the registry is named in this selection."
    assert told["no actor, no date"]["overview"][0].endswith("none has a day of publication.")
    assert "No date is told in this selection." in told["no actor, no date"]["timeline"]
    assert any("1 hangs on an unknown day" in each for each in told["two actors, no date"]["timeline"])


def test_reports_never_lie_among_the_articles(made: Path) -> None:
    before = files(made / "pages")
    done = run("report", "pages", "--out", "pages/reports", cwd=made)
    assert done.returncode == 2 and "lies inside pages" in done.stderr
    assert files(made / "pages") == before


def test_a_notebook_runs_by_itself_under_papermill(tmp_path: Path) -> None:
    path = str(parameters.notebook_path("topics"))
    command = [sys.executable, "-m", "papermill", path, "out.ipynb", "-p", "top", "15", "-k", "python3"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "svg" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "papermill", "--help-notebook", path], capture_output=True, text=True, cwd=tmp_path
    )
    assert re.search(r"top: int \(default 25\)\s+\w+", told.stdout)


def test_rows_of_terms_lead_to_their_contexts(made: Path) -> None:
    html = (made / "out" / "topics.html").read_text(encoding="utf-8")
    links = re.findall(r'href="#(topics-\w+-\d+)"', html)
    assert links and all(f'id="{link}"' in html for link in links)
    files = sorted(set(re.findall(r'href="(tables/topics-[\w-]+-evidence\.csv)"', html)))
    assert "tables/topics-frequency-evidence.csv" in files  # the script opens these rows; without it, the file has them
    contexts = pd.concat([pd.read_csv(made / "out" / file, encoding="utf-8-sig") for file in files])
    assert len(links) + contexts["row"].nunique() >= 5 and contexts["article_id"].notna().all()


def test_compare_sets_two_halves_side_by_side(tmp_path: Path) -> None:
    path = str(parameters.notebook_path("compare"))
    command = [sys.executable, "-m", "papermill", path, "out.ipynb", "-p", "out", "kept", "-k", "python3"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "kept" / "tables" / "compare-keyness.csv", encoding="utf-8-sig")
    assert {"term", "g2", "log_ratio", "p_adjusted"} <= set(table.columns) and len(table) > 20


def test_data_says_what_works_without_a_network(tmp_path: Path) -> None:
    closed = {"CAMELTOOLS_DATA": str(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    done = run("data", cwd=tmp_path, **closed)
    assert done.returncode == 1 and "works without it" in done.stderr and "Traceback" not in done.stderr


def test_columns_of_a_table_by_hand(made: Path) -> None:
    (made / "table").mkdir(exist_ok=True)
    text = " ".join(PAGE.splitlines()[2:])
    (made / "table" / "t.csv").write_text(f'Head,Text\nعنوان أول للخبر,"{text}"\n', encoding="utf-8")
    columns = ("--column", "body=Text", "--column", "title=Head")
    done = run("read", "table", *columns, cwd=made)
    assert done.returncode == 0 and "1 articles" in done.stdout and done.stderr == ""
    assert parameters.from_pairs([("columns", "body=Text, title=Head")])["topics"]["columns"] == "body=Text, title=Head"


def test_read_and_annotate(made: Path) -> None:
    done = run("read", "pages", cwd=made)
    assert done.returncode == 0 and "scan.pdf" in done.stdout and "1 articles" in done.stdout
    done = run("annotate", "pages", "--out", "frames", cwd=made)
    assert done.returncode == 0, done.stderr
    assert len(pd.read_parquet(made / "frames" / "tokens.parquet")) > 20
