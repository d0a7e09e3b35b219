"""Words with their parts of speech, and newspapers, to the weights of `analysis.lemmas.context`.

    python -m analysis.lemmas.training GOLD.tsv FRAMES

GOLD has a line a word: number of the sentence, form, lemma (`-`: no content word), part of speech (VERB, ...). FRAMES
is what `analysis annotate CORPUS --out FRAMES` wrote. Writes `context.tsv`, `odds.tsv.gz` and `qualifies.tsv.gz` to
lemmas/data.
"""

import gzip
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.lemmas import morphology
from analysis.lemmas.context import END, LARGEST, START, Weights, group_of, weights_of
from analysis.lemmas.readings import Reading
from analysis.text import tables
from analysis.text.folding import clean

PRIOR = 30.0  # occurrences that what the letters of a form tell weighs as much as
FEW = 3.0  # words that what holds of all words in -a weighs as much as
SEEN = 5  # occurrences from which on newspapers are asked
ROUNDS = 6  # over the corpus
LEAST = 0.05  # weights that are kept
DATA = "lemmas/data"
_DEFINITE = re.compile("[وفبك]?ال|[وف]?لل")


class Text(NamedTuple):
    """Words of sentences: distinct forms with their readings, the words as places among them, where sentences begin."""

    forms: list[str]
    readings: list[Reading]
    words: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, words: Sequence[str], sentence: np.ndarray) -> "Text":
        codes, forms = pd.factorize(np.array(words, dtype=object))
        starts = np.flatnonzero(np.r_[True, sentence[1:] != sentence[:-1]])
        return cls(forms.tolist(), morphology.read(forms.tolist()), codes, starts)


def train(gold: Text, verb: np.ndarray, taught: np.ndarray, news: Text) -> tuple[list[list[str]], dict[str, float]]:
    """Return the rows of `context.tsv`, and of forms their odds.

    `verb` tells which words of `gold` are verbs, `taught` which of them may be learnt from. What newspapers tell of a
    form is estimated by expectation and maximisation (Dempster, Laird and Rubin 1977) with the first weights, then
    the weights are learnt again beside it.
    """
    first = _learnt(gold, verb, taught, {})
    odds = _odds(news, weights_of(first))
    return _learnt(gold, verb, taught, odds), odds


def _learnt(gold: Text, verb: np.ndarray, taught: np.ndarray, odds: dict[str, float]) -> list[list[str]]:
    """Return weights as rows: a logistic regression with an L2 penalty."""
    open_ = np.array([bool(each.verb and each.noun) for each in gold.readings])[gold.words] & taught
    at = np.flatnonzero(open_)
    left, right = _beside(gold)
    features: list[dict[str, float]] = []
    for place in at.tolist():
        form, reading = gold.forms[gold.words[place]], gold.readings[gold.words[place]]
        group, value = group_of(reading.shape), odds.get(clean(form), reading.odds)
        names = [("shape", "", ""), ("shape", group, "")]
        names += [("left", each, left[place]) for each in ("", group)]
        names += [("right", each, right[place]) for each in ("", group)]
        value = max(-LARGEST, min(LARGEST, value))
        features.append({"\t".join(name): 1.0 for name in names} | {"odds\t\t": value, f"odds\t{group}\t": value})
    vectorizer = DictVectorizer()
    model = LogisticRegression(max_iter=1000).fit(vectorizer.fit_transform(features), verb[at])
    found = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    found["shape\t\t"] += model.intercept_[0]
    return _rows(found)


def _rows(found: dict[str, Any]) -> list[list[str]]:
    """Return weights as rows; those of every group are added to each."""
    keys = [tuple(key.split("\t")) for key in found]
    groups = sorted({group for _, group, _ in keys})
    sides = sorted({(what, beside) for what, _, beside in keys})
    rows = []
    for what, beside in sides:
        common = found.get(f"{what}\t\t{beside}", 0.0)
        for group in groups:
            weight = common + (found.get(f"{what}\t{group}\t{beside}", 0.0) if group else 0.0)
            if abs(weight) >= LEAST:
                rows.append([what, group, beside, f"{weight:.2f}"])
    return rows


