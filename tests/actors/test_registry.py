"""The registry of actors: what it knows, how it is extended, and what it refuses."""

import pickle
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from analysis.actors import Office, Registry, RegistryError, Rule, find_mentions, load_registry
from analysis.actors.epithets import epithets
from analysis.actors.find import mention_rows
from analysis.actors.models import Actor
from analysis.base.notes import InputError

ROOT = Path(__file__).parents[2]


def actors(text: str) -> list[str]:
    return [row.actor for row in mention_rows({"body": text}, load_registry())["body"]]


def test_states() -> None:
    states = {id for id, actor in load_registry().actors.items() if actor.type == "state"}
    assert len(states) == 193 + 2 + 2
    assert states >= {
        *("united_states", "north_korea", "syria", "turkiye", "bosnia_and_herzegovina", "cote_d_ivoire", "myanmar"),
        *("st_lucia", "palestinian_territories", "vatican_city", "kosovo", "taiwan", "timor_leste", "norway"),
    }
    assert not states & {"greenland", "hong_kong_sar_china", "western_sahara", "puerto_rico"}


@pytest.mark.parametrize(
    ("id", "type"),
    [
        *((id, "armed_group") for id in ("afghan_taliban", "pakistani_taliban", "islamic_state", "al_qaeda")),
        *(("islamic_state_khorasan", "armed_group"), ("united_nations", "organisation")),
        *((id, "person") for id in ("kim_jong_un", "vladimir_putin")),
    ],
)
def test_ids_that_others_count_on(id: str, type: str) -> None:
    actor = load_registry().actors[id]
    assert actor.type == type
    assert actors(f"قال {actor.ar} ذلك") == [id]


def test_every_state_is_found_by_its_name() -> None:
    registry = load_registry()
    missed = [
        actor.id
        for actor in registry.actors.values()
        if actor.type == "state" and actor.id not in {"benin", "mali", "palau"}
        if actors(f"حكومة {actor.ar} وافقت") != [actor.id]
    ]
    assert missed == []
    assert actors("دولة بنين وحكومة مالي وجزر بالاو") == ["benin", "mali", "palau"]


def test_names() -> None:
    registry = load_registry()
    assert registry.name("pakistan", "ar") == "باكستان"
    assert registry.name("myanmar") == "Myanmar"


def test_an_entity_names_itself() -> None:
    registry = load_registry()
    assert registry.name("name:محمد اقبال", "ar") == "محمد اقبال"
    assert registry.name("name:محمد اقبال") == "Muhammad Iqbal"


def test_registry_travels_between_processes() -> None:
    registry = load_registry()
    copy = pickle.loads(pickle.dumps(registry))
    assert copy == registry and hash(copy) == hash(registry) and copy != load_registry(ROOT / "data" / "actors.yml")


def test_worked_extension() -> None:
    text = "تبنى جيش تحرير بلوشستان الهجوم، ونفت شبكة حقاني صلتها به، وقال زعيم الشبكة إن طالبان باكستان بريئة."
    found = find_mentions(text, ROOT / "data" / "actors.yml")
    assert found["actor"].tolist() == [
        "baloch_liberation_army",
        "haqqani_network",
        "haqqani_network",
        "pakistani_taliban",
    ]


GOOD = "- id: some_group\n  ar: جماعة ما\n  en: Some group\n  type: organisation\n"


def load(tmp_path: Path, text: str) -> Registry:
    file = tmp_path / "mine.yml"
    file.write_text(text, encoding="utf-8")
    return load_registry(file)


def test_own_actor(tmp_path: Path) -> None:
    registry = load(tmp_path, GOOD + "  aliases: (رابطة|هيئة) كذا\n  valid_from: 2020-01-01\n")
    assert find_mentions("قالت هيئة كذا ورابطة كذا", registry)["actor"].tolist() == ["some_group"] * 2


