"""What is talked about: frequencies, keyness, collocations, themes, topic models, trends, and the contexts behind them.

Every function takes a Corpus and returns a table; an empty selection gives an empty table with the same columns.
"""

from analysis.topics.collocates import collocates
from analysis.topics.collocations import collocations
from analysis.topics.concordance import concordance, concordances
from analysis.topics.dictionary import Dictionary, DictionaryError, Theme, load_dictionary
from analysis.topics.frequency import frequency
from analysis.topics.keyness import keyness
from analysis.topics.labels import labelled, labels
from analysis.topics.matrix import matrix
from analysis.topics.merge import merge
from analysis.topics.models import model_sizes, models
from analysis.topics.stops import stopped
from analysis.topics.themes import theme_matches, theme_pairs, themes
from analysis.topics.trend import trend

__all__ = [
    "Dictionary", "DictionaryError", "Theme", "collocates", "collocations", "concordance", "concordances",
    "frequency", "keyness", "labelled", "labels", "load_dictionary", "matrix", "merge", "model_sizes", "models",
    "stopped", "theme_matches", "theme_pairs", "themes", "trend",
]  # fmt: skip
