"""What stands beside a name: an outlet, a given name, a noun it describes, a place."""

import re
from collections.abc import Mapping

from analysis.actors.forms import Hit, Text, pattern
from analysis.text import tables
from analysis.text.folding import normalize

_CUES: dict[str, list[str]] = tables.table("actors/data/cues.yml")
_HONOURING: dict[str, list[str]] = tables.table("actors/data/honours.yml")
_BEFORE = {cue: pattern(words, end=True) for cue, words in _CUES.items()}
_GIVEN = frozenset(normalize(name) for name in [*tables.given_names(), *_CUES["name_parts"]])
_WORD_NAMES = frozenset(normalize(name) for name in _CUES["word_names"])
_LAST_WORD = re.compile(r"(\w+) $")
_LAST_WORDS = re.compile(r"(\w+) (\w+)،? $")
_NEXT_WORD = re.compile(r" (\w+)")

# --- a capital: its government or the city --------------------------------------------------------------------------
_CITY = tables.any_of(map(normalize, _CUES["cities"]))
_CITY_BEFORE = re.compile(rf"(?<!\w)[وفب]{{0,2}}{_CITY}(?: ?[،,/-] ?(?:و|ثم )?| و ?| ثم )\Z")
_CITY_AFTER = re.compile(rf" ?(?:[،,/-] ?و?| و ?| ثم ){_CITY}(?!\w)")
_CITY_NOUN = pattern(_CUES["city_after"], begin=True) or re.compile("(?!)")
# Dateline: كابل - رويترز, * سيول: ..., فلان - الرياض
_LINE_BEGIN = re.compile(r"(?:\A|\n) ?\Z")
_DASH_BEFORE = re.compile(r"[-*|] ?\Z")
_DATELINE_AFTER = re.compile(r" ?(?:[:(/-]|، ?(?:وكالات|رويترز))")
# زار الوزير موسكو: the subject between, no new clause.
_TRAVEL = re.compile(
    rf"(?<!\w)[وف]?{tables.any_of(map(normalize, _CUES['travel_before']))}"
    r"(?: (?!و|ف|ان |بان |في |من )\w+){1,4} $"
)
# زيارة الوزير أمس للقاهرة
_GOING_TO = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:(?:زيار|سفر|عود|وصول|مغادر|توجه|طريق|انتقال|ذهاب|عاد)\w*|س?[ينت]عود) (?:\w+ ){0,9}$"
)
# استيلاء الجماعة على صنعاء، غارة على صنعاء
_SEIZED = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:استيلا|استولا|استول|سيطر|هجوم|هجمات|غار[ها]|قصف|قذائف|صواريخ|صاروخ|ضربه|ضربات|زحف)\w*"
    r" (?:\w+ ){0,6}علي $"
)
# عاصمة البلاد ليبرفيل
_CAPITAL_OF = re.compile(r"(?<!\w)[وفبلك]{0,2}(?:ال)?عاصم\w+ (?:\w+،? ){0,2}$")
# A feminine verb beside it: وستتهم أنقرة, واشنطن تتهم, واشنطن لن. Nouns of the form تفعيل and plurals in -ات are none.
_PRESENT_BEFORE = r"[وف]?(?:س|ل)?ت(?!\w{1,2}ي\w )\w{2,}"
_PRESENT_AFTER = r"س?ت(?!\w{1,2}ي\w(?!\w))\w{2,}"
_PAST = r"(?!ال)\w+[^\Wا]ت"  # رفضت, not محادثات
_VERB_BEFORE = re.compile(rf"(?<!\w)(?:{_PRESENT_BEFORE}|{_PAST}) $")
_VERB_AFTER = re.compile(rf" (?:{_PRESENT_AFTER}|{_PAST}|لن|لم|لا|قد|ليست)(?!\w)")
_JOINED = frozenset(["،", ",", "-", "/", "او", "ثم", "و", "،و"])


def joins(between: str) -> bool:
    """Tell whether what stands between two names joins them: موسكو وبكين."""
    return between.replace(" ", "") in _JOINED


def capital_is_place(hit: Hit, text: Text, *, headline: bool) -> bool | None:
    """Tell whether a capital is meant as a city, by its neighbours; None where they do not tell."""
    squeezed = text.text
    particle = squeezed[hit.word : hit.start]
    before = squeezed[max(0, hit.word - 60) : hit.word]
    if particle.endswith("ب") or found_before("place_first", hit, text):
        return True
    if _CITY_BEFORE.search(squeezed, max(0, hit.word - 24), hit.start) or _CITY_AFTER.match(squeezed, hit.end):
        return True
    if found_before("government_before", hit, text):
        return False
    if found_before("place_before", hit, text) or (particle.endswith("ل") and _GOING_TO.search(before)):
        return True
    if not headline and _is_dateline(before, hit, squeezed):
        return True
    if _CITY_NOUN.match(squeezed, hit.end) or _CAPITAL_OF.search(before) or _SEIZED.search(before):
        return True
    if not particle and _TRAVEL.search(before):
        return True
    if _VERB_BEFORE.search(before) or _VERB_AFTER.match(squeezed, hit.end):
        return False
    if particle.endswith("ل") or found_before("power_before", hit, text):
        return False
    return None


