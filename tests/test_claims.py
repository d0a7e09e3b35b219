"""The walk of docs/claims.md: its commands exist, run in their order, and print what stands below them."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import typer

from analysis.cli.main import app

ROOT = Path(__file__).parents[1]
WALK = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
BOXES = re.findall(r"^```(sh|text)\n(.*?)^```$", WALK, flags=re.DOTALL | re.MULTILINE)
COMMANDS = [line for kind, box in BOXES if kind == "sh" for line in box.splitlines() if line.startswith("analysis ")]
NUMBERS = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b|\d[\d,.:-]*")


def told(text: str) -> list[str]:
    """Return the lines of what a command prints, without hashes, days and numbers, which change with the version."""
    return [NUMBERS.sub("#", line).rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_walk_is_one(command: str) -> None:
    _, name, *arguments = shlex.split(command)
    typer.main.get_command(app).commands[name].make_context(name, arguments)  # type: ignore[attr-defined]


def test_the_walk_uses_what_it_made(tmp_path: Path) -> None:
    made: set[str] = {"articles"}
    for command in COMMANDS:
        words = shlex.split(command)
        used = [words[at + 1] for at, word in enumerate(words) if word in ("--sheet", "--codebook")]
        assert made.issuperset(used), command
        if "--out" in words:
            out = words[words.index("--out") + 1]
            made |= {out, out.replace(".xlsx", ".csv")}


@pytest.mark.slow
def test_the_walk_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "data" / "sample", folder / "data" / "sample")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for (kind, box), (after, printed) in pairwise([*BOXES, ("", "")]):
        if kind != "sh":
            continue
        done = subprocess.run(
            ["bash", "-e"], input=box, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{box}\n{done.stderr}"
        if "cd ../study" in box:
            folder = tmp_path / "study"
        if after == "text":
            lines = told(done.stdout)
            for line in told(printed):
                assert line in lines, f"{box} prints\n{done.stdout}"
