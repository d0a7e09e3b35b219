"""Topic frequency, actor co-occurrence and timeline analysis of Arabic news articles.

import analysis
corpus = analysis.read("folder")
analysis.topics.frequency(corpus)
"""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import Any

try:
    __version__ = version("arabic-news-analysis")
except PackageNotFoundError:
    __version__ = "0"

_ROOMS = (
    *("sources", "pages", "text", "lemmas", "names", "actors", "dates", "corpus"),
    *("topics", "networks", "candidates", "voices", "relations", "stories", "profiles"),
    *("timeline", "evidence", "query", "plots", "wording", "show", "explore", "checking", "reports"),
)
_SHOWN = (  # the keys of `show.notebook.SHOWN`, which takes seconds to import
    *(("pandas", "DataFrame"), ("pandas", "Series")),
    *(("networkx.classes.graph", "Graph"), ("analysis.corpus.corpus", "Corpus")),
)

__all__ = ["Corpus", "read", "show_versions", *_ROOMS]


def __getattr__(name: str) -> Any:
    """Import a room when it is first asked for: plotting and notebooks take a second that plain reading need not."""
    if name in ("Corpus", "read"):
        return getattr(import_module("analysis.corpus"), name)
    if name == "show_versions":
        return import_module("analysis.base.versions").show_versions
    if name in _ROOMS:
        return import_module(f"analysis.{name}")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(["__doc__", "__version__", *__all__])


class _Package(ModuleType):
    """This package: a room, however it is imported, lists its `__all__`, and neither its files nor what they import."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _ROOMS:
            value.__dir__ = lambda: sorted(["__doc__", *value.__all__])
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def _shown(module: str, name: str) -> Callable[[Any], Any]:
    """Return what shows the first value of a type in a notebook, and has `show.notebook` show all that come after."""

    def show(value: Any) -> Any:
        notebook = import_module("analysis.show.notebook")
        notebook.register()
        return notebook.SHOWN[module, name](value)

    return show


def _register() -> None:
    """Have IPython import `show.notebook` when it first shows a frame, a series, a graph or a corpus."""
    shell = import_module("IPython.core.getipython").get_ipython()
    if shell is None:
        return
    html = shell.display_formatter.formatters["text/html"]
    for module, name in _SHOWN:
        if html.for_type_by_name(module, name) is None:
            html.for_type_by_name(module, name, _shown(module, name))


if "IPython" in sys.modules:  # a notebook has no right to left of its own; what the library shows brings it along
    _register()
