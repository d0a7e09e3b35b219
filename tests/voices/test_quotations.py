import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from analysis.voices import find_quotations, quotations
from analysis.voices.quotations import QUOTATIONS, STANCES, quotations_of


def told(text: str, title: str | None = None) -> list[tuple[str, str, str]]:
    """The cue, the speaker and the words of each act."""
    found = find_quotations(text, title=title)
    return list(zip(found["cue"], found["speaker_name"], found["text"], strict=True))


# A sentence; cue, kind and stance, the speaker and the words of its act.
ACTS = [
    ("قال وزير النقل سامي الهواري إن الجسر سيغلق غدا.", "قال indirect neutral", "سامي الهواري", "الجسر سيغلق غدا"),
    (
        "وقال رئيس البلدية نبيل الحامد: «لن يغلق السوق قبل العيد».",
        "قال direct neutral",
        "نبيل الحامد",
        "لن يغلق السوق قبل العيد",
    ),
    ("نفت الشركة صلتها بالحريق.", "نفت indirect deny", "الشركة", "صلتها بالحريق"),
    ("طالب سكان الحي بإغلاق المصنع.", "طالب indirect demand", "سكان الحي", "بإغلاق المصنع"),
    ("الميناء يعمل كالمعتاد، بحسب مصدر في الجمارك.", "بحسب indirect neutral", "anonymous", "الميناء يعمل كالمعتاد"),
    ("وزعم الحزب أن الأصوات زورت.", "زعم indirect claim", "الحزب", "الأصوات زورت"),
    ("وذكرت صحيفة النهر أن الجسر آمن.", "ذكرت indirect outlet", "صحيفة النهر", "الجسر آمن"),
    ("حذر مدير المرصد من عاصفة قوية.", "حذر indirect warn", "مدير المرصد", "عاصفة قوية"),
    (
        "وأعرب السفير هاني العوفي عن تقديره لجهود المتطوعين.",
        "أعرب indirect praise",
        "هاني العوفي",
        "تقديره لجهود المتطوعين",
    ),
    ("ونقلت صحيفة النهر عن مسؤول قوله إن الجسر آمن.", "قوله indirect neutral", "anonymous", "الجسر آمن"),
]


@pytest.mark.parametrize(("text", "how", "speaker", "words"), ACTS)
def test_an_act_has_cue_speaker_and_words(text, how, speaker, words) -> None:
    found = find_quotations(text)[["cue", "kind", "stance", "speaker_name", "text"]]
    assert found.values.tolist() == [[*how.split(), speaker, words]]


def test_who_passes_on_is_no_speaker() -> None:
    found = find_quotations("ونقلت صحيفة النهر عن مسؤول قوله إن الجسر آمن.")
    assert found["via"].tolist() == ["صحيفة النهر"]


NO_ACTS = [
    "لم يعلن الوزير عن موعد الافتتاح.",
    "سيعلن الوزير غدا عن موعد الافتتاح.",
    "زار الوزير «سوق النهر الكبير» أمس.",
    "وصل الوفد بعد أن قرر السفر.",
    "خرج السكان بعد رفض المجلس التعليق على اتهامات الجيران.",
    "وصل عمال جدد إلى المصنع، ما دفع الشركة إلى فتح قاعة أخرى.",
    "نقل المسافرون عبر حافلات صغيرة بعد أن أغلق المطار.",
    "وعبر السفير هاني العوفي عن أطيب التهاني بالعيد.",
    "وأظهرت الصور وجود شق في الجدار.",
    "نفدت الخضار التي تعتبر أسعارها أقل من غيرها.",
    "ويمكن القول إن السوق هادئ.",
    "وصلت الفرق إلى الجسر وتبين أنه سليم.",
    "زادت الأسعار إبان فترة العيد إلا أن السوق هادئ.",
    "حقق المعرض نجاحا لافتا في المدينة، إلى جانب أرباحه.",
    "النهر - متابعة: وصل القطار إلى المدينة.",
    "ولم يجد أحد ما يفسر هذه الظاهرة.",
    "وصلت طالبة بأوراقها إلى القاعة.",
    "وأظهرت البيانات وجود نقص في القمح.",
    "ومثل هذه الزيارة تعبر عن قرب المدينة من القرية.",
    "وقدم كشفا طبيا يفيد بسلامته.",
    "عاد القطار إلى العمل مجددا إذ فتح الجسر.",
    "رفض المدير أن يفتح المصنع.",
]


