"""What parameters name: files, themes and columns looked at before the work begins."""

from collections.abc import Callable, Mapping
from typing import Any

from analysis.actors.registry import Registry, load_registry
from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.base.yaml_lines import YamlError
from analysis.corpus.corpus import columns_of
from analysis.lemmas.lemmatize import resolve as resolve_lemmatizer
from analysis.names.find import resolve as resolve_names
from analysis.query.fields import check as check_query
from analysis.sources.columns import check_columns
from analysis.topics.dictionary import load_dictionary

Place = Callable[[str, str], str]  # where the value of a report's parameter stands, by report and name


def check(parameters: Mapping[str, Mapping[str, Any]], place: Place = lambda report, name: "") -> None:
    """Raise InputError for a parameter of a report that cannot be used: told with `place`, where it was given.

    A file that cannot be used is told with its line.
    """
    for report, values in parameters.items():
        for name, value in values.items():
            if name not in CHECKS or value in ("", None):
                continue
            try:
                CHECKS[name](value, values)
            except YamlError as error:  # names the file and its line
                raise InputError(str(error)) from None
            except ValueError as error:
                where = place(report, name)
                raise InputError(f"{where}: {error}" if where else str(error)) from None


def _themes(path: Any) -> Any:
    return load_dictionary(locate(path) if path else None)


def _registry(path: Any) -> Registry:
    return load_registry(locate(path) if path else None)


CHECKS: dict[str, Callable[[Any, Mapping[str, Any]], object]] = {
    "source": lambda value, _: locate(value),
    "registry": lambda value, _: _registry(value),
    "actor": lambda value, values: _registry(values.get("registry")).id_of(value),
    "dictionary": lambda value, _: _themes(value),
    "theme": lambda value, values: _themes(values.get("dictionary")).theme(value),
    "query": lambda value, values: check_query(
        value, registry=_registry(values.get("registry")), dictionary=_themes(values.get("dictionary"))
    ),
    "columns": lambda value, _: check_columns(columns_of(value)),
    "lemmatizer": lambda value, _: resolve_lemmatizer(value),
    "entities": lambda value, _: resolve_names(value),
}
