"""The command, run as the shell would."""

import sys
from pathlib import Path

import pytest

from analysis import cli


class Done:
    """What a run printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Return a function that runs `analysis ...` in a folder of its own, as the shell would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TQDM_DISABLE", "")  # taken back after the test
    monkeypatch.delenv("TQDM_DISABLE")

    def call(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["analysis", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return call
