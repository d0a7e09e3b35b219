"""Relations: who does what to whom, by which word, in which direction; and where there is none."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

import analysis
from analysis import relations
from analysis.actors import load_registry
from analysis.actors.find import mention_rows
from analysis.relations import PRECISION, QUAD_CLASSES
from analysis.relations.find import COLUMNS
from analysis.relations.lexicon import KINDS
from analysis.relations.matching import found_in
from analysis.relations.words import Mention
from analysis.text import tables

DATA = Path(__file__).parents[1] / "data"

# A sentence, and all its relations: source>target (or source-target where it has no direction) kind, `!` denied.
SENTENCES = """
# the verb first
اتهمت باكستان الهند بالتجسس على منشآتها | pakistan>india accuse
انتقد أوباما كوريا الشمالية أمس | barack_obama>north_korea criticise
نددت تركيا بإسرائيل في بيان | turkiye>israel criticise
رحبت اليابان بقرار الأمم المتحدة | japan>united_nations praise
هاجم الحوثيون السعودية بالصواريخ | houthis>saudi_arabia attack
قصفت إسرائيل مواقع حزب الله | israel>hezbollah attack
قصفت تركيا أهدافا تابعة لحزب العمال الكردستاني | turkiye>kurdistan_workers_party attack
هددت كوريا الشمالية الولايات المتحدة بالرد | north_korea>united_states threaten
حذرت ألمانيا أمس روسيا من التصعيد | germany>russia threaten
تطالب الأمم المتحدة جنوب السودان بفتح الطرق | united_nations>south_sudan demand
استقبل الملك سلمان في قصره أمس رئيس وزراء باكستان | king_salman>pakistan receive
سيزور أردوغان إيران الأسبوع المقبل | recep_tayyip_erdogan>iran visit
يصل بوتين مساء اليوم إلى الصين | vladimir_putin>china travel
هنأت الصين باكستان بنجاح الانتخابات | china>pakistan praise
اعترفت روسيا بحكومة طالبان | russia>afghan_taliban recognise
ضغطت الولايات المتحدة على إسرائيل | united_states>israel coerce
انسحبت الولايات المتحدة من أفغانستان قبل سنوات | united_states>afghanistan yield
منحت السعودية مصر قرضا | saudi_arabia>egypt aid
وأيدت فرنسا بشدة موقف اليونان | france>greece support
قال بنيامين نتنياهو لفلاديمير بوتين إن الوقت ضيق | benjamin_netanyahu>vladimir_putin speak
# the subject first
إيران تدعم حزب الله | iran>hezbollah aid
روسيا تهدد أوكرانيا مجددا | russia>ukraine threaten
قال المتحدث إن إيران تسلح الحوثيين | iran>houthis aid +
وكانت فرنسا قد اتهمت روسيا بالتدخل | france>russia accuse
الرئيس الروسي فلاديمير بوتين يستقبل الرئيس التركي رجب طيب أردوغان | vladimir_putin>recep_tayyip_erdogan receive
السعودية ومصر تدينان إيران | saudi_arabia>iran criticise ; egypt>iran criticise
ألمانيا، التي تستضيف اللقاء، بعيدة عن الخلاف |
الصين التي تدعم باكستان تريد الهدوء | china>pakistan aid
الحوثيون الذين تدعمهم إيران رفضوا العرض | iran>houthis aid
حركة الشباب تتوعد كينيا | al_shabaab>kenya threaten
# verbs that carry a noun
شنت السعودية غارات جديدة على الحوثيين | saudi_arabia>houthis attack
فرضت الولايات المتحدة أمس عقوبات على روسيا | united_states>russia sanction
فرضت فرنسا والاتحاد الأوروبي عقوبات واسعة على روسيا | france>russia sanction ; european_union>russia sanction
وجهت الصين انتقادات حادة إلى اليابان | china>japan criticise
قدم صندوق النقد الدولي مساعدة عاجلة إلى العراق | imf>iraq aid
إيران تقدم دعما كبيرا لحزب الله | iran>hezbollah aid
أكدت مصر تضامنها مع لبنان | egypt>lebanon support
يقوم أوباما بزيارة رسمية إلى كينيا | barack_obama>kenya visit
بعث الملك سلمان برقية إلى عبد الفتاح السيسي | king_salman>abdel_fattah_el_sisi speak
قطعت السعودية علاقاتها مع إيران | saudi_arabia>iran break
الحرب التي تشنها روسيا على أوكرانيا طويلة | russia>ukraine attack
العقوبات التي فرضتها بريطانيا على روسيا باقية | united_kingdom>russia sanction
الدعم الذي تقدمه إيران لحزب الله كبير | iran>hezbollah aid
شن تنظيم داعش حملة إعلامية ضد تركيا | islamic_state>turkiye criticise
# nouns
دعم إيران للحوثيين مستمر | iran>houthis aid
أثار هجوم حزب الله على إسرائيل قلقا | hezbollah>israel attack
زيارة بوتين إلى فيتنام تنتهي غدا | vladimir_putin>vietnam visit
تستمر تهديدات داعش لحركة حماس | islamic_state>hamas threaten
بعد غزو الولايات المتحدة للعراق | united_states>iraq attack
يعود اتهام تركيا لإسرائيل إلى سنوات | turkiye>israel accuse
رسالة من الصين إلى الهند | china>india speak
الهجوم على إسرائيل من قبل حزب الله فاجأ المنطقة | hezbollah>israel attack
الملك سلمان خلال زيارته إلى روسيا | king_salman>russia visit
# passives, and who gets it
تعرضت باكستان لهجوم من طالبان الأفغانية | afghan_taliban>pakistan attack
تلقى عبد الفتاح السيسي رسالة من فلاديمير بوتين | vladimir_putin>abdel_fattah_el_sisi speak
حزب الله يتلقى الدعم المادي من إيران | iran>hezbollah aid
قتل أسامة بن لادن على يد الولايات المتحدة | united_states>osama_bin_laden attack
استهدفت إسرائيل من قبل حزب الله مرتين | hezbollah>israel attack
الحوثيون المدعومون من إيران في صنعاء | iran>houthis aid
تقدمت طالبان بدعم من باكستان |
طالبان، بدعم من باكستان، تتقدم | pakistan>afghan_taliban aid
تحدثت حماس المناهضة لإسرائيل عن هدنة | hamas>israel reject
# no direction
مفاوضات بين إيران والولايات المتحدة في جنيف | iran-united_states talk
بدأت محادثات سرية بين كابل وإسلام آباد | afghanistan-pakistan talk
اتفقت روسيا والصين على خط الغاز | china-russia agree
اتفقت باكستان مع إيران على خفض التوتر | iran-pakistan agree
اجتمع باراك أوباما مع رجب طيب أردوغان | barack_obama-recep_tayyip_erdogan meet
التقى جون كيري محمد جواد ظريف | john_kerry-mohammad_javad_zarif meet
لقاء فلاديمير بوتين وشي جينبينغ | vladimir_putin-xi_jinping meet
وقعت مصر وفرنسا اتفاقية للتعاون | egypt-france agree
اشتبكت باكستان مع الهند عند الحدود | india-pakistan fight
دارت اشتباكات عنيفة بين طالبان وداعش | afghan_taliban-islamic_state fight
تبادلت باكستان والهند الاتهامات | india-pakistan accuse
تعاون وثيق بين الصين وباكستان | china-pakistan cooperate
انضمت تركيا إلى حلف الناتو | nato-turkiye cooperate
تسود خلافات بين فرنسا وألمانيا | france-germany dispute
الصين بالتعاون مع روسيا | china-russia cooperate
باراك أوباما وفلاديمير بوتين يبحثان الأزمة | barack_obama-vladimir_putin talk
اتفقت الصين وباكستان وإيران على الممر | china-pakistan agree ; china-iran agree ; iran-pakistan agree
# coordination: who shares a role
اتهمت فرنسا وألمانيا روسيا | france>russia accuse ; germany>russia accuse
زار بوتين الصين وفيتنام | vladimir_putin>china visit ; vladimir_putin>vietnam visit
بكين تتهم الهند وروسيا وإيران بالتقصير | china>india accuse ; china>russia accuse ; china>iran accuse
هاجم داعش إيران، وروسيا تحقق في الأمر | islamic_state>iran attack
البحرين تستنكر تصريحات إيران والسعودية ترحب بالهدوء | bahrain>iran criticise
# denied
لم تتهم باكستان الهند | pakistan>india accuse !
لن تعترف الصين بطالبان | china>afghan_taliban recognise !
ولا تدعم إيران طالبان | iran>afghan_taliban aid !
نفت إيران دعمها للحوثيين | iran>houthis aid !
نفى رجب طيب أردوغان أن تركيا تدعم داعش | turkiye>islamic_state aid !
إيران لن تتخلى عن دعمها لحزب الله | iran>hezbollah aid
لم تقدم إيران دعما للحوثيين | iran>houthis aid !
دون تعاون بين فرنسا وألمانيا | france-germany cooperate !
عدم دعم الولايات المتحدة لأوكرانيا | united_states>ukraine aid !
لا يوجد تعاون بين إيران والسعودية | iran-saudi_arabia cooperate !
سرعان ما هاجمت إيران إسرائيل | iran>israel attack
# whose it is: a noun after a preposition is not the verb of who stands before; who is joined to a subject is no object
السعودية زادت إنتاجها إبان فرض العقوبات على إيران |
قالت فرنسا إنها خسرت أسواقا بعد فرض الولايات المتحدة عقوبات على إيران | united_states>iran sanction +
السعودية ومصر في القاهرة فرضتا عقوبات على إيران | saudi_arabia>iran sanction ; egypt>iran sanction
اتخذت تركيا قرار ضرب حزب العمال الكردستاني بهدف تقوية موقف لحزب العدالة والتنمية |
وأطلع جون كيري وزير الخارجية وأشتون كارتر وزير الدفاع كامل أعضاء المجلس على الخطة |
بحث الوفد الاتفاق بهدف تعزيز العلاقات بين ألمانيا وإيران |
بعث الملك سلمان برقية تهنئة إلى عبد الفتاح السيسي | king_salman>abdel_fattah_el_sisi praise
استقبل سفير خادم الحرمين الشريفين لدى لبنان سعد الحريري |
# whose name it is
استقبل رئيس وزراء إسرائيل بنيامين نتنياهو |
التقى رئيس وزراء إسرائيل بنيامين نتنياهو جون كيري | benjamin_netanyahu-john_kerry meet
أبلغت إيران الأمين العام للأمم المتحدة بان كي مون قرارها | iran>ban_ki_moon speak
# only thought of
قد تهاجم إيران إسرائيل | iran>israel attack ?
يمكن أن تهاجم إسرائيل إيران | israel>iran attack ?
إذا هاجمت الصين تايوان | china>taiwan attack ?
على إيران أن تدعم العراق |
هل التحالف بين روسيا والسعودية قادم |
تخشى أوروبا أن تشن روسيا هجوما على أوكرانيا | russia>ukraine attack ?
بعد أن هاجمت روسيا أوكرانيا | russia>ukraine attack
سافر الوزير لتدعم إيران سوريا | iran>syria aid ?
# what looks like a relation: names after titles, another noun's preposition, nouns that look like verbs
حث وسيط الأمم المتحدة في سوريا ستافان دي ميستورا على الحوار |
دعت إيران روسيا لزيارة المعرض |
حمل بوتين أردوغان رسالة |
حمل بوتين أردوغان مسؤولية الأزمة | vladimir_putin>recep_tayyip_erdogan accuse
أيد عزل مرسي والإطاحة بحكمه واختار السيسي |
تحدث الوزير الروسي عن اشتباكات عنيفة مع تركيا |
أنهت روسيا وقف إطلاق النار على أوكرانيا |
امتدت الاشتباكات إلى المنطقة الحدودية بين سوريا وتركيا |
هدد بوتين بالاستقالة إذا وافق رئيس إيران |
# loose orders: adjuncts and titles between, relative clauses, the subject of the clause before
أدانت الصين في بيان نشرته الصحف صباح الأحد هجوم داعش | china>islamic_state criticise
واستقبل الملك سلمان في مكتبه بقصره اليوم وزير الدفاع الأمريكي | king_salman>united_states receive
زار بوتين مصر والتقى بعبد الفتاح السيسي | vladimir_putin>egypt visit ; abdel_fattah_el_sisi-vladimir_putin meet
يشن الجيش التركي يوميا غارات جوية كثيفة على حزب العمال الكردستاني | turkiye>kurdistan_workers_party attack
عقدت فرنسا وألمانيا في العاصمة اجتماعا | france-germany meet
ندد الوزير بالدعم العسكري الإيراني للحوثيين | iran>houthis aid
بعد لقائه أردوغان عاد الوزير |
الصين وروسيا متفقتان على الأمر | china-russia agree
أرسلت الهند جنودا إلى روسيا لدعم حربها على أوكرانيا | russia>ukraine attack
تحدث أوباما طويلا متهما إيران بالتقصير | barack_obama>iran accuse
وتحدث نتنياهو مشيدا بالهند | benjamin_netanyahu>india praise
أطلق الجيش التركي النار على الحوثيين | turkiye>houthis shoot
أطلقت طالبان سراح مدنيين | afghan_taliban> release
دعت فرنسا إيران إلى الهدوء | france>iran demand
حث أوباما كلا من روسيا وأوكرانيا على الحوار | barack_obama>russia demand ; barack_obama>ukraine demand
تبذل فرنسا جهدها في حين دار قتال في الشمال بين الهند وباكستان | india-pakistan fight
استعادت باكستان البلدة من طالبان الباكستانية | pakistan>pakistani_taliban retake
رفعت الولايات المتحدة العقوبات عن إيران | united_states>iran relieve
# one end alone, and people
قتل ثلاثة مدنيين في القرية | > attack
قتل خمسة فلسطينيين برصاص الجيش الإسرائيلي | israel>palestinian_territories attack
مقتل أربعة جنود باكستانيين قرب الحدود | >pakistan attack
هاجم مسلحون مجهولون القرية ليلا | > attack
نفذ تنظيم داعش هجوما في السوق | islamic_state> attack
قتل ثلاثة مدنيين في حادث سير |
تظاهر مئات المحتجين أمام السفارة | > protest
اعتقلت تركيا ناشطين | turkiye> coerce
# who did it, told by another word
قتل ثلاثة مدنيين في غارات شنها الجيش التركي على القرية | turkiye> attack ; turkiye> attack
أدت غارة أمريكية على القرية إلى مقتل أربعة مدنيين | united_states> attack
أصيب خمسة مدنيين عندما هاجم داعش إيران | islamic_state> attack ; islamic_state>iran attack
قتل مدنيون في القرية بعد يوم من هجوم شنته تركيا | > attack ; turkiye> attack
تمكنت تركيا من اعتقال ناشطين | turkiye> coerce
قتل أكثر من عشرين مدنيا في القرية | > attack
عقد أوباما لقاء مع بوتين | barack_obama-vladimir_putin meet
تناول لقاء عقده أوباما مع بوتين أزمة الحدود | barack_obama-vladimir_putin meet
# words that look like another, or say no more than words
استشهد أوباما بكلام قديم |
أعلن الوزير رفضه منح المسلحين مالا |
يلاحق الجنود مسلحين من داعش |
تجمع آلاف المدنيين لمشاهدة الألعاب |
تجمع آلاف المدنيين للتنديد بالقرار | > protest
قالوا إن طرد داعش من المدينة قريب |
تحدث عن المساعدة الأمريكية للتصدي لداعش |
فجرت إيران الخلاف من جديد |
يحارب الطبيب إصابة الأطفال بشلل نادر |
# claimed, by whom; denied; asked for; possible
أعلنت باكستان أن الهند هاجمت إيران | india>iran attack +
وبحسب مصادر فإن روسيا قصفت أوكرانيا | russia>ukraine attack +
قيل «إن روسيا قصفت أوكرانيا قبل أيام» | russia>ukraine attack +
أجلت زيارة أوباما إلى كينيا إلى الربيع | barack_obama>kenya visit ?
زيارة أوباما إلى كينيا أجلت إلى الربيع | barack_obama>kenya visit ?
تزايد احتمال الحرب بين الهند وباكستان | india-pakistan fight ?
يجب وقف الحرب بين الهند وباكستان | india-pakistan fight
قال إن باكستان لم تبدأ حربها على الهند | pakistan>india attack !
قال إذا فشل الاتفاق فإن الولايات المتحدة ستهاجم إيران | united_states>iran attack ?
# no relation
احتلت إيران المرتبة الأولى في القائمة |
وأشادت شخصيتان معروفتان بإيران والهند |
يعيش في المجتمع الصيني أناس من روسيا والهند |
بين فرنسا وإسبانيا حدود جبلية |
أعلنت إيران وتركيا حالة الطوارئ |
ضرب زلزال إيران وباكستان |
تمتد الطريق من الهند إلى الصين |
قال جون كيري إن إيران بلد كبير |
فازت السعودية على اليمن في المباراة بعد هجوم كبير |
شن منتخب السعودية هجوما على مرمى قطر |
هجوم لحزب العمال الكردستاني في تركيا |
اتهمت حكومة الجيران إيران بدعم الحوثيين |
يهدد إسرائيل حليف الولايات المتحدة |
دعت مصر رعاياها في لبنان إلى المغادرة |
وزير الدفاع في روسيا يتحدث عن أوكرانيا |
دعم الأسعار في مصر وتونس |
حذرت منظمة الأغذية والزراعة التابعة للأمم المتحدة من الجفاف |
بدأت تركيا قصف معسكرات حزب العمال الكردستاني في شمال العراق | turkiye>kurdistan_workers_party attack
دارت معارك بين الحوثيين وقوات علي عبد الله صالح من جهة والمقاومة من جهة ثانية |
زار مبعوث الأمم المتحدة إلى سوريا المدينة |
سمات هجوم إيران إسرائيل |
"""
CASES = [line.split("|") for line in SENTENCES.splitlines() if "|" in line]


SIGNS = {"told": "", "denied": " !", "claimed": " +", "demanded": " *", "possible": " ?"}


def read(texts: Iterable[str]) -> analysis.Corpus:
    return analysis.read([{"body": text} for text in texts], jobs=1, keep_duplicates=True)


def told(relation: Any) -> str:
    way = ">" if relation.directed else "-"
    return f"{relation.source}{way}{relation.target} {relation.kind}{SIGNS[relation.status]}"


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """What each of the sentences tells."""
    corpus = read(sentence.strip() for sentence, _ in CASES)
    rows: dict[str, list[str]] = {identity: [] for identity in corpus.articles["article_id"]}
    for row in relations.relations(corpus).itertuples():
        rows[row.article_id].append(told(row))
    return dict(zip(corpus.articles["body"], rows.values(), strict=True))


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence.strip() for sentence, _ in CASES])
def test_sentences(found: dict[str, list[str]], sentence: str, expected: str) -> None:
    assert sorted(found[sentence.strip()]) == sorted(each.strip() for each in expected.split(";") if each.strip())


# --- offsets, frames ------------------------------------------------------------------------------------------------

WORDS = [
    "اتهمت",
    "يهاجم",
    "وقالت",
    "دعم",
    "مفاوضات",
    "بين",
    "على",
    "لـ",
    "و",
    "لم",
    "التي",
    "قوات",
    "رئيس",
    "،",
    "«",
    "»",
    ".",
    "\n",
]
NAMES = ["باكستان", "الهند", "لإيران", "«طالبان»", "وروسيا", "للأمم المتحدة", "فلاديمير بوتين"]


def mentions_in(text: str) -> list[Mention]:
    rows = mention_rows({"body": text}, load_registry())["body"]
    return [Mention(each.start, each.end, each.actor, each.actor_type, each.role) for each in rows]


@given(st.lists(st.sampled_from(WORDS + NAMES), max_size=25).map(" ".join) | st.text(max_size=80))
def test_ends_and_places_are_in_order(text: str) -> None:
    for row in found_in(text, mentions_in(text)):
        assert 0 <= row.start < row.end <= len(text)
        assert row.source != row.target or not row.source
        assert row.kind in KINDS
        assert row.directed or row.source <= row.target


@given(st.text(alphabet="اتهمبوليكن ،.\n«»() باكستانهد", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_and_any_mentions_do(text: str, first: int, second: int) -> None:
    places = sorted({min(first, len(text)), min(second, len(text))})
    found_in(text, [Mention(at, min(at + 3, len(text)), f"actor_{at}", "state") for at in places if at < len(text)])


def test_marks_and_tatweel_do_not_hide_a_verb() -> None:
    text = "وقبل ذلك: اتَّهَمَـت باكستان الهند."
    (row,) = found_in(text, mentions_in(text))
    assert (text[row.start : row.end], told(row)) == ("اتَّهَمَـت", "pakistan>india accuse")


def test_nothing_is_told_across_sentences() -> None:
    assert relations.relations(read(["اتهمت باكستان جارتها. الهند ترد."])).empty


def test_an_article_on_sport_tells_nothing() -> None:
    texts = [
        "تلتقي ليبيا مع رواندا.",
        "تلتقي ليبيا مع رواندا. تنطلق مباريات الدوري مساء، ويعود اللاعبون إلى الملعب بعد الكأس.",
    ]
    assert relations.relations(read(texts))["text"].tolist() == texts[:1]


def test_of_a_corpus(folder) -> None:
    page = "باكستان تتهم الهند\n\nاتهمت باكستان الهند بالتجسس. ونفت الهند اتهامات باكستان.\nوصل وفد من إيران.\n"
    corpus = analysis.read(folder(page=page))
    table = relations.relations(corpus)
    assert list(table.columns) == list(COLUMNS)
    assert table["kind"].tolist() == ["accuse", "accuse", "deny"]
    parts = corpus.articles.set_index("article_id")
    for row in table.itertuples():
        assert parts.loc[row.article_id, row.part][row.start : row.end] == row.surface
        assert row.surface in row.text
    ends = [{row.source, row.target} for row in table.itertuples()]
    assert ends.count({"india", "pakistan"}) == 3


@pytest.mark.parametrize("page", ["عنوان\n\nلا أحد هنا.\n", "عنوان\n\nروسيا وحدها هنا.\n"])
def test_with_one_actor_or_none(folder, page: str) -> None:
    table = relations.relations(analysis.read(folder(page=page)))
    assert table.empty and list(table.columns) == list(COLUMNS)
    stand = relations.balance(table)
    assert stand.empty and "balance" in stand


def test_places_count_only_when_asked(folder) -> None:
    corpus = analysis.read(folder(page="عنوان\n\nاستهدفت باكستان مدينة كابل بالصواريخ.\n"))
    assert relations.relations(corpus)["target"].tolist() == [""]
    assert relations.relations(corpus, methods=("place",))["target"].tolist() == ["afghanistan"]


# --- status, roles, days, ties --------------------------------------------------------------------------------------


def test_what_of_an_actor_acts() -> None:
    texts = ["هاجم الجيش الهندي إيران", "مقتل ثلاثة مدنيين في القرية"]
    one, other = relations.relations(read(texts)).itertuples()
    assert (one.source, one.source_role, one.target) == ("india", "MIL", "iran")
    assert (other.source, other.target, other.target_role, other.status) == ("", "", "CVL", "told")


def test_the_day_is_that_of_the_sentence_or_of_publication(folder) -> None:
    page = "عنوان\n\nاتهمت باكستان الهند في 3 مارس 2014. واتهمت روسيا الصين.\n"
    table = relations.relations(analysis.read(folder(page=page)))
    assert table["earliest"].dt.strftime("%Y-%m-%d").iloc[0] == "2014-03-03"
    assert table["latest"].iloc[0] == table["earliest"].iloc[0]
    assert table["earliest"].isna().iloc[1]


def test_standing_ties_are_no_events(folder) -> None:
    page = "عنوان\n\nالعلاقات بين روسيا والصين قديمة. وتحسنت العلاقات المصرية الفرنسية كما قال أوباما.\n"
    corpus = analysis.read(folder(page=page))
    assert relations.relations(corpus).empty
    tied = relations.ties(corpus)
    assert tied[["source", "target"]].values.tolist() == [["china", "russia"], ["egypt", "france"]]
    assert all(text[text.index(word) :].startswith(word) for word, text in tied[["surface", "text"]].values.tolist())


def test_negated_is_denied_and_every_class_is_one_of_four(sample: analysis.Corpus) -> None:
    table = relations.relations(sample)
    assert set(table["status"]) <= set(relations.STATUSES)
    assert (table["negated"] == (table["status"] == "denied")).all()
    assert set(table["quad_class"]) <= set(QUAD_CLASSES)


# --- balance --------------------------------------------------------------------------------------------------------


def rows(*each: tuple[str, str, bool, str, bool]) -> pd.DataFrame:
    filled = [
        (f"a{number}", "body", 0, source, target, directed, quad, "kind", 0, 4, "كلمة", negated, "كلمة")
        for number, (source, target, directed, quad, negated) in enumerate(each)
    ]
    table = pd.DataFrame(filled, columns=list(COLUMNS)[:13])
    status = table["negated"].map({True: "denied", False: "told"})
    return table.assign(
        source_role="", target_role="", status=status, speaker="", earliest=pd.NaT, latest=pd.NaT
    ).astype(COLUMNS)


def test_balance_of_a_worked_example() -> None:
    table = rows(
        ("b", "a", True, "verbal_conflict", False),
        ("a", "b", True, "material_conflict", False),
        ("a", "b", False, "verbal_cooperation", False),
        ("b", "a", True, "verbal_conflict", True),
        ("b", "a", True, "verbal_conflict", False),
        ("a", "c", True, "material_cooperation", True),
    )
    first, second = relations.balance(table).to_dict("records")
    assert (first["source"], first["target"]) == ("a", "b")
    assert [first[each] for each in QUAD_CLASSES] == [1, 0, 2, 1]
    assert (first["relations"], first["articles"], first["negated"]) == (4, 5, 1)
    assert (first["forward"], first["backward"]) == (1, 2)
    assert first["balance"] == pytest.approx((1 - 3) / 4)
    interval = binomtest(1, 4).proportion_ci(method="wilson")
    assert first["balance_low"] == pytest.approx(2 * interval.low - 1, abs=1e-6)
    assert first["balance_high"] == pytest.approx(2 * interval.high - 1, abs=1e-6)
    assert (second["relations"], second["negated"]) == (0, 1)
    assert pd.isna(second["balance"]) and pd.isna(second["balance_low"])


def test_balance_of_the_sample_adds_up(sample: analysis.Corpus) -> None:
    table = relations.relations(sample)
    stand = relations.balance(table)
    paired = table[(table["source"] != "") & (table["target"] != "") & (table["source"] != table["target"])]
    assert stand["relations"].sum() == (paired["status"] == "told").sum()
    assert stand["negated"].sum() == paired["negated"].sum()
    assert (stand["source"] < stand["target"]).all()
    known = stand.dropna(subset=["balance"])
    assert known["balance"].between(known["balance_low"] - 1e-9, known["balance_high"] + 1e-9).all()


# --- the lexicon ----------------------------------------------------------------------------------------------------

LEXICON = tables.table("relations/data/relations.yml")


def test_the_lexicon_is_whole() -> None:
    entries = [
        verb
        for kind in LEXICON["kinds"].values()
        for group in ("verbs", "nouns", "participles", "by")
        for verb in kind.get(group, ())
    ]
    assert len(entries) >= 250
    for name, kind in LEXICON["kinds"].items():
        assert kind["quad_class"] in QUAD_CLASSES, name
        assert kind.get("abstract", name) in {"", *LEXICON["kinds"]}, name
        assert not {"verbs", "nouns"}.isdisjoint(kind), name


def test_no_word_of_the_lexicon_is_given_twice_in_one_place() -> None:
    class Loader(yaml.SafeLoader):
        pass

    def pairs(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict:
        keys = [loader.construct_object(key) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"line {node.start_mark.line + 1}: {[k for k in keys if keys.count(k) > 1]}"
        return dict(zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True))

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, pairs)
    yaml.load(tables.path("relations/data/relations.yml").read_text(encoding="utf-8"), Loader)


# --- precision ------------------------------------------------------------------------------------------------------

KEYS = ["article_id", "part", "start", "end", "source", "target", "quad_class", "directed", "negated"]


def judged() -> pd.DataFrame:
    path, empty = DATA / "relations_sample.tsv", {"right_direction": [""]}
    return pd.read_csv(path, sep="\t", dtype={"article_id": "str"}, keep_default_na=False, na_values=empty)


def test_the_figure_that_reports_show_is_that_of_the_sheet() -> None:
    sheet = judged()
    fresh = sheet[sheet["set"] != "dev"]
    directed = fresh[(fresh["right"] == 1) & (fresh["directed"] == 1)]
    counted = {
        "right": fresh["right"].sum(),
        "of": len(fresh),
        "direction_right": directed["right_direction"].sum(),
        "direction_of": len(directed),
    }
    assert counted == PRECISION
    assert PRECISION["right"] / PRECISION["of"] >= 0.80
    assert PRECISION["direction_right"] / PRECISION["direction_of"] >= 0.85


def test_what_was_judged_right_is_still_found(sample: analysis.Corpus) -> None:
    sheet = judged()
    sheet = sheet[sheet["corpus"] == "sample"]
    table = relations.relations(sample).astype({"directed": int, "negated": int})
    present = sheet.merge(table[KEYS], on=KEYS)
    assert len(present) >= 0.8 * sheet["right"].sum()
    assert present["right"].mean() >= 0.8
