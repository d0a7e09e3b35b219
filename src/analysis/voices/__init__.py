"""Voices: who is quoted, how much, and with which verb."""

from analysis.voices.genders import by_gender
from analysis.voices.quotations import find_quotations, quotations
from analysis.voices.speakers import by_outlet, never_quoted, speakers, stances, unnamed

__all__ = ["by_gender", "by_outlet", "find_quotations", "never_quoted", "quotations", "speakers", "stances", "unnamed"]
