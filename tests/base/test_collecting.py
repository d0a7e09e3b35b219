"""The collector of cycles is held while much is built, and no longer."""

import gc

import pytest

from analysis.base.collecting import uncollected


def test_the_collector_goes_on_after_a_fault() -> None:
    with pytest.raises(KeyError), uncollected():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_was_held_stays_held() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
