import csv
from pathlib import Path

import pandas as pd

from analysis import plots, show, topics, words


def test_text_of_articles_is_escaped_and_isolated() -> None:
    table = pd.DataFrame(
        {"title": ["<script>alert(1)</script> {{ x }} $y$"], "term": ["طالبان & <b>"], "count": [1234]}
    )
    html = show.html_table(table)
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "<bdi>طالبان &amp; &lt;b&gt;</bdi>" in html and "1,234" in html


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


def test_both_languages_have_the_same_words() -> None:
    def keys(value, path=()):
        if isinstance(value, dict):
            return {each for name, inner in value.items() for each in keys(inner, (*path, name))}
        return {path}

    assert keys(words.words("en")) == keys(words.words("ar"))
