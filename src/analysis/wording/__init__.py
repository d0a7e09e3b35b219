"""The words that users read, in English and Arabic."""

from analysis.wording.phrases import interval_label, period_label, wording

__all__ = ["interval_label", "period_label", "wording"]
