"""The grammar of dates: each rule reads its own examples, and the legend tells each code."""

import re
from pathlib import Path

import pytest

from analysis.dates import neighbours, rules
from analysis.dates.rules import RULES, Expression, Rule, matched
from analysis.dates.words import CODES, Chain, chains
from analysis.text import normalize

SOURCES = (rules, neighbours)
# The comments of the two files that give an example of a piece: `# n f m G : 15 من شهر مايو; n R : 15 الجاري`.
COMMENTS = [
    example
    for source in SOURCES
    for line in re.findall(r"(?m)^ *# (.+ : .+)$", Path(str(source.__file__)).read_text(encoding="utf-8"))
    for example in line.split("; ")
]
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
MARKS = frozenset(' ()"-/,&[]')


def marked(chain: Chain, expression: Expression) -> str:
    """Return the codes of a chain with what an expression takes of them in brackets, unless it takes all."""
    first, last = expression.first, expression.last
    if (first, last) == (0, len(chain.codes)):
        return chain.codes
    return f"{chain.codes[:first]}[{chain.codes[first:last]}]{chain.codes[last:]}"


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_a_rule_reads_its_example(rule: Rule, example: str) -> None:
    codes, words = example.split(" : ")
    (chain,) = chains(normalize(words))
    read = [(which.build.__name__, marked(chain, found)) for which, found in matched(chain)]
    assert (rule.build.__name__, codes.replace(" ", "")) in read


@pytest.mark.parametrize("example", COMMENTS)
def test_a_piece_has_the_codes_of_its_example(example: str) -> None:
    codes, words = example.split(" : ")
    (chain,) = chains(normalize(f"2023 {words}"))  # a year makes a chain of any words
    assert chain.codes == "y" + codes.replace(" ", "")


def test_each_rule_has_an_example() -> None:
    assert [rule.build.__name__ for rule in RULES if not rule.examples] == []


@pytest.mark.parametrize(("code", "word"), [(code, word) for code, (_, word) in CODES.items()])
def test_a_word_of_the_legend_has_its_code(code: str, word: str) -> None:
    (chain,) = chains(normalize(f"2023 {word}"))
    assert chain.codes == f"y{code}"


def test_rules_and_legend_have_the_same_codes() -> None:
    written = "".join(re.sub(r"\?P<\w+>", "", rule.pattern.pattern) for rule in RULES)
    assert set(re.findall(r"[A-Za-z]", written)) <= set(CODES) <= set(written)
    shown = "".join(example.split(" : ")[0] for example in [*COMMENTS, *(example for _, example in EXAMPLES)])
    assert set(CODES) <= set(shown) <= set(CODES) | MARKS