def test_own_rule_comes_before_the_built_in_ones(tmp_path: Path) -> None:
    rule = "- {id: hamas, ar: حركة حماس, en: Hamas, type: armed_group, context: [{form: حماس, after: شديد}]}"
    registry = load(tmp_path, rule)
    assert find_mentions("رأى حماس شديد", registry)["actor"].tolist() == ["hamas"]
    assert find_mentions("رأى حماس شديد").empty


def test_an_empty_file_is_the_built_in_registry(tmp_path: Path) -> None:
    assert len(load(tmp_path, "# nothing yet\n").actors) == len(load_registry().actors)


SECTIONS = """\
actors:
  - id: some_group
    ar: جماعة ما
    en: Some group
    type: organisation
ignore: [الله, نهر النيل]
accept: [رابطة الناسجين, كتائب الفجر الجديد]
merge: {some_group: united_nations, المنظمة الكونية: united_nations}
"""


@pytest.mark.parametrize("text", [SECTIONS, "".join(f"- {line}\n" for line in SECTIONS.splitlines()[5:]) + GOOD])
def test_sections(tmp_path: Path, text: str) -> None:
    registry = load(tmp_path, text)
    found = find_mentions("دعت جماعة ما والمنظمة الكونية ورابطة الناسجين وكتائب الفجر الجديد", registry)
    assert found["actor"].tolist() == ["united_nations"] * 2 + ["rabita_al_nasijin", "kataib_al_fajr_al_jadid"]
    assert found["actor_type"].tolist()[2:] == ["organisation", "armed_group"]
    assert set(found["method"]) == {"name"}
    assert registry.merged == {"some_group": "united_nations"}


def test_what_is_ignored_means_nobody(tmp_path: Path) -> None:
    text = "قال البنك الدولي إن باكستان وحزب الله معنيان"
    assert find_mentions(text)["actor"].tolist() == ["world_bank", "pakistan", "hezbollah"]
    registry = load(tmp_path, "ignore: [حزب الله, world_bank]")
    assert find_mentions(text, registry)["actor"].tolist() == ["pakistan"]


def test_an_actor_in_one_line(tmp_path: Path) -> None:
    registry = load(tmp_path, "- salvation_front: جبهة الخلاص الجديد\n- pakistan: بلاد الأنهار الخمسة\n")
    found = find_mentions("جبهة الخلاص الجديد", registry)
    assert found[["actor", "actor_type", "method"]].values.tolist() == [["salvation_front", "organisation", "name"]]
    assert registry.name("salvation_front") == "Jabha al-Khilas al-Jadid"
    assert registry.actors["pakistan"].type == "state"


def test_who_held_an_office() -> None:
    registry = load_registry()
    assert registry.holders("president", "united_states", date(2015, 7, 20)) == ["barack_obama"]
    assert registry.holders("president", "united_states", date(1950, 1, 1)) == []
    assert registry.holders("emperor", "united_states", date(2015, 7, 20)) == []


