"""What the company of a word says of it."""

from analysis.names.features import Knowledge
from analysis.names.leanings import context_features, learn

NEWS = [["سافر", "شمنوف", "إلى", "طنجة", "."]] * 8 + [["كتب", "شمنوف", "رسالة", "."]] * 2


def tag(rows: list[list[str]]) -> list[str]:
    """Take for a person what follows a journey, and for a place what follows its preposition."""
    return ["B-PERS" if "-s=سافر" in row else "B-LOC" if "-s=الي" in row else "O" for row in rows]


def test_words_are_known_by_their_company() -> None:
    found = learn(tag, Knowledge({}), NEWS)
    assert found["شمنوف"] == "2 PERSB6"  # written ten times, eight in ten of them as a person
    assert found["طنجه"] == "1 LOCB6"
    assert found["الي"] == "1"
    assert "رساله" not in found and "." not in found  # too rare; no word


def test_a_token_is_not_seen_itself() -> None:
    known = Knowledge({})
    one, other = (context_features([known.word(each) for each in ["قال", word, "أمس"]]) for word in ("سمير", "كتاب"))
    assert one[1] == other[1] and one[0] != other[0]
    assert context_features([]) == []
