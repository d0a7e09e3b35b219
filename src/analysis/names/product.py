"""Several random fields in one: the product of their probabilities, whose weights are the mean of theirs.

Each was trained without some of the features, drawn by chance (feature bagging, Sutton, Sindelar and McCallum 2006):
so the strong features, words above all, do not keep the weak ones from being learnt.
"""

import math
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pycrfsuite

LEAST = 0.05  # a mean weight below this is left out
Weights = dict[tuple[str, str], float]

# The head of a model of CRFsuite: after these come the places of its features, labels and attributes.
_HEAD = struct.Struct("<4sI4sI3I3I")
_CHUNK = struct.Struct("<4sII")  # before the features: what they are, bytes, number
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_TABLE = 24 + 256 * 8  # bytes before the first record of a table of names
_RECORD = struct.Struct("<II")  # number and length of a name


def bag(rows: Sequence[Sequence[str]], number: int, share: float) -> list[list[str]]:
    """Return the features of a sentence without those that this bag leaves out: `share` of all; bag 0 has them all."""
    return [[each for each in row if not number or _kept(each, number, share)] for row in rows]


@lru_cache(maxsize=1 << 20)
def _kept(feature: str, number: int, share: float) -> bool:
    return zlib.crc32(f"{number}{feature}".encode()) >= share * 2**32


def merge(models: Sequence[Path], path: Path) -> None:
    """Write the product of models, without the weights that hardly matter."""
    states, steps = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for model in models:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(model))
        info = tagger.info()
        for total, weights in ((states, info.state_features), (steps, info.transitions)):
            for key, weight in weights.items():
                total[key] += weight / len(models)
    write({key: weight for key, weight in states.items() if abs(weight) >= LEAST}, dict(steps), path)


def write(states: Weights, steps: Weights, path: Path) -> None:
    """Write a model with these weights of (feature, label) and (label, next label).

    python-crfsuite writes what it has trained alone. So it is trained on what has these pairs, and its weights are
    then replaced in the file.
    """
    _train_on(states, steps, path)
    held = bytearray(path.read_bytes())
    _, _, _, _, _, size, width, features, labels, attributes = _HEAD.unpack_from(held)
    _, _, count = _CHUNK.unpack_from(held, features)
    names = [_names(held, labels, size), _names(held, attributes, width)]
    rows = np.frombuffer(held, _FEATURE, count, features + _CHUNK.size)
    if count != len(states) + len(steps):
        raise ValueError(f"the model has {count} weights, not {len(states) + len(steps)}")
    for row in rows:
        source, target = names[0 if row["kind"] else 1][row["source"]], names[0][row["target"]]
        row["weight"] = (steps if row["kind"] else states)[source, target]
    path.write_bytes(held)


def _train_on(states: Weights, steps: Weights, path: Path) -> None:
    """Train a model that weighs just these pairs: a sentence for each label, and one for each pair of labels.

    A weight of zero would not be written. After one step none is: what a label is told with is no sum of parts of the
    others (powers of e), and one pair of labels comes more often, so that no pair comes as often as by chance.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    labels = sorted({label for _, label in states} | {label for pair in steps for label in pair})
    for number, label in enumerate(labels):
        item = {feature: math.exp(number / 10) for feature, told in sorted(states) if told == label}
        trainer.append([item], [label])
    pairs = sorted(steps)
    more = 1 if len(pairs) + 1 != len(labels) ** 2 else 2
    for pair in pairs[:1] * more + pairs:
        trainer.append([{}, {}], list(pair))
    trainer.set_params({"c1": 0, "c2": 1e-3, "max_iterations": 1})
    trainer.train(str(path))


def _names(held: bytes | bytearray, start: int, count: int) -> dict[int, str]:
    """Return number -> name of a table of a model."""
    found = {}
    place = start + _TABLE
    for _ in range(count):
        number, length = _RECORD.unpack_from(held, place)
        place += _RECORD.size
        found[number] = held[place : place + length - 1].decode()
        place += length
    return found
