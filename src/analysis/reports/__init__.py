"""Runs of the notebooks and the pages that they write."""

from analysis.reports.run import NotebookError, write

__all__ = ["NotebookError", "write"]
