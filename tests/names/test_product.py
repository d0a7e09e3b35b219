"""Several random fields in one."""

from itertools import pairwise
from itertools import product as choices
from pathlib import Path

import pycrfsuite
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.names import product

LABELS = ["O", "B-LOC", "I-LOC"]
WEIGHTS = st.floats(-9, 9).filter(lambda weight: abs(weight) > 1e-3)  # python-crfsuite tells six digits
STATES = st.dictionaries(
    st.tuples(st.sampled_from(["w=روما", "+s=في", "k=ar", "first"]), st.sampled_from(LABELS)), WEIGHTS
)
STEPS = st.dictionaries(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), WEIGHTS)


def opened(path: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


@given(STATES, STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_model_has_the_weights_that_were_written(tmp_path: Path, states: product.Weights, steps: product.Weights):
    told = {("even", "O"): 0.5, ("even", "B-LOC"): -0.5, **states}
    product.write(told, steps, tmp_path / "a.crfsuite")
    info = opened(tmp_path / "a.crfsuite").info()
    assert info.state_features == pytest.approx(told, abs=2e-6) and info.transitions == pytest.approx(steps, abs=2e-6)


def test_the_labels_are_those_of_the_highest_sum_of_weights(tmp_path: Path):
    states = {
        ("في", "O"): 2.0,
        ("روما", "B-LOC"): 1.5,
        ("روما", "O"): 1.2,
        ("القديمة", "I-LOC"): 0.9,
        ("القديمة", "O"): 0.3,
    }
    steps = {("O", "O"): 0.5, ("O", "I-LOC"): -8.0, ("B-LOC", "I-LOC"): 0.6, ("B-LOC", "O"): -0.1}
    product.write(states, steps, tmp_path / "a.crfsuite")
    words = ["في", "روما", "القديمة"]

    def weight(labels: tuple[str, ...]) -> float:
        own = sum(states.get(pair, 0) for pair in zip(words, labels, strict=True))
        return own + sum(steps.get(pair, 0) for pair in pairwise(labels))

    best = max(choices(LABELS, repeat=3), key=weight)
    assert opened(tmp_path / "a.crfsuite").tag([[word] for word in words]) == list(best) == ["O", "B-LOC", "I-LOC"]


def test_the_weights_of_a_product_are_means(tmp_path: Path):
    product.write({("a", "O"): 1.0, ("b", "B-LOC"): 2.0}, {("O", "B-LOC"): 1.0}, tmp_path / "a")
    product.write({("a", "O"): 3.0, ("b", "O"): 0.03}, {("O", "B-LOC"): 2.0, ("O", "O"): 1.0}, tmp_path / "b")
    product.merge([tmp_path / "a", tmp_path / "b"], tmp_path / "c")
    info = opened(tmp_path / "c").info()
    assert info.state_features == {("a", "O"): 2.0, ("b", "B-LOC"): 1.0}  # what is left of the last is too little
    assert info.transitions == {("O", "B-LOC"): 1.5, ("O", "O"): 0.5}


def test_bags_leave_out_features_by_chance_and_always_the_same():
    row = [f"w={number}" for number in range(2000)]
    assert product.bag([row], 0, 0.35) == [row]
    one, other = product.bag([row], 1, 0.35)[0], product.bag([row], 2, 0.35)[0]
    assert len(one) == pytest.approx(1300, abs=80) and one == product.bag([row], 1, 0.35)[0]
    assert len(set(one) & set(other)) == pytest.approx(845, abs=80)
