"""Accuracy on the development sets, which stand in ../shared beside the checkout."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd

import analysis
from analysis import actors, lemmas, relations
from analysis.actors.find import mention_rows
from analysis.base.statistics import wilson
from analysis.dates.find import date_rows
from analysis.names import training
from analysis.text import tables

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "gold"


def main() -> None:
    print("Accuracy\n========")
    accuracy_of_dates()
    accuracy_of_lemmas()
    accuracy_of_taliban()
    accuracy_of_relations()


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def scored(script: str, gold: str, predicted: Iterable[str]) -> None:
    """Write predictions to a file, run the scorer on them and print what it says."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(predicted) + "\n")
        file.flush()
        print(f"\n{gold}")
        sys.stdout.flush()
        subprocess.run([sys.executable, str(GOLD / script), str(GOLD / gold), file.name], check=True)


def accuracy_of_dates() -> None:
    found = []
    for article in lines("dates-dev.jsonl"):
        rows = date_rows(article["text"], date.fromisoformat(article["published"]))
        mentions = [
            {**row._asdict(), "earliest": str(row.earliest), "latest": str(row.latest)} for row in rows if row.earliest
        ]
        found.append(json.dumps({"id": article["id"], "dates": mentions}))
    scored("score_dates.py", "dates-dev.jsonl", found)


def accuracy_of_lemmas() -> None:
    forms = [line.split("\t")[1] for line in (GOLD / "lemmas-dev.tsv").read_text(encoding="utf-8").splitlines()]
    scored("score_lemmas.py", "lemmas-dev.tsv", lemmas.lemmatize(forms, "simple"))


def accuracy_of_taliban() -> None:
    registry = actors.load_registry()
    found = []
    for article in lines("taliban-dev.jsonl"):
        rows = mention_rows({"title": article["title"], "body": article["text"]}, registry)["body"]
        mentions = [{"start": row.start, "end": row.end, "actor": row.actor} for row in rows]
        found.append(json.dumps({"id": article["id"], "mentions": mentions}))
    scored("score_taliban.py", "taliban-dev.jsonl", found)


def accuracy_of_names() -> None:
    """Names in the last fifth of the corpus by sentences, by a recogniser trained on those before it."""
    first, last = training.last_fifth(training.read_conll(SHARED / "corpora" / "anercorp" / "train.conll"))
    recogniser = training.trained(first, tables.path("names/data"))
    print(f"\nanercorp: {len(last)} sentences, trained on the {len(first)} before; precision, recall, F1 of entities")
    for context, figures in training.evaluate(recogniser, last).items():
        values = (f"{kind} {' '.join(f'{value:.3f}' for value in three)}" for kind, three in figures.items())
        print(f"{context:10}{'   '.join(values)}")


def accuracy_of_relations() -> None:
    """Precision of the relations that are still found, among those judged by hand; and words a second."""
    sheet = pd.read_csv(
        Path(__file__).parents[1] / "data" / "relations_sample.tsv",
        sep="\t",
        dtype={"article_id": "str"},
        keep_default_na=False,  # an end that is empty is none
        na_values={"right_direction": [""]},
    )
    folders = {"saudinewsnet": SHARED / "corpora" / "saudinewsnet", "articles": SHARED / "articles", "sample": ""}
    found = []
    for name, folder in folders.items():
        corpus = analysis.read(folder, jobs=2)
        begun = time.process_time()
        found.append(relations.relations(corpus).assign(corpus=name))
        if name == "saudinewsnet":
            words = corpus.articles["body"].str.split().str.len().sum()
            speed = words / (time.process_time() - begun)
            print(f"\nrelations: {len(found[-1])} in {name}, {speed:,.0f} words/s once mentions are found")
    keys = ["corpus", "article_id", "part", "start", "end", "source", "target", "quad_class", "directed"]
    now = pd.concat(found)[keys].astype({"directed": int}).drop_duplicates()
    for name, rows in sheet.merge(now, on=keys).groupby("set"):
        ways = rows[(rows["right"] == 1) & (rows["directed"] == 1)]["right_direction"]
        shares = []
        for right, of in ((rows["right"].sum(), len(rows)), (ways.sum(), len(ways))):
            low, high = (value.item() for value in wilson(pd.Series([right]), pd.Series([of])))
            shares.append(f"{right:.0f} of {of} = {right / of:.3f} [{low:.3f}, {high:.3f}]")
        judged = (sheet["set"] == name).sum()
        print(
            f"{name:6}pair and class right {shares[0]}; of these with a direction, right {shares[1]}; judged {judged}"
        )
