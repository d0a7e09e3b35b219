"""An archive of any size, made of the sentences of a smaller one: new articles with new texts, days and addresses.

An article is runs of sentences of several articles of one outlet; of its words one in WORD is another, drawn by
frequency, and one in NEW is a form that no article has, so that vocabulary and sequences grow with size as they do in
any archive (Heaps 1978). One in COPY is a copy of one before. A smaller archive is the beginning of a larger one.
"""

import json
import random
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import analysis

NEWSPAPERS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "saudinewsnet"
RUN = 3  # sentences taken in a row
WORD, NEW, COPY = 8, 400, 20
FIRST, DAYS = date(2015, 1, 1), 730  # an archive of any size tells of two years
FILE = 1000  # articles of a file
LETTERS = "ابتجحدرسشصطعفقكلمنهوي"
_END = re.compile(r"(?<=[.!؟])\s+|\n+")


class Given(NamedTuple):
    """An article that sentences are taken of."""

    outlet: str
    title: str
    sentences: list[str]


def name() -> str:
    return "the newspapers of shared/" if NEWSPAPERS.is_dir() else "the shipped sample"


def given() -> list[Given]:
    """Return the articles that sentences are taken of: of the newspapers beside the checkout, else of the sample."""
    rows = (
        [(each["source"], each["title"], each["content"]) for each in newspaper()]
        if NEWSPAPERS.is_dir()
        else analysis.read().articles[["source", "title", "body"]].itertuples(index=False)
    )
    told = (Given(str(outlet), str(title), _sentences(text)) for outlet, title, text in rows)
    return [each for each in told if each.sentences]


def newspaper() -> Iterator[dict[str, Any]]:
    """Yield the articles of the newspapers, as their JSON files have them."""
    for path in sorted(NEWSPAPERS.glob("*.zip")):
        with zipfile.ZipFile(path) as packed:
            for entry in sorted(packed.namelist()):
                if entry.endswith(".json"):
                    yield from json.loads(packed.read(entry))


def _sentences(text: str) -> list[str]:
    return [line.strip() for line in _END.split(text) if line.strip()]


def articles(size: int) -> Iterator[dict[str, str]]:
    """Yield `size` articles: title, body, published, outlet, url."""
    known = given()
    of_outlet: dict[str, list[Given]] = {}
    for each in known:
        of_outlet.setdefault(each.outlet, []).append(each)
    words = [word for each in known for line in each.sentences for word in line.split()]
    for number in range(size):
        chance = random.Random(number)
        told = chance.randrange(number) if number and chance.randrange(COPY) == 0 else number
        made = _article(random.Random(f"article {told}"), known, of_outlet, words)
        yield made | {"url": f"https://example.org/{number}"}


def _article(
    chance: random.Random, known: list[Given], of_outlet: dict[str, list[Given]], words: list[str]
) -> dict[str, str]:
    model = known[chance.randrange(len(known))]
    pool = of_outlet[model.outlet]
    body: list[str] = []
    while len(body) < len(model.sentences):
        other = pool[chance.randrange(len(pool))].sentences
        at = chance.randrange(max(len(other) - RUN, 0) + 1)
        body += other[at : at + RUN]
    lines = [_varied(each, chance, words) for each in body[: len(model.sentences)]]
    title = _varied(pool[chance.randrange(len(pool))].title, chance, words)
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    return {"title": title, "body": "\n".join(lines), "published": f"{day:%Y-%m-%d}", "outlet": model.outlet}


def _varied(sentence: str, chance: random.Random, words: list[str]) -> str:
    found = []
    for word in sentence.split():
        drawn = chance.random()
        if drawn < 1 / NEW:
            word = "".join(chance.choice(LETTERS) for _ in range(6))
        elif drawn < 1 / NEW + 1 / WORD:
            word = words[int(chance.random() * len(words))]
        found.append(word)
    return " ".join(found)


def written(size: int, folder: Path) -> int:
    """Write an archive as JSON lines; return how many words it has, counted between white space."""
    folder.mkdir(parents=True)
    lines: list[str] = []
    words = 0
    for number, article in enumerate(articles(size), start=1):
        words += len(f"{article['title']} {article['body']}".split())
        lines.append(json.dumps(article, ensure_ascii=False))
        if number % FILE == 0 or number == size:
            path = folder / f"part-{(number - 1) // FILE:05d}.jsonl"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            lines = []
    return words