@pytest.mark.parametrize("text", NO_ACTS)
def test_what_nobody_said_is_no_act(text) -> None:
    assert find_quotations(text).empty


# Where the words of a speaker end, and where what is said begins; who speaks where the subject is left out.
BORDERS = [
    ("وأوضحت المعلمات أنهن ينتظرن الحافلة.", "المعلمات", "ينتظرن الحافلة"),
    ("وأوضحت الوزارة انه تم إصلاح الجسر.", "الوزارة", "تم إصلاح الجسر"),
    ("وقالت شركة جيم.إل.سي للبناء إن المبيعات زادت.", "شركة جيم.إل.سي للبناء", "المبيعات زادت"),
    ("وأكد بيان من البلدية أن السوق مفتوح.", "البلدية", "السوق مفتوح"),
    ("وتابع وزير النقل سامي الهواري أعتقد أن الجسر سيغلق.", "سامي الهواري", "الجسر سيغلق"),
    ("وأكد الرئيس التركي عمر العوفي أن المحادثات انتهت.", "عمر العوفي", "المحادثات انتهت"),
    ("عاد قطار الشمال إلى الخدمة، كما أعلن مدير المحطة.", "مدير المحطة", "عاد قطار الشمال إلى الخدمة"),
    ("وأعلن المدير أكثر من مرة أن الباب مفتوح.", "المدير", "الباب مفتوح"),
    ("وكشف المدير سامي الهواري النقاب عن أن السد جاهز.", "سامي الهواري", "السد جاهز"),
    ("وقال المتحدث الرسمي باسم وزارة النقل عمر العوفي إن السد جاهز.", "عمر العوفي", "السد جاهز"),
    ("وطالب الرئيس عمر سامي العوفي الجماعات المسلحة بوقف القتال.", "عمر سامي العوفي", "بوقف القتال"),
    ("وقال الدكتور عبد الله الدالي إن الكتاب جيد.", "عبد الله الدالي", "الكتاب جيد"),
    ("ومضت المصادر بالقول إن الهدنة قريبة.", "anonymous", "الهدنة قريبة"),
    ("وأوضح سامي الهواري؛ مدير المحطة؛ أن القطار وصل؛ لأن الجسر فتح.", "سامي الهواري", "القطار وصل؛ لأن الجسر فتح"),
    ("وكان سامي الهواري مدير المحطة الذي زار القرية قد أكد أن القطار وصل.", "سامي الهواري", "القطار وصل"),
    ("ولفت سامي الهواري الانتباه إلى أن القطار وصل.", "سامي الهواري", "القطار وصل"),
    ("قال سامي الهواري ضاحكًا إن القطار وصل.", "سامي الهواري", "القطار وصل"),
    ("لكن مسؤولين نرويجيين قالوا إن القطار وصل.", "anonymous", "القطار وصل"),
    ("الميناء مغلق اليوم، بحسب ما ذكر مدير المحطة.", "مدير المحطة", "الميناء مغلق اليوم"),
    ('وقال سامي الهواري:" القطار وصل، والجسر مفتوح ".', "سامي الهواري", "القطار وصل، والجسر مفتوح"),
    ("وأظهرت أرقام وزارة العمل أن الوظائف زادت.", "وزارة العمل", "الوظائف زادت"),
    ("وبعد ساعة أُعلن عن وصول القطار.", "unknown", "وصول القطار"),
    ("وقيل إن القطار وصل.", "unknown", "القطار وصل"),
    ("أكد المشرف على المعرض سامي الهواري أن القطار وصل.", "سامي الهواري", "القطار وصل"),
    ("أفاد المدير المتقاعد الدكتور بدر الدالي بأن القطار وصل.", "بدر الدالي", "القطار وصل"),
    ("وبحسب المصادر نفسها وصل القطار.", "anonymous", "وصل القطار"),
    ('وذكر "علي" أنه وصل.', "علي", "وصل"),
    ("ضد ما تزعم كابل أنها مخازن.", "كابل", "مخازن"),
    ("قال سامي الهواري لقد وصل القطار.", "سامي الهواري", "لقد وصل القطار"),
    ("الميناء مغلق اليوم، وفقا للهيئة العامة للسدود.", "الهيئة العامة للسدود", "الميناء مغلق اليوم"),
    ("وتابع حديثه: القطار وصل.", "unknown", "القطار وصل"),
]


