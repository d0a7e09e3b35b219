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


def test_the_recipes_are_counted_and_of_few_lines() -> None:
    assert re.findall(r"(?m)^### (\d+)\.", BOOK) == [str(number) for number in range(1, 25)]
    assert max(len(recipe.splitlines()) for recipe in RECIPES) <= 10


def test_the_lines_of_the_guide_run(begun: dict[str, Any]) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "guide.md").read_text(encoding="utf-8")
    lines = re.search(r"## Asking in Python.*?```python\n(.*?)```", guide, flags=re.S)
    assert lines
    shown = [each.value for each in ast.parse(lines[1]).body if isinstance(each, ast.Expr)]
    assert all(len(eval(compile(ast.Expression(each), "guide.md", "eval"), begun)) > 0 for each in shown)


@pytest.mark.parametrize("call", sorted({each for cell in CALLS for each in re.findall(r"`([^`]+)`", cell)}))
def test_the_calls_of_the_table_run(
    call: str, begun: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    themes = "water:\n  ar: المياه\n  en: Water\n  lemmas: [مياه]\n"
    (tmp_path / "themes.yml").write_text(themes, encoding="utf-8")
    frame = pd.DataFrame({"text": ["وصل الوفد إلى كابل أمس."], "country": ["PK"]})
    names = {**begun, "frame": frame}
    if "country" in call:
        names["corpus"] = begun["analysis"].read(frame)
    assert eval(call, names) is not None


LESSONS = [
    (Path(__file__).parents[1] / "docs" / name).read_text(encoding="utf-8") for name in ("lesson.md", "lesson.ar.md")
]


def test_the_first_lesson_runs_and_is_the_same_in_both_languages() -> None:
    steps, arabic = (re.findall(r"```python\n(.*?)```", lesson, flags=re.S) for lesson in LESSONS)
    assert steps == arabic and len(steps) == 8
    assert [len(re.findall(r"(?m)^## ", lesson)) for lesson in LESSONS] == [8, 8]
    matplotlib.use("Agg")
    names: dict[str, Any] = {}
    shown = []
    for step in steps:
        *lines, last = ast.parse(step).body
        exec(compile(ast.Module(lines, []), "lesson.md", "exec"), names)
        assert isinstance(last, ast.Expr)
        shown.append(eval(compile(ast.Expression(last.value), "lesson.md", "eval"), names))
    pyplot.close("all")
    counts = [len(each) for each in shown if isinstance(each, pd.DataFrame)]
    assert len(shown[0].counted) == 88 and counts[0] == 14 and min(counts) > 0  # as the lesson says
