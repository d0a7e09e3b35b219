"""The lab: a corpus under one's hands, and what it shows at once."""

from analysis.explore.explorer import Explorer
from analysis.explore.names import accept, ignore, merge
from analysis.explore.panel import Panel
from analysis.explore.review import Review

__all__ = ["Explorer", "Panel", "Review", "accept", "ignore", "merge"]
