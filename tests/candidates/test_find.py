"""Candidates: names beyond the registry, variants together, as entries that load."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from analysis import actors
from analysis.base.frames import frame
from analysis.candidates import find_candidates
from analysis.candidates.find import COLUMNS, shown
from analysis.candidates.variants import Name, grouped, key_of, sound

TYPES = {"PERS": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
Make = Callable[..., analysis.Corpus]


@pytest.fixture
def corpus(tmp_path: Path) -> Make:
    """Return a function that makes a corpus of articles in which names are marked: `[PERS نادر السالمي]`."""

    def make(*texts: str) -> analysis.Corpus:
        names = {}
        for number, text in enumerate(texts):
            plain, names[f"{number}.txt"] = unmarked(text)
            (tmp_path / f"{number}.txt").write_text(plain, encoding="utf-8")
        read = analysis.read(tmp_path, keep_duplicates=True)
        rows = [row for article in read.articles.itertuples() for row in marked(read, article, names[article.file])]
        mentions = pd.concat([read.mentions, frame("mentions", rows)], ignore_index=True)
        read.info["entities"] = "crf"
        return read.replace(mentions=mentions)

    return make


def marked(corpus: analysis.Corpus, article: Any, names: list[tuple[str, str]]) -> Iterator[tuple]:
    """Yield the mentions of names, told in the order in which they stand in an article."""
    parts = iter(["title", "subtitle", "body"])
    text, part, after = "", "", 0
    for surface, kind in names:
        while (start := text.find(surface, after)) < 0:
            part, after = next(parts), 0
            text = getattr(article, part) or ""
        after = start + len(surface)
        own = corpus.sentences[
            (corpus.sentences["article_id"] == article.article_id) & (corpus.sentences["part"] == part)
        ]
        number = int((own["start"] <= start).sum()) - 1
        yield article.article_id, part, number, start, after, surface, f"name:{surface}", TYPES[kind], "entity", "", ""


def unmarked(text: str) -> tuple[str, list[tuple[str, str]]]:
    spans = re.findall(r"\[(PERS|ORG|LOC|MISC) ([^\]]+)\]", text)
    return re.sub(r"\[(?:PERS|ORG|LOC|MISC) ([^\]]+)\]", r"\1", text), [(name, kind) for kind, name in spans]


def table(found: pd.DataFrame) -> dict[str, list[str]]:
    return {row.name: row.variants for row in found.itertuples(index=False)}


def loaded(found: pd.DataFrame, path: Path) -> dict[str, actors.Actor]:
    """Return the actors that the entries make, by Arabic name; they must load together."""
    path.write_text("".join(found["entry"]), encoding="utf-8")
    known = actors.load_registry().actors
    registry = actors.load_registry(path)
    assert len(registry) == len(known) + len(found)
    return {actor.ar: actor for id, actor in registry.actors.items() if id not in known}


def test_the_table(corpus: Make, tmp_path: Path) -> None:
    found = find_candidates(
        corpus(
            "وصل [PERS نادر السالمي] إلى [LOC ترمذة] أمس.\nوقال [PERS نادر السالمي] إنه سعيد.\n",
            "غادر [PERS نادر السالمي] المدينة صباحا.\n",
            "عاد [PERS نادر السالمي] من [LOC ترمذة].\nثم التقى [ORG هيئة الإغاثة المحلية] مساء.\n",
        )
    )
    assert list(found.columns) == list(COLUMNS)
    assert found[["name", "type", "mentions", "articles"]].values.tolist() == [
        ["نادر السالمي", "PERS", 4, 3],
        ["هيئة الإغاثة المحلية", "ORG", 1, 1],
        ["ترمذة", "LOC", 2, 2],  # places last
    ]
    assert len(found["sentences"][0]) == 3 and all("نادر السالمي" in each for each in found["sentences"][0])
    assert len(set(found["sentences"][0])) == 3
    made = loaded(found, tmp_path / "new.yml")
    assert [made[name].type for name in found["name"]] == ["person", "organisation", "government"]


def test_top(corpus: Make) -> None:
    found = find_candidates(corpus("زار [PERS نادر السالمي] [LOC ترمذة]. ثم عاد [PERS نادر السالمي] منها."), top=1)
    assert found["name"].tolist() == ["نادر السالمي"]


def test_no_names(corpus: Make) -> None:
    found = find_candidates(corpus("لا أحد هنا اليوم."), top=5)
    assert found.empty and list(found.columns) == list(COLUMNS) and found["mentions"].dtype == "int64"


@pytest.mark.parametrize(
    ("spellings", "one"),
    [
        (["إيهاب الأسواني", "ايهاب الاسواني"], True),
        (["هيئة الإغاثة", "هيئه الاغاثه"], True),
        (["عبد الرحمن السالمي", "عبدالرحمن السالمي"], True),
        (["أبو بكر الشامسي", "أبوبكر الشامسي"], True),
        (["النهضوية", "نهضوية"], True),
        (["عُمَر الشامسي", "عمـر الشامسي"], True),
        (["أنطوان غوزنشيف", "أنطوان جوزنشيف"], True),
        (["هيومن واتشرز", "هيومن ووتشرز"], True),
        (["سلمان الشامسي", "سليمان الشامسي"], False),
        (["مارادونا", "ميريديان"], False),
        (["غوانتانامو", "جوانتانامو"], True),
        (["البالينيز", "Applenews"], False),
        (["محمد حسن", "محمد حسين"], False),
        (["جبهة الإنقاذ", "جبهة النصيرة"], False),
    ],
)
def test_spellings_of_one_name(corpus: Make, spellings: list[str], one: bool) -> None:
    found = find_candidates(corpus(*(f"تحدث [ORG {name}] أمس في المدينة." for name in spellings)))
    assert len(found) == (1 if one else 2), found


def test_variants_stand_by_count(corpus: Make, tmp_path: Path) -> None:
    texts = [f"قالت [ORG {name}] أمس في المدينة الساحلية." for name in ["هيئه الاغاثه", *["هيئة الإغاثة"] * 3]]
    found = find_candidates(corpus(*(f"{text} وبعد {n} أيام عادت." for n, text in enumerate(texts))))
    assert table(found) == {"هيئة الإغاثة": ["هيئه الاغاثه"]}
    made = loaded(found, tmp_path / "new.yml")["هيئة الإغاثة"]
    assert made.aliases == []  # the registry sees through that spelling by itself


def test_a_surname_after_the_full_name(corpus: Make, tmp_path: Path) -> None:
    found = find_candidates(
        corpus(
            "وصل [PERS نادر الشلبوني] أمس. وقال [PERS الشلبوني] إنه سعيد. ثم غادر [PERS الشلبوني] مساء.",
            "وصل [PERS ماجد الشلبوني] اليوم. وقال [PERS الشلبوني] إنه متعب.",
            "تحدث [PERS الشلبوني] عن السفر.",
        )
    )
    assert {row.name: (row.mentions, row.articles) for row in found.itertuples()} == {
        "نادر الشلبوني": (3, 1),
        "ماجد الشلبوني": (2, 1),
        "الشلبوني": (1, 1),
    }
    made = loaded(found, tmp_path / "new.yml")
    assert made["نادر الشلبوني"].short == ["الشلبوني"] and made["نادر الشلبوني"].aliases == []


def test_a_surname_that_two_in_the_article_have_is_nobodys(corpus: Make) -> None:
    found = find_candidates(
        corpus("التقى [PERS نادر الشلبوني] مع [PERS ماجد الشلبوني]. وقال [PERS الشلبوني] إنه سعيد.")
    )
    assert sorted(found["mentions"]) == [1, 1, 1]


def test_a_given_name_alone_is_nobodys(corpus: Make) -> None:
    found = find_candidates(corpus("التقى [PERS محمد الشلبوني] صديقا. ثم جاء [PERS محمد] إلى البيت."))
    assert "محمد الشلبوني" in table(found) and found["mentions"].max() == 1


def test_a_given_name_that_no_longer_one_explains_is_no_row(corpus: Make) -> None:
    assert len(find_candidates(corpus("جاء [PERS محمد] إلى البيت. ثم ذهب [PERS محمد].", "سافر [PERS محمد]."))) == 0


def test_two_names_with_a_dash_between_are_none(corpus: Make) -> None:
    assert len(find_candidates(corpus("فاز [PERS نادر السالمي – وائل الشلبوني] أمس."))) == 0


def test_longer_forms(corpus: Make, tmp_path: Path) -> None:
    found = find_candidates(
        corpus(
            "قال [PERS نادر حيدان الشلبوني] اليوم.",
            "قال [PERS حيدان الشلبوني] أمس.",  # of persons, anywhere
            "أعلنت [ORG حركة الفجر الجديد] أمس. ثم عادت [ORG الفجر الجديد] اليوم.",  # in one article
            "أعلنت [ORG وزارة الشحن البري] أمس.",
            "أعلنت [ORG وزارة الشحن] اليوم.",  # elsewhere it may be another
        )
    )
    counts = dict(zip(found["name"], found["mentions"], strict=True))
    assert counts == {
        "نادر حيدان الشلبوني": 2,
        "حركة الفجر الجديد": 2,
        "وزارة الشحن البري": 1,
        "وزارة الشحن": 1,
    }
    made = loaded(found, tmp_path / "new.yml")
    assert made["نادر حيدان الشلبوني"].aliases == ["حيدان الشلبوني"]
    assert made["حركة الفجر الجديد"].short == ["الفجر الجديد"]


def test_latin_doublets(corpus: Make, tmp_path: Path) -> None:
    found = find_candidates(
        corpus(
            "نشرت [ORG رابطة الأطباء المتجولين] (RDM) تقريرا.",
            "قالت [ORG RDM] أمس إن التقرير صحيح.",
            "أعلنت [ORG غلوبكست] أمس أنها باقية. وقالت [ORG Globekst] اليوم إنها راحلة.",
        )
    )
    assert table(found) == {"رابطة الأطباء المتجولين": ["RDM"], "غلوبكست": ["Globekst"]}
    made = loaded(found, tmp_path / "new.yml")["رابطة الأطباء المتجولين"]
    assert (made.id, made.en, made.aliases) == ("rdm", "RDM", ["RDM"])


def test_a_latin_doublet_of_the_registry_is_no_alias(corpus: Make, tmp_path: Path) -> None:
    found = find_candidates(
        corpus("قال [PERS نادر الشلبوني] (NATO) إنه سعيد. وتحدثت [ORG هيئة الشحن] (United Nations).")
    )
    made = loaded(found, tmp_path / "new.yml")
    assert all(not actor.aliases for actor in made.values())


def test_particles_that_were_left_on(corpus: Make) -> None:
    found = find_candidates(
        corpus("زار الوفد [LOC ترمذة] أمس. وبقي في [LOC ترمذة]. ثم عاد [LOC بترمذة] و[LOC لترمذة].")
    )
    assert found[["name", "mentions", "variants"]].values.tolist() == [["ترمذة", 4, []]]
    found = find_candidates(corpus("غادر [PERS عبد الحكم الشلبوني] مساء. ثم وصل [PERS وعبد الحكم الشلبوني] صباحا."))
    assert found[["name", "mentions", "variants"]].values.tolist() == [["عبد الحكم الشلبوني", 2, []]]


@pytest.mark.parametrize(
    "name",
    [
        *("باكستان", "الباكستانية", "وباكستان", "بباكستان", "للأمم المتحدة", "الأمم المتحده", "أمم المتحدة"),
        *("طالبان", "حركة طالبان", "وطالبان", "كابل", "بوتين", "فلاديمير بوتين", "داعش", "لداعش", "الأفغان", "NATO"),
    ],
)
def test_what_the_registry_has_is_no_candidate(corpus: Make, name: str) -> None:
    for kind in TYPES:
        assert find_candidates(corpus(f"تحدث [{kind} {name}] أمس مع [PERS نادر الشلبوني].")).name.tolist() == [
            "نادر الشلبوني"
        ]


def test_a_registered_name_inside_another(corpus: Make) -> None:
    found = find_candidates(
        corpus("التقى [PERS الزعيم فلاديمير بوتين] مدير [ORG بنك باكستان الأهلي] في [LOC شمال باكستان].")
    )
    assert found["name"].tolist() == ["بنك باكستان الأهلي"]


def test_an_ordinary_word_is_no_name(corpus: Make) -> None:
    text = "وصل [ORG القطار] صباحا. وعاد القطار مساء. ورأى الناس القطار. وغادر [ORG العمورية] القطار."
    assert find_candidates(corpus(text)).name.tolist() == ["العمورية"]
    assert find_candidates(corpus("وصل [ORG القطار] صباحا. وعاد [ORG القطار] مساء.")).name.tolist() == ["القطار"]


def test_a_function_word_is_no_name(corpus: Make) -> None:
    assert find_candidates(corpus("جلس [PERS على] الأرض [PERS من] دون كلام.")).empty


# --- the review -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        *(
            "الله",
            "الريال",
            "اليورو",
            "رمضان",
            "شوال",
            "تموز",
            "الخميس",
            "الإسلام",
            "المسيحية",
            "كيلومتر",
            "دولار كندي",
        ),
        *(
            "جائزة البحر",
            "كأس العالم",
            "نادي الفجر",
            "الأهلي",
            "الهلال",
            "النصر",
            "برشلونة",
            "عيد الزهور",
            "نهر العمورية",
        ),
    ],
)
def test_what_never_acts_is_no_candidate(corpus: Make, name: str) -> None:
    found = find_candidates(corpus(f"تحدث الناس عن [MISC {name}] مع [PERS نادر الشلبوني]."))
    assert found["name"].tolist() == ["نادر الشلبوني"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("نادي القضاة الصغار", "ORG"), ("عيد الشلبوني", "PERS"), ("الهلال الأخضر", "ORG"), ("نصر الله الشلبوني", "PERS")],
)
def test_what_acts_under_such_a_word_is_one(corpus: Make, name: str, kind: str) -> None:
    assert find_candidates(corpus(f"وصل [{kind} {name}] صباحا."))["name"].tolist() == [name]


def test_what_was_told_of_a_name_takes_it_off_the_table(folder, tmp_path: Path) -> None:
    names = "نادر الشلبوني", "ماجد الترمذاني", "هاني العموري"
    source = folder(**{f"n{number}": f"قال الدكتور {name} أمس." for number, name in enumerate(names)})
    assert set(find_candidates(analysis.read(source))["name"]) == set(names)
    file = tmp_path / "actors.yml"
    file.write_text(
        f"ignore: [{names[0]}]\naccept: [{names[1]}]\nmerge: {{{names[2]}: kim_jong_un}}\n", encoding="utf-8"
    )
    told = analysis.read(source, registry=file)
    assert find_candidates(told).empty
    assert sorted(told.counted_mentions()["surface"]) == sorted(names[1:])


def test_many_articles_are_searched_by_a_sample(folder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"n{number}": f"قال الدكتور نادر الشلبوني في اليوم {number} إن المدينة هادئة." for number in range(8)}
    read = analysis.read(folder(**texts), keep_duplicates=True)
    whole = find_candidates(read)
    assert whole.attrs == {"searched": 8, "of": 8} and whole["articles"].tolist() == [8]
    monkeypatch.setattr("analysis.candidates.find.MOST", 5)
    monkeypatch.setattr("analysis.candidates.find.DRAWN", 3)
    drawn = find_candidates(read)
    assert drawn.attrs == {"searched": 3, "of": 8} and drawn["articles"].tolist() == [3]
    assert drawn["places"].tolist() == find_candidates(read)["places"].tolist()
    assert any(find_candidates(read, seed=seed)["places"][0] != drawn["places"][0] for seed in range(2, 9))


def test_places_are_those_of_all_mentions(sample: analysis.Corpus) -> None:
    texts = sample.articles.set_index("article_id")
    for row in find_candidates(sample, top=30).itertuples():
        assert len(row.places) == row.mentions and len({place[0] for place in row.places}) == row.articles
        for article, part, _, start, end in row.places:
            assert shown(texts.at[article, part][start:end]).endswith((row.name, *row.variants))


def test_english_is_a_name_in_latin_letters_or_nothing(corpus: Make, tmp_path: Path) -> None:
    made = loaded(find_candidates(corpus("التقى [PERS نادر الشلبوني] [ORG رابطة الحرفيين].")), tmp_path / "new.yml")
    assert made["نادر الشلبوني"].en == "Nadir al-Shalbuni" and made["رابطة الحرفيين"].en == ""


def test_names_of_a_corpus_read_without_them(folder) -> None:
    read = analysis.read(folder(one="قال الدكتور نادر الشلبوني إن مدينة ترمذة هادئة.", two="زار نادر الشلبوني ترمذة."))
    assert read.info["entities"] == "off" and not (read.mentions["method"] == "entity").any()
    found = find_candidates(read)
    expected = analysis.names.find_names("قال الدكتور نادر الشلبوني إن مدينة ترمذة هادئة.")["surface"]
    assert len(expected) and set(expected) <= {name for row in found.itertuples() for name in (row.name, *row.variants)}


def test_entries_of_the_sample_load(sample: analysis.Corpus, tmp_path: Path) -> None:
    found = find_candidates(sample)
    loaded(found, tmp_path / "new.yml")
    order = found.assign(acts=found["type"] != "LOC")[["acts", "articles", "mentions"]].apply(tuple, axis=1).tolist()
    assert order == sorted(order, reverse=True)
    assert found["name"].is_unique or found.loc[found["name"].duplicated(), "entry"].str.contains(r"_\d").all()


# --- whatever stands in a text --------------------------------------------------------------------------------------
NASTY = [
    "هيئة\u202e السلامة",
    "هيئة \x1b[31mالسلامة",
    "هيئة: السلامة # لا",
    "'هيئة' \"السلامة\"",
    "هيئة {السلامة} | & * !",
    "- هيئة السلامة",
    "هيئة\u2028- id: evil\nالسلامة",
    "(أ|ب) هيئة",
    "no",
    "1e5 ط ب",
]


@pytest.mark.parametrize("surface", NASTY)
def test_untrusted_surfaces(sample: analysis.Corpus, surface: str, tmp_path: Path) -> None:
    article = sample.articles["article_id"][0]
    row = (article, "body", 0, 0, len(surface), surface, "name:x", "organisation", "entity", "", "")
    found = find_candidates(sample.replace(mentions=frame("mentions", [row])))
    loaded(found, tmp_path / "new.yml")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u2028]", "".join(found["entry"]))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text("ا بلوهعد(|)«»ـ-. \u200f", max_size=20)


@given(TEXT)
def test_texts_of_any_kind(text: str) -> None:
    assert isinstance(key_of(text), tuple) and isinstance(sound(text), str)
    assert shown(shown(text)) == shown(text) and not re.search(r"[\x00-\x1f()|]", shown(text))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.lists(st.sampled_from(["نادر", "الشلبوني", "محمد", "ترمذة", "RDM"]), min_size=1, max_size=4),
            st.sampled_from(["PERS", "PERS", "ORG"]),
        ),
        max_size=12,
    )
)
@example([("a", ["نادر", "محمد"], "PERS"), ("a", ["محمد"], "PERS"), ("a", ["نادر", "محمد", "الشلبوني"], "PERS")])
def test_every_occurrence_is_in_one_group(rows: list[tuple[str, list[str], str]]) -> None:
    names = [
        Name(article, "body", number, 0, 1, " ".join(words), kind, key_of(" ".join(words)), "")
        for number, (article, words, kind) in enumerate(rows)
    ]
    groups = grouped(names)
    assert sorted(name.sentence for group in groups.values() for name, _ in group) == list(range(len(names)))
    assert all(any(not is_short for _, is_short in group) for group in groups.values())


def test_another_registry_reads_no_text_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "افتتح الوزير نادر السالمي جسرا في الميناء القديم، وشكر نادر السالمي العمال الذين بنوه."
    (tmp_path / "actors.yml").write_text(
        "- id: nadir\n  ar: نادر السالمي\n  en: Nadir al-Salimi\n  type: person\n", encoding="utf-8"
    )

    def names(*, text: str = text, **given: Any) -> list[str]:
        return find_candidates(analysis.read([text], **given))["name"].tolist()

    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    first, second = names(), names(registry=tmp_path / "actors.yml")
    assert "نادر السالمي" in first and "نادر السالمي" not in second
    monkeypatch.setenv("ANALYSIS_CACHE", str(tmp_path / "cache"))
    assert names() == first
    monkeypatch.setattr("analysis.candidates.find.name_rows", lambda _: pytest.fail("read again"))
    assert names() == first and names(registry=tmp_path / "actors.yml") == second
    with pytest.raises(pytest.fail.Exception):
        names(text=f"{text} وحضر سامي الهواري.")
