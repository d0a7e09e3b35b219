"""Chance that keeps sums: things swapped between the units that hold them, each with as many as before."""

import numpy as np

ROUNDS = 10  # in which each thing of a unit is offered once; after a few, what was there at first is forgotten


def swapped(unit: np.ndarray, thing: np.ndarray, rng: np.random.Generator, *, rounds: int = ROUNDS) -> np.ndarray:
    """Return which thing each place holds after swaps at random: `unit[i]` holds `thing[i]`, each thing once.

    Each unit keeps how many things it holds, and each thing how many units hold it; all tables with these sums are
    equally likely in the end (swaps of two places that give no unit a thing twice: Gotelli 2000).

    >>> unit, thing = np.array([0, 0, 1, 2, 2]), np.array([0, 1, 0, 1, 2])
    >>> found = swapped(unit, thing, np.random.default_rng(1))
    >>> np.bincount(found).tolist(), len(set(zip(unit, found)))
    ([2, 2, 1], 5)
    """
    thing, things = thing.copy(), int(thing.max(initial=0)) + 1
    half = len(thing) // 2
    for _ in range(rounds):
        one, other = rng.permutation(len(thing))[: 2 * half].reshape(2, half)
        held = unit.astype("int64") * things + thing
        new = np.concatenate([unit[one] * things + thing[other], unit[other] * things + thing[one]]).reshape(2, half)
        free = np.flatnonzero(~np.isin(new, held).any(axis=0))
        _, back, times = np.unique(new[:, free], return_inverse=True, return_counts=True)
        free = free[(times[back].reshape(2, -1) == 1).all(axis=0)]  # of two swaps to the same end, none
        thing[one[free]], thing[other[free]] = thing[other[free]], thing[one[free]]
    return thing
