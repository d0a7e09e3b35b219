"""Whom an article names: people with their titles, what its actors are called, and whom a noun phrase means."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from analysis.text.folding import normalize
from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.forms import given, is_between, is_masdar, is_some, is_that
from analysis.voices.issuers import is_document, issuer
from analysis.voices.lists import listed, plain, rulers, styles
from analysis.voices.media import is_medium
from analysis.voices.names import bare, fullest, identity, person, plain_name
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

TITLE = 10  # words of a name with its titles
ANONYMOUS, UNKNOWN = "anonymous", "unknown"


class Mention(NamedTuple):
    """A mention of a registered actor in a part."""

    start: int
    end: int
    actor: str
    actor_type: str
    method: str


class Part(NamedTuple):
    """A part of an article: its words, its acts, the mentions in it."""

    name: str
    words: Words
    acts: list[Act]
    mentions: Sequence[Mention]


class Voice(NamedTuple):
    """A speaker: id of the actor, fullest name, the words here, whether a medium; how its cue agrees (m, f, p)."""

    actor: str
    name: str
    surface: str = ""
    medium: bool = False
    person: str = ""


NOBODY = Voice(UNKNOWN, UNKNOWN)


class Known:
    """Whom an article names: people with their titles, and what its actors are called."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.people: list[tuple[str, frozenset[str]]] = []  # the name, the words of its title
        self.actors: dict[str, str] = {}  # the longest name of each registered actor
        self.parts = parts
        self.issued: dict[str, Voice] = {}  # who issued a document: البيان
        self.body: Voice | None = None  # the body that spoke last
        self.titular = NOBODY  # who speaks in the title
        self.governments: dict[str, Voice] = {}  # of states whose rulers are no state
        self.spoken: list[Voice] = []  # who spoke so far, outside what others say
        self._surnames: dict[int, list[tuple[int, int]]] = {}
        self.heard: list[Voice] = []  # these, and whom the newspaper names as its sources
        self.phrases: list[str] = []  # the words of offices and bodies that spoke
        for part in sorted(parts, key=lambda each: each.name == "title"):
            for mention in part.mentions:
                name = part.words.text[mention.start : mention.end]
                if mention.method in ("name", "context") and normalize(name) not in listed("described"):
                    if len(name) > len(self.actors.get(mention.actor, "")):
                        self.actors[mention.actor] = name
                    if mention.actor_type == "person":
                        self.people.append((name, frozenset()))
            for act in part.acts:
                if act.speaker:
                    self._note(part.words, act.speaker)
                    self._rule(part, act.speaker)

    def _rule(self, part: Part, speaker: Speaker) -> None:
        """Note a speaker that is the government of an actor: حكومة طالبان."""
        words = part.words
        if words.forms[speaker.first][speaker.clitic :] not in listed("ruling"):
            return
        begun, ended = words.start[speaker.first], words.end[speaker.last - 1]
        for state, actor in rulers().items():
            if any(begun <= each.start < ended and each.actor == actor for each in part.mentions):
                text = plain_name(words.span(speaker.first, speaker.last)[speaker.clitic :])
                self.governments.setdefault(state, Voice(actor, text))

    def _note(self, words: Words, speaker: Speaker) -> None:
        where = person(words, speaker.first, speaker.last, speaker.clitic)
        if not where and not speaker.leaning:
            self.phrases.append(plain_name(words.span(speaker.first, speaker.last)[speaker.clitic :]))
        if where:
            title = frozenset(
                bare(form) for form in words.forms[speaker.first : where[0]] + words.forms[where[1] : speaker.last]
            )
            name = words.span(*where)[speaker.clitic if where[0] == speaker.first else 0 :]
            self.people.append((name, title - {"في", "من", "باسم"}))

    def longest(self, text: str) -> str:
        """Return the fullest name of an office or a body that begins with these words: المتحدث باسم الميناء."""
        if " " not in text:
            return text
        form = normalize(text) + " "
        return max((each for each in self.phrases if normalize(each).startswith(form)), key=len, default=text)

    def full(self, name: str) -> str:
        """Return the fullest name of a person in the article."""
        best = fullest(name, [each for each, _ in self.people])
        return best if best != name or " " in name.strip() else self._in_text(name)

    def _in_text(self, name: str) -> str:
        """Return a family name with the given name that stands before it somewhere."""
        form = normalize(name)
        for part in self.parts:
            forms = part.words.forms
            for at in part.words.places_of([form]):
                known = at and forms[at - 1] in given() and forms[at - 1] != "باسم"
                if known and not is_between(part.words, at - 1) and not part.words.paused(at):
                    begun = at - 1
                    while begun and (forms[begun - 1] in given() or forms[begun - 1] == "بن"):
                        begun -= 1
                    return part.words.span(begun + (forms[begun] == "بن"), at + 1)
        return name

    def surnames(self, words: Words) -> list[tuple[int, int]]:
        """Return where words of a part stand that are the last of a name somewhere in the article."""
        key = id(words)
        if key not in self._surnames:
            self._surnames[key] = [(words.start[at], words.end[at]) for at in words.places_of(self._last_names)]
        return self._surnames[key]

    @cached_property
    def _last_names(self) -> set[str]:
        found, names = set(), given()
        for words in (part.words for part in self.parts):
            for at in [at for at, form in enumerate(words.forms[:-1], 1) if form in names]:
                if at in words.marked or words.verbs[at]:
                    continue
                if not {"_", "#"} & {*words.gap(at - 1)} and "_" not in words.gap(at + 1):  # #حديقة_سامي مغلقة
                    found.add(words.forms[at])
        common = plain("between", "adverbs", "roles", "honours", "bodies", "places", "relatives", "openers", "joining")
        return {form for form in found - common - names if len(form) > 3 and form[0] not in "ولب"}

    def family(self, name: str) -> str:
        """Return the person of an article whose family name is this word (المخرج), or nothing."""
        last = normalize(name)
        return next((each for each, _ in self.people if normalize(each).split()[1:][-1:] == [last]), "")

    def official(self) -> Voice | None:
        """Return the person who spoke last, of whom المسؤول tells; nothing where the last was nobody named."""
        for voice in reversed(self.spoken[-4:]):
            if voice.actor == ANONYMOUS:
                return None
            if any(name == voice.name for name, *_ in self.people):
                return voice._replace(surface="", person="", medium=False)
        return None

    def source(self) -> Voice | None:
        """Return the person or the source heard last (المصدر نفسه)."""
        people = {name for name, *_ in self.people}
        heard = (each for each in reversed(self.heard) if each.medium or each.actor == ANONYMOUS or each.name in people)
        return next(heard, None)

    def styled(self, style: str) -> Voice | None:
        """Return the one person whom an article names with the style of سموه, معاليه."""
        base = style.removesuffix("ها").removesuffix("ه")
        titles = styles().get(base, frozenset())
        found: dict[str, Voice] = {}
        for part in self.parts:
            words = part.words
            for at in words.places_of(titles):
                noun = speakers.within(words, at, words.after_sentence(at)) if at + 1 < words.size else None
                where = person(words, noun.first, noun.last) if noun else None
                if noun and where and where[0] > at:
                    voice = voice_of(words, noun.first, noun.last, part.mentions, self)
                    found[voice.actor] = voice
        return next(iter(found.values())) if len(found) == 1 else None

    def titled(self, words: Sequence[str]) -> str:
        """Return the person of whom an article tells a title with these words, or nothing."""
        words = [form for form in words if form not in ("المفدي", "المعظم")] or words
        wanted = {bare(form) for form in words} - listed("adverbs") - {"هذا", "هذه", "نفسه", "مفدي", "معظم"}
        former = {"سابق", "اسبق"}
        fitting = [name for name, title in self.people if wanted and wanted <= title and title & former <= wanted]
        if fitting:
            return fitting[0]
        return self._with_title(words[0]) if len(words) == 1 else self._in_office(words)

    def _in_office(self, title: Sequence[str]) -> str:
        """Return the person whose name stands beside an office: الأمير فهد أمير النهر, of سمو أمير النهر."""
        office = [form for form in title if form not in plain("honours")]
        styled = len(office) < 2
        office = list(title) if styled else office  # اللاعب الأرجنتيني
        if len(office) < 2:
            return ""
        for part in self.parts:
            words = part.words
            for at in words.places_of(office[:1]):
                if at and words.forms[at : at + len(office)] == office:
                    begun = max(words.first_of_sentence(at), at - TITLE)
                    before = person(words, begun, at)
                    if before and before[1] == at and before[0] > begun and _is_named(words, before[0]):
                        return words.span(*before)
                    after = at + len(office)
                    found = speakers.within(words, at, words.after_sentence(at))
                    where = person(words, at, found.last) if found and found.last > after else None
                    if where and where[0] >= after and (not styled or words.forms[where[0]] in given()):
                        return words.span(*where)
        return ""

    def _with_title(self, role: str) -> str:
        """Return the first person whom the text gives a title: وزير العمل فهد الدالي, of الوزير."""
        for part in self.parts:
            words = part.words
            for at in words.places_of([role[2:], role]):
                found = speakers.within(words, at, words.after_sentence(at)) if at + 1 < words.size else None
                where = person(words, found.first, found.last) if found else None
                if where and where[0] > at:
                    return words.span(*where)
        return ""


