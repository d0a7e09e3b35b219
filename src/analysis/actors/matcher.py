"""A registry as one automaton, and where its forms stand in a text."""

import functools
import re
from collections.abc import Collection
from datetime import date

import ahocorasick

from analysis.actors.epithets import epithets
from analysis.actors.forms import PARTICLES, CompiledRule, Form, Hit, Term, Text
from analysis.actors.models import Actor, expand
from analysis.actors.nominals import heads
from analysis.actors.offices import own_titles, role_of, serves
from analysis.actors.organs import nouns
from analysis.actors.registry import PACKAGES, ROOMS, Registry, load_registry
from analysis.actors.roles import roles
from analysis.actors.spelling import is_arab, is_foreign, spellings, spellings_of_state, split
from analysis.base.built import built
from analysis.base.collecting import uncollected
from analysis.text import tables


class Matcher:
    """All forms of a registry in one automaton (Aho and Corasick, 1975)."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._heads: dict[tuple[str, date | None], frozenset[str]] = {}
        self._served: dict[tuple[str, date | None], str] = {}
        self._forms: dict[str, Form] = {}
        built_in = registry == load_registry()
        self._forms = built("forms", self._made, rooms=ROOMS, packages=PACKAGES) if built_in else self._made()
        self._automaton = ahocorasick.Automaton()
        for text, form in self._forms.items():
            self._automaton.add_word(text, (len(text), 0, form))
        for text, form in self._forms.items():
            if text.startswith("ال"):
                # للهند: the article loses its alef after ل, and its lam too where another follows (للجنة).
                key = "ل" + (text[2:] if text[2:3] == "ل" else text[1:])
                if key not in self._forms:
                    self._automaton.add_word(key, (len(key), 1, form))
        self._automaton.make_automaton()

    def _made(self) -> dict[str, Form]:
        """Return the forms of the registry."""
        for actor in self.registry.actors.values():
            self._add_actor(actor)
        for line in [*tables.outlets(), *sorted(self.registry.ignored)]:
            self._add("none", "", line)
        self._add_spellings()
        self._add_surnames()
        self._add_nouns()
        for form in self._forms.values():
            form.settle()
            if form.of("name"):
                self._tell_kind(form)
            elif form.of("capital"):
                form.place = True
        for form in (each for each in self._forms.values() if each.terms):
            form.whose, form.office = self._whose(form)
        return self._forms

    def _tell_kind(self, form: Form) -> None:
        """Tell a form of names what it names: a person, a state, a city too."""
        actors = [self.registry.actors[id] for id in form.of("name")]
        types = [actor.type for actor in actors]
        if "person" in types:
            form.person = True
        if "state" in types:
            form.state = form.place = True
            form.city = not any(actor.capital for actor in actors)
        elif form.of("capital"):
            form.place = True

    def _whose(self, title: Form) -> tuple[str, str]:
        """Return the state or body that a title names, and its role: by its office, or by its last words."""
        offices = (office for id in title.terms for office in self.registry.actors[id].offices)
        for office, spelt in ((held, each) for held in offices if held.of for each in held.title):
            if title.text in expand(spelt):
                return self.stands_for(serves(office)), role_of(office)
        words = title.text.split(" ")
        for last in (" ".join(words[-2:]), words[-1]):
            form = self._forms.get("ال" + last[2:] if last.startswith("لل") else last)
            if form is not None and (states := form.of("adjective") or form.of("name")):
                return states[0], "GOV"
        return "", "GOV"

    def stands_for(self, id: str) -> str:
        """Return the state of a body that is one of its authorities; any other body stands for itself."""
        body = self.registry.actors[id]
        return body.state if body.type == "government" and body.state else id

    def kinds_held(self, id: str, day: date | None) -> frozenset[str]:
        """Return the kinds of office that a person holds on a day."""
        offices = self.registry.actors[id].offices
        return frozenset(office.kind for office in offices if day is not None and office.covers(day))

    def serves(self, id: str, day: date | None) -> str:
        """Return the state or body that a person serves: by the office of the day, or by the registry."""
        key = id, day
        if key not in self._served:
            actor = self.registry.actors[id]
            held = [serves(each) for each in actor.offices if each.of and (day is None or each.covers(day))]
            served = held[0] if held and (day or len(set(held)) == 1) else actor.state
            self._served[key] = self.stands_for(served) if served in self.registry.actors else ""
        return self._served[key]

    def _add_nouns(self) -> None:
        """Add the forms that name no actor by themselves: institutions, epithets, people by their role."""
        for text, noun in nouns().items():
            self._form(text).noun = noun
        merged, actors = self.registry.merged, self.registry.actors
        for text, told in epithets().items():
            meant = (each._replace(actor=merged.get(each.actor, each.actor)) for each in told)
            self._form(text).epithets = [each for each in meant if each.actor in actors]
        for text, role in roles().items():
            self._form(text).role = role

    def _add_actor(self, actor: Actor) -> None:
        for kind, names in (
            ("name", [actor.ar, *actor.aliases]),
            ("capital", actor.capital),
            ("short", actor.short),
        ):
            for name in names:
                self._add(kind, actor.id, name)
        always = Term(actor.valid_from, actor.valid_to, office=False)
        self._describe(actor.id, actor.descriptions, always)
        for office in actor.offices:
            term = Term(office.valid_from, office.valid_to, office=True)
            self._describe(actor.id, office.title, term)
            for text in own_titles(office.kind):
                self._form(text).add_own(office.of, actor.id, term)
        for stem in actor.adjectives:
            for text in _inflected(stem):
                self._claim("adjective", actor.id, text)
        for rule in actor.context:
            compiled = CompiledRule(actor.id, rule)
            for text in (text for name in rule.form for text in expand(name)):
                for spelt in dict.fromkeys((text, text.replace("عبد ال", "عبدال"))):
                    self._form(spelt).add_rule(compiled)

    def _add_spellings(self) -> None:
        """Add how names of people and states are spelt by rule, where no other form is spelt so."""
        found: dict[str, set[tuple[str, str]]] = {}
        for actor in self.registry.actors.values():
            if actor.type == "state" and not is_arab(actor.id):
                for text in (text for name in (actor.ar, *actor.aliases) for text in expand(name)):
                    for other in spellings_of_state(text):
                        found.setdefault(other, set()).add(("name", actor.id))
            if actor.type != "person":
                continue
            foreign = is_foreign(actor, self.registry.actors)
            for kind, names in (("name", [actor.ar, *actor.aliases]), ("short", actor.short)):
                for text in (text for name in names for text in expand(name)):
                    for other in spellings(text, foreign=foreign):
                        found.setdefault(other, set()).add((kind, actor.id))
        for text, claims in found.items():
            if text not in self._forms and len({id for _, id in claims}) == 1:
                self._claim(*min(claims), text)

    def _add_surnames(self) -> None:
        """Add the surnames of Arabs, before which the name of a father may stand: عادل [بن أحمد] الجبير."""
        for actor in self.registry.actors.values():
            if actor.type != "person" or not is_arab(actor.state):
                continue
            for text in (text for name in (actor.ar, *actor.aliases) for text in expand(name)):
                first, last = split(text)
                form = self._forms[text]
                if last and form.claims == [("name", actor.id)]:
                    self._form(last).fathered(first, form)
                    self._form(last).fathered(first.replace("عبد ", "عبد"), form)

    def _describe(self, id: str, names: Collection[str], term: Term) -> None:
        for name in names:
            self._add("description", id, name)
            for text in expand(name):
                self._form(text).add_term(id, term)

    def _add(self, kind: str, id: str, name: str) -> None:
        for text in expand(name):
            self._claim(kind, id, text)
            if "عبد ال" in text:
                self._claim(kind, id, text.replace("عبد ال", "عبدال"))

    def _claim(self, kind: str, id: str, text: str) -> None:
        claims = self._form(text).claims
        if (kind, id) not in claims:
            claims.append((kind, id))

    def _form(self, text: str) -> Form:
        if text not in self._forms:
            self._forms[text] = Form(text)
        return self._forms[text]

    def heads(self, id: str, day: date | None) -> frozenset[str]:
        """Return the nouns that an actor is called by alone."""
        key = id, day
        if key not in self._heads:
            self._heads[key] = heads(self.registry.actors[id], day)
        return self._heads[key]

    def holders(self, title: str, state: str, day: date | None) -> list[str]:
        """Return who holds an office of a state on a day, by its title alone: وزير الداخلية."""
        stems = self.registry.actors[state].adjectives
        forms = (self._forms.get(f"{title} {text}") for stem in stems for text in _inflected(stem))
        return list(dict.fromkeys(id for form in forms if form and form.terms for id in form.holders(day)))

    def own_holder(self, title: str, state: str, day: date | None) -> str:
        """Return who holds the office of a state on a day that a title without the state means; empty for no one."""
        form = self._forms.get(title)
        ids = form.own_holders(state, day) if form and day else []
        return ids[0] if len(ids) == 1 else ""

    def hits(self, text: Text) -> list[Hit]:
        """Return every form that stands on word boundaries, by the start of its word, the longest first."""
        found: list[Hit] = []
        squeezed = text.text
        size = len(squeezed)
        for last, (length, skip, form) in self._automaton.iter(squeezed):
            end = last + 1
            if end < size and squeezed[end].isalnum():
                continue
            start = word = end - length
            while word and start - word < 3 and squeezed[word - 1].isalnum():
                word -= 1
            if word < start:
                allowed = ("و", "ف") if skip else PARTICLES
                if squeezed[word:start] not in allowed or (word and squeezed[word - 1].isalnum()):
                    continue
            found.append(Hit(start + skip, end, form, word))
            if form.full and (whole := _with_father(squeezed, found[-1])):
                found.append(whole)
        found.sort(key=lambda hit: (hit.word, -hit.end, hit.start))
        return found


@functools.lru_cache(maxsize=8)
@uncollected()
def matcher(registry: Registry) -> Matcher:
    """Return the matcher of a registry, built once."""
    return Matcher(registry)


_FATHERS = re.compile(r"(?<!\w)([وفبلك]?)((?:عبد )?\w+)(?: بن (?:عبد )?\w+){1,3} \Z")


def _with_father(squeezed: str, hit: Hit) -> Hit | None:
    """Return the whole name of which a surname is the end, the names of the father between."""
    if hit.word != hit.start or " بن " not in squeezed[max(0, hit.word - 20) : hit.word]:
        return None
    match = _FATHERS.search(squeezed, max(0, hit.word - 60), hit.word)
    if match is None:
        return None
    named = hit.form.full
    for particle, first in ((match[1], match[2]), ("", match[1] + match[2])):
        if first in named:
            return Hit(match.start() + len(particle), hit.end, named[first], match.start())
    return None


def _inflected(stem: str) -> list[str]:
    """Return the forms of a nationality adjective, without and with the article."""
    bare: list[str] = []
    for word in expand(stem):
        parts = word.split(" ")
        endings = ("", "ه", "ان", "ين", "ون", "تان", "تين", "ات", "ا") if word.endswith("ي") else ("",)
        bare += [" ".join(part + ending for part in parts) for ending in endings]
    definite = [" ".join("ال" + part for part in word.split(" ")) for word in bare if not word.endswith("يا")]
    return bare + definite
