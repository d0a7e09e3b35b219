"""Arabic text: folded for matching, cut into sentences and tokens, all with offsets into the original."""

from analysis.text.folding import normalize
from analysis.text.segments import sentences, tokenize

__all__ = ["normalize", "sentences", "tokenize"]