@pytest.mark.parametrize(("text", "speaker", "words"), BORDERS)
def test_speaker_and_words_end_where_the_other_begins(text, speaker, words) -> None:
    assert [each[1:] for each in told(text)] == [(speaker, words)]


def test_a_clause_of_when_or_where_has_no_speaker_beside_it() -> None:
    found = told("قال المدرب سامي الهواري إن الفريق جاهز. وتحدث عن عمله في بلاده، حيث طالب بزيادة التدريب.")
    assert [speaker for _, speaker, _ in found] == ["سامي الهواري", "سامي الهواري"]


def test_a_label_of_a_headline_is_no_speaker() -> None:
    assert told("وصل القطار.", "بالفيديو: القطار يصل إلى المدينة") == []


def test_an_elided_subject_is_the_speaker_before() -> None:
    text = "قالت المتحدثة ريم العلي إن العمل بدأ. وأضافت أن النتائج ستظهر قريبا، مشيرة إلى توفر الدواء."
    assert [speaker for _, speaker, _ in told(text)] == ["ريم العلي"] * 3
    assert find_quotations(text)["speaker_surface"].tolist() == ["المتحدثة ريم العلي", "", ""]


# Who speaks where the verb stands after its subject, or tells of another.
SUBJECTS = [
    ("كابل تتهم الجيش الباكستاني بقصف القرية.", "كابل"),
    ("باكستان تتهم الهند بإغلاق المعبر.", "باكستان"),
    ("قال سامي الهواري إن المصنع مغلق. ودعا الوزارة إلى فتح تحقيق.", "سامي الهواري"),
    ("علق المهندس سامي الهواري على الخبر وقال: القطار وصل.", "سامي الهواري"),
    ("التقى الوزير نبيل الحامد وفد القرية في المدينة، مؤكدا أن الجسر سيفتح.", "نبيل الحامد"),
    ("وانتقد المدرب الصحف، فرد عليه الدكتور نبيل الحامد قائلا: الفريق ضعيف.", "نبيل الحامد"),
    ("قال سامي الهواري إن السوق مغلق، وناشد فاعلي الخير بمساعدة القرية.", "سامي الهواري"),
    ("قال سامي الهواري إن السوق مغلق. وكانت جماعة النهر قد نشرت في مواقعها خبرا وطالبت بفتحه.", "جماعة النهر"),
    (
        "قال سامي الهواري إن السوق مغلق. من جانبه، قدم رئيس البلدية نبيل الحامد شكره، معتبرا أن المعرض نجح.",
        "نبيل الحامد",
    ),
    ("قال سامي الهواري إن السوق مغلق، ودعا المنشآت إلى فتحه.", "سامي الهواري"),
    ("قال سامي الهواري إن السوق مغلق. وكشف الهواري قصة الحادث قائلا: القطار وصل.", "سامي الهواري"),
    ("قال سامي الهواري للصحيفة إن القطار وصل. وذكر لشبكات التلفزيون أن الجسر مفتوح.", "سامي الهواري"),
]


@pytest.mark.parametrize(("text", "speaker"), SUBJECTS)
def test_the_subject_agrees_with_its_verb_and_may_stand_before_it(text, speaker) -> None:
    assert told(text)[-1][1] == speaker


