"""Reports to hand on: counts and figures, without articles, sentences, paths, and names beyond the registry."""

import hmac
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.base.notes import InputError
from analysis.candidates.find import find_candidates
from analysis.corpus.corpus import Corpus
from analysis.reports.exchange import Record
from analysis.show.runs import Runs
from analysis.show.shared import PLACE, Shared, key_of
from analysis.voices.quotations import quotations

KEY = "ANALYSIS_SHARE_KEY"  # a secret of the researcher's: the same key gives the same names
LEAST = 16  # letters of a key
ARTICLES = 1_000  # that are searched for names at a time
OWN = 0.5  # share of a word's uses that stand in names of persons, above which it is a name by itself
PATHS = ("source", "registry", "dictionary")  # parameters that name files
MARKUP = (".html", ".svg", ".graphml", ".gexf")


@contextmanager
def sharing(corpus: Corpus, folder: Path) -> Iterator[Shared]:
    """Tell the processes of a run, by a file in `folder`, what they are not to show."""
    shared = hidden_in(corpus, key())
    path = folder / "share.json"
    path.write_text(json.dumps(shared._asdict(), ensure_ascii=False), encoding="utf-8")
    before = os.environ.get(PLACE)
    os.environ[PLACE] = str(path)
    try:
        yield shared
    finally:
        path.unlink()
        os.environ.pop(PLACE)
        if before is not None:
            os.environ[PLACE] = before


def key() -> bytes:
    """Return the researcher's key for pseudonyms, empty where there is none; it is written nowhere.

    Raises InputError for one that is short enough to be tried out.
    """
    found = os.environ.get(KEY, "").encode()
    if found and len(found) < LEAST:
        raise InputError(f"{KEY}: {len(found)} letters can be guessed; take at least {LEAST}, and keep them apart")
    return found


def pseudonym(name: str, key: bytes) -> str:
    """Return what stands for a name: a hash that only who has the key can make again (HMAC-SHA256); nothing without.

    >>> pseudonym("أحمد الفلاح", b"kept in a drawer") == pseudonym("احمد الفلاح", b"kept in a drawer")
    True
    """
    return "name-" + hmac.new(key, key_of(name).encode(), sha256).hexdigest()[:10] if key else ""


def hidden_in(corpus: Corpus, key: bytes = b"") -> Shared:
    """Return the names of a corpus that a shared report does not show: of persons and speakers beyond its registry.

    Persons are those that the recogniser of names finds, with their variants; a word that stands mostly in such names
    (a surname) is hidden by itself too. What names a state, a group or a body of the registry hides no speaker.
    """
    ids = corpus.counted_columns(["article_id"])["article_id"].tolist()
    names: dict[str, str] = {}
    inside: dict[str, int] = {}
    for at in range(0, len(ids), ARTICLES):
        found = find_candidates(corpus.of(ids[at : at + ARTICLES]))
        for row in found[found["type"] == "PERS"].itertuples():
            for name in (row.name, *row.variants):
                names[key_of(name)] = pseudonym(row.name, key)
            for word in {word for name in (row.name, *row.variants) for word in key_of(name).split()}:
                inside[word] = inside.get(word, 0) + row.mentions
    used = corpus.tokens["form"].map(key_of).value_counts()
    kept = {name: told for name, told in names.items() if " " in name}
    for word, times in inside.items():
        if len(word) > 2 and times >= OWN * int(used.get(word, 0)):
            kept[word] = next(told for name, told in names.items() if word in name.split())
    named = corpus.counted_mentions()
    public = {key_of(surface) for surface in named.loc[named["actor_type"] != "person", "surface"].unique()}
    said = quotations(corpus)
    told = said.loc[said["speaker"].str.startswith("name:"), ["speaker", "speaker_name"]].drop_duplicates()
    speakers = {
        key_of(name): pseudonym(row.speaker_name, key)
        for row in told.itertuples()
        for name in (row.speaker.removeprefix("name:"), row.speaker_name)
        if key_of(name) not in public
    }
    return Shared(kept, speakers | {name: kept[name] for name in speakers if name in kept})


def clean(folder: Path, shared: Shared) -> None:
    """Take hidden names out of pages, networks and figures."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in MARKUP:
            path.write_text(shared.nodes(path.read_text(encoding="utf-8")), encoding="utf-8")


def check_folder(record: Record, out: Path, share: bool) -> None:
    """Raise InputError where reports that are shared would lie beside others, which hold texts."""
    if share and record.reports and not record.shared:
        raise InputError(
            f"{out}: holds reports with text of articles; choose another folder for those to share (--out)"
        )


def check_text(folder: Path, corpus: Corpus) -> None:
    """Raise RuntimeError where a file holds eight words of an article in a row: nothing is handed on then."""
    runs = Runs(corpus)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        text = path.read_text(encoding="utf-8")
        if runs.held(re.sub(r"<[^>]+>", " ", text) if path.suffix in MARKUP else text):
            raise RuntimeError(f"{path.name}: holds eight words of an article; nothing was written, please report this")


def without_paths(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a run with the last part of each path of this machine, and without names of files."""
    paths = {str(each[name]) for each in record["parameters"].values() for name in PATHS if each.get(name)}
    parameters = {
        report: {name: Path(value).name if name in PATHS and value else value for name, value in each.items()}
        for report, each in record["parameters"].items()
    }

    def short(command: str) -> str:
        words = command.split(" ")
        return " ".join(Path(word).name if word in paths or "/" in word or "\\" in word else word for word in words)

    reports = {name: {**each, "command": short(each["command"])} for name, each in record["reports"].items()}
    return {**record, "command": short(record["command"]), "parameters": parameters, "reports": reports, "skipped": []}
