"""Reports to hand on: no text, no names beyond the registry, no paths."""

import html
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.base.notes import InputError
from analysis.reports import parameters
from analysis.reports.front import LEADING
from analysis.reports.pages import figures_of
from analysis.reports.run import write
from analysis.reports.share import KEY, hidden_in, pseudonym, without_paths
from analysis.show.shared import HIDDEN, Shared

PAGE = """وفدان يلتقيان عند معبر تورخم
نُشر: 4 يونيو 2023
بحث مسؤولون من باكستان وأفغانستان فتح المعبر في جولة محادثات طويلة عُقدت في كابل يوم الأحد الماضي.
وقال السائق عبد الرحمن الكندري إن الشاحنات ستعبر من جديد بعد أن ينتهي الجانبان من عدّ الصناديق كلها.
وأضاف عبد الرحمن الكندري أن باكستان وعدت بفتح الطريق، وقالت الهند إنها تتابع ما يجري عند المعبر.
وقال متحدث باسم الأمم المتحدة إن المنظمة ترسل قافلة أخرى إلى كابل في الأسبوع المقبل إن شاء الجانبان.
"""
NAME = "عبد الرحمن الكندري"
SECRET = "a secret of twenty letters"


def texts(folder: Path) -> dict[str, str]:
    """What a reader of each file reads: without tags, one blank between words."""
    found = {path.name: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    shown = {name: html.unescape(re.sub(r"<[^>]+>", " ", text)) for name, text in found.items()}
    return {name: " ".join(re.findall(r"\w+", text)) for name, text in shown.items()}


def sentences(text: str) -> list[str]:
    found = [" ".join(re.findall(r"\w+", line)) for line in text.splitlines()]
    return [line for line in found if line.count(" ") >= 4]


def shared_of(root: Path, names: list[str]) -> Path:
    (root / "articles").mkdir()
    (root / "articles" / "one.txt").write_text(PAGE, encoding="utf-8")
    given = {name: {**parameters.defaults(name), "source": str(root / "articles")} for name in names}
    command = ["analysis", "report", str(root / "articles"), "--share"]
    write(given, root / "out", names=names, command=command, jobs=1, share=True)
    return root / "out"


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY, SECRET)
        return shared_of(tmp_path_factory.mktemp("share"), ["actors", "timeline"])


def test_no_file_holds_a_sentence_a_private_name_or_a_path(out: Path) -> None:
    held = texts(out)
    assert len(held) > 15 and len(sentences(PAGE)) >= 5
    for name, text in held.items():
        assert not [each for each in sentences(PAGE) if each in text], name
        assert "الكندري" not in text and "الرحمن" not in text, name
    for path in out.rglob("*"):
        assert path.is_dir() or ((raw := path.read_text("utf-8")) and str(out.parent) not in raw and SECRET not in raw)
    assert not (out / "articles").exists() and not list(out.glob("candidates*")) and not list(out.glob("events.*"))
    assert not list((out / "tables").glob("*evidence*")) and not (out / "tables" / "actors-candidates.csv").exists()


def test_numbers_stay_and_a_pseudonym_stands_for_a_name(out: Path) -> None:
    actors = pd.read_csv(out / "tables" / "actors-mentions.csv", encoding="utf-8-sig")
    assert {"pakistan", "afghanistan", "india"} <= set(actors["actor"]) and (actors["mentions"] > 0).all()
    speakers = pd.read_csv(out / "tables" / "actors-speakers.csv", encoding="utf-8-sig")
    assert pseudonym(NAME, SECRET.encode()) in set(speakers["speaker_name"])
    assert pseudonym(NAME, SECRET.encode()) in (out / "actors.html").read_text("utf-8")
    assert "Pakistan" in (out / "figures" / "actors-mentions.svg").read_text("utf-8")
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert record["command"] == "analysis report articles --share" and record["shared"]
    assert record["parameters"]["actors"]["source"] == "articles"


def test_without_a_key_rows_of_private_names_are_left_out(tmp_path: Path) -> None:
    corpus = analysis.read([PAGE])
    hidden = hidden_in(corpus)
    said = analysis.voices.speakers(corpus)
    table, _ = hidden.table(said.rename(columns={"name": "speaker_name"}), "actors-speakers", None)
    beyond = said["speaker"].str.startswith("name:")
    assert beyond.sum() >= 2 and NAME in set(said["name"])
    assert set(table["speaker"]) == set(said.loc[~beyond, "speaker"])
    assert hidden.text(f"قال {NAME} أمس") == f"قال {HIDDEN} أمس" and hidden.text("والكندري غائب") == f"{HIDDEN} غائب"
    assert hidden.values({"actor": NAME, "n": 3, "names": ["باكستان", NAME]}) == {
        "actor": HIDDEN,
        "n": 3,
        "names": ["باكستان", HIDDEN],
    }
    assert hidden.nodes(f"<svg><text>{NAME}</text><text>عبد الرحمن…</text></svg>").count(HIDDEN) == 2


