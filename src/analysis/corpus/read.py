"""A source to a corpus: read, or annotated into a store."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd

from analysis.actors.registry import registry_of
from analysis.base.frames import SCHEMA
from analysis.base.places import locate
from analysis.base.store_mark import is_begun
from analysis.corpus import cache
from analysis.corpus.annotation import Tools
from analysis.corpus.corpus import Corpus, columns_of, stored
from analysis.corpus.store.build import build
from analysis.corpus.store.plan import Asked
from analysis.lemmas.lemmatize import resolve as resolve_lemmatizer
from analysis.names.find import resolve as resolve_names
from analysis.sources.memory import as_place, name_of

Source: TypeAlias = str | os.PathLike[str] | pd.DataFrame | pd.Series | Sequence[str | Mapping[str, Any]]
READING = ("registry", "lemmatizer", "entities", "keep_duplicates", "columns")  # parameters of notebooks for `read`


def read(
    source: Source = "",
    *,
    registry: Any = None,
    lemmatizer: str = "auto",
    entities: str = "off",
    columns: Mapping[str, str] | str | None = None,
    keep_duplicates: bool = False,
    jobs: int | None = None,
) -> Corpus:
    """Return the corpus of a folder of articles, of one file, or of articles in memory; nothing is the shipped sample.

    In memory they are a DataFrame (a row an article, its columns called as those of tables in files are), or a list of
    texts or of dicts: `file` is `frame.jsonl` then, and `ordinal` the number of the row, counted from 0. Columns of a
    table, in memory or in files, and of metadata.csv that are no field of an article (`country`) are columns of
    `articles` too, as plain text: `corpus.filter(country="x")`; the log names those that are not (long texts, nested
    values, names of columns of ours).

    `columns` names columns of tables that are not called by a usual name: {"body": "Text"} or "body=Text, title=Head".
    `registry`: a Registry, or the path of a YAML file that extends the built-in one. `lemmatizer`: `auto`,
    `simple` or `camel`. `entities`: names beyond the registry, `off`, `auto` (CAMeL's recogniser where its data is
    installed, else the embedded one), `crf` (the embedded one) or `camel`; they are mentions that nothing counts until
    an actors.yml accepts them. `keep_duplicates`: count stories that repeat another. `jobs`: processes to work with (a
    script that asks for more than one calls this under `if __name__ == "__main__":`); the frames are the same whatever
    their number. A store that `annotate` wrote is opened as it was made. What is read once is kept in a cache (see
    `cache`). Raises InputError where nothing can be read, and for an option that a store was not made with.

    >>> corpus = read()
    >>> list(corpus.articles.columns[:4])
    ['article_id', 'file', 'ordinal', 'title']
    """
    given = {"registry": registry, "lemmatizer": lemmatizer, "columns": columns, "keep_duplicates": keep_duplicates}
    with as_place(source) as path:
        if str(path) and is_begun(locate(path)):
            return stored(path, entities=entities, **given)
        return _read(path, jobs, *_asked(name_of(source), **given, entities=entities))


def _read(
    path: str | os.PathLike[str], jobs: int | None, tools: Tools, info: dict[str, Any], options: dict[str, Any]
) -> Corpus:
    """Return the corpus of a place that is no store."""

    def make(folder: str, digests: Mapping[str, str]) -> None:
        build(path, folder, tools, **options, info=info, jobs=jobs, digests=digests)

    asked = Asked(tools, **options)
    with cache.folder(path, asked.key(), asked.kin(), make) as folder:
        corpus = Corpus.load(folder.path, registry=tools.registry)
        corpus.info |= info
        if not folder.stays:
            corpus = corpus.replace(**{name: getattr(corpus, name) for name in SCHEMA})
    return corpus


def annotate(
    source: Source,
    out: str | os.PathLike[str],
    *,
    registry: Any = None,
    lemmatizer: str = "auto",
    entities: str = "off",
    columns: Mapping[str, str] | str | None = None,
    keep_duplicates: bool = False,
    jobs: int | None = None,
    scheduler: str | None = None,
    wait: float = 0,
) -> Corpus:
    """Read and annotate a source into the folder `out`; return the corpus that lies there then (see `store`).

    Takes what `read` takes; `source` and `out` may be any address that fsspec knows (s3://...), and `scheduler` the
    address of a Dask scheduler whose workers do the work. A run that was cut off goes on where it stopped; into a
    finished store only new and changed files are read. One process at a time writes into a folder; `wait` is the time,
    in seconds, that another may take to finish. Raises InputError where nothing can be read or written.
    """
    tools, info, options = _asked(name_of(source), registry, lemmatizer, columns, keep_duplicates, entities)
    with as_place(source) as path:
        build(path, out, tools, **options, info=info, jobs=jobs, scheduler=scheduler, wait=wait)
    return Corpus.load(out, registry=tools.registry)


def _asked(
    name: str, registry: Any, lemmatizer: str, columns: Any, keep_duplicates: bool, entities: str
) -> tuple[Tools, dict[str, Any], dict[str, Any]]:
    """Return the tools, what is told of them, and the options of reading that are asked for."""
    tools = Tools(registry_of(registry), resolve_lemmatizer(lemmatizer), resolve_names(entities))
    info = {
        "source": name,
        "lemmatizer": tools.lemmatizer,
        "entities": tools.entities,
        "keep_duplicates": keep_duplicates,
        "registry": str(registry) if isinstance(registry, str | os.PathLike) else None,
    }
    return tools, info, {"columns": columns_of(columns), "keep_duplicates": keep_duplicates}