def _is_dateline(before: str, hit: Hit, squeezed: str) -> bool:
    if _DASH_BEFORE.search(before):
        return True
    return _LINE_BEGIN.search(before) is not None and _DATELINE_AFTER.match(squeezed, hit.end) is not None


# --- the words around -----------------------------------------------------------------------------------------------
def found_before(cue: str, hit: Hit, text: Text) -> bool:
    """Tell whether a cue of cues.yml stands right before a hit."""
    words = _BEFORE[cue]
    return words is not None and words.search(text.text[max(0, hit.word - 30) : hit.word]) is not None


def is_other_person(hit: Hit, text: Text) -> bool:
    """Tell whether a given name before it makes a name somebody else's; of a longer name, no word that names people."""
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    if hit.word != hit.start or before is None or not _is_given(before.group(1)):
        return False
    if hit.form.words == 1:
        return True
    return before.group(1) not in _WORD_NAMES and not hit.form.text.startswith("ال")


def is_longer_name(hit: Hit, text: Text) -> bool:
    """Tell whether a name is part of a longer one, of somebody else: فهد بن [سلطان بن سلمان] بن فهد."""
    squeezed = text.text
    if " بن " in hit.form.text and squeezed.startswith(" بن ", hit.end):
        return True
    after = _SURNAME_AFTER.match(squeezed, hit.end)
    if after is not None and (" بن " in hit.form.text or hit.form.text.startswith("ابو ") or after[1] in _ELDERS):
        return True
    return hit.form.words > 1 and squeezed.endswith((" بن ", " ابن "), 0, hit.word)


# تركي بن عبدالله [السديري], أبو قتادة [المغربي], باراك أوباما [الأب]
_ELDERS = frozenset(["الاب", "الجد"])
_SURNAME_AFTER = re.compile(
    rf" (?!{tables.any_of(map(normalize, _CUES['no_surname_after']))}(?!\w))(ال\w{{2,}}ي|الاب|الجد)(?!\w)"
)


def is_honoured(hit: Hit, text: Text) -> bool:
    """Tell whether a title of respect stands right before a name: اللواء [محمد إبراهيم]."""
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    return before is not None and before.group(1).removeprefix("و") in _HONOURS


def is_attribute(hit: Hit, text: Text) -> bool:
    """Tell whether a surname is the adjective of the definite noun before it: الأمن القومي [العربي]."""
    if hit.word != hit.start or not text.text.startswith("ال", hit.start) or text.text[hit.end - 1] not in "يه":
        return False
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    return before is not None and before.group(1).startswith(("ال", "لل")) and before.group(1) not in _HONOURS


def is_relative(hit: Hit, text: Text) -> bool:
    """Tell whether an institution named by an adjective describes the noun before it: العلاقات [الدبلوماسية]."""
    text_of_it = hit.form.text
    if hit.word != hit.start or not text_of_it.startswith("ال") or not text_of_it.endswith(("ي", "يه")):
        return False
    if " " in text_of_it:
        return False
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    return before is not None and re.match("(?:[وفبك]?ال|لل)(?!تي$|ذي$)", before.group(1)) is not None


def is_one_word(hit: Hit, text: Text) -> bool:
    """Tell whether a short surname and the ك before it are rather one word: كبري."""
    return hit.end - hit.start < 5 and text.text.endswith("ك", hit.word, hit.start)


def honoured_as(hit: Hit, text: Text) -> frozenset[str]:
    """Return the kinds of office that a title before a surname tells: الرئيس [هادي]."""
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    word = before.group(1) if before is not None and hit.word == hit.start else ""
    return _HONOURED.get(re.sub("^(?:[وفبك]ال|لل)", "ال", word), _NONE)


_NONE: frozenset[str] = frozenset()
_HONOURED = {normalize(word): frozenset(kinds) for word, kinds in _HONOURING.items()}
_HONOURS = frozenset(map(normalize, _CUES["honorifics"]))


def is_surname(hit: Hit, text: Text) -> bool:
    """Tell whether the name of a state or a city is the end of a personal name: أنيس بيرو."""
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    if hit.word != hit.start or before is None or before.group(1) in _WORD_NAMES:
        return False
    return before.group(1) in _GIVEN


