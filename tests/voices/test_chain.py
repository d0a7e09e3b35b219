"""Whose words they are, through an article."""

import pytest

from analysis.voices import find_quotations


def speakers(text: str, title: str | None = None) -> list[str]:
    return find_quotations(text, title=title)["speaker_name"].tolist()


# A text, and who speaks in each of its acts.
CHAINS = [
    # المسؤول tells of the person who spoke before; of nobody where a source did.
    ("أعلن مساعد الوزير دانيال ليمان أن القطار وصل. ولفت المسؤول إلى أن الجسر مفتوح.", ["دانيال ليمان"] * 2),
    ("قال مصدر في الميناء إن القطار وصل. ولفت المسؤول إلى أن الجسر مفتوح.", ["anonymous"] * 2),
    # Indefinite plurals of people are not named, names that end like them are.
    ("طالب مغردون آخرون بفتح الجسر.", ["anonymous"]),
    ("قالت «بيرسون» إن القطار وصل.", ["بيرسون"]),
    # An office or a body by the first of its words.
    (
        "صرح المتحدث الإعلامي بميناء النهر بأن القطار وصل. وأوضح المتحدث الإعلامي أن الجسر مفتوح.",
        ["المتحدث الإعلامي بميناء النهر"] * 2,
    ),
    # In quotation marks he speaks of himself as I: a verb without a subject is told of another.
    ("وقالت المحققة ريم العلي: «لقد زعم أن الجسر أغلق».", ["ريم العلي", "unknown"]),
    # A verb of the other gender after حيث is told of whom it is about.
    (
        "وأوضحت بلدية النهر أن التاجر نبيل الحامد قدم شكوى، حيث طلب فتح الجسر.",
        ["بلدية النهر", "نبيل الحامد"],
    ),
    # Accused, not accusing.
    ("قالت المحققة ريم العلي إن الرجل هرب. واتهم بالتزوير في وقت لاحق.", ["ريم العلي", "unknown"]),
    # Many people are they, though their verb stood in the singular.
    (
        "قال سامي الهواري إن القطار وصل. وقال مسعفون إن الجسر مغلق. وأضاف أن السوق هادئ.",
        ["سامي الهواري", "anonymous", "سامي الهواري"],
    ),
    # Scripture, by the praise that stands for the name.
    ("قال تعالى: «وجعلنا من الماء كل شيء حي».", ["الله"]),
    # The subject that stands before its verb for stress.
    ("قال سامي الهواري إن القطار وصل، أما المهندس نبيل الحامد فأشار إلى أهمية الجسر.", ["سامي الهواري", "نبيل الحامد"]),
    # What is handed over, told or asked for is no part of who speaks.
    (
        "قال سامي الهواري إن القطار وصل. ونقل الوزير نبيل الحامد تحيات المجلس، مؤكدا أن الجسر مفتوح.",
        ["سامي الهواري", "نبيل الحامد"],
    ),
    ("نقل الهواري لوزير النقل شكر السكان، مؤكدا أن الجسر مفتوح.", ["الهواري"]),
    # A tweet is what he wrote, not who did.
    ("كتب سامي الهواري تغريدة طويلة، مؤكدا أن الجسر مفتوح.", ["سامي الهواري"]),
    # Figures speak for who issued them.
    ("أظهرت بيانات وزارة العمل أن الوظائف زادت. وأشارت البيانات إلى أن الأجور ثابتة.", ["وزارة العمل"] * 2),
    # A statement of two states.
    (
        "أعلنت تركيا واليابان اختتام المحادثات. وقال البيان إن الاتفاق قريب. وجاء في البيان أن اللقاء نجح.",
        ["تركيا + اليابان"] * 3,
    ),
]


@pytest.mark.parametrize(("text", "names"), CHAINS)
def test_an_act_is_given_to_who_speaks(text, names) -> None:
    assert speakers(text) == names


