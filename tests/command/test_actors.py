"""The command `analysis actors`."""

from pathlib import Path

import pytest

from analysis import actors
from analysis.actors.registry_file import append

ENTRY = """\
# Mine.
- id: salvation_front   # a comment
  ar: 'جبهة الإنقاذ'
  en: "Salvation Front"
  type: organisation
  aliases: [حزب الإنقاذ الوطني]
"""


@pytest.fixture
def run(run):
    """Return a function that runs `analysis actors ...`, as `run` does."""
    return lambda *arguments: run("actors", *arguments)


@pytest.mark.parametrize("command", [[], ["list"], ["check"], ["add"], ["candidates"]])
def test_help_teaches_with_an_example(run, command: list[str]) -> None:
    told = run(*command, "--help")
    assert told.code == 0 and "analysis actors" in " ".join(told.out.split())
    assert "Example" in told.out


# --- list -----------------------------------------------------------------------------------------------------------
def test_list_has_every_actor(run) -> None:
    rows = [line.split("\t") for line in run("list").out.splitlines()]
    assert [row[0] for row in rows] == list(actors.load_registry().actors)
    assert {len(row) for row in rows} == {5}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("pakistani_tal", {"pakistani_taliban"}),
        ("PAKISTANI TAL", {"pakistani_taliban"}),
        ("باكستان", {"pakistan", "pakistani_taliban"}),
        ("طالبان فرع باكستان", {"pakistani_taliban"}),  # an alias with alternatives
        ("الزعيم الكوري الشمالي", {"kim_jong_un"}),
    ],
)
def test_list_searches_ids_names_and_aliases(run, query: str, ids: set[str]) -> None:
    done = run("list", query)
    found = {line.split("\t")[0] for line in done.out.splitlines()}
    assert done.code == 0 and ids <= found and not found & {"united_states", "vladimir_putin"}


def test_list_sees_through_spelling(run) -> None:
    assert "pakistani_taliban" in run("list", "حركه طالبان الباكستانيه").out


def test_list_of_nothing(run) -> None:
    done = run("list", "zzz")
    assert done.out == "" and "No actor has 'zzz'" in done.err


def test_list_with_a_file(run, tmp_path: Path) -> None:
    (tmp_path / "my.yml").write_text(ENTRY, encoding="utf-8")
    assert "salvation_front\t" not in run("list", "salvation").out
    assert run("list", "الإنقاذ", "--registry", "my.yml").out.startswith(
        "salvation_front\torganisation\tجبهة الإنقاذ\t"
    )


def test_nothing_printed_steers_the_terminal(run, tmp_path: Path) -> None:
    text = '- {id: odd_one, ar: "جبهة\\e[31m السلامة\\u202e", en: "Odd\\u202e", type: organisation}\n'
    (tmp_path / "my.yml").write_text(text, encoding="utf-8")
    out = run("list", "odd_one", "--registry", "my.yml").out
    assert out.startswith("odd_one\t") and "\x1b" not in out and "\u202e" not in out


# --- check ----------------------------------------------------------------------------------------------------------
def test_check_of_a_good_file(run, tmp_path: Path) -> None:
    (tmp_path / "my.yml").write_text(ENTRY, encoding="utf-8")
    done = run("check", "my.yml")
    assert (done.code, done.err) == (0, "")
    assert done.out == "my.yml: in order, 1 actor with 2 names and aliases\n"


