"""People named by what they do alone: متظاهرون, مسلحون."""

import re
from functools import cache

from analysis.actors.forms import Hit, Text
from analysis.actors.models import expand
from analysis.text import tables


@cache
def roles() -> dict[str, str]:
    """Return PLOVER's role by the forms of the nouns, without and with the article."""
    table: dict[str, list[str]] = tables.table("actors/data/roles.yml")
    bare = {form: role for role, entries in table.items() for entry in entries for form in expand(entry)}
    return bare | {"ال" + form: role for form, role in bare.items()}


def is_people(hit: Hit, text: Text) -> bool:
    """Tell whether a nationality stands for people of it: الفلسطينيون, ثلاثة فلسطينيين; not مسؤولون فلسطينيون."""
    squeezed = text.text
    if not squeezed.endswith(("ون", "ين", "ان"), hit.start, hit.end):
        return False
    before = squeezed[max(0, hit.word - 20) : hit.word]
    if squeezed.startswith("ال", hit.start):
        return _DEFINITE.search(before) is None
    return squeezed[hit.word : hit.start] in ("ب", "ل") or _COUNTED.search(before) is not None


_DEFINITE = re.compile(r"(?:(?<!\w)[وفبك]?(?:ال(?!ي |لا )|لل)\w+|\w+(?:ين|ون)) $")
# After a number, a preposition, a verb of harm: استشهد [فلسطينيان]
_COUNTED = re.compile(
    r"(?<!\w)(?:\d+|[وفبل]?(?:ثلاث|اربع|خمس|ست|سبع|ثماني|تسع|عشر)ه?|عشرات|مئات|الاف|من|بين|علي|ان|مقتل|اصابه|اعتقال|استشهاد"
    r"|بعض|و?(?:قتل|استشهد|اصيب|اعتقل|جرح|توفي|خطف|طعن))ت? $"
)
