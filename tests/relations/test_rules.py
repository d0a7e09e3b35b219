"""The rules of relations: each reads its own examples, and the legend tells each part."""

import re
from pathlib import Path

import pytest

from analysis.actors import load_registry
from analysis.actors.find import mention_rows
from analysis.relations import rules
from analysis.relations.lexicon import PARTS, pattern
from analysis.relations.matching import matched
from analysis.relations.rules import RULES, Rule
from analysis.relations.words import Mention, read

# A comment with examples, and the name that it stands above: `# j [V] : قد تهاجم`, the cue in brackets.
COMMENT = re.compile(r"(?m)^# ([^\n]+ : [^\n]+)\n(?:#[^\n]*\n)*(\w+) = ")
COMMENTS = [
    (name, example)
    for line, name in COMMENT.findall(Path(str(rules.__file__)).read_text(encoding="utf-8"))
    for example in line.split("; ")
]
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


def mentions_in(text: str) -> list[Mention]:
    rows = mention_rows({"body": text}, load_registry())["body"]
    return [Mention(row.start, row.end, row.actor, row.actor_type, row.role) for row in rows]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_a_rule_reads_its_example(rule: Rule, example: str) -> None:
    parts, words = example.split(" : ")
    sentence = read(words, mentions_in(words))
    assert sentence and pattern(parts.replace(" ", "")).fullmatch(sentence.codes)
    assert [which for which, _ in matched(words, mentions_in(words))] == [rule.read.__name__]


@pytest.mark.parametrize(("name", "example"), COMMENTS)
def test_a_piece_fits_its_example(name: str, example: str) -> None:
    parts, words = example.split(" : ")
    text = f"{words} هجوم"  # a word of a relation, so that it is read at all
    sentence = read(text, mentions_in(text))
    codes = sentence.codes[:-1] if sentence else ""
    before, bracket, _ = parts.replace(" ", "").partition("[")
    assert pattern(re.sub(r"[][ ]", "", parts)).fullmatch(codes)
    piece = vars(rules)[name]
    if bracket:  # what stands left or right of the cue, or begins there
        at, fitting = len(before), piece if isinstance(piece, tuple) else (piece,)
        assert any(each.search(codes[:at]) or each.match(codes, at + 1) or each.match(codes, at) for each in fitting)
    else:
        assert pattern(f"(?:{piece})*").fullmatch(codes)


def test_each_rule_has_an_example() -> None:
    assert [rule.read.__name__ for rule in RULES if not rule.examples] == []


@pytest.mark.parametrize(("part", "word"), [(part, word) for part, (_, word) in PARTS.items()])
def test_a_word_of_the_legend_plays_its_part(part: str, word: str) -> None:
    text = f"{word} هجوم"
    sentence = read(text, mentions_in(text))
    assert sentence and pattern(part).search(sentence.codes[:-1])


def test_rules_and_legend_have_the_same_parts() -> None:
    assert {part for _, example in EXAMPLES for part in re.findall(r"\w", example.split(" : ")[0])} <= set(PARTS)
