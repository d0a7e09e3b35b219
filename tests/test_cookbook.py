"""Each recipe of the cookbook runs over the sample, and shows something."""

import ast
import re
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest
from matplotlib import pyplot

BOOK = (Path(__file__).parents[1] / "docs" / "cookbook.md").read_text(encoding="utf-8")
BEGIN, *RECIPES = re.findall(r"```python\n(.*?)```", BOOK, flags=re.S)
CALLS = [cell for row in BOOK.split("## Coming from elsewhere")[1].splitlines() for cell in row.split("|")[2:3]]


@pytest.fixture(scope="module")
def begun() -> dict[str, Any]:
    """What the first lines of the book bring."""
    names: dict[str, Any] = {}
    exec(compile(BEGIN, "cookbook.md", "exec"), names)
    return names


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.strip().splitlines()[-1][:60])
def test_a_recipe_runs_and_shows_something(
    recipe: str, begun: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sklearn" in recipe:
        pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    names = dict(begun)
    *lines, last = ast.parse(recipe).body
    exec(compile(ast.Module(lines, []), "cookbook.md", "exec"), names)
    assert isinstance(last, ast.Expr), "a recipe ends with what it shows"
    shown = eval(compile(ast.Expression(last.value), "cookbook.md", "eval"), names)
    pyplot.close("all")
    if isinstance(shown, pd.DataFrame | pd.Series):
        assert len(shown) > 0
    else:
        assert shown is not None or list(tmp_path.iterdir())


def test_there_are_twenty_recipes_of_few_lines() -> None:
    assert re.findall(r"(?m)^### (\d+)\.", BOOK) == [str(number) for number in range(1, 21)]
    assert max(len(recipe.splitlines()) for recipe in RECIPES) <= 10


def test_the_lines_of_the_guide_run(begun: dict[str, Any]) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "guide.md").read_text(encoding="utf-8")
    lines = re.search(r"## Asking in Python.*?```python\n(.*?)```", guide, flags=re.S)
    assert lines
    shown = [each.value for each in ast.parse(lines[1]).body if isinstance(each, ast.Expr)]
    assert all(len(eval(compile(ast.Expression(each), "guide.md", "eval"), begun)) > 0 for each in shown)


@pytest.mark.parametrize(
    "call", sorted({name for cell in CALLS for name in re.findall(r"`((?:topics|query|networks|timeline)\.\w+)", cell)})
)
def test_the_calls_of_the_table_are_there(call: str, begun: dict[str, Any]) -> None:
    room, name = call.split(".")
    assert callable(getattr(begun[room], name))
