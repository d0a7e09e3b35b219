"""Arrays that are gone through again and again."""

import numpy as np

from analysis.base.spool import Spool


def test_a_spool_gives_back_what_was_added_each_time() -> None:
    spool = Spool()
    given = [(np.arange(size, dtype=np.int32), np.zeros(size, bool)) for size in (3, 0, 5)]
    for each in given:
        spool.add(*each)
    pairs = zip(spool, spool, given, strict=True)  # two loops at once do not meet
    for once, again, (numbers, flags) in pairs:
        assert once[0].tolist() == again[0].tolist() == numbers.tolist() and once[0].dtype == np.int32
        assert again[1].tolist() == flags.tolist()
    assert len(spool) == 3
