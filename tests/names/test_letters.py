"""What the letters of a word say."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from analysis.names import letters
from analysis.names.letters import KINDS, kinds_of, places
from analysis.text import tables

GAZETTEER = {
    ("يلسوفين",): ("foreign",),
    ("شمنوفين",): ("foreign",),
    ("سلمان",): ("given6", "family3"),
    ("طنجه",): ("place6",),
    ("سان", "خوسيه"): ("place7",),
    ("يوم",): ("family1",),
}


def test_words_to_learn_from() -> None:
    counts = {"يكتبون": 9, "كتاب": 40, "نادر": 4, "طنجه": 30, "يوم": 5000}
    assert kinds_of(GAZETTEER, counts) == {
        "يكتبون": "word",
        "كتاب": "word",
        "يوم": "word",  # the news writes it too often for a name
        "طنجه": "place",
        "سلمان": "arabic",
        "يلسوفين": "foreign",
        "شمنوفين": "foreign",
    }


def test_endings_are_learnt_and_kept(tmp_path: Path) -> None:
    words = {f"{stem}وفين": "foreign" for stem in ("يلس", "شمن", "كرت", "بلد", "زغم")}
    words |= {f"ي{stem}ون": "word" for stem in ("كتب", "درس", "لعب", "شرب", "عمل")}
    words |= {"سلمان": "arabic", "طنجه": "place"}
    learnt = letters.learn(words)
    letters.write(tmp_path / "letters.gz", learnt)
    known = letters.load(tmp_path / "letters.gz")
    assert best(known, "غرموفين") == "foreign" and best(known, "يرسمون") == "word"
    held = (tmp_path / "letters.gz").read_bytes()
    letters.write(tmp_path / "letters.gz", letters.learn(words))
    assert (tmp_path / "letters.gz").read_bytes() == held


def test_the_shipped_weights_tell_a_foreign_name_from_a_verb() -> None:
    known = letters.load(tables.path("names/data/letters.gz"))
    assert best(known, "ستيبانوفيتش") == "foreign"
    assert best(known, "يستخرجونها") == "word"
    assert known.features("من") == [] and known.features("2006") == []


@given(st.text(min_size=1))
def test_places_lie_in_the_table(text: str) -> None:
    found = places(text)
    assert found == sorted(set(found)) and all(0 <= place < letters.SIZE for place in found)


def best(known: letters.Letters, stem: str) -> str:
    told = known.features(stem)
    assert [each.rstrip("01234567") for each in told] == list(KINDS)
    return max(told, key=lambda each: each[-1]).rstrip("01234567")
