"""What `make fuzz` fuzzes holds on the input that it starts from: the targets stay in step with the code."""

import pytest

from fuzz_targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_on_its_first_seed(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    seed = next(iter(TARGETS[name].seeds()))
    result = repr(TARGETS[name].run(seed))
    assert len(result) > 20 and "broken" not in result, "the seed is not read"
    assert repr(TARGETS[name].run(seed)) == result
