"""Bursts: stretches in which a term comes faster than its own average, by Kleinberg's automaton.

A state is a rate; each level up is ``s`` times the rate below. The states chosen are those that make the data most
likely after paying ``gamma * ln n`` for every level gone up; going down is free. The optimum is exact (Viterbi).

Kleinberg, J. (2003). Bursty and hierarchical structure in streams. Data Mining and Knowledge Discovery 7, 373-397.
doi:10.1023/A:1024940629314
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

S = 2.0
GAMMA = 1.0
MOST_LEVELS = 8
"""Levels above the base that are looked at; each needs ``s`` times the rate of the one below."""

_TIE = 1e-9

Floats = npt.NDArray[np.float64]
States = npt.NDArray[np.intp]


class Burst(NamedTuple):
    """A longest stretch at or above a level: its first and last place in the data, and the cost that the level saves."""

    level: int
    first: int
    last: int
    weight: float


def batched_costs(hits: Sequence[int], totals: Sequence[int], s: float = S, levels: int = 1) -> Floats:
    """Give the cost of each batch in each state: -ln of the probability of its hits among its documents.

    State 0 has the rate of all batches together, state i ``s**i`` times that; states whose rate would reach 1 do not
    exist. A batch without documents costs nothing anywhere.

    Returns
    -------
    array, shape (batches, states)
        Without the binomial coefficient, which is the same in every state.
    """
    r, d = np.asarray(hits, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if (r > d).any() or (r < 0).any():
        raise ValueError("bursts: expected 0 <= hits <= documents in every batch, found a batch that is not so")
    rate = r.sum() / d.sum() if d.sum() else 0.0
    rates = [rate * s**level for level in range(levels + 1) if level == 0 or rate * s**level < 1]
    if rate in (0.0, 1.0):
        return np.zeros((len(r), 1))
    return np.stack([-(r * math.log(p) + (d - r) * math.log1p(-p)) for p in rates], axis=1)


def continuous_costs(gaps: Sequence[float], s: float = S, levels: int | None = None) -> Floats:
    """Give the cost of each gap between events in each state: -ln of an exponential density.

    State i expects gaps of the mean gap / ``s**i``. ``levels`` None takes as many as can ever be of use, Kleinberg's
    bound: ceil(1 + log_s(all time) + log_s(1 / smallest gap)) states; but no more than eight above the base.

    Returns
    -------
    array, shape (gaps, states)
    """
    x = np.asarray(gaps, dtype=np.float64)
    if (x <= 0).any():
        raise ValueError("bursts: expected gaps above 0, found two events at one moment; merge them first")
    if not len(x):
        return np.zeros((0, 1))
    if levels is None:
        bound = math.ceil(1 + math.log(x.sum(), s) - math.log(x.min(), s)) - 1
        levels = min(max(bound, 0), MOST_LEVELS)
    alpha = np.array([s**level / x.mean() for level in range(levels + 1)])
    costs: Floats = alpha * x[:, None] - np.log(alpha)
    return costs


def optimal_states(costs: Floats, up: float) -> States:
    """Return the cheapest sequence of states, starting below the data in state 0.

    Parameters
    ----------
    costs : array, shape (places, states)
    up : float
        Cost of going one level up: ``gamma * ln n``.

    Returns
    -------
    array of int, shape (places,)
        Of equally cheap sequences (within 1e-9 at each step) the one that is lower where they last differ.
    """
    places, count = costs.shape
    if not places:
        return np.zeros(0, dtype=np.intp)
    # Plain lists: with a handful of states they are ten times faster than arrays.
    best = [0.0] + [math.inf] * (count - 1)
    came_from: list[list[int]] = []
    for cost in costs.tolist():
        after, origins = [], []
        for state in range(count):
            through = [total + max(state - before, 0) * up for before, total in enumerate(best)]
            origins.append(_lowest(through))
            after.append(through[origins[-1]] + cost[state])
        best = after
        came_from.append(origins)
    states = [_lowest(best)]
    for origins in reversed(came_from[1:]):
        states.append(origins[states[-1]])
    return np.array(states[::-1], dtype=np.intp)


def bursts(states: States, costs: Floats) -> list[Burst]:
    """Return the stretches at or above each level, each with the cost it saves against the level below, by first place.

    >>> costs = np.array([[1.0, 2.0], [3.0, 1.0], [3.0, 1.5], [1.0, 2.0]])
    >>> bursts(optimal_states(costs, up=1.0), costs)
    [Burst(level=1, first=1, last=2, weight=3.5)]
    """
    found = []
    for level in range(1, int(states.max(initial=0)) + 1):
        inside = np.concatenate([[False], states >= level, [False]])
        for first, after in zip(
            np.flatnonzero(inside[1:] & ~inside[:-1]), np.flatnonzero(~inside[1:] & inside[:-1]), strict=True
        ):
            saved = costs[first:after, level - 1] - costs[first:after, level]
            found.append(Burst(level, int(first), int(after) - 1, float(saved.sum())))
    return sorted(found)


def batched(
    hits: Sequence[int], totals: Sequence[int], s: float = S, gamma: float = GAMMA, levels: int = 1
) -> list[Burst]:
    """Find the bursts of ``hits`` among ``totals`` documents, batch by batch; places are batches, n is their number."""
    costs = batched_costs(hits, totals, s, levels)
    return bursts(optimal_states(costs, gamma * math.log(max(len(costs), 1))), costs)


def continuous(moments: Sequence[float], s: float = S, gamma: float = GAMMA, levels: int | None = None) -> list[Burst]:
    """Find the bursts of a stream of events; a burst runs from event ``first`` to event ``last``, n is the gaps.

    ``moments`` rise strictly. The first event of a burst is the one before its first short gap.
    """
    gaps = np.diff(np.asarray(moments, dtype=np.float64))
    costs = continuous_costs(gaps.tolist(), s, levels)
    found = bursts(optimal_states(costs, gamma * math.log(max(len(costs), 1))), costs)
    return [burst._replace(last=burst.last + 1) for burst in found]


def _lowest(totals: Sequence[float]) -> int:
    """Return the first place whose value is the least within a hair, so that rounding decides nothing."""
    limit = min(totals) + _TIE
    return next(place for place, total in enumerate(totals) if total <= limit)
