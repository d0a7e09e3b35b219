"""Who speaks in a document: whose statement, report or figures it is."""

from analysis.voices.lists import listed, plain
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words


def is_document(form: str) -> bool:
    """Tell whether a word is that for a document, or for figures that somebody issues."""
    return form in plain("documents", "figures")


def issuer(words: Words, speaker: Speaker) -> Speaker | None:
    """Return who issued a document in the words that name it: تقرير لشركة البناء، بيان من البلدية."""
    if not is_document(words.forms[speaker.first][speaker.clitic :]):
        return None
    issued = (at for at in range(speaker.first + 2, speaker.last) if words.forms[at] in listed("issued_by"))
    told = next((at for at in issued if words.forms[at + 1 : at + 2] != ["عن"]), speaker.last)
    speaker = speaker._replace(last=told)  # تقرير المؤسسة الصادر مؤخرا
    for place in range(speaker.first + 1, speaker.last):
        form, before = words.forms[place], words.forms[place - 1]
        if words.forms[place + 1 : place + 2] == ["من"] and form in listed("some"):
            return None  # دراسة لمجموعة من الباحثين
        if before == "من" or (before == "عن" and words.forms[place - 2] in listed("issued_by")):
            return Speaker(place, speaker.last)
        for clitic in (0, 1, 2):
            if clitic and form[:clitic] not in ("ل", "لل"):
                break
            if clitic == 1 and form[:2] == "لل":
                continue
            head = ("ال" if clitic == 2 else "") + form[clitic:]
            first = clitic and place == speaker.first + 1 and form not in listed("l_words")
            if first or head in plain("bodies", "media", "roles", "honours", "feminine"):
                return Speaker(place, speaker.last, False, clitic)
    return None


def issued_before(words: Words, speaker: Speaker) -> bool:
    """Tell whether it was said before whose figures these are: وأشارت البيانات إلى."""
    form = words.forms[speaker.first]
    if speaker.last - speaker.first > 1 or form[:2] != "ال" or not is_document(form):
        return False
    places = (at for at in range(speaker.first - 1) if words.forms[at] == form[2:])
    return any(issuer(words, Speaker(at, min(at + 8, words.after_sentence(at)))) for at in places)


def documents_of(words: Words, first: int, last: int) -> list[str]:
    """Return the documents that somebody speaks in between two places, without the article: قالت الوزارة في بيان إن."""
    places = [at for at in range(first + 1, last) if words.forms[at - 1] == "في"]
    return [words.forms[at].removeprefix("ال") for at in places if is_document(words.forms[at])]
