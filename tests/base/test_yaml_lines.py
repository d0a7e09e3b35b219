"""YAML that swells: aliases, brackets, alternatives and sweeps are counted before they are followed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.actors import load_registry
from analysis.base.yaml_lines import YamlError, compose, plain
from analysis.reports import parameters
from analysis.sources import InputError
from analysis.sources.checks import checks_in
from analysis.topics import load_dictionary

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
ACTOR = "- id: sea_union\n  ar: اتحاد البحارة\n  en: Sailors' Union\n  type: organisation\n"
THEME = "sea:\n  ar: البحر\n  en: The sea\n  lemmas: [بحر]\n"
LOADERS: dict[str, Callable[[Path], Any]] = {
    "params": parameters.runs,
    "actors": load_registry,
    "topics": load_dictionary,
    "checks": lambda path: checks_in(path),
}


def told(load: Callable[[Path], Any], path: Path, text: str) -> str:
    """Return the one line that a file's loading ends in, within a second or two."""
    path.write_text(text, encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(InputError) as error:
        load(path)
    assert time.process_time() - begun < 5
    message = str(error.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    assert len(message) < len(str(path)) + 400
    return message.removeprefix(str(path))


@pytest.mark.parametrize("kind", LOADERS)
def test_aliases_are_counted_before_they_are_followed(tmp_path: Path, kind: str) -> None:
    message = told(LOADERS[kind], tmp_path / "laughs.yml", LAUGHS)
    assert message.startswith(", line 6: more than 500,000 entries, aliases (*name) written out")
    assert "ANALYSIS_MOST_NODES=" in message


@pytest.mark.parametrize("kind", LOADERS)
@pytest.mark.parametrize("opened", ["[", "{a: ", "- "])
def test_lists_within_lists_end_at_a_depth(tmp_path: Path, kind: str, opened: str) -> None:
    assert told(LOADERS[kind], tmp_path / "deep.yml", opened * 100_000).startswith(", line 1: more than 50 lists")


@pytest.mark.parametrize("kind", LOADERS)
def test_a_file_of_many_megabytes_is_not_read(tmp_path: Path, kind: str) -> None:
    message = told(LOADERS[kind], tmp_path / "large.yml", "# \n" * 4_000_000)
    assert message.startswith(": 11 MB, more than 1;" if kind == "checks" else ": more than 10 MiB; split it")


@pytest.mark.parametrize("kind", LOADERS)
def test_a_number_without_end_is_told_with_its_line(tmp_path: Path, kind: str) -> None:
    opening = {"actors": "- id: a\n  ar: ", "topics": "sea:\n  ar: ", "checks": "all:\n  at: "}.get(
        kind, "topics:\n  top: "
    )
    for number in ("9" * 100_000, "1" + ":5" * 300_000):
        message = told(LOADERS[kind], tmp_path / "long.yml", opening + number)
        assert message.startswith(", line 2, field (value):")
        assert message.endswith("cannot be read; put it in quotes")


def test_the_command_tells_it_in_one_line(tmp_path: Path, alone: Callable[..., Any]) -> None:
    (tmp_path / "laughs.yml").write_text(LAUGHS, encoding="utf-8")
    ended = alone("report", "--params", "laughs.yml", seconds=30)
    assert ended.code == 2
    assert ended.err.startswith("analysis: laughs.yml, line 6: more than 500,000 entries")


def test_the_limit_can_be_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &a [x, x, x]\nb: [*a, *a]\n"  # a mapping, two keys, 4 entries, a list and 2 times 4
    monkeypatch.setenv("ANALYSIS_MOST_NODES", "15")
    with pytest.raises(YamlError, match=r"line 2: more than 15 entries.*ANALYSIS_MOST_NODES=150"):
        compose(text, "a.yml")
    monkeypatch.setenv("ANALYSIS_MOST_NODES", "16")
    root = compose(text, "a.yml")
    assert root is not None
    assert plain(root, "a.yml") == {"a": ["x"] * 3, "b": [["x"] * 3] * 2}


VALUES = st.recursive(st.sampled_from(["x", "y"]), lambda inner: st.lists(inner, max_size=4), max_leaves=20)


@given(st.lists(VALUES, max_size=4))
def test_entries_are_counted_as_they_are_written_out(values: list[Any]) -> None:
    """Return to the same number whatever is an alias: the dumper makes one of each list that is there twice."""

    def entries(value: Any) -> int:
        return 1 + sum(map(entries, value)) if isinstance(value, list) else 1

    text = yaml.safe_dump([*values, *values])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_MOST_NODES", str(entries([*values, *values])))
        assert compose(text, "a.yml") is not None
        patch.setenv("ANALYSIS_MOST_NODES", str(max(entries([*values, *values]) - 1, 1)))
        if values:
            with pytest.raises(YamlError):
                compose(text, "a.yml")


# --- what multiplies otherwise --------------------------------------------------------------------------------------
def test_alternatives_are_counted_before_they_are_written_out(tmp_path: Path) -> None:
    message = told(load_registry, tmp_path / "mine.yml", f"{ACTOR}  aliases: ['{'(اب|جد)' * 40}']\n")
    assert message.startswith(", line 5, field aliases:")
    assert f"stands for {2**40:,} spellings, more than 1,000" in message
    assert "ANALYSIS_MOST_SPELLINGS=" in message


def test_alternatives_of_a_rule_too(tmp_path: Path) -> None:
    rule = f"  context: [{{form: [الاتحاد], near: ['{'(اب|جد)' * 40}']}}]\n"
    assert "field context.0" in told(load_registry, tmp_path / "mine.yml", ACTOR + rule)


def test_spellings_are_limited_in_all(tmp_path: Path) -> None:
    alias = "(ا|ب|ت|ث|ج|ح|خ|د|ذ|ر)"
    aliases = "".join(f"  - 'اسم{chr(0x0628 + n % 20)}{chr(0x0633 + n // 20)}{alias * 3}'\n" for n in range(210))
    message = told(load_registry, tmp_path / "mine.yml", f"{ACTOR}  aliases:\n{aliases}")
    assert "more than 200,000; write fewer alternatives" in message


def test_stars_are_few(tmp_path: Path) -> None:
    rule = f"  context: [{{form: [الاتحاد], near: ['{'*ا' * 30}']}}]\n"
    assert "more than 3 stars" in told(load_registry, tmp_path / "mine.yml", ACTOR + rule)


def test_groups_of_groups_end(tmp_path: Path) -> None:
    chain = "".join(
        f"- {{id: g{n}, ar: 'جمعية رقم {n}', en: g, type: organisation, member_of: [g{n + 1}]}}\n" for n in range(3_000)
    )
    chain = chain.replace(", member_of: [g3000]", "")
    assert "more than 50 groups" in told(load_registry, tmp_path / "mine.yml", chain)


def test_a_sweep_has_an_end(tmp_path: Path) -> None:
    text = "sweep:\n" + "".join(f"- {{top: {n}}}\n" for n in range(1, 1_002))
    message = told(parameters.runs, tmp_path / "many.yml", text)
    assert message.startswith(", line 2: sweep: 1,001 runs, more than 1,000")
    assert "ANALYSIS_MOST_RUNS=1001" in message


def test_files_that_people_write_still_load(tmp_path: Path) -> None:
    (tmp_path / "actors.yml").write_text(f"{ACTOR}  aliases: &names ['(اتحاد|نقابة) البحارة']\n  short: *names\n")
    (tmp_path / "topics.yml").write_text(THEME)
    assert load_registry(tmp_path / "actors.yml").actors["sea_union"].short == ["(اتحاد|نقابة) البحارة"]
    assert load_dictionary(tmp_path / "topics.yml").name("sea") == "The sea"
