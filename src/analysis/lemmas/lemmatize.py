"""Words to lemmas and parts of speech, looked up once a distinct form; and which words are no topic."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import version

import numpy as np

from analysis.base import camel_data
from analysis.base.notes import choice
from analysis.lemmas import camel, lexicon, morphology
from analysis.lemmas.context import verbs
from analysis.lemmas.readings import Reading
from analysis.text.folding import CLEAN

LEMMATIZERS = ("auto", "simple", "camel")
_found: dict[str, dict[str, Reading]] = {"simple": {}, "camel": {}}


def lemmatize(forms: Iterable[str], lemmatizer: str = "auto") -> list[str]:
    """Return the lemma of each form, in the same order; each distinct form is looked up once a process.

    Forms that follow each other are read as a sentence, which tells a noun from a verb; for words that do not, see
    `lemmatize_alone`.

    A lemma is written as a dictionary shows it: no diacritics, no article, singular and masculine where known,
    verbs in the perfect. Numbers keep their value in digits 0-9, words of other scripts are lower-cased.

    `lemmatizer`: `simple` (simplemma's dictionary with rules for what is attached to a word), `camel` (the maximum
    likelihood disambiguator of CAMeL Tools, Obeid et al. 2020; needs its data) or `auto` (camel where its data is
    installed, else simple). Raises ValueError as `resolve` does.

    >>> lemmatize(["وبلوشستان", "واشنطن", "مسلحين", "المدارس", "سيعلنون", "NATO", "٢٠٢١"], "simple")
    ['بلوشستان', 'واشنطن', 'مسلح', 'مدرسة', 'أعلن', 'nato', '2021']
    """
    if isinstance(forms, str):
        raise TypeError(f"forms is one string; give a list: lemmatize([{forms!r}])")
    forms = list(forms)
    places = {form: place for place, form in enumerate(dict.fromkeys(forms))}
    found = readings(places, lemmatizer)
    words = np.array([places[form] for form in forms], dtype="int64")
    verb = verbs(found, words, np.array([], dtype="int64"))  # where sentences begin is not known
    return [found[word].lemma(is_verb) for word, is_verb in zip(words.tolist(), verb.tolist(), strict=True)]


def lemmatize_alone(words: Iterable[str], lemmatizer: str = "auto") -> list[str]:
    """Return the likeliest lemma of each word by itself: for queries, and lists of words.

    >>> lemmatize_alone(["كتاب", "وصل"], "simple")
    ['كتاب', 'وصل']
    """
    return [each.lemma(each.pos == "verb") for each in readings(words, lemmatizer)]


def readings(forms: Iterable[str], lemmatizer: str = "auto") -> list[Reading]:
    """Return what each form can be; raises ValueError as `resolve` does."""
    name = resolve(lemmatizer)
    found, forms = _found[name], list(forms)
    missing = [form for form in dict.fromkeys(forms) if form not in found]
    if missing:
        found.update(zip(missing, _lookup(name)(missing), strict=True))
    return [found[form] for form in forms]


def resolve(lemmatizer: str = "auto") -> str:
    """Return the lemmatizer that a name stands for: `simple` or `camel`.

    Raises ValueError for an unknown name, and for `camel` where the data of CAMeL Tools is not installed.
    """
    choice("lemmatizer", lemmatizer, LEMMATIZERS)
    if lemmatizer == "auto":
        return "camel" if camel.installed() else "simple"
    if lemmatizer == "camel" and not camel.installed():
        raise ValueError(
            f"lemmatizer='camel' needs the data of CAMeL Tools, which is not in {camel_data.folder()}: "
            "run `analysis data`, set CAMELTOOLS_DATA to the folder that holds it, or choose lemmatizer='simple'"
        )
    return lemmatizer


def fetch() -> None:
    """Fetch the data that the lemmatizer `camel` needs; see `analysis data`. Raises RuntimeError where it cannot."""
    camel.install()


def describe(lemmatizer: str = "auto") -> str:
    """Return one line for reports: which lemmatizer is used, with versions.

    >>> describe("simple").startswith("simplemma 2.")
    True
    """
    if resolve(lemmatizer) == "camel":
        return f"CAMeL Tools {version('camel-tools')}, MLE disambiguator, {camel.model()}"
    return f"simplemma {version('simplemma')} with rules for clitics and inflection, wordfreq {version('wordfreq')}"


@lru_cache(maxsize=1_000_000)
def is_stop(form: str, lemma: str) -> bool:
    """Tell whether a word is no topic by itself: a function word, a number, or a verb that reports speech.

    >>> is_stop("وفيها", "في"), is_stop("34", "34"), is_stop("قالت", "قال"), is_stop("باكستان", "باكستان")
    (True, True, True, False)
    """
    words, key = stop_words(), _key(form)
    return key in words or key[:1].isdigit() or _key(lemma) in words


@lru_cache
def stop_words(*sections: str) -> frozenset[str]:
    """Return the stop words, without marks and with bare alef.

    `sections`: any of `function`, `numbers` (number words), `reporting` (verbs that report speech); all of them where
    none is named. Raises ValueError for another name. They come from lemmas/data/particles.txt and stopwords.txt.

    >>> "اعلن" in stop_words("reporting"), "اعلن" in stop_words("function")
    (True, False)
    """
    words = lexicon.word_lists("lemmas/data/stopwords.txt")
    particles = lexicon.word_lists("lemmas/data/particles.txt")
    words["function"] += particles["inflected"] + particles["fixed"]
    unknown = set(sections) - set(words)
    if unknown:
        raise ValueError(f"no such section of stop words: {', '.join(sorted(unknown))}; there are {', '.join(words)}")
    return frozenset(_key(word) for name in sections or words for word in words[name])


def particles() -> frozenset[str]:
    """Return the particles, and the pronouns and conjunctions that are attached to them, as they are spelt.

    >>> "على" in particles(), "علي" in particles()
    (True, False)
    """
    lists = lexicon.word_lists("lemmas/data/particles.txt")
    return frozenset(word for words in lists.values() for word in words)


def _key(word: str) -> str:
    """Return a word as the stop list compares it: final ya and alef maksura, ta marbuta and ha stay apart."""
    return word if word.isascii() else word.translate(_KEY)


def _lookup(name: str) -> Callable[[list[str]], list[Reading]]:
    return camel.read if name == "camel" else morphology.read


_KEY = CLEAN | dict.fromkeys(map(ord, "أإآ"), "ا")
