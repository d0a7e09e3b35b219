"""Who acts, as the papers of several countries say it: institutions, epithets, nouns alone, people by role, traps."""

import pytest

from analysis.actors import load_registry
from analysis.actors.find import mention_rows
from analysis.base.periods import as_day

# `# outlet, day`, then a sentence and all that it mentions but places and adjectives: surface=actor[/method[/role]].
PRESS = """
# عكاظ, 2015-07-22
أعلنت وزارة الصحة تسجيل حالتين جديدتين في المملكة | وزارة الصحة=saudi_arabia/organ/GOV ; المملكة=saudi_arabia/epithet
تستضيف المملكة المتحدة مؤتمرا عن المناخ | المملكة المتحدة=united_kingdom/name
زار وفد المملكة المغربية معرض الكتاب | وفد المملكة المغربية=morocco/organ
ودع المملكة الأردنية الهاشمية بعد عامين | المملكة الأردنية الهاشمية=jordan
ناقش مجلس الشورى تقرير وزارة العمل | مجلس الشورى=saudi_arabia ; وزارة العمل=saudi_arabia/organ/GOV
قال مصدر في وزارة المالية إن الميزانية جاهزة | وزارة المالية=saudi_arabia/organ
شددت وزارة التربية والتعليم على المدارس الأهلية | وزارة التربية والتعليم=saudi_arabia
تراجعت أرباح الشركات المالية وتحسن القطاع المالي |
فازت السعودية باللقب الخليجي | السعودية=saudi_arabia
شاركت القوات الجوية الملكية السعودية في العرض | القوات الجوية الملكية السعودية=saudi_arabia/organ/MIL
التقى السفير السعودي في بيروت رجال أعمال | السفير السعودي=saudi_arabia/organ/GOV
أكدت سفارة السعودية في القاهرة سلامة المعتمرين | سفارة السعودية=saudi_arabia/organ/GOV
قصفت مقاتلات سعودية مخازن سلاح | مقاتلات سعودية=saudi_arabia/organ/MIL
طالب سعوديون بتخفيض الأسعار |
ارتفعت مبيعات التمور السعودية |
درس مواطن سعودي الطب | مواطن سعودي=saudi_arabia/role/CVL
ذكرت صحيفة سعودية أن المشروع تأخر |
أوقفت الشرطة ثلاثة متهمين بالسرقة | الشرطة=saudi_arabia/nominal/COP
قالت الوزارة إن التسجيل يبدأ الأحد | الوزارة=saudi_arabia/nominal/GOV
رعى خادم الحرمين الشريفين الحفل | خادم الحرمين الشريفين=king_salman/description/GOV
حضره ولي العهد وولي ولي العهد | ولي العهد=mohammed_bin_nayef ; ولي ولي العهد=mohammed_bin_salman
افتتح أمير منطقة تبوك المعرض الزراعي | أمير منطقة تبوك=fahd_bin_sultan/description/GOV
ناقش وزير الإسكان المشروع مع التجار | وزير الإسكان=majed_al_hogail/description
استقبل وزير الصحة الدكتور نادر حامد ضيوفه |
دخلت جائزة الملك فيصل عامها الأربعين |
ألقى نائب وزير الداخلية محاضرة |
سكن في حي الأمير فهد بن سلطان عامين |
زار فيصل بن بندر بن عمر التميمي معرض الكتاب |
كرم مدير فرع هيئة الهلال الأحمر السعودي بالمنطقة صالح المسعود المتطوعين |
أشاد بجهود المملكة في خدمة الحجاج | المملكة=saudi_arabia/epithet
استعاد الجيش العراقي قرية، ثم قال الجيش إنه سيتقدم | الجيش العراقي=iraq/organ/MIL ; الجيش=iraq/nominal/MIL
أقر البرلمان اليوناني القانون بعد أن قدمته الحكومة | البرلمان اليوناني=greece/organ/LEG ; الحكومة=greece/nominal/GOV
اتهمت وزارة الدفاع في روسيا جهات مجهولة | وزارة الدفاع في روسيا=russia/organ/GOV
أفرجت السلطات التركية عن صحافيين | السلطات التركية=turkiye/organ/GOV
استدعت الخارجية الفرنسية دبلوماسيا إيرانيا | الخارجية الفرنسية=france/organ/GOV ; دبلوماسيا إيرانيا=iran/organ/GOV
أجرت قوات خاصة أميركية تدريبا | قوات خاصة أميركية=united_states/organ/MIL
أكد مسؤولون أميركيون الخبر | مسؤولون أميركيون=united_states/organ/GOV
هرب مسلحون بعد إطلاق النار | مسلحون=/role/UAF
فرقت الشرطة متظاهرين أمام المبنى | الشرطة=saudi_arabia ; متظاهرين=/role/CVL
قال الرئيس الأميركي إن الاتفاق تاريخي | الرئيس الأميركي=barack_obama/description
هنأ الرئيس الأميركي باراك أوباما اللاعبين | باراك أوباما=barack_obama/name
زار الجزائر العاصمة وفد من الأطباء |
انطلقت في ولاية الجزائر حملة نظافة |
وقعت الجزائر اتفاقا مع إيطاليا | الجزائر=algeria ; إيطاليا=italy
انطلق الماراثون في مدينة تونس |
تعهدت تونس بدعم السياحة | تونس=tunisia
سكن نور الدين بغداد في جدة عشر سنوات |
صرح اللاعب أنيس بيرو بأنه جاهز |
فاز نادي الكويت على نظيره العربي |
تعادل فريق القاهرة مع ضيفه |
صدر بيان في الدوحة عن لجنة الأطباء |
عقد المؤتمر في الكويت بحضور مئة باحث | الكويت=kuwait
وصل من بغداد ثلاثون جريحا |
زار سلطنة عُمان سياح كثيرون | سلطنة عُمان=oman
انعقد اللقاء في عَمّان بين الوفدين الأردني والمصري |
وقعت عُمان والبحرين مذكرة تفاهم | عُمان=oman ; البحرين=bahrain
يملك أبي محلا، ومالي كله له |
أرسلت مالي وفدا إلى باماكو بعد الانقلاب | مالي=mali
حصل على دعم مالي كبير |
قاتل تنظيم دولة الإسلام في العراق والشام جماعات أخرى |
اعتقلت الاستخبارات العراقية ثلاثة متهمين | الاستخبارات العراقية=iraq/organ/SPY
رفضت المحكمة العليا في باكستان الطعن | المحكمة العليا في باكستان=pakistan/organ/JUD
زار الرئيس المصري السابق المعرض |
فاز المنتخب السعودي على اليابان وتأهلت قطر في كأس آسيا |
حذرت وزارة المالية اليونانية من العجز | وزارة المالية اليونانية=greece/organ/GOV
التقى عادل الجبير نظيره الأمريكي جون كيري، ثم غادر الوزير | عادل الجبير=adel_al_jubeir ; جون كيري=john_kerry
قال الأمين العام للأمم المتحدة بان كي مون إن المنظمة قلقة | بان كي مون=ban_ki_moon/name
صرح وزير الزراعة الأردني بأن الموسم جيد | وزير الزراعة الأردني=jordan/organ/GOV
افتتح وزير الزراعة الأردني عاكف الزعبي المعرض |
عبرت قوات الأمن العراقية الجسر | قوات الأمن العراقية=iraq/organ/COP
نفى المتحدث باسم الجيش اللبناني النبأ | الجيش اللبناني=lebanon/organ/MIL
# الأهرام, 2016-03-10
قالت وزارة الداخلية إنها ضبطت المتهمين | وزارة الداخلية=egypt/organ/GOV
أحال مجلس النواب المشروع إلى اللجنة | مجلس النواب=egypt
استقبل وزير الخارجية المصري نظيره الكيني في القاهرة | وزير الخارجية المصري=sameh_shoukry/description
أعلنت وزارة الخارجية المصرية موقفها، وأضافت الوزارة | وزارة الخارجية المصرية=egypt/organ ; الوزارة=egypt/nominal
أمرت النيابة العامة بحبس المتهم | النيابة العامة=egypt/nominal/JUD
تصدت القوات المسلحة المصرية لهجوم | القوات المسلحة المصرية=egypt/organ/MIL
نظرت محكمة مصرية القضية أمس | محكمة مصرية=egypt/organ/JUD
رحب القضاء المصري بالتعديل | القضاء المصري=egypt/organ/JUD
سافر المنتخب المصري إلى تونس |
تابع المصريون المباراة في المقاهي | المصريون=egypt/role/CVL
زارت الحكومة الكويتية مصنعا، ووعدت الحكومة بالمزيد | الحكومة الكويتية=kuwait/organ ; الحكومة=kuwait/nominal
أكد البنك المركزي المصري استقرار الجنيه | البنك المركزي المصري=egypt/organ/GOV
بحث رئيس وزراء العراق في بغداد ملف النازحين | رئيس وزراء العراق=haider_al_abadi ; النازحين=/role/REF
أصدر الجيش بيانا عن التدريب | الجيش=egypt/nominal/MIL
يزور المملكة رئيس الوزراء، ويشكر السعودية | المملكة=saudi_arabia ; رئيس الوزراء=sherif_ismail ; السعودية=saudi_arabia
# وكالة معا, 2023-11-05
اقتحمت قوات الاحتلال مخيم جنين فجرا | قوات الاحتلال=israel/epithet/MIL
اعتقل الاحتلال عشرين مواطنا من الخليل | الاحتلال=israel/epithet
استشهد ثلاثة فلسطينيين في غارة إسرائيلية | فلسطينيين=palestinian_territories/role/CVL ; غارة إسرائيلية=israel/organ/MIL
أعلن جيش الاحتلال الإسرائيلي مقتل جندي | جيش الاحتلال الإسرائيلي=israel/organ/MIL
قصفت طائرات الاحتلال منزلا في رفح | طائرات الاحتلال=israel/epithet/MIL
اعتدى مستوطنون على مزارعين قرب نابلس | مستوطنون=israel/role/CVL
نعت حركة حماس قائدها، وقالت الحركة إنه اغتيل | حركة حماس=hamas ; الحركة=hamas/nominal
دعت الحكومة الفلسطينية إلى هدنة | الحكومة الفلسطينية=palestinian_territories/organ/GOV
أطلقت الشرطة الإسرائيلية قنابل الغاز | الشرطة الإسرائيلية=israel/organ/COP
شن العدو الصهيوني غارات على خانيونس | العدو الصهيوني=israel/epithet
قالت وزارة الصحة في غزة إن الحصيلة ارتفعت | وزارة الصحة في غزة=gaza_health_ministry
منعت سلطات الاحتلال سفر المرضى | سلطات الاحتلال=israel/epithet/GOV
أصيب شاب فلسطيني برصاص الاحتلال | شاب فلسطيني=palestinian_territories/role/CVL ; الاحتلال=israel/epithet
نفذ جيش الاحتلال حملة هدم | جيش الاحتلال=israel/epithet/MIL
هاجم الكنيست الاتفاق، ووافقت الحكومة الإسرائيلية | الكنيست=israel/epithet/LEG ; الحكومة الإسرائيلية=israel/organ
انتهى الاحتلال العثماني قبل قرن |
# هسبريس, 2017-05-02
استدعت المملكة سفيرها للتشاور | المملكة=morocco/epithet
أعلنت وزارة الداخلية توقيف ثلاثة أشخاص | وزارة الداخلية=morocco/organ/GOV
صوت مجلس النواب على مشروع القانون | مجلس النواب=morocco
أدانت محكمة مغربية المتهمين | محكمة مغربية=morocco/organ/JUD
رفضت الحكومة المغربية المقترح | الحكومة المغربية=morocco/organ/GOV
أوقف الدرك الملكي المغربي مهربين | الدرك الملكي المغربي=morocco/organ/COP ; مهربين=/role/CRM
أدى المصلون صلاة المغرب في الساحة |
يسكن في الدار البيضاء منذ الطفولة |
# الشروق الجزائرية, 2018-02-14
يواصل المخزن حملته الإعلامية | المخزن=morocco/epithet
احترق المخزن الرئيسي للمصنع |
أوقفت مصالح الدرك الوطني ثلاثة مشتبه فيهم | الدرك الوطني=algeria/nominal/COP
استقبل ضيفه وزير الشؤون الخارجية الجزائري | وزير الشؤون الخارجية الجزائري=abdelkader_messahel
نظمت ولاية الجزائر معرضا للكتاب |
حجز الجيش الوطني الشعبي أسلحة | الجيش الوطني الشعبي=algeria/epithet/MIL
صادق البرلمان على قانون المالية | البرلمان=algeria/nominal/LEG
# موزاييك, 2019-10-20
أوقفت الشرطة التونسية مشتبها به | الشرطة التونسية=tunisia/organ/COP
تسلمت رئاسة الحكومة التقرير | رئاسة الحكومة=tunisia
تجمع محتجون في تونس العاصمة | محتجون=/role/CVL
دعا اتحاد الشغل الحكومة إلى الحوار | اتحاد الشغل=tunisian_general_labour_union ; الحكومة=tunisia/nominal/GOV
# النهار, 2020-08-06
عقد مجلس الوزراء جلسة طارئة | مجلس الوزراء=lebanon
رفض حزب الله الاتهام، وقال الحزب إنه سيرد | حزب الله=hezbollah ; الحزب=hezbollah/nominal
انتشر الجيش في شوارع بيروت | الجيش=lebanon/nominal/MIL
خرق الطيران الإسرائيلي الأجواء | الطيران الإسرائيلي=israel/organ/MIL
تظاهر لبنانيون أمام مصرف في صيدا |
أطلق العدو الإسرائيلي قنبلة مضيئة | العدو الإسرائيلي=israel
التقى رئيس الجمهورية السفيرة الأميركية | رئيس الجمهورية=michel_aoun/description ; السفيرة الأميركية=united_states
# , 2014-01-01
قال الجيش إن الوضع هادئ |
وصل وزير الداخلية إلى المطار |
سيطر مقاتلو الجيش السوري الحر على بلدة | الجيش السوري الحر=free_syrian_army
زار سفير اليابان الجامعة | سفير اليابان=japan/organ
انتقدت حكومة اليمن القرار | حكومة اليمن=yemen/organ/GOV
قتل جيش إسرائيل ثلاثة | جيش إسرائيل=israel/organ/MIL
هدد التنظيم بعد أن تبنى داعش الهجوم، ثم نفى التنظيم ذلك | داعش=islamic_state ; التنظيم=islamic_state/nominal
نشأت حركة الإصلاح، ثم التقت حماس في غزة، وقالت الحركة إنها ترحب | حماس=hamas ; الحركة=hamas/nominal
استقبل الملك سلمان الضيوف، ثم ألقى الملك كلمة | الملك سلمان=king_salman
"""


