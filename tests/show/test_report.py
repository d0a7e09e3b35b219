import csv
import re
from pathlib import Path

import pandas as pd

from analysis import plots, show, topics
from analysis.show import facts, report
from analysis.show.facts import checked
from analysis.show.svg import linked
from analysis.wording import wording


def test_text_of_articles_is_escaped_and_isolated() -> None:
    table = pd.DataFrame(
        {"title": ["<script>alert(1)</script> {{ x }} $y$"], "term": ["طالبان & <b>"], "count": [1234]}
    )
    html = show.html_table(table)
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "<bdi>طالبان &amp; &lt;b&gt;</bdi>" in html and "1,234" in html


def test_readers_of_english_are_told_how_arabic_reads() -> None:
    table = pd.DataFrame({"term": ["طالبان"], "count": [3]})
    assert '<span class="latin">Taliban</span>' in show.html_table(table, "en")
    assert "latin" not in show.html_table(table, "ar")
    named = pd.DataFrame({"name_en": ["Pakistan"], "name": ["باكستان"]})
    assert "latin" not in show.html_table(named, "en")  # it has an English name beside


def test_readers_of_english_are_told_what_terms_mean_and_what_outlets_are_called() -> None:
    table = pd.DataFrame({"term": ["هدنة", "الناسجون"], "outlet": ["aawsat", "رواق الضفتين"]})
    html = show.html_table(table, "en")
    assert '<bdi>هدنة</bdi><span class="latin">truce</span>' in html and html.count("latin") == 1
    assert "Asharq Al-Awsat" in html and "رواق الضفتين" in html
    assert "الشرق الأوسط" in show.html_table(table, "ar") and "aawsat" not in html


def test_an_actor_without_an_english_name_is_told_quietly(monkeypatch) -> None:
    names = pd.DataFrame({"name_en": ["نادر السالمي", "رابطة الناسجين", "Pakistan"], "name": ["نادر السالمي"] * 3})
    html = show.html_table(names, "en")
    assert html.count("translit") == 1
    assert '<bdi>نادر السالمي</bdi><span class="latin translit">Nadir al-Salimi</span>' in html
    assert "translit" not in show.html_table(names, "ar")
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(each.data))
    for name in names["name_en"]:
        show.Report("actors").finding("around", actor=name, neighbours=2)
    assert ["translit" in each for each in told] == [True, False, False]


def test_values_are_written_for_readers() -> None:
    table = pd.DataFrame({"backbone": [True], "p": [1e-9], "npmi": [0.0012], "type": ["LOC"], "title": [None]})
    cells = [re.sub("<[^>]+>", "", each) for each in re.findall("<td.*?</td>", show.html_table(table, "en"))]
    assert cells == ["yes", "&lt; 0.001", "0.001", "place", "without a title"]
    assert "نعم" in show.html_table(table, "ar")


def test_a_finding_agrees_with_its_numbers(monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(re.sub("<[^>]+>", "", each.data)))
    values = {"first": "A", "second": "B", "npmi": 0.5, "unit": "sentence"}
    for count in (1, 2):
        show.Report("actors").finding("pair", count=count, articles=count, **values)
        show.Report("actors", "ar").finding("pair", count=count, articles=count, **values)
    assert told[0] == "A and B are named together most: in 1 sentence, 1 article (NPMI 0.50)."
    assert told[2] == "A and B are named together most: in 2 sentences, 2 articles (NPMI 0.50)."
    assert "1 من الجمل" in told[1]


def test_labels_of_a_figure_lead_to_rows() -> None:
    ax = plots.frequency(pd.DataFrame({"term": ["طالبان", "هجوم"], "count": [3, 2]}))
    svg = show.svg_of(ax, "x", "what it shows")
    assert 'role="img"' in svg and "style=" not in svg and ">طالبان</text>" in svg
    html = linked(svg, {"طالبان": "row-0"})
    assert html.count("<a ") == 1 and 'href="#row-0"' in html and 'role="group"' in html


