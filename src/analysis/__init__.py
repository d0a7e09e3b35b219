"""Topic frequency, actor co-occurrence and timeline analysis of Arabic news articles.

import analysis
corpus = analysis.read("folder")
analysis.topics.frequency(corpus)
"""

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

try:
    __version__ = version("arabic-news-analysis")
except PackageNotFoundError:
    __version__ = "0"

_ROOMS = (
    *("sources", "pages", "text", "lemmas", "names", "actors", "dates", "corpus"),
    *("topics", "networks", "candidates", "relations", "timeline", "evidence"),
    *("plots", "wording", "show", "explore", "checking", "reports"),
)

__all__ = ["Corpus", "read", *_ROOMS]


def __getattr__(name: str) -> Any:
    """Import a room when it is first asked for: plotting and notebooks take a second that plain reading need not."""
    if name in ("Corpus", "read"):
        return getattr(import_module("analysis.corpus"), name)
    if name in _ROOMS:
        return import_module(f"analysis.{name}")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


if "IPython" in sys.modules:  # a notebook has no right to left of its own; what the library shows brings it along
    import_module("analysis.show.notebook").register()
