"""Whose words they are, through an article: elided subjects, participles, pronouns, roles, shorter names."""

from bisect import bisect_left
from collections.abc import Sequence

from analysis.text.folding import normalize
from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.agreement import disagrees
from analysis.voices.doers import beside, doer, teller
from analysis.voices.forms import given, is_some
from analysis.voices.issuers import documents_of
from analysis.voices.known import ANONYMOUS, NOBODY, Known, Mention, Part, Voice, voice_of
from analysis.voices.lists import listed, plain, scripture
from analysis.voices.names import identity
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

_MANY = ("ون", "ين")


def voices(parts: Sequence[Part]) -> list[list[Voice]]:
    """Return the speaker of each act of each part of an article."""
    known = Known(parts)
    found = []
    for part in parts:
        found.append(_of_part(part, known))
        if part.name == "title" and part.acts:
            known.titular = found[-1][0]._replace(surface="", person="")
    return found


def _of_part(part: Part, known: Known) -> list[Voice]:
    found: list[Voice] = []
    said: list[int] = []  # numbers of acts that are not nested
    for number, act in enumerate(part.acts):
        voice = _stated(part, act, known) if act.speaker else None
        if voice is None:
            voice = _elided(part, number, found, said, known)
        found.append(voice._replace(person=_number(part.words, act)))
        known.body = voice._replace(surface="", person="") if _is_body(voice) else None if act.speaker else known.body
        for document in documents_of(part.words, act.at, act.lead.at):
            known.issued[document] = voice._replace(surface="", person="")
        free = act.inside < 0 or part.acts[act.inside].lead.how == "before"  # who speaks, وفق who passes it on
        if free and act.cue.pos != "source":
            said.append(number)
            known.spoken.append(voice)
        if free:
            known.heard.append(voice)
    return found


def _number(words: Words, act: Act) -> str:
    """Return how a verb after an act agrees with its speaker: many people are they, though يقول stands before them."""
    if act.speaker and not act.speaker.leaning and act.cue.pos == "verb":
        head = words.forms[act.speaker.first]
        if is_some(head) or head.removeprefix("ال") in listed("peoples") or head in ("سكان", "خبراء", "شهود", "نشطاء"):
            return "p"
    return act.cue.person


def _is_body(voice: Voice) -> bool:
    """Tell whether a speaker is a body that issues statements."""
    first = normalize(voice.name).split()[:1]
    if " + " in voice.actor:
        return True  # two states that issue a statement
    return not voice.medium and bool(first) and first[0] in plain("bodies") - listed("determiners")


def _stated(part: Part, act: Act, known: Known) -> Voice | None:
    """Return the speaker whom the words beside a cue name."""
    assert act.speaker
    words, (first, last, leaning, clitic) = part.words, act.speaker
    itself = last < words.size and words.forms[last] in listed("itself") and words.gap(last) == " "
    if itself and words.forms[first:last] in (["المصدر"], ["المتحدث"]) and (source := known.source()):
        return source._replace(surface=words.span(first, last + 1), person="")  # المصدر نفسه
    if name := scripture(words.forms[first:last]):
        return Voice(identity(name), name, words.span(first, last)[clitic:])
    if words.forms[first] in listed("same"):
        return known.styled(words.forms[first])
    surface = "" if leaning else words.span(first, last)[clitic:]
    if _hides(words, act):
        return Voice(ANONYMOUS, ANONYMOUS, surface)
    voice = voice_of(words, first, last, part.mentions, known, clitic)
    if normalize(act.cue.lemma) in listed("reporting") and _is_title(words, first, last, part.mentions):
        voice = voice._replace(medium=True)
    return voice._replace(surface=surface)


def _is_title(words: Words, first: int, last: int, mentions: Sequence[Mention]) -> bool:
    """Tell whether a name in quotation marks is that of a medium: ذكرت «النهر»; no actor is called so."""
    quote = words.quote_at(first)
    if quote is None or quote.last != last or last - first > 3 or words.forms[first] in given():
        return False
    return not any(each.start < words.end[last - 1] and each.end > words.start[first] for each in mentions)


def _elided(part: Part, number: int, found: list[Voice], said: list[int], known: Known) -> Voice:
    """Return whose words an act without a subject tells."""
    acts, words, act = part.acts, part.words, part.acts[number]
    if act.unsaid:
        return NOBODY
    if _hides(words, act):
        return Voice(ANONYMOUS, ANONYMOUS)
    actors = [(each.start, each.end) for each in part.mentions] + known.surnames(words)
    if subject := beside(words, act, actors):
        return voice_of(words, subject.first, subject.last, part.mentions, known)
    if act.inside >= 0:
        return _nested(part, act, found, known)
    begun = words.first_of_sentence(act.at)
    here = [each for each in said if words.sentence[acts[each].at] == words.sentence[act.at]]
    since = max(begun, _over(acts[here[-1]])) if here else begun
    if act.at - since > 2 and (subject := doer(words, act, since, actors)):
        return voice_of(words, subject.first, subject.last, part.mentions, known, subject.clitic)
    last = found[(here or said)[-1]] if said else NOBODY
    plural = (
        act.cue.pos == "participle" and act.cue.person == "p" and last.person in ("m", "f") and last.actor != ANONYMOUS
    )
    if plural and not _is_body(last) and (many := _many(words, act, begun)):
        return voice_of(words, many, many + 1, part.mentions, known)
    if here and (act.cue.pos != "verb" or {found[here[-1]].person, act.cue.person} != {"m", "f"}):
        return found[here[-1]]._replace(surface="")
    goes_on = normalize(act.cue.lemma) in listed("going_on")
    if said and act.cue.pos == "verb":
        after = words.after_sentence(max(_over(acts[said[-1]]) - 1, acts[said[-1]].at))
        if subject := teller(words, act, after, actors, told=goes_on):
            return voice_of(words, subject.first, subject.last, part.mentions, known, subject.clitic)
    for each in reversed(said[-4:]):
        many = found[each].person == "p" and act.cue.pos == "verb" and act.cue.person == "m"  # قالوا، وأضاف
        if not many and _agree(found[each].person, act.cue.person):
            return found[each]._replace(surface="")
    if said and act.cue.pos == "verb" and act.cue.person == "f" and found[said[-1]].person == "m":
        return NOBODY  # كتبت، where men alone have spoken: the writer himself
    if said:
        return found[said[-1]]._replace(surface="")
    if known.titular is NOBODY and (near := _nearest(part, act, known)):
        return near
    if known.titular is NOBODY and (subject := doer(words, act, begun, actors, deep=True)):
        return voice_of(words, subject.first, subject.last, part.mentions, known, subject.clitic)
    sourced = [voice for each, voice in zip(acts, found, strict=False) if each.inside < 0]
    return sourced[-1]._replace(surface="") if sourced else known.titular


