from pathlib import Path

import numpy as np
import pytest

import analysis
from analysis import lemmas, topics
from analysis.corpus.units import count_units
from analysis.topics import DictionaryError, load_dictionary

MINE = """built_in: false
sea:
  ar: البحر
  en: The sea
  lemmas: [بحر, سفينة]
  phrases: [خفر السواحل, سفينة حربية]
  exclude: [البحر المتوسط]
war:
  ar: الحرب
  en: War
  lemmas: [حربي, حرب]
"""
TEXT = """سفن في الميناء
وصلت سفينة حربية إلى الميناء. ورست السفن قرب البحر. وأبحرت بعيدا عن البحر المتوسط.
قال خفر «السواحل» إن الحرب بعيدة. وقال خفر، السواحل نائمون."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> analysis.Corpus:
    root = tmp_path_factory.mktemp("pages")
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    return analysis.read(root)


@pytest.fixture
def write(tmp_path):
    def file(text: str) -> Path:
        path = tmp_path / "topics.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return file


def test_matches_are_the_longest_and_never_excluded(corpus, write) -> None:
    matches = topics.theme_matches(corpus, write(MINE))
    found = list(zip(matches["theme"], matches["surface"], strict=True))
    assert found == [
        ("sea", "سفن"),
        ("sea", "سفينة حربية"),
        ("sea", "السفن"),
        ("sea", "البحر"),
        ("sea", "خفر «السواحل"),
        ("war", "الحرب"),
    ]
    about = corpus.articles.set_index("article_id")
    for row in matches.itertuples():
        assert about.at[row.article_id, row.part][row.start : row.end] == row.surface


def test_a_theme_tells_which_words_carry_it(corpus, write) -> None:
    table = topics.themes(corpus, write(MINE)).set_index("theme")
    assert table.loc["sea", ["name", "name_en", "count", "documents"]].tolist() == ["البحر", "The sea", 5, 1]
    assert table.at["sea", "words"] == ["سفينة (2)", "بحر (1)", "خفر السواحل (1)", "سفينة حربية (1)"]
    assert table.at["sea", "per_1000"] == pytest.approx(5000 / len(corpus.tokens))


def test_a_span_that_two_themes_claim_counts_for_both(corpus, write) -> None:
    both = write(MINE + "fleet:\n  ar: الأسطول\n  en: The fleet\n  phrases: سفينة حربية\n")
    table = topics.themes(corpus, both).set_index("theme")
    assert table.at["fleet", "count"] == 1 and table.at["sea", "count"] == 5


def test_pairs_of_themes_have_the_npmi_of_networks(sample) -> None:
    for unit in ("article", "sentence", "paragraph"):
        table = topics.theme_pairs(sample, unit=unit)
        assert (table["source"] < table["target"]).all()
        row = table.iloc[0]
        units = count_units(sample, unit)
        shares = row[["count", "source_count", "target_count"]].to_numpy(dtype=float) / units
        plain = np.log(shares[0] / (shares[1] * shares[2])) / -np.log(shares[0])
        assert row["npmi"] == pytest.approx(plain)
    documents = topics.themes(sample).set_index("theme")["documents"]
    by_article = topics.theme_pairs(sample)
    assert (by_article["source_count"] == by_article["source"].map(documents)).all()


def test_the_built_in_themes_speak_of_the_sample(sample) -> None:
    table = topics.themes(sample).set_index("theme")
    assert len(table) >= 12
    assert {"terrorism", "diplomacy", "military"} <= set(table.head(5).index)
    assert table["count"].sum() == len(topics.theme_matches(sample))
    assert not set(topics.theme_matches(sample)["surface"]) & {"أمام", "باب", "عمره"}


def test_the_built_in_entries_are_no_function_words() -> None:
    for id, theme in load_dictionary().themes.items():
        for entry in theme.lemmas:
            (lemma,) = lemmas.lemmatize([entry], "simple")
            assert not lemmas.is_stop(entry, lemma), (id, entry)


def test_concordance_by_theme_shows_every_match(sample) -> None:
    matches = topics.theme_matches(sample)
    rows = topics.concordance(sample, "nuclear_missiles", by="theme")
    assert rows["match"].tolist() == matches.loc[matches["theme"] == "nuclear_missiles", "surface"].tolist()


def test_a_file_extends_the_built_in_themes_or_stands_alone(write) -> None:
    more = load_dictionary(write("drugs:\n  lemmas: ترامادول\nsea:\n  ar: البحر\n  en: The sea\n  lemmas: [بحر]\n"))
    assert set(more.themes) == {*load_dictionary().themes, "sea"}
    assert more.theme("drugs").lemmas[0] == "ترامادول"
    assert more.name("drugs", "ar") == load_dictionary().name("drugs", "ar")
    assert list(load_dictionary(write(MINE)).themes) == ["sea", "war"]
    assert load_dictionary(write("")).themes == load_dictionary().themes
    assert load_dictionary(more) is more


SEA = "sea:\n  ar: البحر\n  en: The sea\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("sea:\n  ar: البحر\n  lemmas: [بحر]\n", 2, "field sea.en: is missing"),
        (SEA + "  lemma: [بحر]\n", 4, "field sea.lemma: unknown field"),
        (SEA + "  lemmas: [بحر]\n  phrases:\n    - خفر السواحل\n    - ' ـَ '\n", 7, "empty after normalisation"),
        (SEA + "  lemmas: [بحر]\n  phrases: ['', موج]\n", 5, "empty after normalisation"),
        (SEA + "  lemmas: [بحر, أمواج]\n  exclude:\n    - امواج\n", 6, "counted and excluded"),
        (SEA + "  lemmas: [خفر السواحل]\n", 4, "move it to phrases"),
        (SEA, 2, "no lemmas and no phrases"),
        (SEA + "  lemmas: [5]\n", 4, "field sea.lemmas.0"),
        (SEA + "  lemmas: [بحر]\nsea:\n  ar: ا\n", 5, "stands twice"),
        (SEA + "  lemmas: {بحر: 1}\n", 4, "field sea.lemmas"),
        ("sea:\n", 1, "is no theme"),
        ("- sea\n", 1, "must map ids to themes"),
        ("built_in: maybe\n", 1, "true or false"),
        ("sea: [\n", 2, "not YAML"),
    ],
)
def test_errors_of_a_topics_file_name_file_and_line(write, text, line, says) -> None:
    path = write(text)
    with pytest.raises(DictionaryError) as caught:
        load_dictionary(path)
    message = str(caught.value)
    assert f"{path}, line {line}" in message and says in message


def test_a_file_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(ValueError, match=r"none\.yml"):
        load_dictionary(tmp_path / "none.yml")