def test_what_was_checked_by_hand_stands_in_the_header(sample, monkeypatch) -> None:
    about = {"right": 9, "of": 10, "precision": 0.9, "low": 0.6, "high": 0.98}
    monkeypatch.setattr(facts, "of_source", lambda source: {"dates": about})
    assert checked(sample, "en") == "dates: 9 of 10 right (60% to 98%)"
    assert "9 من 10" in checked(sample, "ar")


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    table = pd.DataFrame({"title": ['=HYPERLINK("x")', "عنوان، بفاصلة", "-5", None], "count": [1, -2, 3, 4]})
    show.write_csv(table, tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ['\'=HYPERLINK("x")', "عنوان، بفاصلة", "'-5", ""]
    assert rows[2][1] == "-2"


def test_a_report_keeps_what_it_shows(sample, tmp_path: Path, capsys) -> None:
    report = show.Report("topics", "ar", tmp_path)
    table = topics.frequency(sample)
    report.header(sample)
    report.table(table, "frequency", rows=3)
    report.figure(plots.frequency(table), "frequency")
    kept = pd.read_csv(tmp_path / "tables" / "topics-frequency.csv", encoding="utf-8-sig")
    assert kept["count"].tolist() == table["count"].tolist()
    assert (tmp_path / "figures" / "topics-frequency.svg").read_text(encoding="utf-8").startswith("<svg")


def test_figures_and_tables_say_what_they_are_called(sample, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(each.data))
    page, table = show.Report("topics"), topics.frequency(sample)
    page.figure(plots.frequency(table), "frequency")
    page.table(table, "terms", rows=3)
    assert '<figure data-name="topics-frequency">' in told[0]
    assert '<div class="table" data-name="topics-terms"' in told[1]


def test_a_figure_of_nothing_is_not_shown_and_a_table_says_so(sample, monkeypatch, tmp_path: Path) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(each.data))
    page, table = show.Report("topics", out=tmp_path), topics.frequency(sample).head(0)
    page.figure(plots.frequency(table), "frequency")
    assert told == [] and not (tmp_path / "figures").exists()
    page.table(table, "frequency")
    page.concordance([], "concordance")
    assert len(told) == 2 and all("Nothing to show" in each for each in told)
    kept = (tmp_path / "tables" / "topics-concordance.csv").read_text(encoding="utf-8-sig")
    assert kept.startswith("left,match,right")


def test_a_concordance_tells_of_how_many_places_its_own_were_drawn(sample, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(each.data))
    page, total = show.Report("topics"), len(topics.concordance(sample, "في"))
    page.concordance(topics.concordances(sample, ["في"], limit=10), "concordance", rows=3)
    assert total > 10 and f"10 of the {total:,} places were drawn" in told[-1]
    told.clear()
    page.concordance(topics.concordances(sample, ["في"]), "concordance", rows=3)
    assert len(told) == 1  # all are there: nothing to tell


def test_an_empty_corpus_is_said_to_be_so_once(sample, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(each.data))
    show.Report("topics").header(sample.filter(start="1950-01-01", end="1950-01-02"))
    assert sum("No article is left" in each for each in told) == 1
    told.clear()
    show.Report("topics").header(sample)
    assert len(told) == 1


def test_a_note_tells_what_is_left_out_and_nothing_else(monkeypatch, tmp_path: Path) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(re.sub("<[^>]+>", "", each.data)))
    rows = pd.DataFrame({"text": ["قال."], "marks": [[(0, 2)]], "title": ["ا"], "source": ["ب"], "article_id": ["1"]})
    for total, said in (
        (3, ""),
        (113, "3 of 113 sentences; all of them in"),
        (900, "3 of 900 sentences; 500 of them in"),
    ):
        found = pd.concat([rows] * min(total, 500), ignore_index=True)
        found.attrs["total"] = total
        page = show.Report("topics", out=tmp_path)
        page.table(pd.DataFrame({"term": ["قول"]}), "terms", evidence=lambda _, found=found: [found])
        assert said in told[-1] and (said or "of 3 sentences" not in told[-1])


def test_ids_are_named() -> None:
    names = {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}
    lists = pd.DataFrame({"actors": [["a", "b", "c", "d", "e"], []]})
    assert show.named(lists, names, actors="actors")["actors"].tolist() == [["A", "B", "C", "D"], []]
    pair = show.named(pd.DataFrame({"source": ["a"], "target": ["z"]}), names)
    assert pair["source_name"].tolist() == ["A"] and pair["target_name"].tolist() == [None]
    assert list(show.named(pair.head(0), names).columns) == list(pair.columns)


def test_both_languages_have_the_same_words() -> None:
    def keys(value, path=()):
        if isinstance(value, dict):
            return {each for name, inner in value.items() for each in keys(inner, (*path, name))}
        return {path}

    assert keys(wording("en")) == keys(wording("ar"))