@pytest.mark.parametrize(
    ("text", "line", "field", "advice"),
    [
        (GOOD + "  role: BOSS\n", 5, "role", "'GOV'"),
        (GOOD + "  state: atlantis\n", 5, "state", "no actor of the registry"),
        (GOOD + "- ignore: [جماعة  ما]\n", 5, "ignore", "is an actor in line 1"),
        ("accept: [رابطة كذا]\nignore: [رابطة كذا]\n", 2, "ignore", "is an actor in line 1"),
        ("accept: [باكستان]\n", 1, "ar", "claimed by pakistan"),
        ("merge: {pakistan: india, india: pakistan}\n", 1, "merge", "pakistan -> india -> pakistan"),
        ("merge:\n  pakistan: atlantis\n", 2, "merge", "'atlantis' is no actor"),
        ("merge: [pakistan, india]\n", 1, "merge", "{old: new}"),
        ("merge: {pakistan: [india]}\n", 1, "merge.pakistan", "{old: new}"),
        ("ignore: {a: b}\n", 1, "ignore", "list"),
        ("ignore: [[a]]\n", 1, "ignore", "list of names"),
        (GOOD + "- ignore: [a]\n- some_group: اسم\n", 6, "id", "first in line 1"),
        (GOOD + "  colour: red\n", 5, "colour", "unknown field"),
        (GOOD + "  context:\n    - form: كذا\n      beside: هنا\n", 7, "context.0.beside", "unknown field"),
        (GOOD.replace("organisation", "club"), 4, "type", "armed_group"),
        (GOOD.replace("some_group", "Some Group"), 1, "id", "lower-case"),
        (GOOD.replace("  en: Some group\n", ""), 1, "en", "missing"),
        (GOOD + "  aliases:\n    - اسم آخر\n    - باكستان\n", 7, "aliases", "claimed by pakistan and some_group"),
        (GOOD + "  capital: موسكو\n", 5, "capital", "add a rule"),
        (GOOD + "  aliases:\n    - اسم آخر\n    - ـًـ\n", 7, "aliases", "two letters"),
        (GOOD + "  short: [س]\n", 5, "short", "two letters"),
        (GOOD + "  aliases: [رابطة (ما]\n", 5, "aliases", "brackets"),
        (GOOD + "  member_of: nobody_here\n", 5, "member_of", "no actor of the registry"),
        (GOOD + "  member_of: [some_group]\n", 5, "member_of", "circle"),
        (
            GOOD + "  member_of: g\n- {id: g, ar: جماعة أخرى, en: G, type: organisation, member_of: some_group}\n",
            5,
            "member_of",
            "some_group -> g -> some_group",
        ),
        (GOOD + "  valid_from: 2021-05-01\n  valid_to: 2020-05-01\n", 5, "valid_from", "after valid_to"),
        (GOOD + "  valid_from: soon\n", 5, "valid_from", "date"),
        (GOOD + "  context: [{form: كذا, around: [nobody_here]}]\n", 5, "context.0", "no actor of the registry"),
        (GOOD + GOOD, 5, "id", "stands twice"),
        (GOOD + "  en: Again\n", 5, "en", "stands twice"),
        (
            GOOD + "  offices: [{title: رئيس كذا, valid_from: 2021-05-01, valid_to: 2020-05-01}]\n",
            5,
            "offices.0.valid_from",
            "swap",
        ),
        (
            GOOD + "  offices:\n    - title: رئيس كذا\n      until: 2020-05-01\n",
            7,
            "offices.0.until",
            "an office has title",
        ),
        (GOOD + "  offices:\n    - valid_from: 2020-05-01\n", 6, "offices.0.title", "missing"),
        (GOOD + "  offices: [{title: م}]\n", 5, "offices", "two letters"),
        (GOOD + "  aliases: {first: رابطة كذا}\n", 5, "aliases", "list"),
        (GOOD + "  aliases: [رابطة ((ما|كذا)|أخرى)]\n", 5, "aliases", "brackets within brackets"),
        (GOOD + "  aliases: [12]\n", 5, "aliases.0", "string"),
        (GOOD + "  context: كذا\n", 5, "context", "list"),
        (GOOD.replace("جماعة ما", "'ـَ'"), 2, "ar", "two letters"),
        (GOOD + "- [some_group, جماعة]\n", 5, "(entry)", "- id:"),
        ("some_group: {}\n", 1, "(file)", "list of actors"),
        ("- جماعة ما\n", 1, "(entry)", "- id:"),
    ],
)
def test_refused(tmp_path: Path, text: str, line: int, field: str, advice: str) -> None:
    with pytest.raises(RegistryError, match=re.escape(advice)) as refused:
        load(tmp_path, text)
    assert f"mine.yml, line {line}, field {field}: " in str(refused.value)


def test_two_entries_of_a_file_that_claim_one_name(tmp_path: Path) -> None:
    other = "- {id: other_group, ar: جماعة أخرى, en: Other, type: organisation,\n   aliases: [جَمَاعة مَا]}\n"
    with pytest.raises(RegistryError, match="claimed by some_group and other_group") as refused:
        load(tmp_path, GOOD + other)
    assert "mine.yml, line 6, field aliases: " in str(refused.value)


