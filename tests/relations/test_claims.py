"""Whose word a relation is: what voices claim, deny, demand and warn of, in its sentence and in the others."""

import pytest

import analysis
from analysis import relations

# A text, and its relations: source, target, kind, status, speaker.
TEXTS = {
    "claimed": ("أعلنت باكستان أن الهند هاجمت إيران.", ["india iran attack claimed pakistan"]),
    "by nobody known": ("قال مسؤول كبير إن الهند هاجمت إيران.", ["india iran attack claimed "]),
    "its own words": ("قالت باكستان إنها تؤيد الصين.", ["pakistan china support told "]),
    "denied": ("نفت إيران أن تكون روسيا قصفت أوكرانيا.", ["russia ukraine attack denied iran"]),
    "demanded": ("طالبت فرنسا بأن تدعم إيران العراق.", ["iran iraq aid demanded france"]),
    "asked to end": ("طالبت فرنسا بوقف دعم إيران للحوثيين.", ["iran houthis aid claimed france"]),
    "warned of": (
        "حذرت فرنسا من هجوم روسيا على أوكرانيا.",
        ["france russia threaten told ", "russia ukraine attack possible france"],
    ),
    "condemned": (
        "نددت فرنسا بهجوم روسيا على أوكرانيا.",
        ["france russia criticise told ", "russia ukraine attack told "],
    ),
    "there all the same": (
        "طالبت فرنسا بإدانة الحرب التي تشنها روسيا على أوكرانيا.",
        ["russia ukraine attack claimed france"],
    ),
    "denied in the next sentence": (
        "قال مصدر إن روسيا قصفت أوكرانيا. ونفت روسيا ذلك.",
        ["russia ukraine attack denied russia"],
    ),
    "denied, by one who is not of it": (
        "قال مصدر إن روسيا قصفت أوكرانيا. ونفت فرنسا ذلك.",
        ["russia ukraine attack claimed "],
    ),
    "denied of whom they belong to": (
        "قال مصدر إن الرئيس الروسي بوتين اجتمع مع الرئيس الصيني شي جينبينغ. ونفت روسيا أي اتصال مع الصين.",
        ["china russia talk denied russia", "vladimir_putin xi_jinping meet denied russia"],
    ),
    "denied of others": (
        "قال مصدر إن بوتين اجتمع مع أردوغان. ونفت روسيا وجود أي اتصال مع الصين.",
        ["china russia talk denied russia", "recep_tayyip_erdogan vladimir_putin meet claimed "],
    ),
    "denied of another side": (
        "قال مصدر إن روسيا قصفت أوكرانيا. ونفت روسيا وجود أي تعاون مع أوكرانيا.",
        ["russia ukraine attack claimed ", "russia ukraine cooperate denied russia"],
    ),
    "told, whoever denies it": ("قصفت روسيا أوكرانيا. ونفت روسيا ذلك.", ["russia ukraine attack told "]),
    "an accusation that is denied was made": (
        "ونفت الهند اتهام باكستان لإيران.",
        ["india pakistan deny told ", "pakistan iran accuse claimed india"],
    ),
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    corpus = analysis.read([{"body": text} for text, _ in TEXTS.values()], jobs=1)
    names = dict(zip(corpus.articles["body"], TEXTS, strict=True))
    rows: dict[str, list[str]] = {name: [] for name in TEXTS}
    bodies = corpus.articles.set_index("article_id")["body"]
    for row in relations.relations(corpus).itertuples():
        rows[names[bodies[row.article_id]]].append(f"{row.source} {row.target} {row.kind} {row.status} {row.speaker}")
    return rows


@pytest.mark.parametrize("name", TEXTS)
def test_whose_word_it_is(found: dict[str, list[str]], name: str) -> None:
    assert sorted(found[name]) == sorted(TEXTS[name][1])


def test_a_headline_denies_what_the_article_claims(folder) -> None:
    page = "روسيا تنفي وجود أي اتصال مع الصين\n\nقالت صحيفة إن روسيا اجتمعت مع الصين في يونيو.\n"
    table = relations.relations(analysis.read(folder(page=page)))
    assert table[["kind", "status", "speaker"]].values.tolist()[-1] == ["meet", "denied", "russia"]


def test_a_state_before_a_colon_is_where_it_was(folder) -> None:
    table = relations.relations(analysis.read(folder(page="كينيا: مقتل خمسة مدنيين في القرية\n\nنص قصير هنا.\n")))
    assert table["status"].tolist() == ["told"]
