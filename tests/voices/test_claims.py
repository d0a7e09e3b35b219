import pandas as pd

from analysis.voices import denied, find_quotations, told_at


def table_of(text: str) -> pd.DataFrame:
    return find_quotations(text).assign(article_id="a")


def told(text: str, word: str) -> list:
    """As what the first place of a word in a text is told."""
    places = pd.DataFrame({"article_id": ["a"], "part": ["body"], "start": [text.index(word)]}, index=[7])
    found = told_at(table_of(text), places)
    assert found.index.tolist() == [7]
    return found.iloc[0, 1:].tolist()


def test_what_nobody_says_is_told() -> None:
    assert told("هاجمت القوات الميناء.", "الميناء") == ["", "", False]


def test_the_innermost_speaker_counts() -> None:
    text = "وقال زياد الحامد إن روسيا أكدت أن الميناء آمن."
    assert told(text, "روسيا") == ["neutral", "name:زياد الحامد", False]
    assert told(text, "الميناء") == ["assert", "russia", False]


def test_what_is_denied_is_denied_within_as_well() -> None:
    assert told("ونفت روسيا تقارير أفادت بأن الميناء أغلق.", "الميناء") == ["neutral", "anonymous", True]


def test_a_denial_points_back_to_what_another_said() -> None:
    text = "وتزعم تركيا أن روسيا أغلقت الميناء. وتنفي روسيا هذه الاتهامات."
    assert denied(table_of(text)).tolist() == [True, False]
    assert told(text, "أغلقت") == ["claim", "turkiye", True]


def test_a_denial_of_something_else_leaves_it() -> None:
    assert not denied(table_of("وتزعم تركيا أن الميناء مغلق. وتنفي روسيا صلتها بالحريق.")).any()