def test_refused_yaml(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"mine\.yml, line 2: not YAML .* no tabs"):
        load(tmp_path, "- id: a\n\ten: A\n")
    with pytest.raises(RegistryError, match=r"mine\.yml, line \d: not YAML"):
        load(tmp_path, "- id: a\n  en: [\n")
    with pytest.raises(RegistryError, match="cannot be read"):
        load_registry(tmp_path / "none.yml")


def test_two_claims_with_a_rule_are_fine(tmp_path: Path) -> None:
    rule = "  aliases: [السند]\n  context: [{form: باكستان, before: نادي}]\n"
    registry = load(tmp_path, GOOD.replace("جماعة ما", "باكستان") + rule)
    found = find_mentions("فاز نادي باكستان في باكستان", registry)
    assert found["actor"].tolist() == ["some_group", "pakistan"]


def test_an_anchor_within_a_list_is_part_of_it(tmp_path: Path) -> None:
    text = "  context:\n    - {form: السند, near: &here [هنا]}\n    - {form: الرابطة, near: [*here, هناك]}\n"
    assert load(tmp_path, GOOD + text).actors["some_group"].context[1].near == ["هنا", "هناك"]


def test_own_office(tmp_path: Path) -> None:
    person = "- {id: p, ar: زيد الفلاني, en: P, type: person, offices: [{title: عميد الحي, valid_to: 2020-01-01}]}"
    registry = load(tmp_path, person)
    assert registry.actors["p"].offices == [Office(title=["عميد الحي"], valid_to=date(2020, 1, 1))]
    text = "زار عميد الحي المعرض"
    assert find_mentions(text, registry, published="2020-01-01")["actor"].tolist() == ["p"]
    assert find_mentions(text, registry, published="2020-01-02").empty
    assert find_mentions(text, registry).empty


def test_offices_follow_one_another() -> None:
    """No day has two holders of one office but the day of the handing over."""
    held: dict[str, list[tuple[date, date, str]]] = {}
    for actor in load_registry().actors.values():
        for office in actor.offices:
            for title in office.title:
                term = (office.valid_from or date.min, office.valid_to or date.max, actor.id)
                held.setdefault(title, []).append(term)
    terms = [sorted(each) for each in held.values()]
    assert len(terms) > 50
    assert [pair for each in terms for pair in pairwise(each) if pair[0][1] > pair[1][0]] == []


def test_a_rule_needs_a_form() -> None:
    with pytest.raises(ValueError, match="form"):
        Rule.model_validate({"form": []})


def test_actors_that_tables_name_are_known() -> None:
    actors = load_registry().actors
    named = {id for each in epithets().values() for one in each for id in (one.actor, *one.around, *one.unless_around)}
    named |= {id for actor in actors.values() for id in (actor.state, *(office.of for office in actor.offices)) if id}
    assert named - set(actors) == set()


def test_an_epithet_follows_its_actor_where_it_is_merged(tmp_path: Path) -> None:
    file = tmp_path / "actors.yml"
    file.write_text("merge: {popular_resistance: yemen}\n", encoding="utf-8")
    text = "تقدم الحوثيون شمالا، ثم ردت المقاومة"
    assert [row.actor for row in mention_rows({"body": text}, load_registry(file))["body"]] == ["houthis", "yemen"]


def test_an_actor_is_known_by_id_or_name() -> None:
    registry = load_registry()
    assert registry.id_of("pakistan") == registry.id_of("Pakistan") == registry.id_of("باكستان") == "pakistan"
    assert registry.id_of("name:نادر السالمي") == "name:نادر السالمي"
    with pytest.raises(InputError, match=r"actor='pakistn': no such actor \(did you mean pakistan"):
        registry.id_of("pakistn")
    with pytest.raises(InputError, match="no such actor; `analysis actors list` shows all"):
        registry.id_of("zzzzzz")


def test_a_name_of_several_actors_asks_for_an_id() -> None:
    actors = {each: Actor(id=each, ar="الاتحاد", en=each, type="organisation") for each in ("one", "other")}
    with pytest.raises(InputError, match=r"actor='الاتحاد' stands for one, other; give one of these ids"):
        Registry(actors, "").id_of("الاتحاد")
