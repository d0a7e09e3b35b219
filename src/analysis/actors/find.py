"""Actors: the registry, and which of its actors a text means, where and on what ground."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.actors.article import Article
from analysis.actors.forms import Text
from analysis.actors.homes import home
from analysis.actors.matcher import matcher
from analysis.actors.mentions import Mention
from analysis.actors.registry import Registry, load_registry
from analysis.base.frames import PARTS
from analysis.base.periods import as_day


def find_mentions(
    text: str,
    registry: Registry | str | Path | None = None,
    *,
    title: str | None = None,
    published: Any = None,
    outlet: str | None = None,
    adjectives: bool = False,
) -> pd.DataFrame:
    """Return the mentions of registered actors in `text`, a row each: start, end, surface, actor, actor_type,
    method, role, affiliation.

    `start` and `end` are character offsets: `text[start:end] == surface`. The surface leaves out attached particles
    (`لباكستان` gives `باكستان`; of `للأمم المتحدة` remains `لأمم المتحدة`, since the article has no letter of its own
    there) and outer quotes. `registry` is a Registry, the path of a YAML file that extends the built-in one, or
    None for the built-in one. `title` is read first: what it names is known in the text. `published` (a date, a
    Timestamp, an ISO string or None) decides whom an office means (`الرئيس الأمريكي`): without it, only who has been
    named. A mention that means two actors is two rows with one span.

    `method`: `name`; `context` (an ambiguous or a short form, decided by what stands around it); `description`
    (`الزعيم الكوري الشمالي`); `capital` (for its government); `organ` (`الجيش الإسرائيلي`); `epithet` (`المملكة`, by
    the press of `outlet`, a name, host or address, or by who is named); `nominal` (`الحركة`, who was named so last);
    `place` (as a place); `role` (people by role: `متظاهرون` have no actor); `adjective` (`الباكستاني`), only where
    `adjectives` is true. `role` is PLOVER's code of what of the actor acts, `affiliation` the state or body that a
    person's title names, or else that of his office; either may be empty, as it is of a bare name.

    Raises RegistryError where a registry file cannot be used, InputError where
    `published` is no day.

    >>> find_mentions("نفت «طالبان» الاتهامات لباكستان")[["surface", "actor"]].values.tolist()
    [['طالبان', 'afghan_taliban'], ['باكستان', 'pakistan']]
    >>> find_mentions("وصل الرئيس الأمريكي", published="2015-07-20")["actor"].tolist()
    ['barack_obama']
    """
    known = registry if isinstance(registry, Registry) else load_registry(registry)
    parts = {"body": text} if title is None else {"title": title, "body": text}
    day = as_day(published)
    rows = mention_rows(parts, known, adjectives=adjectives, published=day, outlet=outlet)["body"]
    frame = pd.DataFrame(rows, columns=list(Mention._fields))
    return frame.astype({"start": "int64", "end": "int64"} | dict.fromkeys(Mention._fields[2:], "str"))


def mention_rows(
    parts: Mapping[str, str | None],
    registry: Registry,
    *,
    adjectives: bool = False,
    published: date | None = None,
    outlet: str | None = None,
) -> dict[str, list[Mention]]:
    """Return the mentions of one article by part, in order of start; offsets are relative to each part.

    `parts` holds `title`, `subtitle` and `body` (any may lack or be None). What one part names is known in the
    parts after it; a title also knows the full names of the body. `published` decides who holds an office. See
    `find_mentions` for the rows.
    """
    known = matcher(registry)
    texts = {part: Text(parts[part] or "") for part in PARTS if part in parts}
    hits = {part: known.hits(text) for part, text in texts.items()}
    title = texts["title"].text if "title" in texts else ""
    article = Article(known, title, [hit.form for found in hits.values() for hit in found], published, home(outlet))
    rows = {part: article.mentions(part, texts[part], hits[part]) for part in texts}
    if adjectives:
        return rows
    return {part: [row for row in found if row.method != "adjective"] for part, found in rows.items()}