def is_city(hit: Hit, text: Text) -> bool:
    """Tell whether a state that its capital is named like is meant as that city: ولاية الجزائر, تونس العاصمة."""
    squeezed = text.text
    if squeezed.endswith(("مدينه ", "بمدينه "), 0, hit.word):
        return True
    if not hit.form.city:
        return False
    before = squeezed[max(0, hit.word - 60) : hit.word]
    if found_before("city_before", hit, text) or squeezed.startswith(" العاصمه", hit.end):
        return True
    return hit.word == hit.start and _is_dateline(before, hit, squeezed)


def is_sport(title: str) -> bool:
    """Tell whether a title is of a match, whose cities are clubs."""
    return _MATCH.search(title) is not None


def is_named_on(hit: Hit, text: Text) -> bool:
    """Tell whether what stands after a name makes another's of it: الاتحاد الأوروبي [لكرة القدم], تايوان [نيوز]."""
    form = hit.form
    if form.union:
        return _SPORT.match(text.text, hit.end) is not None
    return form.place and _OUTLET_AFTER.match(text.text, hit.end) is not None


_SPORT = pattern(_CUES["sport_after"], begin=True) or re.compile("(?!)")
_OUTLET_AFTER = pattern(_CUES["outlet_after"], begin=True) or re.compile("(?!)")


def is_team(hit: Hit, text: Text) -> bool:
    """Tell whether the name of a state in a sentence on a match is that of its team."""
    return _MATCH.search(text.text, *text.sentence(hit.start, hit.end)) is not None


_MATCH = re.compile(rf"(?<!ت){tables.any_of(map(normalize, _CUES['match']))}")


def name_at(end: int, text: Text, people: Mapping[int, object]) -> int:
    """Return where a registered name begins that stands after a title, honorifics between; 0 for none."""
    for _ in range(HONORIFICS + 1):
        if end + 1 in people:
            return end + 1
        if end in people and text.text[end - 1] == ".":
            return end
        match = _HONORIFIC.match(text.text, end)
        if match is None:
            return 0
        end = match.end()
    return 0


def in_title(hit: Hit, text: Text) -> bool:
    """Tell whether a body stands in somebody's title: المتحدث باسم [الحركة], رئيس تحرير [صحيفة]."""
    return _TITLE_BEFORE.search(text.text, max(0, hit.word - 50), hit.start) is not None


def is_title(between: str) -> bool:
    """Tell whether what stands between a name and a body is a title: , رئيس ..."""
    return _BETWEEN.fullmatch(between) is not None


def other_name_at(end: int, text: Text) -> bool:
    """Tell whether a name that is not registered stands after a title: a given name, honorifics and a place between."""
    match = _TO_NAME.match(text.text, end)
    if match is not None and (match.group(1) is not None or _is_given(match.group(2))):
        return True
    return _NEXT_TITLE.match(text.text, end) is not None


_TITLES = tables.any_of(map(normalize, _CUES["titles"]))
_TITLE_BEFORE = re.compile(rf"(?<!\w)[وف]?(?:ال|بال|لل|ل|ب)?{_TITLES}(?: (?!و)\w+){{0,3}} [بل]?\Z")
_BETWEEN = re.compile(rf"[،,]? ?{_TITLES}(?: (?!و|ي)\w+){{0,2}} [بل]?")
HONORIFICS = 4  # words between a title and a name: صاحب السمو الملكي الأمير
# الدكتور, or د. and م.
_HONORIFIC = re.compile(rf" (?:{tables.any_of(map(normalize, _CUES['honorifics']))}(?!\w)|[دما]\.(?:د\.)?)")

_TO_NAME = re.compile(
    rf"(?: (?:في |ب)(?:ال|لل)?\w+)?((?: {tables.any_of(map(normalize, _CUES['honorifics']))}(?!\w))+)? (\w+)"
)


# A second title before the name: مدير الهيئة [أمين مجلس المنطقة المهندس نادر].
_NEXT_TITLE = re.compile(
    rf" و?{_TITLES}(?: (?!و|ي|ان )\w+){{1,6}} {tables.any_of(map(normalize, _CUES['honorifics']))} \w"
)


def is_namesake(hit: Hit, text: Text) -> bool:
    """Tell whether a prize, a place or an institution bears the name: جائزة الملك فيصل."""
    return _NAMESAKE.search(text.text, max(0, hit.word - 40), hit.word) is not None


# بمركزي محمد بن نايف: the dual, which loses its ن before a name.
_NAMESAKE = re.compile(
    rf"(?<!\w)[وفبلك]?{tables.any_of(map(normalize, _CUES['namesakes']))}[اي]?"
    rf" (?:{tables.any_of(map(normalize, _CUES['honorifics']))} )*\Z"
)


