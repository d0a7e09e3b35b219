"""What a query means, and where it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.notes import InputError
from analysis.query import QueryError
from analysis.query.parse import DEPTH, LONGEST, MOST, Both, Either, Field, Gap, Phrase, Without, Word, parse


def words(query: str) -> list[str]:
    """The words of a query that is one phrase."""
    tree = parse(query)
    assert isinstance(tree, Phrase)
    return [step[0].text for step in tree.steps]


def test_a_query_of_words_is_a_phrase() -> None:
    assert parse("كابل") == Phrase(((Word("كابل", 0),),), ())
    assert words("مجلس الأمن الدولي") == ["مجلس", "الأمن", "الدولي"]
    assert words('"مجلس الأمن" الدولي') == ["مجلس", "الأمن", "الدولي"]
    assert words("كوفيد-19") == ["كوفيد", "19"]
    assert words("1,500 دولار") == ["1,500", "دولار"]
    assert words("سلا؟") == ["سلا?"]


@pytest.mark.parametrize(
    ("query", "gap"),
    [
        ("زار كابل", Gap()),
        ("زار * كابل", Gap(1, 1, False)),
        ("زار * * كابل", Gap(2, 2, False)),
        ("زار ~3 كابل", Gap(0, 3, False)),
        ("زار * ~3 كابل", Gap(1, 4, False)),
        ('"زار كابل"', Gap()),
        ('"زار، كابل"', Gap(close=False)),
    ],
)
def test_gaps(query: str, gap: Gap) -> None:
    tree = parse(query)
    assert isinstance(tree, Phrase) and tree.gaps == (gap,)


def test_a_word_may_have_a_part_of_speech_a_form_or_others_beside_it() -> None:
    (step,) = parse('[كتب/verb|"كتاب"|pos:اسم]').steps
    assert [(word.text, word.exact, word.pos) for word in step] == [
        ("كتب", False, "verb"),
        ("كتاب", True, ""),
        ("", False, "noun"),
    ]


def test_a_field_has_an_english_and_an_arabic_name() -> None:
    one, other = parse('actor:"الأمم المتحدة"'), parse("فاعل:«الأمم المتحدة»")
    assert one.steps == other.steps == ((Field("actor", "الأمم المتحدة", 0),),)
    assert parse("actor:name:سامي الأحمد").steps[0] == (Field("actor", "name:سامي", 0),)


@pytest.mark.parametrize("query", ["a AND b OR NOT c", "a & b | !c", "a و b أو ليس c", "(a AND b) OR (NOT c)"])
def test_operators_are_english_arabic_or_signs(query: str) -> None:
    tree = parse(query)
    assert isinstance(tree, Either)
    both, without = tree.parts
    assert isinstance(both, Both) and isinstance(without, Without)


def test_what_is_quoted_is_no_operator() -> None:
    assert words('"أو" "AND"') == ["أو", "AND"]
    assert isinstance(parse("حرب NOT سلام"), Both)


@pytest.mark.parametrize(
    ("query", "at", "says"),
    [
        ("", 0, "a word is to come here"),
        ("كابل AND", 8, "a word is to come here"),
        ("OR كابل", 0, "a word is to come here"),
        ("كابل (هرات", 5, "put AND or OR before it"),
        ("(كابل) هرات", 7, "put AND or OR before it"),
        ("(كابل", 0, "'(' is not closed"),
        ("كابل)", 4, "')' closes nothing"),
        ('كابل "هرات', 5, "opens no quote that is closed"),
        ("[كابل|هرات", 0, "'[' is not closed"),
        ("[كابل-هرات]", 1, "one word on either side"),
        ("[كابل AND هرات]", 6, "write [one|another]"),
        ("كابل،", 4, "'،' means nothing here"),
        ("ab.cd", 2, "'.' means nothing here"),
        ("~3 كابل", 0, "give the first"),
        ("كابل ~3", 5, "give the second"),
        ("كابل ~ هرات", 5, "as in ~3"),
        ("كابل ~999999999999999999999 هرات", 5, "more than 50 words"),
        ("كابل ~30 ~30 هرات", 9, "more than 50 words"),
        ("**", 0, "a letter beside it"),
        ('"؟!"', 0, "holds no word"),
        ("actro:iran", 0, "no field 'actro' (did you mean actor?)"),
        ("actor:", 0, "tell which actor"),
        ("كابل outlet:x", 5, "tells of the whole article"),
        ("كتب/vreb", 4, "no part of speech 'vreb' (did you mean verb?)"),
        ("pos:adverbial", 4, "no part of speech"),
        ("كابل and حرب", 5, "did you mean AND? To look for the word 'and', put it in quotes"),
        ("كابل Or حرب", 5, "did you mean OR?"),
        ("not حرب", 0, "did you mean NOT?"),
        ("كابل near حرب", 5, "did you mean ~5?"),
        ("كابل -حرب", 5, "did you mean NOT? Write NOT حرب"),
        ("source:x AND كابل", 0, "no field 'source' (did you mean outlet:?); there are actor"),
        ("كابل AND مصدر:x", 9, "(did you mean outlet:?)"),
        ("topic:x", 0, "(did you mean theme:?)"),
        ("lemma:x", 0, "(a word by itself stands for all forms of its lemma)"),
        ("actor: iran", 0, "take out the space behind it: actor:iran"),
    ],
)
def test_an_error_points_at_the_character(query: str, at: int, says: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(query)
    assert error.value.at == at
    assert f"character {at + 1}" in str(error.value) and says in str(error.value)
    assert says in error.value.told() != error.value.told("ar")
    assert not {"a", "the", "is", "it", "or", "put", "give", "you"} & set(error.value.told("ar").split())


def test_a_word_that_is_an_operator_elsewhere_is_looked_for_in_quotes() -> None:
    assert words('كابل "and" حرب') == ["كابل", "and", "حرب"] and words("كوفيد -19") == ["كوفيد", "19"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("كابل " * LONGEST, "characters"),
        ("(" * (DEPTH + 1) + "a" + ")" * (DEPTH + 1), "brackets"),
        ("NOT " * (DEPTH + 1) + "a", "brackets"),
        ("a " * (MOST + 1), "words"),
        (" OR ".join("a" * (MOST + 1)), "words"),
    ],
)
def test_a_query_has_its_limits(query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse(query)


def test_just_within_the_limits_a_query_is_read() -> None:
    assert words("(" * DEPTH + "a" + ")" * DEPTH) == ["a"]
    assert len(words("a " * MOST)) == MOST


@given(st.text(alphabet='كابل ab*?؟"«»()[]|&!~3:/،.AND ORNTactor\n\u202e\u064e', max_size=60))
def test_any_text_is_a_query_or_an_error_of_one_line(query: str) -> None:
    try:
        parse(query)
    except InputError as error:
        assert isinstance(error, QueryError) and 0 <= error.at <= len(query)
        assert "\n" not in str(error) and "\u202e" not in str(error)
