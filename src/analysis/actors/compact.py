"""The compact tables of the built-in registry: an actor a line, in groups that share a type or a role. Private.

A line is a list: English name, Arabic name, then in any order aliases (Arabic), offices (`president 2014-06-08/`), and
a mapping of further fields. The id is made of the English name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.actors.guess import state_id

ONE = "none"  # the group of actors that belong to no state


def entries(table: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the fields of each actor: `table` has groups, each with `type`, `role`, and its lines by state in `of`."""
    for group in table.values():
        shared = {field: value for field, value in group.items() if field != "of"}
        for state, lines in group["of"].items():
            of = {} if state == ONE else {"state": state}
            for line in lines:
                yield _ruled({**shared, **of, **_fields(line)})


def _ruled(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields whose rules without a form, those of a whole group, are of all names of the actor."""
    names = [fields["ar"], *fields.get("aliases", [])]
    rules = [{"form": names, **rule} for rule in fields.get("context", [])]
    return {**fields, "context": rules} if rules else fields


def _fields(line: list[Any]) -> dict[str, Any]:
    english, arabic, *more = line
    fields: dict[str, Any] = {"id": state_id(english), "en": english, "ar": arabic}
    words = [each for each in more if isinstance(each, str)]
    offices = [each for each in words if each.isascii()]
    aliases = [each for each in words if not each.isascii()]
    fields |= {field: told for field, told in (("offices", offices), ("aliases", aliases)) if told}
    for each in more:
        if isinstance(each, Mapping):
            fields |= each
    return fields