def _beside(text: Text) -> tuple[list[str], list[str]]:
    """Return what stands before and after each word."""
    beside = [text.readings[word].beside for word in text.words.tolist()]
    left, right = [START, *beside[:-1]], [*beside[1:], END]
    for start in text.starts.tolist():
        left[start] = START
        right[start - 1] = END
    return left, right


def _odds(news: Text, known: Weights) -> dict[str, float]:
    """Return of each form seen often enough the logarithm of verb : noun, such that its contexts are as likely."""
    alone = np.array([known.alone(each) for each in news.readings])
    at = np.flatnonzero(np.isfinite(alone)[news.words])
    forms = news.words[at]
    left, right = (np.array([known.classes.get(each, 0) for each in side])[at] for side in _beside(news))
    groups = np.array([known.groups.get(group_of(each.shape), 0) for each in news.readings])
    context = known.shape[groups[forms]] + known.left[groups[forms], left] + known.right[groups[forms], right]
    letters = known.odds[groups] * np.clip([each.odds for each in news.readings], -LARGEST, LARGEST)
    times = np.bincount(forms, minlength=len(letters))
    found = letters.copy()
    for _ in range(ROUNDS):
        likely = np.bincount(forms, 1 / (1 + np.exp(-context - found[forms])), minlength=len(letters))
        share = (likely + PRIOR / (1 + np.exp(-letters))) / (times + PRIOR)
        found = np.log(share / (1 - share))
    scaled = found / np.maximum(known.odds[groups], 0.05)
    seen = np.flatnonzero(times >= SEEN).tolist()
    return {clean(news.forms[place]): round(float(scaled[place]), 1) for place in seen}


def qualifying(forms: Sequence[str], words: np.ndarray, starts: np.ndarray) -> dict[str, float]:
    """Return of each word in -a, without its article, how much likelier than others it stands behind a definite word.

    The natural logarithm of the odds, against those of all such words; the share is drawn to theirs by `FEW` words.
    `forms`, `words`, `starts` are those of a `Text`.
    """
    cleaned = [clean(form) for form in forms]
    definite = np.array([bool(_DEFINITE.match(form)) for form in cleaned])
    behind = np.r_[False, definite[words[:-1]]]
    behind[starts] = False
    feminine = np.array([form.startswith("ال") and form.endswith("ة") and len(form) > 4 for form in cleaned])
    counted = pd.DataFrame({"word": words, "behind": behind})[feminine[words]]
    counted["word"] = [cleaned[word][2:] for word in counted["word"].tolist()]
    of = counted.groupby("word")["behind"].agg(["sum", "size"])
    common = counted["behind"].mean()
    share = (of["sum"] + FEW * common) / (of["size"] + FEW)
    odds = np.log(share / (1 - share)) - np.log(common / (1 - common))
    return odds[of["size"] >= SEEN].round(1).to_dict()


def gold_of(path: Path) -> tuple[Text, np.ndarray, np.ndarray, np.ndarray]:
    """Return the words of a gold file, which of them are verbs, which have content, and their sentences."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    sentence = np.array([int(row[0]) for row in rows])
    verb, content = (np.array(each) for each in zip(*((row[3] == "VERB", row[2] != "-") for row in rows), strict=True))
    return Text.of([row[1] for row in rows], sentence), verb, content, sentence


def news_of(folder: Path) -> Text:
    """Return the words of an annotated corpus."""
    tokens = pd.read_parquet(folder / "tokens.parquet", columns=["article_id", "part", "sentence", "form"])
    sentence = tokens.groupby(["article_id", "part", "sentence"], observed=True, sort=False).ngroup().to_numpy()
    return Text.of(tokens["form"].astype("str").tolist(), sentence)


def main(gold: str, frames: str) -> None:
    """Train, and write the data."""
    tables.path(f"{DATA}/odds.tsv.gz").unlink(missing_ok=True)  # letters alone tell the odds to begin with
    (text, verb, content, _), news = gold_of(Path(gold)), news_of(Path(frames))
    _write("qualifies", qualifying(news.forms, news.words, news.starts))
    rows, odds = train(text, verb, content, news)
    tables.path(f"{DATA}/context.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    _write("odds", odds)


def _write(name: str, numbers: dict[str, float]) -> None:
    lines = "".join(f"{form}\t{number}\n" for form, number in sorted(numbers.items()))
    tables.path(f"{DATA}/{name}.tsv.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