def _is_named(words: Words, at: int) -> bool:
    """Tell whether a name surely begins at a place: with a given name, or after a title."""
    return words.forms[at] in given() or words.forms[at - 1] in listed("honours")


def voice_of(words: Words, first: int, last: int, mentions: Sequence[Mention], known: Known, clitic: int = 0) -> Voice:
    """Return whom a noun phrase names."""
    begun, ended = words.start[first], words.end[last - 1]
    inside = [each for each in mentions if each.start >= begun and each.end <= ended + 1]
    where = person(words, first, last, clitic)
    text = plain_name(words.span(first, last)[clitic:])
    head = words.forms[first][clitic:]
    if clitic == 2:
        head, text = "ال" + head, "ال" + text
    if is_document(head) and (voice := _of_document(words, Speaker(first, last, False, clitic), mentions, known)):
        return voice
    if is_medium(text):
        name = _whole_name(words, first, last, text, known)
        return Voice(_actor(inside, begun, ended) or identity(name), name, "", True)
    people = [each for each in inside if each.actor_type == "person"]
    if where and not (where[0] == first and _actor(inside, begun, begun) and not people):
        name = words.span(*where)[clitic if where[0] == first else 0 :]
        own = [each for each in people if each.start < words.end[where[1] - 1] and each.end > words.start[where[0]]]
        if own and own[-1].method == "name" and not _is_longer(words, where[0], own[-1]):
            return Voice(own[-1].actor, known.actors.get(own[-1].actor, name))  # بوتين بعث برسالة
        name = plain_name(name if words.quote_at(where[0]) else known.full(name))
        return Voice(own[-1].actor if own else identity(name), name)
    if head[:2] == "ال" and head[2:] in listed("officials"):
        return known.official() or Voice(ANONYMOUS, ANONYMOUS)
    if _is_anonymous(head, last - first):
        return Voice(ANONYMOUS, ANONYMOUS)
    if people and people[-1].end >= ended - 1:
        return Voice(people[-1].actor, known.actors.get(people[-1].actor, text))
    if head in plain("roles", "honours"):
        name = (known.family(text) if last - first == 1 else "") or known.titled(words.forms[first:last])
        if name:
            name = known.full(name)
            return Voice(identity(name), name)
        text = known.longest(text)
        return Voice(identity(text), text)
    if joint := _joint(words, first, last, inside, known):
        return joint
    actor = _actor(inside, begun, ended)
    if actor:
        if actor in known.governments and any(each.method == "capital" for each in inside):
            return known.governments[actor]
        if any(normalize(words.text[each.start : each.end]) in listed("described") for each in inside):
            return Voice(actor, known.actors.get(actor, text))
        if last - first == 1 and head[:2] == "ال" and head[2:] in normalize(known.actors.get(actor, "")):
            return Voice(actor, known.actors[actor])  # الحركة
        alone = any(each.method in ("capital", "epithet") and each.end >= ended - 1 for each in inside)
        if alone and last - first <= 2:
            return Voice(actor, known.actors.get(actor, text))
        return Voice(actor, _whole_name(words, first, last, text, known))
    common = head in plain("bodies", "media", "places", "groups")
    name = text if common else known.full(text)  # a family name alone
    if name == text:
        name = known.longest(_whole_name(words, first, last, text, known))
    return Voice(identity(name), name)


