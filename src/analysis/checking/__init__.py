"""Checking by hand: random cases on a sheet, the precision that a filled sheet gives, and counts corrected by it."""

from analysis.checking.coders import agreement, alpha, dealt
from analysis.checking.corrected import corrected, corrected_actors
from analysis.checking.merge import merge
from analysis.checking.recall import missed, sample_recall
from analysis.checking.sample import (
    sample_dates,
    sample_mentions,
    sample_relations,
    sample_stories,
    sample_themes,
    sample_voices,
    score,
)
from analysis.checking.sheet import write_sheet
from analysis.sources.checks import KINDS, of_source, save

__all__ = [
    "KINDS",
    "agreement",
    "alpha",
    "corrected",
    "corrected_actors",
    "dealt",
    "merge",
    "missed",
    "of_source",
    "sample_dates",
    "sample_mentions",
    "sample_recall",
    "sample_relations",
    "sample_stories",
    "sample_themes",
    "sample_voices",
    "save",
    "score",
    "write_sheet",
]
