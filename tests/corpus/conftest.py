"""The sample as a store of many slices."""

from pathlib import Path

import pytest

import analysis
from analysis.base.places import bundled
from analysis.corpus.store import build as store
from stores import made


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SLICE", 4)
    monkeypatch.setattr(store, "BATCH", 25_000)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, annotated at one go in one process."""
    out = tmp_path_factory.mktemp("store") / "whole"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "SLICE", 4)
        patch.setattr(store, "BATCH", 25_000)
        made(bundled("sample"), out)
    assert len(analysis.Corpus.load(out)._slices) > 10
    return out