def after_other_person(hit: Hit, text: Text) -> bool:
    """Tell whether a title stands after a personal name: فاضل الجمالي رئيس الوزراء."""
    before = _LAST_WORDS.search(text.text, max(0, hit.word - 30), hit.word)
    return before is not None and any(word in _GIVEN for word in before.groups())


def before_other_person(hit: Hit, text: Text) -> bool:
    """Tell whether a description stands before a given name: الرئيس المصري أنور السادات."""
    after = _NEXT_WORD.match(text.text, hit.end)
    return after is not None and after.group(1) in _GIVEN


def _is_given(word: str) -> bool:
    return word in _GIVEN or (word[0] == "و" and word[1:] in _GIVEN)


def names_after_comma(end: int, text: Text) -> bool:
    """Tell whether a name that is not registered stands after a title and a comma: وزير النقل، المهندس ..."""
    match = _AFTER_COMMA.match(text.text, end)
    return match is not None and (match.group(1) is not None or _is_given(match.group(2)))


_AFTER_COMMA = re.compile(rf" ?[،,:]((?: {tables.any_of(map(normalize, _CUES['honorifics']))}(?!\w))+)? (\w+)")


def goes_on(end: int, text: Text) -> bool:
    """Tell whether a sentence goes on after a title with و, and no name: ولي العهد [وسمو] ولي ولي العهد."""
    after = _NEXT_WORD.match(text.text, end)
    return after is not None and _AND.match(after.group(1)) is not None and not _is_given(after.group(1))


_AND = re.compile(r"و(?!زير|كيل|لي$|الي$)")


def is_former(hit: Hit, text: Text) -> bool:
    """Tell whether a description is of somebody who holds the office no more, or not yet."""
    return _FORMER.match(text.text, hit.end) is not None


_FORMER = re.compile(
    r" (?:(?:ال)?(?:سابق|اسبق|راحل|مخلوع|معزول|منتخب|مقبل|قادم|جديد|مؤسس)ه?"
    r"|في حينه|حينها|حينذاك|انذاك|وقتها|وقتذاك)(?!\w)"
)
_DIGITS = r"(?!(?:19|20)\d\d )\d+"  # 12 [سوريا], not 2015 [سوريا]
_TENS = r"(?:عشر|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)"  # ثلاثين [سوريا]
# خمسة عشر [سوريا], ألف [سوري]
_NUMBER = re.compile(rf"(?<!\w)(?:{_DIGITS}|\w+ عشره?|{_TENS}|مليون|الف|مئه|مائه) $")
_ACCUSATIVE = re.compile(r"(\w{3,}ا) $")
# What ends in alef before a name and is no noun in the accusative: قاتلوا [سوريا], أمامها, الدنيا; عضوا is one.
_ENDED = r"(?!عضوا|مواطنا|فنانا|سجينا|مليونا)\w*(?:وا|ها|هما|نا)"
_LISTED = tables.any_of(map(normalize, _CUES["no_noun_before"]))
_NO_NOUN = re.compile(rf"{_ENDED}|ال\w+|[وف]?{_LISTED}")
_FEMININE = re.compile(r"(?<!\w)(?!ال|لل|[وفبك]ال|ي)[وف]?[بلك]?(\w{2,}(?:ه|ات)) $")
_WITH_ARTICLE = (
    r"[وفبك]?(?:ال|لل)(?!ي |ا |يوم |ان |ذي |تي |لتي |ذين |متحده )\w+"  # بالصحف [السعودية], not اليوم [السعودية]
)
# الصحف المصرية، [السعودية]
_DEFINITE = re.compile(rf"(?:(?<!\w)(?:غير|\w+اتنا|{_WITH_ARTICLE})|(?<!\w)ال\w+يه[،,]) $")
_OWNED = frozenset(normalize(noun) for noun in _CUES["owned_before"])


def is_adjective(hit: Hit, text: Text) -> bool:
    """Tell whether the name of a state is an adjective beside its noun: جنديا سوريا, طائرة سورية, الصحف السعودية."""
    if hit.word != hit.start or not hit.form.of("adjective"):
        return False
    form = text.text[hit.start : hit.end]
    before = text.text[max(0, hit.word - 24) : hit.word]
    if form.startswith("ال"):
        return _DEFINITE.search(before) is not None or text.quoted_before(hit.word)
    if form.endswith("ه"):
        match = _FEMININE.search(before)
        return match is not None and match.group(1) not in _OWNED
    if _NUMBER.search(before):
        return True
    match = _ACCUSATIVE.search(before)
    if match is None or _NO_NOUN.fullmatch(match.group(1)):
        return False
    return not (text.text.startswith(" و", hit.end) and found_before("dual_before", hit, text))