def test_a_statement_speaks_for_who_issued_it() -> None:
    text = "قالت وزارة النقل في بيان إن القطار وصل. وأضاف البيان أن الجسر مفتوح. وذكر تقرير لشركة البناء أن السوق هادئ."
    assert [speaker for _, speaker, _ in told(text)] == ["وزارة النقل", "وزارة النقل", "شركة البناء"]


# Where a name begins and ends among titles.
NAMES = [
    ("قال جريغ أبوت حاكم ولاية النهر إن القطار وصل.", "جريغ أبوت"),
    ("قال الأمين العام للاتحاد عبد الله الدالي إن القطار وصل.", "عبد الله الدالي"),
    ("قال ريتشارد ليمان السفير السابق للدولة إن القطار وصل.", "ريتشارد ليمان"),
    ("قال المشرف العام على القرية رواف بن مجاهد إن القطار وصل.", "رواف بن مجاهد"),
    ("قال اليوناني دونيس مدرب الفريق إن القطار وصل.", "دونيس"),
    ("أعلن مساعد وزير المالية لشؤون مكافحة الفساد دانيال ليمان أن القطار وصل.", "دانيال ليمان"),
    ("قال المهندس محمد المخرج إن القطار وصل. وأضاف المخرج أن السوق مفتوح.", "محمد المخرج"),
    ("قال الشيخ عبد العزيز عبدالله آل الشيخ مفتي المدينة إن القطار وصل.", "عبد العزيز عبدالله آل الشيخ"),
    ("زار الأمير سعود بن نايف مدينة النهر. وأكد سموه أن القطار وصل.", "سعود بن نايف"),
    ("زار الأمير سعود بن نايف أمير منطقة النهر المعرض. وقال سمو أمير منطقة النهر إن القطار وصل.", "سعود بن نايف"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_begins_and_ends_among_titles(text, name) -> None:
    assert {speaker for _, speaker, _ in told(text)} == {name}


def test_one_name_has_one_id_however_it_is_spelt() -> None:
    one, other = (
        find_quotations(f"قال الدكتور {name} إن القطار وصل.") for name in ("عبد الله الدالي", "عبدالله الدالى")
    )
    assert one["speaker"].tolist() == other["speaker"].tolist() == ["name:عبدالله الدالي"]


def test_a_statement_after_a_ministry_is_its_own() -> None:
    found = told("أعلنت وزارة النقل وصول القطار. وأضاف البيان أن الجسر مفتوح.")
    assert [speaker for _, speaker, _ in found] == ["وزارة النقل"] * 2


def test_a_report_that_confirms_is_named_alone() -> None:
    assert [speaker for _, speaker, _ in told("ردا على تقرير يؤكد أن القطار وصل.")] == ["تقرير"]


def test_a_newspaper_that_it_is_told_is_named_with_its_article() -> None:
    assert find_quotations("قال سامي الهواري للصحيفة إن القطار وصل.")["via"].tolist() == ["الصحيفة"]


def test_a_name_that_looks_like_a_verb_opens_no_act() -> None:
    found = told("قال نبيل مفتي القيادي في حزب جلال طالباني، إن الاتفاق قريب.")
    assert [cue for cue, *_ in found] == ["قال"]


def test_a_newspaper_that_a_headline_speaks_to_is_no_speaker() -> None:
    found = find_quotations("وصل الوزير.", title="الدالي لـ «النهر»: الجسر سيفتح غدا")
    assert found[["speaker_name", "stance", "via"]].values.tolist() == [["الدالي", "neutral", "النهر"]]


def test_a_new_cue_ends_what_was_said() -> None:
    text = "وأكد المدير خالد المنصور أن البضائع وصلت، لافتا إلى وفرة القمح، وقال إن الأسعار ثابتة."
    assert told(text) == [
        ("أكد", "خالد المنصور", "البضائع وصلت"),
        ("لافتا", "خالد المنصور", "وفرة القمح"),
        ("قال", "خالد المنصور", "الأسعار ثابتة"),
    ]


def test_a_role_means_the_person_who_holds_it() -> None:
    text = "التقى وزير العمل الدكتور فهد الدالي الوفد، وقال إن الاتفاق قريب.\nوأكد الوزير أن التوقيع غدا."
    assert [speaker for _, speaker, _ in told(text)][-1] == "فهد الدالي"


def test_a_headline_names_its_speaker() -> None:
    found = find_quotations("أكد وزير المياه ماجد الدالي أن السدود ممتلئة.", title="الدالي: لا عطش هذا الصيف")
    assert found["part"].tolist() == ["title", "body"]
    assert found["cue"].tolist() == [":", "أكد"]
    assert found["speaker_name"].tolist() == ["ماجد الدالي"] * 2


def test_speech_inside_speech_is_an_act_of_its_own() -> None:
    acts = told("وقال زياد الحامد إن سامي الهواري أكد أن الطريق آمن.")
    assert acts[0] == ("قال", "زياد الحامد", "سامي الهواري أكد أن الطريق آمن")
    assert acts[1] == ("أكد", "سامي الهواري", "الطريق آمن")


def test_a_registered_actor_is_told_by_its_id() -> None:
    found = find_quotations("نفت حركة طالبان الأفغانية وجود أي اتصال مع موسكو.")
    assert found[["speaker", "stance"]].values.tolist() == [["afghan_taliban", "deny"]]


# fmt: off
PIECES = [
    "قال", "حذر", "أضاف", "مؤكدا", "داعيا", "بحسب", "ورد", "في", "بيان", "قوله", "نفى", "صلته", "كما", "على",
    "ما", "أول", "من", "أمس", "الوزير", "زيد", "بن", "نفسه", "إن", "أن", "ب", "لـ", "«قال",
]
# fmt: on
MARKS = " ", "، ", ": ", ":", " - ", "-", " – ", ". ", "؛ ", "\n", " «", "«", "» ", "»", ' "', '"', " (", ") ", "…"
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), max_size=30)


