"""Runs of the notebooks and the pages that they write."""

import analysis.reports.schema  # noqa: F401  # isort: split
from analysis.reports.run import NotebookError, write

__all__ = ["NotebookError", "write"]