def test_text_stays_out_of_findings_and_of_tables_whose_rows_are_texts() -> None:
    plain = Shared({}, {})
    assert plain.values({"headline": "خبر", "what": "a b c d e f g h", "actor": "باكستان"}) == {
        "headline": HIDDEN,
        "what": HIDDEN,
        "actor": "باكستان",
    }
    stories = pd.DataFrame({"story": ["0" * 16], "headline": ["خبر"], "articles": [2]})
    assert plain.table(stories, "overview-stories", ["headline", "articles"]) is None
    table, shown = plain.table(stories, "overview-stories", ["articles", "headline"])
    assert list(table) == ["story", "articles"] and shown == ["articles"]


def test_the_name_of_a_group_stays_where_somebody_took_it_for_a_speaker(sample: analysis.Corpus) -> None:
    hidden = hidden_in(sample)
    assert hidden.values({"term": "طالبان"}) == {"term": "طالبان"} and hidden.speakers


def test_who_is_described_in_words_of_the_article_is_not_told() -> None:
    described = "سائق شاحنة قديمة حمراء كان يقف عند المعبر"
    table = pd.DataFrame({"speaker": ["kabul", "iran"], "speaker_name": [described, "إيران"], "words": [9, 5]})
    told, _ = Shared({}, {}).table(table, "actors-speakers", None)
    assert told["speaker_name"].tolist() == [HIDDEN, "إيران"] and told["words"].tolist() == [9, 5]


def test_a_pseudonym_needs_a_key_that_cannot_be_guessed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert pseudonym(NAME, b"") == "" and pseudonym(NAME, b"1" * 16) != pseudonym(NAME, b"2" * 16)
    monkeypatch.setenv(KEY, "short")
    with pytest.raises(InputError, match="5 letters can be guessed"):
        shared_of(tmp_path, ["timeline"])


def test_shared_reports_do_not_lie_beside_others(out: Path, tmp_path: Path) -> None:
    given = {"timeline": {**parameters.defaults("timeline"), "source": str(out.parent / "articles")}}
    (tmp_path / "run.json").write_text(
        json.dumps({"reports": {"topics": {"made": "", "command": "", "language": "en", "name": "", "corpus": {}}}}),
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="holds reports with text of articles"):
        write(given, tmp_path, names=["timeline"], share=True)


def test_a_record_without_paths_keeps_what_was_asked() -> None:
    given = {"source": "/home/x/texts", "registry": "C:\\own\\actors.yml", "top": 5}
    one = {"command": "analysis report /home/x/texts -p top=5", "made": "m"}
    told = without_paths(
        {**one, "parameters": {"actors": given}, "reports": {"actors": one}, "skipped": [{"file": "f"}]}
    )
    assert told["command"] == "analysis report texts -p top=5" == told["reports"]["actors"]["command"]
    assert told["parameters"]["actors"]["source"] == "texts" and told["skipped"] == []


@pytest.mark.slow
def test_shared_reports_of_real_articles(shared_articles: Path, tmp_path: Path) -> None:
    given = {name: {**parameters.defaults(name), "source": str(shared_articles)} for name in parameters.NOTEBOOKS}
    write(given, tmp_path / "out", names=parameters.NOTEBOOKS, jobs=2, share=True)
    corpus = analysis.read(shared_articles)
    told = [*corpus.sentences["text"], *corpus.articles["title"].dropna(), *corpus.articles["subtitle"].dropna()]
    wanted = [line for text in told for line in sentences(text)]
    hidden = [" " + name + " " for name in hidden_in(corpus).names]
    for name, text in texts(tmp_path / "out").items():
        assert not [each for each in wanted if each in text], name
        plain = analysis.text.normalize(f" {text} ")
        assert not [each for each in hidden if each in plain], name
    assert len(wanted) > 50 and len(hidden) > 10


@pytest.fixture
def shared_articles(shared: Path) -> Path:
    return shared / "articles"


def test_the_front_page_tells_what_figures_find_and_leads_to_them(out: Path) -> None:
    index = (out / "index.html").read_text("utf-8")
    assert "fig-front-findings" not in index  # of which nothing is known without the sentences
    told = re.findall(r'<a class="way" href="(\w+)\.html#fig-([\w-]+)">(.*?)</a></h3>\s*<p>(.*?)</p>', index)
    found = {**figures_of(out, "actors"), **figures_of(out, "timeline")}
    assert [figure for _, figure, *_ in told] == [name for name in LEADING if f"fig-{name}" in found] != []
    for name, figure, *shown in told:
        question, finding = figures_of(out, name)[f"fig-{figure}"]
        assert [html.unescape(each) for each in shown] == [question, finding] and finding != question
