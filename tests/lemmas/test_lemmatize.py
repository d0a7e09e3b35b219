"""Lemmas: real words in tables, the gold words where they are at hand, and the CAMeL path on miniature data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import wordfreq
from hypothesis import given, settings
from hypothesis import strategies as st

import camel_fixture
from analysis import lemmas
from analysis.lemmas.context import verbs
from analysis.lemmas.lemmatize import _found, readings, resolve
from analysis.lemmas.lexicon import lexicon

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"

WORDS = {
    "particles": "وباكستان باكستان|لباكستان باكستان|بالحكومة حكومة|وللجيش جيش|كحركة حركة|فالأمن أمن|وبلوشستان بلوشستان",
    "pronouns": "حكومته حكومة|قواتهم قوة|مستواه مستوى|زعيمها زعيم|بلادنا بلد|مدينتنا مدينة|يدعمونهم دعم|أبلغني أبلغ",
    "plurals": "المدارس مدرسة|مسلحين مسلح|المسلحون مسلح|الهجمات هجمة|وزراء وزير|الحدود حد|سنوات سنة|الدول دولة",
    "feminine": "الأفغانية أفغاني|كبيرة كبير|مسلحة مسلح|العسكرية عسكري|الأمنية أمني",
    "own feminines": "مكافحة مكافحة|مدينة مدينة|الحكومة حكومة|القاعدة قاعدة|مكتبة مكتبة|معاهدة معاهدة",
    "verbs": "يقول قال|وقالت قال|سيعلنون أعلن|أعلنت أعلن|تستطيع استطاع|يصل وصل|ينتهي انتهى|تدعو دعا|يسعى سعى|عادوا عاد"
    "|يميز ميز|تقرر قرر|هددت هدد|يتهمون اتهم|استهدفت استهدف|يرى رأى|أقيمت أقام|نستطيع استطاع",
    "derived nouns stay": "مسؤول مسؤول|تعليم تعليم|إعلان إعلان|استقلال استقلال|متحدث متحدث",
    "names stay": "واشنطن واشنطن|طالبان طالبان|لبنان لبنان|بوتين بوتين|الرياض رياض|البحرين بحرين|وزيرستان وزيرستان"
    "|كابول كابول|سلمان سلمان|بغداد بغداد|فيصل فيصل|بريطانيا بريطانيا|سوريا سوريا|ووزيرستان وزيرستان|كيم كيم",
    "spelling": "ارهاب إرهاب|الارهاب إرهاب|افغانستان أفغانستان|وافغانستان أفغانستان|الحكومه حكومة|ايران إيران",
    "marks": "أَفغانِستان أفغانستان|طـالـبـان طالبان|قُتِلَ قتل",
    "one word": "بأنه أن|أنه أن|وبأن أن|فإنه إن|كأن كأن|ولكل كل|بكل كل|منا من|كنا كان",
    "people": "الحوثيين حوثي|للحوثيين حوثي|المتظاهرين متظاهر|ناشطون ناشط|الانقلابيين انقلابي",
    "no plurals": "القانون قانون|بالقانون قانون|صابون صابون|قوانين قانون|الناجين ناجي",
    "indefinite": "أرباحاً ربح|أطفالًا طفل|فعلياً فعلي|شخصياً شخصي|بعيداً بعيد|بطيئاً بطيء|ايضاً أيضا|مساءً مساء",
    "in -i": "شخصي شخصي|دفاعي دفاعي|موسمي موسمي|حياتي حياة|مدرستي مدرسة|بيتي بيت",
    "nouns like verbs": "أمير أمير|أهالي أهل|عضوا عضو|آلام ألم|أنظمة نظام|تموز تموز|يبقى بقي|جرت جرى|يرون رأى",
    "particles stay": "وفيها في|عليهم على|إليه إلى|منذ منذ|الذي الذي|لكنه لكن|ولديهم لدى",
    "ambiguous starts": "والد والد|ولاية ولاية|بنك بنك|لجنة لجنة|كتاب كتاب|فريق فريق|وزير وزير|بيان بيان",
}
STOPPED = (
    "وفي عليها منذ خلال حول بعد والتي هذه أولئك لم قد كانت وكانوا سيكون يكن لديه إليهم بينما لأن فإنه منهما "
    "هناك أيضا ثلاثة 2021 ٣٤ الثاني مليون وقال أضافت ذكرت أعلن تقول الـ و"
)
KEPT = "باكستان طالبان الإرهاب والحكومة الحدود كيم ولي نتائج الفيلم فهم مجلس الكتاب النفط الرياض واشنطن"
TABLE = [(kind, *pair.split()) for kind, pairs in WORDS.items() for pair in pairs.split("|")]


@pytest.mark.parametrize(("kind", "form", "lemma"), TABLE)
def test_word(kind: str, form: str, lemma: str) -> None:
    assert lemmas.lemmatize([form], "simple") == [lemma]


def test_numbers_and_other_scripts() -> None:
    forms = ["٢٠٢١", "34", "1,500", "۱۴", "NATO", "Straße", "و", "الـ"]
    assert lemmas.lemmatize(forms, "simple") == ["2021", "34", "1,500", "14", "nato", "strasse", "و", "ال"]


def test_order_and_repeats() -> None:
    assert lemmas.lemmatize(iter(["كتبت", "المدن", "كتبت"]), "simple") == ["كتب", "مدينة", "كتب"]
    assert lemmas.lemmatize([], "simple") == []


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet="ابتةثحدرسعفقكلمنهويىءأإآؤئـَّ\u064b\u200f12٣aZ.", max_size=12)))
def test_any_form_has_a_lemma(forms: list[str]) -> None:
    first = lemmas.lemmatize(forms, "simple")
    assert len(first) == len(forms)
    assert all(isinstance(lemma, str) and bool(lemma) == bool(form) for form, lemma in zip(forms, first, strict=True))
    _found["simple"].clear()
    assert lemmas.lemmatize(forms, "simple") == first


SENTENCES = [
    line.split()
    for line in """
