from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import analysis
from analysis import timeline, topics
from analysis.topics.counts import counts, dispersion
from corpora import corpus_of

TEXT = """زيارة إلى كابل
زار الوزير كابل. وفي كابل التقى الوزير وفدا من «طالبان».
وقالت طالبان إن الزيارة ناجحة جدا، وشكرت الوزراء على الزيارات."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> analysis.Corpus:
    root = tmp_path_factory.mktemp("pages")
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "b.txt").write_text(
        "أرسلت كابل وفدها إلى موسكو لبحث التجارة بين البلدين في الشهر الماضي.", encoding="utf-8"
    )
    return analysis.read(root)


@pytest.fixture(scope="module")
def empty(sample) -> analysis.Corpus:
    return sample.filter("1990-01-01", "1990-01-02")


# --- frequency ------------------------------------------------------------------------------------------------------
def test_frequency_counts_by_hand(corpus) -> None:
    table = topics.frequency(corpus).set_index("term")
    assert table.loc["كابل", ["count", "documents"]].tolist() == [4, 2]
    assert table.loc["طالبان", ["count", "documents"]].tolist() == [2, 1]
    assert table.at["كابل", "per_1000"] == pytest.approx(1000 * 4 / len(corpus.tokens))
    assert table.at["كابل", "document_share"] == 1.0
    assert not {"في", "إلى", "من", "على"} & set(table.index)


def test_frequency_agrees_with_a_plain_count(sample) -> None:
    table = topics.frequency(sample, stop_words=True, by="form")
    plain = Counter(sample.tokens["form"])
    assert dict(zip(table["term"], table["count"], strict=True)) == plain
    assert table["per_1000"].sum() == pytest.approx(1000)
    assert table["count"].is_monotonic_decreasing


def test_pairs_of_words_stop_at_sentences_and_commas(corpus) -> None:
    table = topics.frequency(corpus, by="form", n=2, stop_words=True)
    terms = set(table["term"])
    assert {"زار الوزير", "من طالبان", "ناجحة جدا"} <= terms
    assert not {"كابل وفي", "جدا وشكرت", "طالبان وقالت"} & terms
    assert "زار الوزير" in topics.frequency(corpus, by="form", n=2)["term"].tolist()
    assert "من طالبان" not in topics.frequency(corpus, by="form", n=2)["term"].tolist()


def test_dispersion_is_that_of_gries() -> None:
    # The worked example of Gries (2020, chapter 5 of the Practical Handbook of Corpus Linguistics): five parts of
    # 9 to 11 words; 'a' stands in them 1, 2, 3, 4 and 5 times: DP = 0.18, DPnorm = 0.2195.
    sizes = np.array([9, 10, 10, 10, 11])
    article, count = np.arange(5), np.array([1, 2, 3, 4, 5])
    assert dispersion(np.zeros(5, dtype=int), article, count, sizes).round(4).tolist() == [0.2195]
    # A word that stands in one part only, and one as even as can be.
    term, article, count = np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([7, 3, 3])
    assert dispersion(term, article, count, np.array([10, 10])).tolist() == [1.0, 0.0]


def test_dispersion_agrees_with_its_definition(sample) -> None:
    found = counts(sample)
    matrix = found.matrix().toarray()
    share = found.sizes / found.sizes.sum()
    plain = np.abs(matrix / matrix.sum(axis=1, keepdims=True) - share).sum(axis=1) / 2 / (1 - share.min())
    values = dispersion(found.term, found.article, found.times, found.sizes)
    np.testing.assert_allclose(values, plain)
    assert ((values >= 0) & (values <= 1 + 1e-12)).all()


def test_intervals_of_common_terms_are_near_those_of_a_bootstrap_by_scipy(sample) -> None:
    table = topics.frequency(sample, top=3, intervals=True)
    found = counts(sample)
    matrix = found.matrix().toarray()
    for row in table.itertuples():
        hits = matrix[found.terms.tolist().index(row.term)]
        data = (np.arange(len(hits)),)
        plain = stats.bootstrap(
            data,
            lambda chosen, hits=hits: 1000 * hits[chosen].sum(axis=-1) / found.sizes[chosen].sum(axis=-1),
            n_resamples=4000,
            method="percentile",
            vectorized=False,
            rng=np.random.default_rng(7),
        ).confidence_interval
        assert row.low == pytest.approx(plain.low, rel=0.08)
        assert row.high == pytest.approx(plain.high, rel=0.08)
        assert row.low < row.per_1000 < row.high
    pd.testing.assert_frame_equal(table, topics.frequency(sample, top=3, intervals=True))


def test_a_single_article_has_no_dispersion_and_tells_nothing_of_others(corpus) -> None:
    one = corpus.filter(query="موسكو")
    table = topics.frequency(one, intervals=True)
    assert (table["dispersion"] == 0).all()
    assert (table["low"] < 0.05 * table["per_1000"]).all() and (table["high"] > 3 * table["per_1000"]).all()


# --- concordance ----------------------------------------------------------------------------------------------------
def test_concordance_finds_forms_through_particles_and_phrases_in_order(corpus) -> None:
    rows = topics.concordance(corpus, "كابل")
    assert len(rows) == 4
    about = corpus.articles.set_index("article_id")
    for row in rows.itertuples():
        text = about.at[row.article_id, row.part]
        assert text[row.start : row.end] == row.match
        assert row.left == "" or row.left.split()[-1] in text[: row.start]
    assert topics.concordance(corpus, "زار الوزير")["match"].tolist() == ["زار الوزير"]
    assert topics.concordance(corpus, "الوزير زار").empty
    assert len(topics.concordance(corpus, "وزير", by="lemma")) == 3
    assert topics.concordance(corpus, "وزير", by="form").empty


def test_a_phrase_stops_at_a_comma_unless_it_has_one(corpus) -> None:
    assert topics.concordance(corpus, "جدا وشكرت").empty
    assert topics.concordance(corpus, "جدا، وشكرت")["match"].tolist() == ["جدا، وشكرت"]
    assert topics.concordance(corpus, "من طالبان")["match"].tolist() == ["من «طالبان"]


@pytest.mark.parametrize("by", ["lemma", "form"])
def test_each_row_of_a_frequency_table_leads_to_as_many_sentences(sample, by) -> None:
    for row in topics.frequency(sample, by=by, top=150).itertuples():
        found = topics.concordance(sample, row.term, by=by)
        # A form is matched normalised, so that other spellings of it come along.
        assert len(found) == row.count or (by == "form" and len(found) > row.count), row.term


def test_each_collocation_leads_to_as_many_sentences(sample) -> None:
    for row in topics.collocations(sample).itertuples():
        assert len(topics.concordance(sample, row.term, by="lemma")) == row.count, row.term


def test_concordance_can_be_sorted(sample) -> None:
    rows = {sort: topics.concordance(sample, "كابل", sort=sort) for sort in ("left", "right", "published", None)}
    keys = [row.left.split()[-1:] for row in rows["left"].itertuples()]
    assert [each[0][0] for each in keys if each and each[0][0] == "إ"]  # إلى كابل
    nearest = [" ".join(text.split()[:1]) for text in rows["right"]["right"] if text[:1].isalpha()]
    assert nearest == sorted(nearest, key=analysis.text.normalize)
    known = rows["published"]["published"].dropna()
    assert known.is_monotonic_increasing and known.index.tolist() == list(range(len(known)))
    order = ["article_id", "part", "start"]
    for table in rows.values():
        pd.testing.assert_frame_equal(
            table.sort_values(order, ignore_index=True), rows[None].sort_values(order, ignore_index=True)
        )


# --- trend ----------------------------------------------------------------------------------------------------------
def test_a_trend_adds_up_and_keeps_empty_periods(sample) -> None:
    table = topics.trend(sample, ["باكستان", "كوريا الشمالية"], "quarter")
    dated = sample.filter(start="1900-01-01")
    for term, rows in table.groupby("term"):
        assert rows["count"].sum() == len(topics.concordance(dated, term, by="lemma"))
        assert rows["period"].tolist() == timeline.volume(sample, "quarter")["period"].dropna().tolist()
    assert (table["count"] == 0).any()
    told = table[table["per_1000"].notna()]
    assert ((told["low"] <= told["per_1000"]) & (told["per_1000"] <= told["high"])).all()


def test_a_word_repeated_by_few_articles_has_the_wider_interval() -> None:
    articles = [["القمح القمح القمح القمح"] if number % 5 == 0 else ["وصل الوفد إلى المدينة"] for number in range(40)]
    made = corpus_of(*articles, days=["2024-03-01"] * 40)
    row = topics.trend(made, ["القمح"], "year").iloc[0]
    plain = stats.binomtest(row["count"], int(made.counted["words"].sum())).proportion_ci(method="wilson")
    assert row["low"] < 1000 * plain.low < row["per_1000"] < 1000 * plain.high < row["high"]


def test_a_trend_of_a_theme_counts_its_matches(sample) -> None:
    table = topics.trend(sample, ["terrorism"], "year", kind="theme")
    dated = topics.theme_matches(sample.filter(start="1900-01-01"))
    assert table["count"].sum() == (dated["theme"] == "terrorism").sum()


# --- what cannot be asked, and what is not there --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda c: topics.frequency(c, by="root"), "lemma"),
        (lambda c: topics.frequency(c, n=0), "n=0"),
        (lambda c: topics.frequency(c, terms=["؟"]), "no word"),
        (lambda c: topics.concordance(c, " ؟ "), "word"),
        (lambda c: topics.concordance(c, "كابل", by="root"), "lemma"),
        (lambda c: topics.concordance(c, "كابل", sort="date"), "published"),
        (lambda c: topics.concordance(c, "weather", by="theme"), "terrorism"),
        (lambda c: topics.trend(c, ["كابل"], "fortnight"), "grain"),
        (lambda c: topics.trend(c, ["كابل"], kind="actor"), "theme"),
        (lambda c: topics.trend(c, ["weather"], kind="theme"), "terrorism"),
        (lambda c: topics.collocations(c, n=(5,)), "2 to 4"),
        (lambda c: topics.collocations(c, by="root"), "lemma"),
        (lambda c: topics.keyness(c, by="root"), "lemma"),
        (lambda c: topics.keyness(c, reference="general"), "reference"),
        (lambda c: topics.theme_pairs(c, unit="page"), "sentence"),
        (lambda c: topics.models(c, method="lsa"), "nmf"),
        (lambda c: topics.models(c, k=1), "2"),
        (lambda c: topics.model_sizes(c, method="lsa"), "nmf"),
    ],
)
def test_what_cannot_be_asked_is_told(corpus, ask, says) -> None:
    with pytest.raises(ValueError, match=says):
        ask(corpus)


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: topics.frequency(c, intervals=True),
        lambda c: topics.frequency(c, n=2),
        lambda c: topics.frequency(c, terms=["كوريا الشمالية"]),
        lambda c: topics.keyness(c),
        lambda c: topics.keyness(c, c.of([])),
        lambda c: topics.keyness(c, topics.frequency(c)),
        lambda c: topics.collocations(c),
        lambda c: topics.themes(c),
        lambda c: topics.theme_matches(c),
        lambda c: topics.theme_pairs(c),
        lambda c: topics.models(c),
        lambda c: topics.model_sizes(c),
        lambda c: topics.trend(c, ["كابل"]),
        lambda c: topics.trend(c, ["terrorism"], kind="theme"),
        lambda c: topics.concordance(c, "كابل", sort="left"),
        lambda c: topics.concordance(c, "كابل اليوم"),
        lambda c: topics.concordance(c, "terrorism", by="theme"),
    ],
)
def test_an_empty_selection_keeps_columns_and_types(sample, empty, ask) -> None:
    nothing, something = ask(empty), ask(sample)
    assert nothing.empty
    assert nothing.columns.tolist() == something.columns.tolist()
    assert nothing.dtypes.tolist() == something.dtypes.tolist()
    assert nothing.attrs.keys() == something.attrs.keys()


def test_the_first_terms_of_the_seven_stories_are_topics(seven) -> None:
    terms = topics.frequency(seven, terms=topics.collocations(seven), top=20)["term"].tolist()
    assert {"طالبان", "باكستان", "أفغانستان", "داعش", "الولايات المتحدة", "مكافحة الإرهاب"} <= set(terms)
    assert not {"متحدة", "مكافحة", "ولاية", "إسلام", "آباد"} & set(terms)


def test_the_extension_that_ships_is_valid() -> None:
    extended = topics.load_dictionary(Path(__file__).parents[2] / "data" / "topics.yml")
    assert len(extended) > len(topics.load_dictionary())
