"""What the lines of a page are beside other lines: headlines, captions, excerpts, pointers to other stories."""

import re
from itertools import pairwise

from analysis.pages.lines import (
    BRACKETS,
    BULLET,
    CAPTION_WORDS,
    ELLIPSIS,
    LABEL_WORDS,
    STOP,
    Line,
    goes_on,
    is_above_headline,
    is_plain,
    line_key,
    read_label,
)

TITLE_WORDS = 20  # the longest headline; anything longer is text
HEADING_WORDS = 14  # the longest heading inside a text
NEAR = 8  # lines between the two printings of a headline
_QUOTE = re.compile(r"[\"«“][^\"«»“”]+[\"»”]\.?")
MENTION = re.compile(r"[(\[]([^()\[\]\n]{1,40})[)\]][،,»”\"]?[ \u00a0]?[^\W\d_]")
_OUTLET = re.compile(r"^[\w\s]{2,25}\s*[:\-–—|]\s*[«\"“(]([^»\"”)]{2,40})[»\"”)]$")


def mark_foreign(lines: list[Line]) -> None:
    """A line of another script is text only between two lines of text, the first of them a sentence."""
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if line.kind == "foreign":
            inside = above and below and above.kind == below.kind == "text" and STOP.search(above.text)
            line.kind = "text" if inside and not line.parted and not (below and below.parted) else "label"


def mark_headlines(lines: list[Line]) -> None:
    """Tell headlines from paragraphs, and `place: «outlet»` above a text from both."""
    texts = [line for line in lines if line.kind == "text"]
    ended = [bool(STOP.search(line.text)) for line in texts[1:] if line.words > HEADING_WORDS]
    longest = HEADING_WORDS if sum(ended) < len(ended) / 2 else TITLE_WORDS
    begun = False
    for line, below in zip(texts, [*texts[1:], None], strict=False):
        leads = line is texts[0] and below is not None and below.words > line.words
        fits = line.short and line.words <= (TITLE_WORDS if leads else longest) and not STOP.search(line.text)
        line.headline = fits and not (begun and not line.parted and goes_on(line.text))
        begun = begun or line.paragraph
    for above, line, under in zip(lines, lines[1:], lines[2:], strict=False):
        outlet = _OUTLET.match(line.text) if line.kind == "text" and line.words <= 8 else None
        above_text = under.words > HEADING_WORDS or under.kind in ("date", "label", "caption")
        if outlet and not above.paragraph and above_text and is_plain(outlet.group(1)):
            line.kind, line.says = "source", outlet.group(1).strip()
    for index, line in enumerate(lines[:-1]):
        if line.kind == "text" and (line is texts[0] or line.parted) and line.short and line.words <= HEADING_WORDS:
            # A headline may end in a stop, where what is below it shows that it is one.
            near = lines[index + 1 : index + 1 + NEAR]
            furnished = near[0].kind in ("date", "byline", "label", "caption")
            teases = ELLIPSIS.search(line.text) is not None or line.text.endswith(":")
            line.headline |= furnished or teases or line.key in {each.key for each in near}


def mark_captions(lines: list[Line], mentioned: set[str]) -> None:
    """A caption of no known credit is printed twice running, or signed in brackets with what no sentence mentions."""
    title = next((line.key for line in lines if line.kind == "text" and not is_above_headline(line)), None)
    twice: set[str] = set()
    seen: set[str] = set()
    # What is set off from a text and its furniture may be the headline of another story.
    furniture = ("label", "related", "source")
    heads = {
        id(line) for above, line in pairwise(lines) if line.parted and (above.paragraph or above.kind in furniture)
    }
    for line, below in pairwise(lines):
        if line.key == below.key and line.key not in seen and id(line) not in heads:
            twice.add(line.key)
        elif line.kind == "text" and below.kind == "caption" and below.key.startswith(line.key + " "):
            line.kind = "repeat"  # what stands for the picture, without its credit
        seen.add(line.key)
    for line in lines:
        if line.kind != "text" or line.key == title or id(line) in heads or line.words <= LABEL_WORDS:
            continue
        brackets = BRACKETS.search(line.text) if line.headline else None
        name = brackets.group(1) if brackets and brackets.start() else ""
        signed = is_plain(name) and line_key(name) not in mentioned and read_label(name) is None
        if signed or (line.key in twice and (line.headline or line.words <= CAPTION_WORDS)):
            line.kind = "caption"


def mark_excerpts(lines: list[Line]) -> None:
    """A quote set apart in the text, or a teaser above it, says again what a longer line of the page says."""
    first = next((index for index, line in enumerate(lines) if line.paragraph), len(lines))
    excerpts = {
        index: line.key.split()
        for index, line in enumerate(lines)
        if line.kind == "text" and line.short and line.words >= 5
        if ELLIPSIS.search(line.text) or (index > first and _QUOTE.fullmatch(line.text))
    }
    places: dict[tuple[str, ...], tuple[list[str], int]] = {}
    for index, line in enumerate(lines if excerpts else []):
        words = line.key.split() if line.kind == "text" and index not in excerpts else []
        for start in range(len(words) - 4):
            places.setdefault(tuple(words[start : start + 5]), (words, start))
    for index, said in excerpts.items():
        words, start = places.get(tuple(said[:5]), ([], 0))
        if words[start : start + len(said)] == said:
            lines[index].kind = "repeat"


def mark_asides(lines: list[Line], openings: set[int]) -> None:
    """Under a pointer that stands alone are headlines of other stories; under a call for comments, comments."""
    after, rest = [], 0  # words of the text below each line, up to the next story
    for index in reversed(range(len(lines))):
        after.append(rest)
        rest = 0 if index in openings else rest + lines[index].words * lines[index].paragraph
    aside, taken, before = "", 0, 0
    for index, line in enumerate(lines):
        if line.kind == "comments":
            # Above the text it is a button; below it, readers write less than they have read.
            aside = "comments" if before > after[-1 - index] else aside
            line.kind = "label"
        elif line.kind == "related":
            alone = not line.says and (line.words > 1 or line.text.endswith(":"))
            aside, taken = aside or ("related" if alone else ""), 0
        elif index in openings and (aside == "related" or line.words > LABEL_WORDS):
            aside, before = "", 0
            for above in lines[max(index - 2, 0) : index]:
                above.kind = "date" if above.kind == "related" and above.day and above.gap >= line.gap else above.kind
        elif aside == "related" and _ends_block(line, lines[index + 1 : index + 2], taken):
            aside = ""
        before += line.words * line.paragraph
        if aside and line.kind in ("text", "date", "byline", "caption"):
            line.kind = "related"
            taken += 1


def _ends_block(line: Line, below: list[Line], taken: int) -> bool:
    """Tell whether a line goes on with the text under a block of headlines: a paragraph, or a heading above one."""
    if line.paragraph:
        return not ELLIPSIS.search(line.text)
    heading = line.headline and line.words < HEADING_WORDS // 2 and not BULLET.match(line.text)
    return taken > 0 and heading and any(each.paragraph for each in below)
