"""Which articles share text, and how."""

import json

import pandas as pd
import pytest

import analysis
from analysis.stories import members, reuse
from analysis.stories.reuse import REUSE
from reused import AGAIN, FLOOD, HARVEST, corpus_of

TITLES = (
    "صاحب السمو الملكي الأمير سالم بن راشد بن حمد ولي العهد نائب رئيس مجلس الأمناء وزير الموانئ "
    "ومعالي وزير الدولة لشؤون البحر الدكتور فهد بن ناصر العامري"
)


def test_a_text_that_two_papers_print_is_a_copy_and_a_paper_does_not_copy_itself() -> None:
    paper, other = {"body": FLOOD, "source": "النهار"}, {"body": f"{FLOOD} انتهى.", "source": "الأيام"}
    table = reuse(corpus_of(paper, other, {"body": HARVEST, "source": "الأيام"}))
    assert table["kind"].tolist() == ["copy"]
    assert table["share"].between(0.95, 1).all()
    assert reuse(corpus_of(paper, {**other, "source": "النهار"})).empty


def test_a_whole_copy_has_its_row_though_it_is_counted_once() -> None:
    corpus = corpus_of({"body": FLOOD, "source": "النهار"}, {"body": FLOOD, "source": "الأيام"})
    assert corpus.articles["duplicate_of"].notna().sum() == 1
    row = reuse(corpus).iloc[0]
    assert (row["kind"], row["share"], row["words"]) == ("copy", 1.0, len(FLOOD.split()))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (FLOOD.split(". ")[0] + ". " + HARVEST.split(". ")[0], "wire"),
        (FLOOD.split(". ")[1] + ". " + HARVEST + HARVEST.replace("مزارعو", "فلاحو") + " " + AGAIN, "partial"),
    ],
)
def test_what_is_shared_tells_the_kind(text: str, kind: str) -> None:
    table = reuse(corpus_of({"body": FLOOD, "source": "النهار"}, {"body": text, "source": "الأيام"}))
    assert table["kind"].tolist() == [kind]


def test_a_story_in_other_words_shares_nothing() -> None:
    assert reuse(corpus_of({"body": FLOOD, "source": "النهار"}, {"body": AGAIN, "source": "الأيام"})).empty


def test_small_changes_do_not_part_a_passage() -> None:
    edited = FLOOD.replace("ست ساعات", "7 ساعات").replace("ووزعت", "وقدمت").replace("البلدة", "القرية")
    table = reuse(corpus_of({"body": FLOOD, "source": "النهار"}, {"body": edited, "source": "الأيام"}))
    assert table["kind"].tolist() == ["copy"]
    assert table["words"].tolist() == [len(FLOOD.split()) - 3]


def test_titles_of_those_who_attended_are_no_reuse() -> None:
    one = f"حضر حفل تخرج الدفعة التاسعة من الكلية {TITLES} وجمع من أولياء الأمور والطلبة"
    other = f"وقع في العاصمة اتفاقا لبناء سد على النهر بحضور {TITLES} وعدد من مهندسي الشركة المنفذة"
    assert reuse(corpus_of({"body": one, "source": "النهار"}, {"body": other, "source": "الأيام"})).empty


def test_a_text_told_on_many_days_is_a_formula_between_them() -> None:
    daily = "يشهد الساحل صباح الغد هبوب نسائم معتدلة مع مرور قطعان من الغيم فوق التلال المطلة على الميناء القديم"
    rows = [{"body": daily, "source": str(day % 2), "published": f"2021-03-{2 * day:02}"} for day in range(1, 11)]
    assert reuse(corpus_of(*rows)).empty
    assert len(reuse(corpus_of(*rows[:4]))) == 4


def test_agencies_are_those_that_both_credit() -> None:
    one = {"body": FLOOD, "source": "النهار", "author": "بيروت - رويترز، أ ف ب"}
    other = {"body": f"بيروت (رويترز) - {FLOOD}", "source": "الأيام"}
    assert reuse(corpus_of(one, other))["agency"].tolist() == ["Reuters"]
    assert reuse(corpus_of(one, {**other, "body": FLOOD}))["agency"].tolist() == ["AFP + Reuters"]


def test_who_was_first_is_told_where_it_is_known() -> None:
    early, late = {"body": FLOOD, "source": "النهار"}, {"body": FLOOD + " انتهى.", "source": "الأيام"}
    corpus = corpus_of(early, {**late, "published": "2021-03-11"})
    first = corpus.articles.set_index("article_id")["source"][reuse(corpus)["first"].item()]
    assert first == "النهار"
    assert reuse(corpus_of(early, late))["first"].tolist() == [""]


def test_the_agency_itself_is_first() -> None:
    agency = {"body": FLOOD, "source": "واس"}
    corpus = corpus_of({"body": FLOOD + " انتهى.", "source": "الأيام", "author": "أبها - واس"}, agency)
    row = reuse(corpus).iloc[0]
    assert corpus.articles.set_index("article_id")["source"][row["first"]] == "واس"
    assert row["agency"] == "SPA"


def test_the_order_of_articles_changes_nothing() -> None:
    rows = [
        {"body": FLOOD, "source": "النهار"},
        {"body": FLOOD + " " + HARVEST, "source": "الأيام"},
        {"body": HARVEST, "source": "الخليج"},
    ]
    one, other = (reuse(corpus_of(*each)) for each in (rows, rows[::-1]))
    assert sorted(one["words"]) == sorted(other["words"])
    assert sorted(one["kind"]) == sorted(other["kind"])


def test_no_article_shares_nothing() -> None:
    corpus = corpus_of({"body": FLOOD, "source": "النهار"})
    for each in (corpus, corpus.of([])):
        table = reuse(each)
        assert table.empty
        assert list(table) == list(REUSE)
        pd.testing.assert_series_equal(table.dtypes.astype(str), pd.Series(REUSE), check_names=False)


# --- the development set --------------------------------------------------------------------------------------------
def test_pairs_of_newspapers_are_told_apart(shared) -> None:
    import importlib.util

    folder = shared / "gold" / "stories"
    spec = importlib.util.spec_from_file_location("score_reuse", folder / "score_reuse.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (folder / "reuse-dev.jsonl").read_text("utf-8").splitlines()]
    names = {
        "title": "title",
        "body": "text",
        "source": "outlet",
        "published": "date",
        "author": "author",
        "url": "url",
    }
    articles = {row[side]["url"]: row[side] for row in gold for side in ("a", "b")}
    corpus = analysis.read(
        pd.DataFrame([{name: each[key] for name, key in names.items()} for each in articles.values()])
    )
    ids = corpus.articles.set_index("url")["article_id"]
    story = members(corpus).set_index("article_id")["story"]
    kinds = {frozenset(row[:2]): row[2] for row in reuse(corpus)[["article_id", "other", "kind"]].to_numpy()}
    found = []
    for row in gold:
        one, other = (ids[row[side]["url"]] for side in ("a", "b"))
        alone = "own" if story[one] == story[other] else "unrelated"
        found.append({"index": row["index"], "label": kinds.get(frozenset((one, other)), alone)})
    figures = scorer.score(gold, found)
    assert figures["five_labels"]["macro_F1"] >= 0.84
    assert figures["independent_or_not"]["macro_F1"] >= 0.97
