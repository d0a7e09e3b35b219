"""Named entities in running text: persons, places, organisations and others, beyond the registry of actors."""

from analysis.names.find import describe, find_names

__all__ = ["describe", "find_names"]
