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
    things, half = int(thing.max(initial=0)) + 1, len(thing) // 2
    small = np.int32 if (int(unit.max(initial=0)) + 1) * things < 2**31 else np.int64  # sorted in half the time
    base, thing = (unit.astype("int64") * things).astype(small), thing.copy()
    for _ in range(rounds):
        one, other = rng.permutation(len(thing))[: 2 * half].reshape(2, half)
        held = np.sort(base + thing.astype(small))
        new = np.concatenate([base[one] + thing[other].astype(small), base[other] + thing[one].astype(small)])
        order = np.argsort(new)
        new, swap, free = new[order], order % max(half, 1), np.ones(half, dtype=bool)
        free[swap[held[np.searchsorted(held, new).clip(max=len(held) - 1)] == new]] = False
        new, swap = new[free[swap]], swap[free[swap]]
        again = np.flatnonzero(new[1:] == new[:-1])  # of two swaps to the same end, none
        free[swap[again]] = free[swap[again + 1]] = False
        one, other = one[free], other[free]
        thing[one], thing[other] = thing[other], thing[one]
    return thing