@settings(max_examples=300, deadline=None)
@example([("حذر", " - "), ("زيد", "")])
@example([("قوله", ": "), ("إن", "")])
@example([("بحسب", " "), ("الوزير", " «"), ("نفسه", "")])
@given(TEXTS)
def test_spans_tell_the_text(pieces) -> None:
    text = "".join(word + mark for word, mark in pieces)
    found = find_quotations(text)
    assert list(found.columns) == list(QUOTATIONS)[1:]
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text != ""
        assert text[row.cue_start : row.cue_end] == row.cue
        assert row.stance in STANCES and row.kind in ("direct", "indirect", "mixed") and row.speaker


def test_a_corpus_has_the_quotations_of_its_texts() -> None:
    texts = ["قال وزير النقل سامي الهواري إن الجسر سيغلق غدا.", "غادر الوفد.", "ورد في التقرير أن النهر فاض."]
    corpus = analysis.read([{"title": f"خبر {n}", "text": text} for n, text in enumerate(texts)])
    table = quotations(corpus)
    assert list(table.columns) == list(QUOTATIONS)
    alone = pd.concat([find_quotations(text, title=f"خبر {n}") for n, text in enumerate(texts)], ignore_index=True)
    pd.testing.assert_frame_equal(table.drop(columns="article_id"), alone)


def test_an_empty_corpus_has_none() -> None:
    corpus = analysis.read([{"title": "خبر", "text": "غادر الوفد."}])
    assert quotations(corpus).empty and quotations(corpus.of([])).empty


def test_quotations_of_some_articles_are_the_same_whether_tables_are_kept_or_not(tmp_path, monkeypatch):
    corpus = analysis.read()
    ids = corpus.articles["article_id"].iloc[10:30]
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    made = quotations_of(corpus, ids)
    monkeypatch.setenv("ANALYSIS_CACHE", str(tmp_path))
    pd.testing.assert_frame_equal(quotations_of(corpus, ids), made)
    assert len(made) and set(made["article_id"]) <= set(ids)