def _is_longer(words: Words, first: int, mention: Mention) -> bool:
    """Tell whether the name of a person begins before the mention of it: عبد العزيز عبدالله الدالي."""
    return words.start[first] < mention.start and (words.forms[first] in given() or words.forms[first] == "عبد")


def _of_document(words: Words, document: Speaker, mentions: Sequence[Mention], known: Known) -> Voice | None:
    """Return who issued a document: as its words tell, or as was told before."""
    form = words.forms[document.first][document.clitic :].removeprefix("ال")
    if own := issuer(words, document):
        voice = voice_of(words, own.first, own.last, mentions, known, own.clitic)
        if form not in listed("figures"):
            voice = voice._replace(medium=False)
        known.issued[form] = voice
        return voice
    bare_one = document.last - document.first == 1 and words.forms[document.first][document.clitic :] != form
    if bare_one and form not in known.issued and known.body:
        known.issued[form] = known.body
    return known.issued.get(form) if bare_one else None


def _is_anonymous(head: str, size: int) -> bool:
    """Tell whether a noun stands for people that are not named; `سكان الحي`, `المواطنون` are a group."""
    if head.removeprefix("ال") in listed("groups"):
        return head[:2] != "ال" and size == 1
    return head in plain("anonymous") or is_some(head)


def _joint(words: Words, first: int, last: int, inside: Sequence[Mention], known: Known) -> Voice | None:
    """Return two actors of whom the second carries و: موسكو وبكين."""
    for at in range(first + 1, last):
        if words.forms[at][:1] == "و":
            left = [each for each in inside if each.end <= words.end[at - 1] and each.start == words.start[first]]
            right = [each for each in inside if each.start == words.start[at] + 1]
            if left and right:
                pair = (left[-1], right[-1])
                names = [known.actors.get(each.actor, words.text[each.start : each.end]) for each in pair]
                return Voice(" + ".join(each.actor for each in pair), " + ".join(names))
    return None


