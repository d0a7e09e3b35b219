"""Blocks of a page that tell of other stories: boxes with a beginning and an end, bulleted menus, tickers, teasers."""

from itertools import dropwhile, pairwise, takewhile

from analysis.pages.lines import BULLET, ELLIPSIS, LABEL_WORDS, Line, cues, opens_with, stems
from analysis.pages.whole import is_prose

BOX = 25  # lines of the longest box
MENU = 3  # bullets above a headline that make a menu
TICKER = 5  # headlines above a text that make a ticker
SHARED = 2  # words that a headline shares with the text below it
TEASED = 0.5  # of the words of another story's headline stand in its teaser
LISTED = 0.4  # the same where they stand in a list
AFTER = 3  # lines of what is told of a writer
TAIL = 0.7  # of the text above stands below a pointer to another story, at most
LEAD = 2  # paragraphs that a headline is compared with


def mark_blocks(lines: list[Line]) -> None:
    """Make labels and pointers of what a page says of other stories, and captions of what it announces as such."""
    _mark_boxes(lines)
    for line, below in pairwise(lines):
        if line.key in cues("caption_below") and below.kind == "text":
            line.kind, below.kind = "label", "caption"
    first = next((index for index, line in enumerate(lines) if is_prose(line)), 0)
    _mark_bullets(lines[:first])
    _mark_ticker(lines[:first], [line for line in lines[first:] if is_prose(line)][:LEAD])


def _mark_boxes(lines: list[Line]) -> None:
    """`تخطى مواضيع مقترحة وواصل القراءة` ... `مواضيع مقترحة نهاية`, `list 1 of 2` ... `end of list`."""
    for index, line in enumerate(lines):
        if line.words > 2 * LABEL_WORDS + 2 or not opens_with(line.text, "box"):
            continue
        for end in range(index, min(index + BOX, len(lines))):
            if lines[end].key in cues("box_end") or lines[end].key.endswith(" نهايه"):
                for each in lines[index : end + 1]:
                    each.kind = "related"
                break


def _mark_bullets(head: list[Line]) -> None:
    """Bullets above a headline are links: labels, printed again without their bullets as well."""
    bullets = [line for line in head if line.kind == "text" and line.text[0] in "•▪■●◦·*" and BULLET.match(line.text)]
    last = max((index for index, line in enumerate(head) if line in bullets), default=0)
    keys = {line.key for line in bullets}
    if len(bullets) >= MENU and any(line.kind == "text" and line.key not in keys for line in head[last + 1 :]):
        for line in head[: last + 1]:
            line.kind = "label" if line.kind == "text" else line.kind
        for line in head[last + 1 :]:
            line.kind = "label" if line.key in keys else line.kind


def _mark_ticker(head: list[Line], lead: list[Line]) -> None:
    """Of many headlines right above a text, the nearest that shares words with it is its own, if any is."""
    above = dropwhile(lambda line: line.kind != "text", reversed(head))
    run = list(takewhile(lambda line: line.kind == "text" and line.words > LABEL_WORDS, above))
    if len(run) < TICKER or len({line.key for line in head}) < len(head):
        return
    words = {stem for line in lead for stem in stems(line.text)}
    own = [line for line in run if len(stems(line.text) & words) >= SHARED]
    if 2 * len(own) > len(run):
        return  # a headline and its subtitles
    title = own[0] if own else None
    for line in run:
        if line is not title:
            line.kind = "label"


def mark_teasers(lines: list[Line]) -> None:
    """Below the text a pointer to other stories is followed by their headlines, and teasers that say these again."""
    first = next((index for index, line in enumerate(lines) if is_prose(line)), len(lines))
    readers = [index for index in range(first, len(lines)) if lines[index].kind == "comments"]
    lines = lines[: readers[-1]] if readers else lines
    above = sum(line.words for line in lines if is_prose(line))
    below = 0
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        below += line.words * is_prose(line)
        if below > TAIL * (above - below):
            break
        if below and line.key in cues("after_text"):
            for each in lines[index : index + AFTER]:
                each.kind = "label" if each.kind == "text" else each.kind
        elif below and line.kind == "related":
            listed = below <= LISTED * (above - below) and line.key.split()[0] not in cues("pointers_inside")
            if listed and _alternates(lines[index + 1 :]):
                for each in lines[index + 1 :]:
                    each.kind = "related" if each.kind == "text" else each.kind
            _mark_teased(lines, index)
    _mark_cut_teasers(lines)


def _alternates(lines: list[Line]) -> bool:
    """Tell whether each of several paragraphs stands alone under a headline, as teasers do."""
    prose = [is_prose(line) for line in lines if line.kind == "text"]
    return sum(prose) > 1 and not prose[0] and not any(one and other for one, other in pairwise(prose))


def _mark_teased(lines: list[Line], pointer: int) -> None:
    """Take the pairs of a headline and its teaser below a pointer out of the text, up to a paragraph of its own."""
    told, begun = lines[pointer].says, pointer + 1
    for index in range(pointer + 1, len(lines)):
        line = lines[index]
        if is_prose(line):
            said = stems(told)
            if len(said) < LABEL_WORDS or len(said & stems(line.text)) < TEASED * len(said):
                return
            for each in lines[begun : index + 1]:
                each.kind = "related"
            told, begun = "", index + 1
        elif line.kind == "text":
            told = line.text


def _mark_cut_teasers(lines: list[Line]) -> None:
    """Headlines with teasers that end in dots, one under the other below the text, are of other stories."""
    pairs: list[int] = []
    index = len(lines) - 1
    while index > 0:
        line, above = lines[index], lines[index - 1]
        if is_prose(line):
            cut = ELLIPSIS.search(line.text) and above.kind == "text" and not is_prose(above)
            if not cut or not stems(line.text) & stems(above.text):
                break
            pairs.append(index)
        index -= 1
    for pair in pairs if len(pairs) > 1 else []:
        lines[pair - 1].kind = lines[pair].kind = "related"


def mark_headline(lines: list[Line]) -> None:
    """Of headlines that a pointer above the text leads to, the nearest that shares words with the text is its own."""
    first = next((index for index, line in enumerate(lines) if line.paragraph), 0)
    head = lines[:first]
    if any(line.kind == "text" for line in head) or not any(line.kind == "related" for line in head):
        return
    words = {stem for line in lines[first : first + LEAD] for stem in stems(line.text)}
    for line in reversed(head):
        if line.kind == "related" and line.words > LABEL_WORDS and len(stems(line.text) & words) >= SHARED:
            line.kind = "text"
            return
