"""The named entities of CAMeL Tools (a BERT tagger; Inoue et al. 2021), where its data is installed."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import category

from analysis.base import camel_data
from analysis.text.folding import clean

PACKAGE = "ner-arabert"  # 540 MB
AT_ONCE = 256  # sentences a call: the recogniser keeps what it computes for all of them
LONGEST = 64  # letters of a word that are looked at: a longer one is a line of dots or an address
_COMPONENT = "NamedEntityRecognition"
_TYPES = {"PERS": "PERS", "PER": "PERS", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}


def available() -> bool:
    """Tell whether the catalogue and the model that it names are there; never downloads, never raises."""
    try:
        path = _model_folder()
        weights = any((path / file).is_file() for file in ("model.safetensors", "pytorch_model.bin"))
        return weights and (path / "config.json").is_file() and (path / "vocab.txt").is_file()
    except (OSError, ValueError, LookupError, TypeError, RuntimeError):  # RuntimeError: no home directory
        return False


def describe() -> str:
    """Return one line for reports: the recogniser, with version and model."""
    return f"CAMeL Tools {version('camel-tools')}, NER, {camel_data.default(_COMPONENT)}"


def fetch() -> None:
    """Fetch the data. Raises RuntimeError, which says what to do, where it cannot be had."""
    camel_data.fetch(PACKAGE, "name recogniser", "recogniser")


def tag(sentences: list[list[str]]) -> list[list[str]]:
    """Return a tag for each word of each sentence: `O`, or `B-`/`I-` with PERS, LOC, ORG or MISC.

    Diacritics and tatweel are not looked at. A name always begins with `B-`. Needs the data (`available`).
    """
    recogniser = _recogniser()
    # Of like length together: each is computed as long as the longest.
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
    tags: list[list[str]] = [[] for _ in sentences]
    for first in range(0, len(order), AT_ONCE):
        places = order[first : first + AT_ONCE]
        found = recogniser.predict([[_word(form) for form in sentences[place]] for place in places])
        for place, labels in zip(places, found, strict=True):
            tags[place] = _well_formed(labels)
    return tags


def _word(form: str) -> str:
    """Return a word as the model reads it. One without a visible character would get no tag: it becomes a full stop."""
    word = clean(form)[:LONGEST]
    return word if any(category(each)[0] in "LNPS" and each != "\ufffd" for each in word) else "."


def _well_formed(labels: Iterable[str]) -> list[str]:
    """Return labels with the types of this package, where a name begins with `B-`.

    >>> _well_formed(["B-PER", "I-PER", "O", "I-LOC", "B-DATE"])
    ['B-PERS', 'I-PERS', 'O', 'B-LOC', 'O']
    """
    tags: list[str] = []
    before = ""
    for label in labels:
        position, _, name = label.partition("-")
        kind = _TYPES.get(name, "")
        tags.append(f"{'I' if position == 'I' and kind == before else 'B'}-{kind}" if kind else "O")
        before = kind
    return tags


def _model_folder() -> Path:
    return camel_data.path(_COMPONENT, camel_data.default(_COMPONENT))


@lru_cache
def _recogniser() -> Any:
    from camel_tools.ner import NERecognizer  # fetches where there is no catalogue: imported only now
    from transformers.utils import logging

    logging.disable_progress_bar()
    recogniser = NERecognizer.pretrained()
    _trim(recogniser.model)
    return recogniser


def _trim(model: Any) -> None:
    """Let a model see sentences without the padding that all its sentences share.

    camel_tools pads every sentence to 256 word pieces; most have 40. The tags are the same, five times as fast.
    """
    from torch.nn.functional import pad

    forward = model.forward

    def trimmed(input_ids: Any, token_type_ids: Any, attention_mask: Any) -> tuple[Any]:
        size = input_ids.shape[1]
        longest = int(attention_mask.sum(1).max())
        logits = forward(
            input_ids=input_ids[:, :longest],
            token_type_ids=token_type_ids[:, :longest],
            attention_mask=attention_mask[:, :longest],
        )[0]
        return (pad(logits, (0, 0, 0, size - longest)),)

    model.forward = trimmed
