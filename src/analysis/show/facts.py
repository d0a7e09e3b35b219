"""What the head of a page says of a corpus."""

from pathlib import Path

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.names.find import describe as describe_names
from analysis.sources.checks import of_source
from analysis.wording.phrases import wording


def entities_used(corpus: Corpus, language: str) -> str:
    """Return one line: which recogniser found the names beyond the registry."""
    used = corpus.info.get("entities", "off")
    return str(wording(language)["phrases"]["entities_off"]) if used == "off" else describe_names(used)


def source_name(corpus: Corpus, language: str) -> str:
    """Return what a corpus is called: the last part of where it was read from."""
    return Path(corpus.info.get("source") or "").name or str(wording(language)["phrases"]["sample"])


def span(corpus: Corpus, language: str) -> str:
    """Return the first and the last known day of publication, or that none is known."""
    known = corpus.columns("articles", ["published"])["published"].notna().any()
    return corpus.span if known else str(wording(language)["phrases"]["no_dates"])


def listed(corpus: Corpus) -> pd.DataFrame:
    """Return the articles of a corpus without their bodies; `published_after` where no day is known."""
    table = pd.concat([each.articles.drop(columns="body") for each in corpus.slices()], ignore_index=True)
    return table.assign(published_after=table["published_after"].where(table["published"].isna()))


def checked(corpus: Corpus, language: str) -> str:
    """Return one line: what a person found right in samples of this source; empty where none was read."""
    told = wording(language)["checks"]
    shares = ("precision", "recall", "low", "high")
    return "; ".join(
        told["recall_line" if kind == "recall" else "line"].format(
            kind=told[kind],
            **{**about, **{each: f"{about[each]:.0%}" for each in shares if isinstance(about.get(each), float)}},
        )
        for kind, about in of_source(corpus.info.get("source", "")).items()
    )
