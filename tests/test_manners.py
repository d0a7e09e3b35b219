"""What a user of pandas expects of a library: types, names, versions, short errors."""

import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest

import analysis
from analysis.base.notes import InputError
from analysis.base.versions import TOLD
from corpora import corpus_of


def test_the_package_says_that_it_is_typed() -> None:
    assert files("analysis").joinpath("py.typed").is_file()


def test_dir_lists_what_a_user_may_rely_on() -> None:
    shown = [name for name in dir(analysis) if not name.startswith("__")]
    assert shown == sorted(analysis.__all__) and {"read", "Corpus", "topics", "query"} <= set(shown)


@pytest.mark.parametrize("room", sorted(set(analysis.__all__) - {"Corpus", "read", "show_versions"}))
def test_a_room_lists_what_a_user_may_rely_on_and_no_file_or_import_of_its_own(room: str) -> None:
    module = getattr(analysis, room)
    shown = [name for name in dir(module) if not name.startswith("__")]
    assert shown == sorted(module.__all__) and len(shown) > 0
    assert not any(isinstance(getattr(module, name), ModuleType) for name in shown)


def test_versions_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    analysis.show_versions()
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert set(TOLD) <= set(lines) and lines["python"] == sys.version.split()[0]


def test_a_notebook_shows_the_one_line_that_matters() -> None:
    code = "import analysis; analysis.read().filter(outlet='Nowhere')"
    command = [sys.executable, "-m", "IPython", "--colors=NoColor", "-c", code]
    told = subprocess.run(command, capture_output=True, text=True)
    lines = [line for line in (told.stdout + told.stderr).splitlines() if line.strip()]
    assert len(lines) == 1 and lines[0].startswith("InputError: outlet='Nowhere': no article has it")


def test_a_wrong_choice_is_an_error_of_the_same_kind() -> None:
    with pytest.raises(InputError, match="by='root': choose one of lemma, form"):
        analysis.topics.frequency(corpus_of(["iran said"]), by="root")


def test_one_number_of_articles() -> None:
    corpus = corpus_of(["iran said"], ["iran said"], ["oman said no"])
    articles = corpus.articles.assign(duplicate_of=[None, "article000", None])
    assert repr(corpus.replace(articles=articles)).startswith("<Corpus: 2 articles (and 1 copy), 5 words")
    assert repr(corpus).startswith("<Corpus: 3 articles, 7 words")


def test_words_are_plain_strings(sample: analysis.Corpus) -> None:
    found = sample.words(lemma="كوريا")
    forms = found["form"].value_counts()
    assert (forms > 0).all() and forms.sum() == (sample.tokens["lemma"] == "كوريا").sum() > 10
    assert (found.dtypes != "category").all()
    part = sample.filter("2022-01-01", "2022-12-31").tokens["form"].value_counts()
    assert 0 < len(part) < sample.tokens["form"].nunique() and (part > 0).all()
    both = sample.words(pos=["noun", "verb"], stop=False)
    assert len(both) == (sample.tokens["pos"].isin(["noun", "verb"]) & ~sample.tokens["stop"]).sum()
    with pytest.raises(InputError, match=r"lemm: no such column of tokens \(did you mean lemma"):
        sample.words(lemm="x")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: analysis.topics.frequency(c, top=-1), "top=-1: give 1 or more"),
        (lambda c: analysis.topics.frequency(c, n=0), "n=0: give 1 or more"),
        (lambda c: analysis.topics.collocates(c, "iran", window=0), "window=0: give 1 or more"),
        (lambda c: analysis.topics.collocations(c, n=9), r"n=\(9,\): choose lengths from 2 to 4"),
        (lambda c: analysis.topics.models(c, k=1), "k=1: give 2 or more"),
        (lambda c: analysis.networks.cooccurrence(c, unit="sentense"), r"unit='sentense'.*\(did you mean sentence\?\)"),
        (lambda c: analysis.networks.cooccurrence(c, clusters=5), "clusters: give a Series"),
        (lambda c: analysis.query.find(c, "iran", limit=-1), "limit=-1: give 0 or more"),
        (lambda c: analysis.timeline.volume(c, "moth"), r"grain='moth'.*\(did you mean month\?\)"),
    ],
)
def test_a_wrong_argument_is_told_with_what_to_do(call: Callable[[Any], Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        call(corpus_of(["iran said", "oman said no"], days=["2024-01-01"]))


def test_nothing_has_the_columns_and_types_of_something(sample: analysis.Corpus) -> None:
    empty = sample.of([])
    for measure in (analysis.voices.never_quoted, analysis.topics.frequency, analysis.networks.actors):
        assert measure(empty).dtypes.equals(measure(sample).dtypes) and measure(empty).empty
