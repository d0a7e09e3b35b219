"""Who does what to whom: relations between actors that a sentence tells."""

from analysis.relations.find import balance, relations
from analysis.relations.lexicon import PRECISION, QUAD_CLASSES, RECALL
from analysis.relations.status import STATUSES
from analysis.relations.ties import ties

__all__ = ["PRECISION", "QUAD_CLASSES", "RECALL", "STATUSES", "balance", "relations", "ties"]