def cases() -> list[tuple[str, str, str, str]]:
    found, outlet, day = [], "", ""
    for line in PRESS.strip().splitlines():
        if line.startswith("#"):
            outlet, day = (each.strip() for each in line[1:].split(","))
        else:
            found.append((outlet, day, *(each.strip() for each in line.split("|"))))
    return found


@pytest.mark.parametrize(("outlet", "day", "text", "wanted"), cases(), ids=lambda each: each[:40])
def test_who_acts(outlet: str, day: str, text: str, wanted: str) -> None:
    rows = mention_rows({"body": text}, load_registry(), published=as_day(day), outlet=outlet)["body"]
    told = [(row.surface, row.actor, row.method, row.role) for row in rows if row.method != "place"]
    expected = []
    for item in filter(None, (each.strip() for each in wanted.split(" ; "))):
        surface, _, rest = item.partition("=")
        expected.append((surface, *[*rest.split("/"), "", ""][:3]))
    shown = [
        (row[0], row[1], *(each and given for each, given in zip(want[2:], row[2:], strict=True)))
        for want, row in zip(expected, told, strict=False)
    ]
    assert len(told) == len(expected) and shown == expected, told


@pytest.mark.parametrize(
    ("text", "day", "outlet", "actor", "serves"),
    [
        ("صرح وزير الخارجية عادل الجبير بذلك", "2015-07-20", "الرياض", "adel_al_jubeir", "saudi_arabia"),
        ("صرح الجبير بعد لقاء عادل الجبير نظيره", "2016-01-20", "", "adel_al_jubeir", ""),
        ("التقى الرئيس الأميركي باراك أوباما ضيوفه", "2015-07-20", "", "barack_obama", "united_states"),
        ("وصل رئيس المكتب السياسي لحركة حماس خالد مشعل", "2014-07-20", "", "khaled_meshaal", "hamas"),
        (
            "ودعهم أمير منطقة الرياض الأمير فيصل بن بندر",
            "2015-09-20",
            "الرياض",
            "faisal_bin_bandar",
            "saudi_arabia",
        ),
        ("قال الأمين العام للأمم المتحدة بان كي مون", "2015-07-20", "", "ban_ki_moon", "united_nations"),
        ("رعى خادم الحرمين الشريفين الحفل", "2012-07-20", "", "king_abdullah", "saudi_arabia"),
    ],
)
def test_whom_a_person_serves(text: str, day: str, outlet: str, actor: str, serves: str) -> None:
    rows = mention_rows({"body": text}, load_registry(), published=as_day(day), outlet=outlet)["body"]
    assert [(row.actor, row.affiliation) for row in rows if row.method != "place"][-1] == (actor, serves)