def _actor(inside: Sequence[Mention], begun: int, ended: int) -> str:
    """Return the actor that a noun phrase of a body names: it begins with it, or ends with it after its kind."""
    for each in inside:
        if each.actor_type == "person" or each.method in ("adjective", "role"):
            continue
        if each.start - begun <= 2 or (each.end >= ended - 1 and each.start - begun <= 8):
            return each.actor
    return ""


def _whole_name(words: Words, first: int, last: int, text: str, known: Known) -> str:
    """Return what a body is called in full, of which one definite word stands here: المؤسسة."""
    form = normalize(text)
    if last - first != 1 or form[:2] != "ال":
        return text
    near, bare_form = "", form[2:]
    for other in [words, *(part.words for part in known.parts if part.words is not words)]:
        places = other.places_of([form, *(particle + bare_form for particle in ("", "و", "ل", "ب"))])
        for at in reversed([at for at in places if other is not words or at < first]):
            whole, end = other.forms[at], at + 1
            while end < min(at + 5, other.size) and _runs_on(other, end, whole == form):
                end += 1
            described = whole != form and all(_describes(other, each) for each in range(at + 1, end))
            if end > at + 1 and not described:
                name = plain_name(other.span(at, end))[0 if whole == form else len(whole) - len(bare_form) :]
                if at and other.verbs[at - 1]:
                    return name  # the one that did something, before one that is only named
                near = near or name
    return near or text


def _describes(words: Words, at: int) -> bool:
    """Tell whether a word only describes a noun that has no name: شركة صينية."""
    return words.forms[at][:2] != "ال" and words.raw(at).endswith(("ية", "ي"))


def _runs_on(words: Words, at: int, definite: bool) -> bool:
    """Tell whether a word goes on with a name: المعهد الأميركي للسلام, وزارة العدل."""
    form = words.forms[at]
    if (
        form in ("هذا", "هذه")
        or is_that(form)
        or words.raw(at).endswith(("ًا", "اً"))
        or (definite and not form.startswith(("ال", "لل")))
    ):
        return False
    if form[:1] == "ل" and is_masdar(form[1:]):
        return False  # حركة النهر لتبادل الآراء
    if form[:2] not in ("ال", "لل") and form[:3] != "وال" and words.forms[at - 1].removeprefix("و")[:2] == "ال":
        return form in given()
    if words.gap(at).strip(' «"“»”') or form in plain("between", "relatives", "adverbs") or words.verbs[at]:
        return False
    return words.sentence[at] == words.sentence[at - 1]
