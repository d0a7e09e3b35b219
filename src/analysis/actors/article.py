"""Who the forms of an article mean: by what it has named, what stands around, the day and the outlet."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from analysis.actors.context import (
    after_other_person,
    before_other_person,
    capital_is_place,
    found_before,
    goes_on,
    honoured_as,
    in_title,
    is_adjective,
    is_attribute,
    is_city,
    is_former,
    is_honoured,
    is_longer_name,
    is_named_on,
    is_namesake,
    is_one_word,
    is_other_person,
    is_relative,
    is_sport,
    is_surname,
    is_team,
    is_title,
    joins,
    name_at,
    names_after_comma,
    other_name_at,
)
from analysis.actors.duals import pair_at
from analysis.actors.epithets import holds
from analysis.actors.forms import Epithet, Form, Hit, Noun, Seen, Text
from analysis.actors.matcher import Matcher
from analysis.actors.mentions import Meant, Mention, Sense
from analysis.actors.nominals import Memory, is_another
from analysis.actors.organs import (
    WEAK,
    Organ,
    complement,
    is_of_another,
    is_weak,
    organ_at,
    stands_for_office,
    state_after,
)
from analysis.actors.roles import is_people
from analysis.actors.spelling import is_common

NAMING = ("name", "context", "description")  # what a later noun may go back to
TANWIN = "\u064b"  # on an indefinite noun (جوباً), never on the name of a city


class _Last(NamedTuple):
    end: int
    actor: str
    method: str


class Article:
    """What an article names anywhere, what it has named so far, and who its forms mean."""

    def __init__(self, matcher: Matcher, title: str, forms: list[Form], published: date | None, home: str) -> None:
        self.matcher = matcher
        self.actors = matcher.registry.actors
        self.published = published
        self.home = home  # the state of the outlet
        self.memory = Memory(home)
        self.certain = frozenset[str]().union(*(form.certain for form in forms))
        self.clock = 0
        self.named: dict[str, int] = {}  # actor -> when it was last named
        self.mentioned: dict[str, int] = {}  # actor -> when it was first mentioned
        around = self.certain.union(*(form.of("adjective") for form in forms))
        adjectives = [id for form in forms for id in form.of("adjective")[:1] if id not in WEAK or id in self.certain]
        certain = [id for form in forms for id in form.certain if self.actors[id].type == "state"]
        own = [each.actor for form in forms for each in form.epithets[:1] if home and home in each.home]
        own = [id for id in own if self.actors[id].type == "state"]
        self.states = Counter([*adjectives, *certain, *own])
        self.sport = is_sport(title)
        self.seen = Seen(title, around, self.named, self.mentioned, {})
        self.ruling: dict[str, bool] = {}  # state -> whether its capital has stood for its government
        self.last: _Last | None = None
        self.title: Organ | None = None  # the last title that stood beside a name
        self.titled = -1  # where the name after it begins
        self.refused = -1  # where a title that a registered person holds means nobody
        self.people: dict[int, list[str]] = {}  # where a personal name begins, and whose

    def mentions(self, part: str, text: Text, hits: list[Hit]) -> list[Mention]:
        """Return the mentions of one part: from the left, the longest form that means somebody, or surely nobody."""
        rows: list[Mention] = []
        taken = 0
        self.last, self.title, self.titled = None, None, -1
        self.people = {hit.word: hit.form.of("name") for hit in hits if hit.form.person}
        self.at = {hit.word: hit for hit in reversed(hits)}
        self.ends = {hit.end: hit for hit in hits if hit.form.noun is not None}
        for hit in hits:
            if hit.word < taken:
                continue
            meant, last = self._meant(hit, text, part), hit.end
            if meant is None:
                meant, last = self._beyond(hit, text, part)
            if meant is None:
                continue
            taken = last
            if meant:
                start, titled = hit.start, self.title is not None and self.titled == hit.word
                if self.title is not None and titled:
                    meant = [each._replace(role=self.title.role, affiliation=self.title.state) for each in meant]
                    start = self.title.start if self.title.named else start
                self._remember(hit, meant)
                self.last = _Last(last, meant[0].actor, meant[0].method)
                start, end = text.span(start, last)
                rows += [self._row(start, end, text, each, titled) for each in meant]
            elif rows and self.title is not None and self.title.end == last and self._is_of_last(hit, text):
                rows[-1] = rows[-1]._replace(role=self.title.role, affiliation=self.title.state)
        if part != "body":
            self.memory.headline |= {row.actor for row in rows}
        return rows

    def _row(self, start: int, end: int, text: Text, sense: Sense, titled: bool) -> Mention:
        """Return a mention; a title without its state is of the office that the person holds, a bare name of none."""
        actor = self.actors.get(sense.actor)
        role = sense.role or (actor.role if actor else "")
        kind = actor.type if actor else ""
        served = sense.affiliation
        if kind == "person" and not served and (titled or sense.method == "description"):
            served = self.matcher.serves(sense.actor, self.published)
        return Mention(start, end, text.raw[start:end], sense.actor, kind, sense.method, role, served)

    def _beyond(self, hit: Hit, text: Text, part: str) -> tuple[Meant | None, int]:
        """Return who is meant by an office, an institution, an epithet or a role, and where the words for it end."""
        form, noun = hit.form, hit.form.noun
        if form.own and hit.word != self.refused and (by_office := self._by_office(hit, text, part)):
            return by_office
        if noun is not None and hit.word != self.refused and not is_relative(hit, text):
            if pair := self._pair(hit, text):
                return pair
            if organ := organ_at(hit, text, self.at, self.certain):
                return self._organ(noun, organ, hit, text), organ.end
            whose = self.at.get(hit.end + 1)
            if not noun.closed and noun.group != "people" and whose and (epithet := self._epithet(whose, text)):
                return [Sense(epithet.actor, "epithet", noun.role)], whose.end  # قوات [الاحتلال]
            if found := self._alone(noun, hit, text):
                return found
        if epithet := self._epithet(hit, text):
            return [Sense(epithet.actor, epithet.method, epithet.role)], hit.end
        return [Sense("", "role", form.role)] if form.role else None, hit.end

    def _pair(self, hit: Hit, text: Text) -> tuple[Meant, int] | None:
        state = self.memory.state_of_office(self.states)
        pair = pair_at(hit, text, lambda title: self.matcher.own_holder(title, state, self.published))
        return ([Sense(id, "description", "GOV", state) for id in pair.ids], pair.end) if pair else None

    def _epithet(self, hit: Hit, text: Text) -> Epithet | None:
        found = (each for each in hit.form.epithets if holds(each, hit, text, self.home, self.seen.around))
        return next(found, None)

    def _organ(self, noun: Noun, organ: Organ, hit: Hit, text: Text) -> Meant:
        """Return the state that an institution stands for: nobody, where the title is that of a person beside it."""
        if noun.group == "offices":
            if self._before_name(organ, text):
                return []
            if self._follows_person(hit, text):
                self.title = organ
                return []
            if after_other_person(hit, text) or not stands_for_office(organ.end, text):
                return []
        if noun.group == "people":
            return [Sense(organ.state, "role", organ.role)]
        if organ.role == "MIL" and is_team(hit, text):
            return []  # a club: الجيش القطري
        self.memory.keep_organ(noun.head, organ.state, organ.role, hit.word)
        return [Sense(organ.state, "organ", organ.role)]

    def _alone(self, noun: Noun, hit: Hit, text: Text) -> tuple[Meant, int] | None:
        """Return whom an institution or a title without a state goes back to, and where the words for it end."""
        end, method = hit.end, "nominal"
        if not noun.closed:
            end, method = complement(hit, text), "organ"
            if noun.head not in ("وزاره", "وزير") or not end:
                self.memory.forget(noun.head)
                return None
        if is_another(end, text):
            if noun.group == "kinds":
                self.memory.forget(noun.head)
            return None
        if found_before("named_after", hit, text) or self._in_construct(hit):
            return None
        if noun.group in ("people", "acts"):
            return None
        if in_title(hit, text) and (name_at(end, text, self.people) or other_name_at(end, text)):
            return [], end
        if noun.group == "offices" and not self._is_office(hit, end, text):
            return [], end
        title = text.text[hit.start : end]
        meant = self.memory.meant(noun) if noun.closed else None
        meant = meant or self.memory.in_view(noun, self.states)
        if meant is None or (meant.actor != self.home and meant.actor not in self.mentioned):
            return None
        if noun.group == "offices" and not noun.closed:
            holders = self.matcher.holders(title, meant.actor, self.published) if self.published else []
            return ([Sense(holders[0], "description", meant.role, meant.actor)], end) if len(holders) == 1 else None
        if not noun.closed:
            self.memory.keep_organ(noun.head, meant.actor, meant.role, hit.word)
        return [Sense(meant.actor, method, meant.role)], end

    def _in_construct(self, hit: Hit) -> bool:
        """Tell whether a noun is part of the name of another body: مجلس [القيادة]."""
        before = self.ends.get(hit.word - 1) if hit.word == hit.start else None
        noun = before.form.noun if before is not None else None
        return noun is not None and noun.group == "kinds" and not noun.closed

    def _is_office(self, hit: Hit, end: int, text: Text) -> bool:
        """Tell whether a title stands for who holds it now, and beside no name."""
        if name_at(end, text, self.people) or after_other_person(hit, text) or found_before("deputy_before", hit, text):
            return False
        return goes_on(end, text) or (stands_for_office(end, text) and not names_after_comma(end, text))

    def _before_name(self, title: Organ, text: Text) -> bool:
        """Tell whether a registered name stands after a title, which then belongs to it."""
        at = name_at(title.end, text, self.people)
        if at:
            self.title, self.titled = title, at
        return at > 0

    def _by_office(self, hit: Hit, text: Text, part: str) -> tuple[Meant, int] | None:
        """Return who holds an office that is told without its state: وزير الداخلية."""
        form, end = hit.form, hit.end
        if placed := self._in_its_state(hit, text):
            return placed
        if is_another(end, text) or is_former(hit, text):
            return None
        if self._before_name(Organ("", "GOV", end, hit.start, False), text):
            return [], end
        if self._follows_person(hit, text):
            self._hold(end)
            return [], end
        if is_namesake(hit, text) or not self._is_office(hit, end, text):
            return [], end
        held = [id for state in form.own for id in form.own_holders(state, self.published)]
        if known := self._known(held, part):
            return [Sense(max(known, key=lambda each: self.named.get(each, -1)), "description", "GOV")], end
        state = self.memory.state_of_office(self.states)
        if " " not in form.text and not self.states[state]:
            return None  # الملك, of a tale
        ids = form.own_holders(state, self.published) if self.published else []
        return ([Sense(ids[0], "description", "GOV", state)], end) if len(ids) == 1 else None

    def _in_its_state(self, hit: Hit, text: Text) -> tuple[Meant, int] | None:
        """Return who holds an office whose state stands after ب or في: وزير الخارجية بدولة قطر."""
        state = state_after(hit.end, text, self.at)
        if state is None:
            return None
        id, end = state
        if self._before_name(Organ(id, "GOV", end, hit.start, True), text) or other_name_at(end, text):
            return [], end
        if self._follows_person(hit, text):
            self.title = Organ(id, "GOV", end, hit.start, True)
            return [], end
        held = hit.form.own_holders(id, self.published) if self.published else []
        return ([Sense(held[0], "description", "GOV", id)], end) if len(held) == 1 else None

    def _follows_person(self, hit: Hit, text: Text) -> bool:
        """Tell whether a title stands right after the name of a person: سامح شكري وزير الخارجية المصري."""
        last = self.last
        if last is None or last.method not in ("name", "context") or self.actors[last.actor].type != "person":
            return False
        return text.text[last.end : hit.word] in (" ", "، ", ", ", " نائب ")

    def _is_of_last(self, hit: Hit, text: Text) -> bool:
        """Tell whether a title is that of the person before it, and not of another after it."""
        return self.titled < hit.word and (self._follows_person(hit, text) or self._ends_title(hit, text))

    def _ends_title(self, hit: Hit, text: Text) -> bool:
        """Tell whether a body ends the title of the person before it: نادر السالمي رئيس [هيئة السياحة]."""
        last = self.last
        if last is None or last.method not in ("name", "context") or self.actors[last.actor].type != "person":
            return False
        return is_title(text.text[last.end : hit.start])

    def _hold(self, end: int) -> None:
        """Let the titles after a name go on: ولي العهد [وزير الداخلية]."""
        if self.last is not None:
            self.last = self.last._replace(end=end)

    def _meant(self, hit: Hit, text: Text, part: str) -> Meant | None:
        """Return who is meant, or None where a shorter form may mean somebody."""
        form = hit.form
        if form.of("none"):
            return []
        if is_named_on(hit, text):
            self.memory.forget("اتحاد")  # another one is spoken of
            return []
        for rule in form.rules:
            if rule.holds(hit, text, self.seen):
                if rule.rule.nobody:
                    return []
                return self._ruled(rule.actors, rule.default, hit, text, part)
        if len(names := form.plain("name")) == 1:
            return self._named(names[0], hit, text)
        if capitals := form.plain("capital"):
            return self._capital(capitals[0], hit, text, part)
        if form.terms:
            described = self._described(form, hit, text, part)
            if described is None and hit.end + 1 not in self.people:
                self.refused = hit.word
            return described
        if short := form.of("short"):
            return self._short(short, hit, text, part)
        if (states := form.of("adjective")) and not is_weak(form, self.certain):
            people = is_people(hit, text)
            return [Sense(id, "role", "CVL") if people else Sense(id, "adjective") for id in states]
        return None

    def _remember(self, hit: Hit, meant: Meant) -> None:
        """Keep who has been mentioned, and who has been named, by a form that can name nobody else."""
        form = hit.form
        for each in meant:
            if each.method in NAMING:
                self.memory.keep(self.matcher.heads(each.actor, self.published), each.actor, each.role, hit.word)
            self.mentioned.setdefault(each.actor, len(self.mentioned))
        if form.sole and form.sole == meant[0].actor and meant[0].method in ("name", "context"):
            self.clock += 1
            self.named[form.sole] = self.clock

    def _ruled(self, ids: list[str], default: bool, hit: Hit, text: Text, part: str) -> Meant | None:
        if ids[0] in hit.form.of("capital"):
            return self._capital(ids[0], hit, text, part)
        if default and hit.form.of("name") and len(ids) == 1:
            return self._named(ids[0], hit, text)
        return [Sense(id, "context") for id in ids]

    def _named(self, id: str, hit: Hit, text: Text) -> Meant:
        kind = self.actors[id].type
        if kind == "state":
            if found_before("outlet_before", hit, text) or found_before("named_after", hit, text):
                return []
            if hit.form.words == 1 and is_surname(hit, text):
                return []
            if is_team(hit, text) or is_city(hit, text):
                return [Sense(id, "place")]
            if not self._touches(hit) and is_adjective(hit, text):
                return [Sense(id, "adjective")]
        if kind == "person" and self._is_somebody_else(id, hit, text):
            return []
        if kind not in ("person", "state") and is_of_another(self.actors[id].state, hit, self.at):
            return []
        if kind not in ("person", "state") and in_title(hit, text):
            title = Organ(self.matcher.stands_for(id), self.actors[id].role, hit.end, hit.start, False)
            if self._ends_title(hit, text) and kind != "armed_group":
                self.title = title
                return []
            # An armed group is spoken for: who speaks seldom acts by himself.
            if (self._before_name(title, text) or other_name_at(hit.end, text)) and kind != "armed_group":
                self._remember(hit, [Sense(id, "name")])
                return []
        return [Sense(id, "name")]

    def _is_somebody_else(self, id: str, hit: Hit, text: Text) -> bool:
        """Tell whether a name is part of a longer one, borne by a thing, or common and tied to him by nothing."""
        if is_longer_name(hit, text) or is_namesake(hit, text) or is_other_person(hit, text):
            return True
        if hit.end - hit.start > len(hit.form.text):  # his father's name between: another may have one
            return self.home != self.actors[id].state and self.actors[id].state not in self.seen.around
        if not is_common(hit.form.text) or id in self.named or self.titled == hit.word or is_honoured(hit, text):
            return False
        beside = self.at.get(hit.end + 1) or self.at.get(hit.end + 2)
        if beside is not None and (beside.form.terms or (beside.form.noun and beside.form.noun.group == "offices")):
            return False
        actor = self.actors[id]
        ties = {actor.state, *(office.of for office in actor.offices)}
        return ties.isdisjoint(self.seen.around) or before_other_person(hit, text)

    def _capital(self, id: str, hit: Hit, text: Text, part: str) -> Meant:
        if found_before("outlet_before", hit, text) or text.raw[text.span(hit.start, hit.end)[1] - 1] == TANWIN:
            return []
        if text.between_quotes(hit.start, hit.end):
            return []  # a newspaper, as a rule
        is_place = self.sport or is_team(hit, text) or self._is_place(id, hit, text, part)
        return [Sense(id, "place" if is_place else "capital")]

    def _is_place(self, id: str, hit: Hit, text: Text, part: str) -> bool:
        """Tell whether a capital is meant as a city: by its neighbours, or where the article names no other power."""
        last = self.last
        if last and last.method in ("capital", "place") and joins(text.text[last.end : hit.start]):
            return last.method == "place"
        place = capital_is_place(hit, text, headline=part != "body")
        if place is not None:
            self.ruling[id] = self.ruling.get(id, False) or not place
            return place
        # One sense in a discourse (Gale, Church and Yarowsky 1992); a city where no other power is named.
        if id in self.ruling:
            return not self.ruling[id]
        return not any(other != id and self.actors[other].type != "person" for other in self.seen.around)

    def _described(self, form: Form, hit: Hit, text: Text, part: str) -> Meant | None:
        if is_former(hit, text) or found_before("deputy_before", hit, text):
            return None
        if is_namesake(hit, text):
            return []
        if before_other_person(hit, text) and hit.end + 1 not in self.people:
            return None
        if form.whose in WEAK and form.whose not in self.certain:
            return None
        ids = form.holders(self.published)
        known = self._known(ids if self.published else list(form.terms), part)
        if len(ids) != 1 and not known:
            return None
        id = max(known, key=lambda each: self.named.get(each, -1)) if known else ids[0]
        title = Organ(form.whose, form.office, hit.end, hit.start, False)
        if self._before_name(title, text) or self._beside_name(id, hit, text):
            self.title = title
            return []
        return [Sense(id, "description", form.office, form.whose)]

    def _beside_name(self, id: str, hit: Hit, text: Text) -> bool:
        """Tell whether the name itself stands beside a description, which is then no mention of its own."""
        if id in self.people.get(hit.end + 2, ()):
            return True
        last = self.last
        return last is not None and last.actor == id and text.text[last.end : hit.word] in (" ", "، ", ", ")

    def _short(self, ids: list[str], hit: Hit, text: Text, part: str) -> Meant | None:
        if is_other_person(hit, text) or is_attribute(hit, text) or is_one_word(hit, text):
            return None
        known = self._known(ids, part) or self._honoured(ids, hit, text)
        return [Sense(known[0], "context")] if len(known) == 1 else None

    def _honoured(self, ids: list[str], hit: Hit, text: Text) -> list[str]:
        """Return who of `ids` held on the day the office whose title stands before the surname: الرئيس [هادي]."""
        kinds = honoured_as(hit, text) if self.published else frozenset()
        return [id for id in ids if kinds and kinds & self.matcher.kinds_held(id, self.published)]

    def _known(self, ids: list[str], part: str) -> list[str]:
        """Return who of `ids` is named by now; a headline knows the whole article."""
        return [id for id in ids if id in self.named or (part != "body" and id in self.certain)]

    def _touches(self, hit: Hit) -> bool:
        return self.last is not None and self.last.end == hit.word - 1