# Where a name ends, and what is none.
NAMES = [
    ("قال ديفيد إيه ليمان رئيس المؤتمر إن القطار وصل.", "ديفيد إيه ليمان"),
    ("قال سليمان فتح الله إن القطار وصل.", "سليمان فتح الله"),
    ("قال أليستير باركي المتحدث باسم مجلس النهر إن القطار وصل.", "أليستير باركي"),
    ("قال المتحدث الرسمي للهلال الأحمر علي الهواري إن القطار وصل.", "علي الهواري"),
    ("قال مدرب روماني اسمه كورنيل ليمان إن القطار وصل.", "كورنيل ليمان"),
    ("قالت مؤسسة جسر الأمير سامي إن القطار وصل.", "مؤسسة جسر الأمير سامي"),
    ("طالب «الهواري» مسؤولي البلدية بفتح الجسر.", "الهواري"),
    ("أكد الملك المفدى سامي الهواري أن القطار وصل.", "سامي الهواري"),
    ("أوضح رئيس اللجنة، ملهم ليمان، في تصريح أن القطار وصل.", "ملهم ليمان"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_told_from_what_stands_beside_it(text, name) -> None:
    assert speakers(text)[-1].removeprefix("الوزير ") == name


def test_a_name_is_the_fullest_of_the_article() -> None:
    assert speakers("قال موفق أبو طالب إن القطار وصل. وأضاف الدكتور أبوطالب أن الجسر مفتوح.") == ["موفق أبو طالب"] * 2


def test_a_capital_speaks_for_the_government_that_the_article_names() -> None:
    found = find_quotations("نفت حكومة طالبان في كابل صلتها بالهجوم. وقالت كابل إن الحدود مغلقة.")
    assert found["speaker"].tolist() == ["afghan_taliban"] * 2
    assert find_quotations("قالت كابل إن الحدود مغلقة.")["speaker"].tolist() == ["afghanistan"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("رفضت سلطات الأمر الواقع في أفغانستان مزاعم الجيران.", "afghan_taliban"),
        ("رفضت سلطات الأمر الواقع في صنعاء مزاعم الجيران.", "name:سلطات الامر الواقع"),
    ],
)
def test_who_rules_without_recognition_is_told_by_the_country(text, actor) -> None:
    assert find_quotations(text)["speaker"].tolist()[0].startswith(actor)


# Sentences without an act of the newspaper's own or of things.
NOTHING = [
    "رحب الأمير سامي بالوزير في مكتبه.",
    "خبرتنا السابقة تقول إن الجسر قديم.",
    "وهي مشكلات تهدد بإغلاق الجسر، ومن المشكلات التي تهدد بإغلاقه الرمل.",
    "قدم الفريق تضحيات كبيرة حتى إن الجمهور وقف.",
    "كان طالبا بجامعة النهر.",
    "سجلته كتب التاريخ على أنه جسر قديم.",
    "تعامل معها كما لو كانت قدرًا لا أكثر ولا أقل.",
    "يتطلع المتحف لأن يكشف أن اللوحات قديمة.",
    "تبنى الرجل كلبة بعد العثور عليها في حديقته.",
    "الميناء مفتوح، وفق أحدث مواصفات السلامة.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nobody_says_it(text) -> None:
    assert find_quotations(text).empty, speakers(text)


# An act that is found, and its words.
WORDS = [
    ("رفع الوزير سامي الهواري شكره للمتطوعين.", "شكره للمتطوعين"),
    ("طلبت تركيا الاجتماع غدا.", "الاجتماع غدا"),
    ("الحلف يدعو لاجتماع طارئ.", "لاجتماع طارئ"),
    ("أفاد مصدر بالميناء بأن القطار وصل.", "القطار وصل"),
    ("جددت الشركة تأكيدها أن القطار وصل.", "القطار وصل"),
    ("وتسلم الوثيقة، مشيرا للأثر الكبير لها.", "للأثر الكبير لها"),
    ("دخل المكتب، طالبا منهم فتح الجسر.", "فتح الجسر"),
    ("برر المدير قراره بأن الجسر قديم.", "الجسر قديم"),
    ("وحسب مصادر لـ«النهر»، فإن القطار وصل.", "القطار وصل"),
    ("وقال سامي الهواري (لم يصل القطار في موعده أمس).", "لم يصل القطار في موعده أمس"),
    ("وكان الهواري قد اعتبر من قبل أن القطار وصل.", "القطار وصل"),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_what_is_said_is_found(text, words) -> None:
    assert find_quotations(text)["text"].tolist() == [words]


def test_whose_turn_it_is_ends_what_was_said() -> None:
    found = find_quotations("أكد سامي الهواري أن القطار وصل، من جانبه أوضح نبيل الحامد أن الجسر مفتوح.")
    assert found["text"].tolist() == ["القطار وصل", "الجسر مفتوح"]


def test_what_is_done_before_a_participle_tells_who_speaks() -> None:
    text = "زار وكيل المحافظة خالد بن سعود المنصور المعرض. ونقل الوكيل تحيات سمو أمير النهر، مشيدا بالمعرض."
    assert speakers(text)[-1] == "خالد بن سعود المنصور"


def test_a_described_object_is_no_part_of_a_name() -> None:
    assert speakers("وصف الوزير الهواري الأوضاع في المدينة بأنها صعبة.") == ["الوزير الهواري"]


# Who speaks after a comment, a shortened cue, a quotation of oneself.
AFTER = [
    ("قال سامي الهواري إن السوق مغلق. وعلقت وزيرة العمل ريم العلي على ذلك، مشيرة إلى توفر القمح.", "ريم العلي"),
    ("قال سامي الهواري إن السوق مغلق. وتابع قوله: «لن يفتح غدا»، مشيرا إلى توفر القمح.", "سامي الهواري"),
    ("الا ان المصادر الأمنية والطبية شددت على أن السوق مفتوح.", "anonymous"),
    ("وقال نبيل الحامد: «طلبنا من البلدية فتح السوق».", "نبيل الحامد"),
    ("قال نبيل الحامد إن السوق مغلق. وأضاف ستكون الساعة القادمة هادئة، مؤكدا أن القمح وصل.", "نبيل الحامد"),
]


@pytest.mark.parametrize(("text", "name"), AFTER)
def test_the_chain_goes_on_from_who_spoke_last(text, name) -> None:
    assert speakers(text)[-1] == name


def test_a_statement_is_where_it_is_said() -> None:
    found = find_quotations("وقال الهواري في بيان «أفكار الجميع مع سكان المدينة».")
    assert found["text"].tolist() == ["أفكار الجميع مع سكان المدينة"]


# A text, and who speaks in each of its acts: left out beside the cue, told by the grammar before it.
LEFT_OUT = [
    # A wish is no name, nor whom it was told.
    ("قال الأمير فهد للرئيس الهواري إن القطار وصل.", ["فهد"]),
    # The subject before its verb: stressed, with نفسه, within a quotation, after سبق وأن.
    ("أما رئيس البعثة نبيل الحامد قال: «إن القطار وصل».", ["نبيل الحامد"]),
    ("وعن الميناء أوضح سامي الهواري: «المجلس نفسه يقول إن القطار وصل».", ["سامي الهواري", "المجلس"]),
    ("وندد سامي الهواري بمن غابوا، مع أن البعض منهم سبق وأن قال إن القطار وصل.", ["سامي الهواري", "anonymous"]),
    # The same source is who was heard last.
    ("قال سامي الهواري إن القطار وصل. وتابع المصدر نفسه، أن الجسر مغلق.", ["سامي الهواري"] * 2),
    # An officer's name between commas, and one whom another's office leads to.
    (
        "أكد وزير الري في حكومة النهر، سامي الهواري، أن القطار وصل، مشيرا إلى أن الجسر مغلق.",
        ["سامي الهواري"] * 2,
    ),
    ("انتقد المدير تصريحات لنائب الوزير سامي الهواري الذي اتهم المجلس بالإهمال.", ["سامي الهواري"]),
    # He who does it, not what it is done to.
    ("رفع الدكتور الهواري أسمى آيات الشكر للوزير، واعدا ببذل المزيد.", ["الهواري"] * 2),
    ("أوضح سامي الهواري قيام وزير الري بزيارة الجسر، مشيرا إلى أن القطار وصل.", ["سامي الهواري"]),
    # A relative clause tells of the noun before it, unless that is only where one goes.
    ("وعاد المجلس إلى مقال الكاتب سامي الهواري، الذي كتب في صحيفة النهر، قائلا إن القطار وصل.", ["سامي الهواري"]),
    ("أصدرت خطوط النهر بيانا بشأن رحلة إلى واترلو والتي أوضحت أنها ألغيت.", ["خطوط النهر"]),
    # Who stays unknown to lists is told by what only somebody does, or by a verb in the feminine.
    ("واجتمع دا كوستا مع لاعبيه، مبينا لهم أن اللقاء صعب.", ["دا كوستا"]),
    ("كما رفضت زونكو التعليق، قائلة إن التحقيق مستمر.", ["زونكو"]),
    # A person of whom the sentence before tells speaks next; he who goes on is he who spoke.
    (
        "قال سامي الهواري إن القطار وصل. وانتقل المدير نبيل الحامد إلى القرية. وقال إن الجسر مغلق.",
        ["سامي الهواري", "نبيل الحامد"],
    ),
    (
        "قال سامي الهواري إن القطار وصل. وانتقل المدير نبيل الحامد إلى القرية. وأضاف أن الجسر مغلق.",
        ["سامي الهواري"] * 2,
    ),
    # Whoever asks not to be named is nobody named.
    (
        "قال سامي الهواري إن القطار وصل. إلا أن مديرا محليا، طلب عدم ذكر اسمه، قال: «إن الجسر مغلق».",
        ["سامي الهواري", "anonymous", "anonymous"],
    ),
    # A family name that the article tells in full elsewhere.
    (
        "ناقش الوزير سامي بن نبيل حمداد الخطة. ورفع حمداد التهاني للأمير وسمو ولي عهده، مؤكدا أن القطار وصل.",
        ["سامي بن نبيل حمداد"],
    ),
    # Names with the word before them, whole, and without an office behind them.
    ("قالت الدكتورة ريم عبد الستار إن القطار وصل. وأضافت أن الجسر مغلق.", ["ريم عبد الستار"] * 2),
    ("دعا سامي الهواري مقدم برنامج الصباح إلى فتح الجسر. وأضاف أن القطار وصل.", ["سامي الهواري"] * 2),
    # What is described is no speaker, nor those whom it is told.
    ("أكد سامي الهواري أن القطار وصل. ووصف ملعب الفريق بأنه قديم.", ["سامي الهواري"] * 2),
    # Many are meant by a participle in the plural.
    ("وقال نبيل الحامد: «القطار وصل». وأثار قوله غضب المسافرين، قائلين إن الجسر مغلق.", ["نبيل الحامد", "المسافرين"]),
    # A quotation that is left open: a new sentence goes on with who speaks.
    ("قال سامي الهواري «لا شك أن رجال الأمن نجحوا. وأضاف أن الجسر مغلق.", ["سامي الهواري"] * 2),
    # Two companies: it is the one that did something.
    (
        "أعلنت شركة النهر الزراعية شراء أرض لشركة الوادي العربية. وأوضحت الشركة أن العقد وقع.",
        ["شركة النهر الزراعية"] * 2,
    ),
]


@pytest.mark.parametrize(("text", "names"), LEFT_OUT)
def test_speakers_that_are_left_out(text: str, names: list[str]) -> None:
    assert speakers(text) == names


def test_a_wish_is_no_speaker() -> None:
    text = "وزار الأمير فهد الميناء. ويقول - حفظه الله -: «هذه أمانة في أعناقكم»."
    assert "حفظه الله" not in speakers(text)