فتح الجيش الطريق إلى الحدود
إن الذين فتح لهم الباب ينفون
هم ينفون ما كتب
ورد في كتاب الوزير
انهار الجسر بعد فتح السد
انهار
""".strip().splitlines()
]


def read_in(sentences: list[list[str]]) -> list[tuple[str, str]]:
    """Return lemma and part of speech of each word of sentences that are read together."""
    words = [word for sentence in sentences for word in sentence]
    found = readings(words, "simple")
    starts = np.cumsum([0, *(len(sentence) for sentence in sentences)])[:-1]
    told = verbs(found, np.arange(len(words)), starts).tolist()
    return [(each.lemma(verb), each.kind(verb)) for each, verb in zip(found, told, strict=True)]


@given(st.lists(st.sampled_from([*SENTENCES, []]), min_size=1, max_size=6))
def test_what_is_read_beside_a_sentence_changes_none_of_its_words(sentences: list[list[str]]) -> None:
    assert read_in(sentences) == [word for sentence in sentences for word in read_in([sentence])]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    (lemma,) = lemmas.lemmatize([text], "simple")
    assert isinstance(lemmas.is_stop(text, lemma), bool)


@pytest.mark.parametrize(
    "form",
    STOPPED.split(),
)
def test_stop(form: str) -> None:
    assert lemmas.is_stop(form, lemmas.lemmatize([form], "simple")[0])


@pytest.mark.parametrize("form", KEPT.split())
def test_no_stop(form: str) -> None:
    assert not lemmas.is_stop(form, lemmas.lemmatize([form], "simple")[0])


def test_stop_sections() -> None:
    assert lemmas.stop_words("reporting") < lemmas.stop_words()
    assert "قال" not in lemmas.stop_words("function")
    with pytest.raises(ValueError, match="verbs; there are function, numbers, reporting"):
        lemmas.stop_words("verbs")


@pytest.mark.skipif(not GOLD.exists(), reason="no ../shared: the gold words are not part of the project")
def test_gold() -> None:
    sys.path.insert(0, str(GOLD))
    try:
        from score_lemmas import bcubed
    finally:
        sys.path.remove(str(GOLD))
    rows = [line.split("\t") for line in (GOLD / "lemmas-dev.tsv").read_text(encoding="utf-8").splitlines()]
    found = lemmas.lemmatize([row[1] for row in rows], "simple")
    pairs = [(lemma, row[2]) for lemma, row in zip(found, rows, strict=True) if row[2] != "-"]
    assert bcubed(pairs)[2] >= 0.9665


def test_frequencies_are_those_of_wordfreq() -> None:
    assert lexicon().frequency == wordfreq.get_frequency_dict("ar")


def test_unknown_lemmatizer() -> None:
    with pytest.raises(ValueError, match="lemmatizer='snowball': choose one of auto, simple, camel"):
        lemmas.lemmatize(["كتب"], "snowball")


def test_without_camel_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert resolve("auto") == "simple"
    assert lemmas.describe("auto").startswith("simplemma 2.")
    with pytest.raises(ValueError, match="run `analysis data`"):
        resolve("camel")


@pytest.mark.parametrize("broken", ["{", "[]", '{"components": {}}', '{"components": {"DisambigMLE": {"default": 1}}}'])
def test_broken_catalogue_is_no_data(broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalogue.json").write_text(broken, encoding="utf-8")
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert resolve("auto") == "simple"


def test_half_installed_data_is_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    camel_fixture.write(tmp_path)
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert resolve("auto") == "camel"
    (tmp_path / "data" / "morphology_db" / camel_fixture.NAME / "morphology.db").unlink()
    assert resolve("auto") == "simple"


def test_camel(tmp_path: Path) -> None:
    # A process of its own: camel_tools reads CAMELTOOLS_DATA once, when it is imported.
    forms = [
        "الكتاب",
        "كتب",
        "والمدارس",
        "المدارس",
        "الارهاب",
        "ووصل",
        "وَفِي",
        "زاخاروفا",
        "٢٠٢١",
        "NATO",
        "؟",
        "",
        "كتب",
    ]
    code = (
        "import json, sys; from analysis import lemmas; from analysis.lemmas.lemmatize import resolve\n"
        "forms = json.load(sys.stdin)\n"
        "print(json.dumps([resolve(), lemmas.describe(), lemmas.lemmatize(forms), lemmas.is_stop('وفي', 'في')]))"
    )
    environment = os.environ | {"CAMELTOOLS_DATA": str(camel_fixture.write(tmp_path)), "HOME": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(forms),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    name, described, found, stop = json.loads(done.stdout)
    assert name == "camel" and stop
    assert described.startswith("CAMeL Tools ") and described.endswith(camel_fixture.NAME)
    assert found == [
        "كتاب", "كتب", "والمدارس", "مدرسة", "إرهاب", "وصل", "في", "زاخاروفا", "2021", "nato", "؟", "", "كتب",
    ]  # fmt: skip


def test_one_string_is_no_list_of_forms() -> None:
    with pytest.raises(TypeError, match="one string"):
        lemmas.lemmatize("وبالمدارس")