def test_check_of_the_projects_own_file(run) -> None:
    done = run("check", str(Path(__file__).parents[2] / "data" / "actors.yml"))
    assert done.code == 0 and ": in order, " in done.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENTRY.replace("organisation", "party"), ["line 5", "type", "'organisation'"]),
        (ENTRY.replace("aliases", "alias"), ["line 6", "alias", "unknown field"]),
        (ENTRY.replace("حزب الإنقاذ الوطني", "الأمم المتحدة"), ["line 6", "united_nations", "context"]),
        (ENTRY + "- id: [\n", ["line", "not YAML"]),
        ("a: 1\n", ["line 1", "list of actors"]),
        # a clash, a cycle, a term the wrong way round, an unknown role, an id twice
        ("accept:\n- رابطة الناسجين\n- باكستان\n", ["line 3", "'باكستان' is claimed by pakistan", "take it from one"]),
        ("merge:\n  pakistan: india\n  india: pakistan\n", ["line 2", "merge", "circle", "remove one of them"]),
        (ENTRY + "  valid_from: 2021-05-01\n  valid_to: 2020-05-01\n", ["line 7", "valid_from", "swap or correct"]),
        (
            ENTRY + "  offices:\n  - president of egypt 2014-06-08/2013-01-01\n",
            ["line 8", "offices.0.valid_from", "2014-06-08 is after valid_to 2013-01-01", "swap or correct"],
        ),
        (ENTRY + "  role: BOSS\n", ["line 7", "role", "'GOV'", "correct the value"]),
        (ENTRY + ENTRY, ["line 8", "'salvation_front' stands twice, first in line 2", "join the two"]),
    ],
)
def test_check_says_what_is_wrong_where(run, tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / "my.yml").write_text(text, encoding="utf-8")
    done = run("check", "my.yml")
    assert done.code == 2 and done.out == "" and "Traceback" not in done.err
    assert all(each in done.err for each in ("my.yml", *told))


def test_nothing_is_made_with_a_file_that_cannot_be_used(run, tmp_path: Path, folder) -> None:
    file = tmp_path / "my.yml"
    file.write_text("merge:\n  pakistan: india\n  india: pakistan\n", encoding="utf-8")
    before = file.read_bytes()
    for command in (["accept", "رابطة الناسجين", "--file", "my.yml"], ["candidates", "--registry", "my.yml"]):
        done = run(*command)
        assert done.code == 2 and done.out == "" and "line 2" in done.err and "circle" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["my.yml"] and file.read_bytes() == before


def test_check_of_no_file(run) -> None:
    done = run("check", "nowhere.yml")
    assert done.code == 2 and "nowhere.yml: no such file" in done.err


def test_check_warns_of_common_words_and_shared_names(run, tmp_path: Path) -> None:
    more = """\
- {id: the_party, ar: حزب الشعلة, en: Torch Party, type: organisation, aliases: [الحركة], short: [الشعلة]}
- {id: the_league, ar: رابطة الشعلة, en: Torch League, type: organisation, short: [الشعلة]}
- {id: khan_one, ar: سردار خان, en: Khan, type: person, aliases: [الشبكة], context: [{form: الشبكة, near: سردار}]}
"""
    (tmp_path / "my.yml").write_text(more, encoding="utf-8")
    done = run("check", "my.yml")
    warnings = [line for line in done.out.splitlines() if "warning" in line]
    assert done.code == 0
    assert any("the_party: 'الحركه' is a common word" in line for line in warnings)
    assert any("the_party: 'الشعله' is claimed by the_league too" in line for line in warnings)
    assert not any("الشبكه" in line and "common" in line for line in warnings)  # a rule decides
    assert not any("حزب الشعله" in line for line in warnings)


# --- add ------------------------------------------------------------------------------------------------------------
ADD = ["add", "تيار الفجر", "--name-en", "Dawn Current", "--type", "organisation"]


def test_add_keeps_the_file_byte_for_byte(run, tmp_path: Path) -> None:
    file = tmp_path / "my.yml"
    file.write_text(ENTRY, encoding="utf-8")
    done = run(
        *ADD, "--alias", "حركة الفجر", "--alias", "حزب الفجر", "--member-of", "salvation_front", "--file", "my.yml"
    )
    assert (done.code, done.err) == (0, "") and "dawn_current added" in done.out
    text = file.read_text(encoding="utf-8")
    assert text.startswith(ENTRY)
    actor = actors.load_registry(file).actors["dawn_current"]
    assert (actor.ar, actor.en, actor.type) == ("تيار الفجر", "Dawn Current", "organisation")
    assert actor.aliases == ["حركة الفجر", "حزب الفجر"] and actor.member_of == ["salvation_front"]
    assert [each.name for each in tmp_path.iterdir()] == ["my.yml"]


