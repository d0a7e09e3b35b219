"""People named by what they do alone: متظاهرون, مسلحون."""

from functools import cache

from analysis.actors.models import expand
from analysis.text import tables


@cache
def roles() -> dict[str, str]:
    """Return PLOVER's role by the forms of the nouns, without and with the article."""
    table: dict[str, list[str]] = tables.table("actors/data/roles.yml")
    bare = {form: role for role, entries in table.items() for entry in entries for form in expand(entry)}
    return bare | {"ال" + form: role for form, role in bare.items()}
