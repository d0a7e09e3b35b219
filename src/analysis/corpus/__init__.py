"""Raw pages to annotated frames: what analyses take."""

from analysis.corpus.corpus import Corpus
from analysis.corpus.parts import two_parts
from analysis.corpus.read import annotate, read

__all__ = ["Corpus", "annotate", "read", "two_parts"]
