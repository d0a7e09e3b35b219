"""Names that the registry lacks."""

from analysis.candidates.find import find_candidates

__all__ = ["find_candidates"]
