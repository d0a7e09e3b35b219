"""Findings as the front page tells them without its script: a sentence each, and the sentences that it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.reports.departures import Finding
from analysis.reports.findings import findings, leading
from analysis.reports.sections import Section, front_section
from analysis.reports.spoken import say
from analysis.show.html import html_evidence
from analysis.wording.phrases import period_label, wording

SHOWN = 8  # sentences of a finding
HEADLINE = 60  # characters of a headline within a sentence
FULL = 4  # findings from which on nothing is said of the other kinds
Data = Mapping[str, Any]


def section(data: Data, language: str, *, files: bool) -> Section:
    """Return the findings of a corpus as a section; `files` tells whether its articles have pages to lead to."""
    first = leading(findings(data))
    cards = "".join(
        f'<li class="card"><span class="kicker">{escape(say(language, f"kind.{each.kind}"))}</span> '
        f'<span class="told">{escape(sentence(data, each, language))}</span></li>'
        for each in first
    )
    charts = [f'<ul class="cards">{cards}</ul>'] if first else []
    if len(first) < FULL:
        other = say(language, "stand.others" if first else "stand.none")
        charts.append(f'<p class="note">{escape(other)}</p>')
    told = [
        f'<section class="contexts"><h4>{escape(sentence(data, each, language))}</h4>'
        f"{html_evidence(evidence(data, each, language), language, links=files)}</section>"
        for each in first
    ]
    heading = escape(say(language, f"stand.{len(first)}"))
    return front_section("front-findings", language, findings=[heading], charts=charts, tables=told)


def sentence(data: Data, each: Finding, language: str) -> str:
    """Return what a finding says, as one sentence; names are isolated."""
    about, meta = each.about, data["meta"]

    def actor(row: int) -> str:
        return _isolated(data["actors"]["ar" if language == "ar" else "en"][row] or data["actors"]["ar"][row])

    match each.kind:
        case "outlet":
            theme = meta["themes"][about["theme"]][language]
            outlet = meta["outlets"][about["outlet"]][language]
            shares = {key: _percent(about[key], language) for key in ("share", "others")}
            return say(language, "said.outlet", theme=_isolated(theme), outlet=_isolated(outlet), **shares)
        case "day":
            day = period_label(about["step"], meta["grain"], language)
            return say(language, "said.day", actor=actor(about["actor"]), count=about["count"], n=about["n"], day=day)
        case "tie":
            names = {key: actor(about[key]) for key in ("few", "many")}
            return say(language, "said.tie", count=about["count"], n=about["n"], **names)
        case "copies":
            headline = _isolated(_cut(data["stories"]["headline"][about["story"]]))
            outlets = say(language, "outlets", n=about["outlets"])
            return say(language, "said.copies", headline=headline, outlets=outlets, count=about["count"], n=about["n"])
    ends = {"from": actor(about["source"]), "to": actor(about["target"])}
    key = "said.relation" if about["answered"] else "said.unanswered"
    return say(language, key, n=about["n"], answered=about["answered"], **ends)


def evidence(data: Data, each: Finding, language: str) -> pd.DataFrame:
    """Return the sentences that a finding rests on, as `html_evidence` takes them; of copies, the headlines."""
    columns, meta = data["articles"], data["meta"]
    day0 = pd.Timestamp(meta["day0"]) if meta["day0"] else None
    rows = []
    for article, text, marks in list(_places(data, each))[:SHOWN]:
        outlet, day = columns["outlet"][article], columns["day"][article]
        rows.append(
            {
                "text": text,
                "marks": marks,
                "title": columns["title"][article] or wording(language)["phrases"]["untitled"],
                "source": meta["outlets"][outlet][language] if outlet >= 0 else None,
                "published": day0 + pd.Timedelta(days=day) if day0 is not None and day >= 0 else pd.NaT,
                "article_id": columns["id"][article],
            }
        )
    return pd.DataFrame(rows, columns=["text", "marks", "title", "source", "published", "article_id"])


def _places(data: Data, each: Finding) -> Iterator[tuple[int, str, list[list[int]]]]:
    """Yield article, sentence and what is counted in it."""
    texts, of = data["sentences"]["text"], data["sentences"]["article"]
    if each.kind == "copies":
        for row in each.articles:
            yield row, data["articles"]["title"][row], []
        return
    marks = _marks(data, each)
    wanted = set(each.sentences) if each.sentences else {at for at in marks if of[at] in set(each.articles)}
    for at in sorted(wanted):
        yield of[at], texts[at], _letters(texts[at], marks.get(at, []))


def _marks(data: Data, each: Finding) -> dict[int, list[list[int]]]:
    """Return what a finding counts in each sentence: words of its theme, or names of its actors."""
    about = each.about
    if each.kind == "outlet":
        table, key, wanted = data["theme_words"], "theme", {about["theme"]}
    else:
        named = ("actor", "few", "many", "source", "target")
        table, key, wanted = data["mentions"], "actor", {about[name] for name in named if name in about}
    found: dict[int, list[list[int]]] = {}
    for at, item, start, end in zip(table["sentence"], table[key], table["start"], table["end"], strict=True):
        if item in wanted:
            found.setdefault(at, []).append([start, end])
    return found


def _letters(text: str, spans: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return spans counted in letters, from those in units of 16 bits."""
    if not spans or max(text) <= "\uffff":
        return [list(span) for span in spans]
    units = text.encode("utf-16-le")
    return [[len(units[: 2 * place].decode("utf-16-le", "ignore")) for place in span] for span in spans]


def _percent(share: float, language: str) -> str:
    return f"{int(100 * share + 0.5)}{'٪' if language == 'ar' else '%'}"


def _isolated(name: str) -> str:
    return f"\u2068{name}\u2069"


def _cut(text: str) -> str:
    return text if len(text) <= HEADLINE else text[: HEADLINE + 1].rsplit(" ", 1)[0] + "…"
