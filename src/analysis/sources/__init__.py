"""Files of any accepted kind to raw pages and articles; what could not be read, and why."""

from analysis.base.notes import InputError, Note
from analysis.base.places import locate
from analysis.sources.raw import Raw
from analysis.sources.read import read_raw, read_side

__all__ = ["InputError", "Note", "Raw", "locate", "read_raw", "read_side"]