@pytest.mark.parametrize(
    "old",
    [
        b"",
        b"# only a comment",
        ENTRY.rstrip("\n").encode(),
        ENTRY.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + ENTRY.encode(),
        "\n".join("    " + line for line in ENTRY.splitlines()).encode(),
        (ENTRY + "\n\n").encode(),
    ],
)
def test_add_to_any_layout(run, tmp_path: Path, old: bytes) -> None:
    file = tmp_path / "my.yml"
    file.write_bytes(old)
    done = run(*ADD, "--file", "my.yml")
    assert done.code == 0, done.err
    new = file.read_bytes()
    assert new.startswith(old) and new != old
    assert b"\r\n" not in old or b"\n" not in new.replace(b"\r\n", b"")
    assert "dawn_current" in actors.load_registry(file).actors


def test_add_makes_the_file(run, tmp_path: Path) -> None:
    assert run(*ADD, "--id", "dawn", "--file", "new.yml").code == 0
    assert actors.load_registry(tmp_path / "new.yml").actors["dawn"].ar == "تيار الفجر"


def test_add_through_a_link(run, tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "real.yml").chmod(0o640)
    (tmp_path / "my.yml").symlink_to("real.yml")
    assert run(*ADD, "--file", "my.yml").code == 0
    assert (tmp_path / "my.yml").is_symlink() and (tmp_path / "real.yml").stat().st_mode & 0o777 == 0o640
    assert "dawn_current" in (tmp_path / "real.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--id", "salvation_front"], "--id salvation_front: is there already (Salvation Front)"),
        (["--id", "pakistan"], "--id pakistan: is there already"),
        (["--id", "Dawn"], "lower-case Latin letters"),
        (["--alias", "الأمم المتحدة"], "is claimed by"),
        (["--alias", "و"], "at least two letters"),
        (["--alias", "(أ|ب"], "brackets do not match"),
        (["--member-of", "nobody_known"], "'nobody_known' is no actor of the registry"),
        (["--type", "party"], "'organisation'"),
    ],
)
def test_add_writes_nothing_that_would_not_load(run, tmp_path: Path, arguments: list[str], told: str) -> None:
    file = tmp_path / "my.yml"
    file.write_text(ENTRY, encoding="utf-8")
    done = run(*ADD, *arguments, "--file", "my.yml")
    assert done.code == 2 and told in done.err and "Traceback" not in done.err
    assert ".tmp" not in done.err  # the file is told by its own name
    assert file.read_text(encoding="utf-8") == ENTRY
    assert [each.name for each in tmp_path.iterdir()] == ["my.yml"]


@pytest.mark.parametrize(("file", "told"), [("nowhere/my.yml", "there is no folder nowhere"), (".", "is a folder")])
def test_add_to_no_place(run, file: str, told: str) -> None:
    done = run(*ADD, "--file", file)
    assert done.code == 2 and told in done.err


def test_add_to_a_list_in_brackets(run, tmp_path: Path) -> None:
    (tmp_path / "my.yml").write_text("[]\n", encoding="utf-8")
    done = run(*ADD, "--file", "my.yml")
    assert done.code == 2 and "my.yml, line 1" in done.err and "in brackets" in done.err


@pytest.mark.parametrize("name", ["no", "1e5", "a: b # c", "- x", "'\"", "{x}", "&a *b", "!tag", "@x"])
def test_whatever_is_added_is_what_is_read(tmp_path: Path, name: str) -> None:
    registry = append(tmp_path / "my.yml", {"id": "odd", "ar": f"هيئة {name}", "en": name, "type": "organisation"})
    assert registry.actors["odd"].en == name
    assert actors.load_registry(tmp_path / "my.yml").actors["odd"].ar == f"هيئة {name}"


def test_add_warns_of_a_common_word(run) -> None:
    assert "'الشبكه' is a common word" in run(*ADD, "--alias", "الشبكة", "--file", "my.yml").out


