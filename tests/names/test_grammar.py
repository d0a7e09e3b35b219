"""What the lemmatiser tells of a form to the recogniser of names."""

from analysis.names.features import Knowledge
from analysis.names.grammar import grammar


def test_verbs_are_told_from_nouns():
    assert int(grammar("استقبلت").verb) > 0 and "lv=استقبل" in grammar("استقبلت").features
    assert grammar("المدينه").verb == "never" and "o=nounال" in grammar("المدينه").features
    assert grammar("في").part.startswith("other")


def test_a_token_sees_the_grammar_of_its_neighbours():
    known = Knowledge({})
    rows = known.features(known.document([["استقبلت", "شمنوفا", "الوفد"]])[0])
    verb = grammar("استقبلت")
    assert set(verb.features) <= set(rows[0]) and {"-" + each for each in verb.features} <= set(rows[1])
    assert f"o={verb.part}|{grammar('شمنوفا').part}" in rows[1]
