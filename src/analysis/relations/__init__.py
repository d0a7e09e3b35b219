"""Who does what to whom: relations between actors that a sentence tells."""

from analysis.relations.find import balance, relations
from analysis.relations.lexicon import PRECISION, QUAD_CLASSES

__all__ = ["PRECISION", "QUAD_CLASSES", "balance", "relations"]
