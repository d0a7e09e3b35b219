"""Topic dictionaries: themes with the words and phrases that tell them, read from YAML."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.base.notes import InputError, did_you_mean
from analysis.base.places import locate
from analysis.base.yaml_lines import Strings, YamlError, abridged, compose, fault, node_at, plain, read
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.segments import token_spans

_LISTS = ("lemmas", "phrases", "exclude")
_BUILT_IN = "built_in"  # a file that begins with `built_in: false` stands alone

# A dictionary file that cannot be used.
DictionaryError = YamlError


class Theme(BaseModel):
    """One theme: what its words say is counted.

    `lemmas` are words, counted in all their forms; `phrases` are sequences of words, counted in all forms of each;
    `exclude` are words and phrases inside which nothing is counted for this theme (`حرب النجوم`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ar: str
    en: str
    lemmas: Strings = []
    phrases: Strings = []
    exclude: Strings = []


class Dictionary:
    """Themes by id, in the order of their files.

    >>> load_dictionary().name("terrorism", "ar")
    'الإرهاب والهجمات'
    """

    def __init__(self, themes: dict[str, Theme]) -> None:
        self.themes = themes

    def theme(self, id: str) -> Theme:
        """Return a theme. Raises InputError for an unknown id: it tells the nearest."""
        if id not in self.themes:
            near, there = did_you_mean(id, self.themes), ", ".join(self.themes) or "none"
            raise InputError(f"theme {id!r} is not in the dictionary{near}; there are {there}")
        return self.themes[id]

    def name(self, id: str, language: str = "en") -> str:
        """Return the name of a theme in `language` (`ar` or `en`)."""
        return self.theme(id).ar if language == "ar" else self.theme(id).en

    def __len__(self) -> int:
        return len(self.themes)

    def __repr__(self) -> str:
        return f"<Dictionary: {', '.join(self.themes)}>"


def load_dictionary(dictionary: Dictionary | str | Path | None = None) -> Dictionary:
    """Return the built-in themes, or those of the YAML file at a path; a Dictionary is returned as it is.

    The file maps ids to themes (see Theme; `ar` and `en` are needed, and `lemmas` or `phrases`). It extends the
    built-in themes: one whose id is known already adds its lists and replaces the names that it gives. With
    `built_in: false` the file stands alone. Raises DictionaryError, a ValueError, where the file cannot be used; it
    tells file, line, field and how to mend it.

    >>> "taliban" in load_dictionary().themes, len(load_dictionary()) >= 12
    (False, True)
    """
    if isinstance(dictionary, Dictionary):
        return dictionary
    if dictionary is None or str(dictionary) == "":
        return _built_in()
    file = locate(dictionary)
    return Dictionary(_themes(str(file), read(file, "themes")))


@lru_cache(maxsize=1)
def _built_in() -> Dictionary:
    file = tables.path("topics/data/topics.yml")
    return Dictionary(_themes(str(file), f"{_BUILT_IN}: false\n" + file.read_text(encoding="utf-8")))


def words_of(entry: str) -> list[str]:
    """Return the words of an entry."""
    return [entry[start:end] for start, end in token_spans(entry)]


def _themes(file: str, text: str) -> dict[str, Theme]:
    """Return the themes of a YAML text, laid over the built-in ones unless it says otherwise."""
    return _read(file, compose(text, file))


def _read(file: str, root: yaml.Node | None) -> dict[str, Theme]:
    if root is None:
        return dict(_built_in().themes)
    entries = plain(root, file)
    if not isinstance(entries, dict):
        raise fault(file, root, "(file)", "must map ids to themes; write 'id:' with ar, en and lemmas below")
    alone = entries.pop(_BUILT_IN, True)
    if not isinstance(alone, bool):
        raise fault(file, node_at(root, [_BUILT_IN]), _BUILT_IN, f"must be true or false (given: {abridged(alone)})")
    themes = dict(_built_in().themes) if alone else {}
    for id, entry in entries.items():
        node = _value(root, id)
        if not isinstance(entry, dict):
            raise fault(file, node, id, "is no theme; write ar, en and lemmas or phrases below it")
        themes[id] = _validated(_joined(themes.get(id), entry), node, file, id)
        _check(themes[id], node, file, id)
    return themes


def _value(root: yaml.Node, id: str) -> yaml.Node:
    """Return the node of a theme; its key, where nothing stands below it."""
    key, value = next((key, value) for key, value in root.value if key.value == id)
    return value if isinstance(value, yaml.MappingNode) else key


def _joined(known: Theme | None, entry: dict[str, Any]) -> dict[str, Any]:
    if known is None:
        return entry
    joined = {**known.model_dump(), **entry}
    for field in _LISTS:
        new = [entry[field]] if isinstance(entry.get(field), str) else entry.get(field, [])
        if isinstance(new, list):
            joined[field] = [*new, *getattr(known, field)]
    return joined


def _validated(entry: dict[str, Any], node: yaml.Node, file: str, id: str) -> Theme:
    try:
        return Theme.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join([id, *(str(part) for part in first["loc"])])
        match first["type"]:
            case "extra_forbidden":
                what = f"unknown field; remove or correct it (a theme has {', '.join(Theme.model_fields)})"
            case "missing":
                what = "is missing; add it"
            case _:
                what = f"{first['msg']} (given: {abridged(first['input'])}); correct the value"
        raise fault(file, node_at(node, first["loc"]), field, what) from error


def _check(theme: Theme, node: yaml.Node, file: str, id: str) -> None:
    """Refuse a theme that cannot be counted."""
    if not theme.lemmas and not theme.phrases:
        raise fault(file, node, id, "has no lemmas and no phrases; add one of them")
    counted = {key(entry) for entry in (*theme.lemmas, *theme.phrases)}
    for field, position, entry in _entries(theme):
        words = words_of(entry)
        where = f"{id}.{field}"
        if not any(normalize(word) for word in words):
            what = f"{entry!r} is empty after normalisation; give a word"
            raise fault(file, node_at(node, [field, position]), where, what)
        if field == "lemmas" and len(words) > 1:
            what = f"{entry!r} is {len(words)} words; move it to phrases"
            raise fault(file, node_at(node, [field, position]), where, what)
        if field == "exclude" and key(entry) in counted:
            what = f"{entry!r} is counted and excluded in one theme; remove one of the two"
            raise fault(file, node_at(node, [field, position]), where, what)


def key(entry: str) -> str:
    """Return an entry as it is compared with others."""
    return " ".join(normalize(word) for word in words_of(entry))


def _entries(theme: Theme) -> Iterable[tuple[str, int, str]]:
    for field in _LISTS:
        for position, entry in enumerate(getattr(theme, field)):
            yield field, position, entry