def _hides(words: Words, act: Act) -> bool:
    """Tell whether somebody asks not to be named: طلب عدم ذكر اسمه."""
    asks = act.cue.pos == "verb" and act.cue.lemma in ("طلب", "رفض")
    return asks and any(form in listed("unnamed") for form in words.forms[act.at : act.last])


def _many(words: Words, act: Act, begun: int) -> int:
    """Return the place of the plural that a plural participle is told of: غضب النواب الحاضرين، قائلين."""
    plural = (
        at for at in range(act.at - 1, begun, -1) if words.forms[at][:2] == "ال" and words.forms[at][-2:] in _MANY
    )
    return next((at for at in plural if len(words.forms[at]) > 6), 0)


def _over(act: Act) -> int:
    """Return the place after an act: its verb where nothing of what he says is told."""
    return max(act.last, act.at)


def _nearest(part: Part, act: Act, known: Known) -> Voice | None:
    """Return the registered person named last before an act in its sentence, where nobody has spoken yet."""
    words = part.words
    begun, ended = words.start[words.first_of_sentence(act.at)], words.start[act.at]
    near = [each for each in part.mentions if begun <= each.start < ended and each.actor_type == "person"]
    near = [each for each in near if _acts(words, bisect_left(words.start, each.start))] or near
    if not near:
        return None
    return Voice(near[-1].actor, known.actors.get(near[-1].actor, words.text[near[-1].start : near[-1].end]))


def _acts(words: Words, at: int) -> bool:
    """Tell whether a name can be a subject: with its titles it stands after a verb, or at the head of a clause."""
    begun = words.first_of_sentence(at)
    while at > begun and not words.paused(at):
        form = words.forms[at - 1]
        if form not in plain("roles", "honours", "bodies") and not (form[:2] == "ال" and form.endswith(("ي", "يه"))):
            break
        at -= 1
    return at == begun or words.paused(at) or words.verbs[at - 1]


def _nested(part: Part, act: Act, found: list[Voice], known: Known) -> Voice:
    """Return whose words an act inside another is: of whom it is told there, else of who speaks."""
    outer, words = part.acts[act.inside], part.words
    quote = words.quote_around(act.at)
    begins = act.joined and act.cue.pos == "verb" and act.at == words.first_of_sentence(act.at)
    if begins and (normalize(act.cue.lemma) in listed("going_on") or (quote and not words.is_closed(quote))):
        return found[act.inside]._replace(surface="")  # «لا شك في ذلك. وأضاف أن
    quoted = outer.kind == "direct" and quote is not None
    agrees = _agree(found[act.inside].person, act.cue.person)
    first = quoted and not agrees and act.cue.person == "f" and not act.cue.imperfect  # «طلبت منه»
    first = first or (quoted and words.forms[act.at].endswith("نا"))  # «طلبنا منهم»
    if (quoted or not agrees) and not first and act.cue.pos == "verb" and act.cue.person:
        return _other(part, act, outer, known)
    told = outer.lead.how == "that" and act.cue.pos == "verb" and not act.joined and act.at - outer.first > 2
    if told and words.forms[act.at - 1] not in listed("relatives") and not words.paused(act.at):
        topic = speakers.within(words, outer.first, act.at)
        if topic and words.verbs[topic.last] and not words.verbs[topic.first]:
            return voice_of(words, topic.first, topic.last, part.mentions, known)
    return found[act.inside]._replace(surface="")


def _other(part: Part, act: Act, outer: Act, known: Known) -> Voice:
    """Return whose words an act is that a speaker tells of another: of whom it is told before, else nobody's."""
    words, actors = part.words, [(each.start, each.end) for each in part.mentions]
    subject = doer(words, act, outer.first, actors) if act.at > outer.first else None
    if subject is None and act.at > outer.first + 1:
        topic = speakers.within(words, outer.first, act.at)
        heard = topic and (speakers.can_speak(words, topic) or _is_named(words, topic, part.mentions))
        if topic and heard and not words.verbs[topic.first] and not disagrees(words, topic, act.cue.person):
            subject = topic
    return voice_of(words, subject.first, subject.last, part.mentions, known, subject.clitic) if subject else NOBODY


def _is_named(words: Words, noun: Speaker, mentions: Sequence[Mention]) -> bool:
    """Tell whether a noun phrase holds the name of an actor."""
    begun, ended = words.start[noun.first], words.end[noun.last - 1]
    return any(begun <= each.start < ended for each in mentions)


def _agree(before: str, now: str) -> bool:
    """Tell whether a verb can have the subject of another."""
    if not before or not now or before == now:
        return True
    return (before == "p" and now in "dm") or (now == "p" and before == "d")
