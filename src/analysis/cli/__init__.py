"""The `analysis` command."""

from analysis.cli.main import main

__all__ = ["main"]