# --- candidates -----------------------------------------------------------------------------------------------------
def test_candidates_can_be_pasted(run, tmp_path: Path, folder) -> None:
    text = "زار نادر السالمي مدينة بيشاور أمس.\n\nوقال نادر السالمي إن بيشاور هادئة.\n"
    source = folder(one=text, two=text.replace("أمس", "اليوم"))
    done = run("candidates", str(source), "--top", "2")
    assert done.code == 0, done.err
    assert done.out.count("- id: ") <= 2 and "\x1b" not in done.out
    (tmp_path / "new.yml").write_text(done.out, encoding="utf-8")
    assert len(actors.load_registry(tmp_path / "new.yml")) >= len(actors.load_registry())


def test_candidates_of_no_source(run) -> None:
    done = run("candidates", "nowhere")
    assert done.code == 2 and "nowhere: no such file or folder" in done.err


def test_the_sections_of_the_guide_hold(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
    text = next(block for block in guide.split("```") if block.startswith("yaml\n- accept:"))
    (tmp_path / "actors.yml").write_text(text.removeprefix("yaml\n"), encoding="utf-8")
    told = "رابطة الناسجين واتحاد الناسجين وشركة البنائين والمنظمة الأممية وبلاد الأنهار الخمسة عند نهر النيل"
    found = actors.find_mentions(told, tmp_path / "actors.yml")
    assert found["actor"].tolist() == ["rabita_al_nasijin", "weavers_league", "masons", "united_nations", "pakistan"]


# --- accept, ignore, merge ------------------------------------------------------------------------------------------
LIST = ENTRY.rstrip() + "  # mine\n"
MAPPING = "# my names\nignore: [نهر النيل]  # a river\nmerge:\n  حزب كذا: hezbollah  # one\naccept:\n- رابطة كذا\n"


@pytest.mark.parametrize("text", ["", LIST, MAPPING, "- ignore: [نهر النيل]\n" + LIST])
def test_what_is_told_of_names_is_kept_and_holds(run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "actors.yml"
    file.write_text(text, encoding="utf-8")
    assert run("ignore", "البنك الدولي", "كأس: العالم").code == 0
    assert run("accept", "رابطة الناسجين").code == 0
    assert run("merge", "المنظمة الكونية", "united_nations").code == 0
    assert run("merge", "شرطة الحدود", "--into", "pakistan").code == 0
    written = file.read_text(encoding="utf-8")
    assert all(piece in written for piece in text.replace("]", "").split())
    found = actors.find_mentions("بين البنك الدولي ورابطة الناسجين والمنظمة الكونية وشرطة الحدود", file)
    assert found["actor"].tolist() == ["rabita_al_nasijin", "united_nations", "pakistan"]


def test_a_name_is_accepted_under_an_english_name(run, tmp_path: Path) -> None:
    file = tmp_path / "actors.yml"
    file.write_text(LIST, encoding="utf-8")
    assert run("accept", "رابطة الناسجين").code == 0
    assert run("accept", "شركة البنائين", "--name-en", "Masons, Inc.").code == 0
    registry = actors.load_registry(file)
    made = registry.actors["masons_inc"]
    assert (made.ar, made.en, made.type) == ("شركة البنائين", "Masons, Inc.", "organisation")
    assert registry.label("masons_inc") == "Masons, Inc." and registry.label("rabita_al_nasijin") == "رابطة الناسجين"
    before = file.read_bytes()
    for told, why in [
        (("accept", "المنظمة الكونية", "--name-en", "United Nations"), "the registry has this actor (united_nations)"),
        (("accept", "رابطة كذا", "رابطة أخرى", "--name-en", "League"), "one by one"),
    ]:
        done = run(*told)
        assert done.code == 2 and why in done.err and file.read_bytes() == before


def test_what_cannot_be_told_changes_nothing(run, tmp_path: Path) -> None:
    file = tmp_path / "actors.yml"
    file.write_text(LIST, encoding="utf-8")
    for told, why in [
        (("merge", "pakistan", "atlantis"), "no actor"),
        (("merge", "pakistan"), "one name alone"),
        (("accept", "باكستان"), "claimed by"),
        (("ignore", "جبهة الإنقاذ"), "is an actor in line"),
    ]:
        done = run(*told)
        assert done.code == 2 and why in done.err and "Traceback" not in done.err
        assert file.read_text(encoding="utf-8") == LIST
