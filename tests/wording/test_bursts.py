"""Kleinberg's automaton against its published example, against every possible sequence, and by hand."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.wording.bursts import (
    Burst,
    batched,
    batched_costs,
    bursts,
    continuous,
    continuous_costs,
    optimal_states,
)

# The example of the manual of R's package `bursts` (1.0-2): events at these times.
PUBLISHED = [
    *range(0, 401, 100),
    *range(410, 451, 5),
    *range(451, 470, 2),
    *range(480, 601, 5),
    700,
    *range(710, 801, 5),
    900,
    1000,
]
# What that package gives for it, as recorded event by event in the tests of a port to another language
# (github.com/hitsujiwool/node-kleinberg-burst, test/index.js): (s, gamma) -> stretches of levels.
RECORDED = {
    (2, 1): [(0, 6), (1, 8), (2, 10), (1, 25), (0, 2), (1, 18), (0, 2)],
    (3, 1): [(0, 6), (1, 43), (0, 2), (1, 18), (0, 2)],
    (2, 3): [(0, 6), (1, 43), (0, 22)],
}


def _totals(sequences: np.ndarray, costs: np.ndarray, up: float) -> np.ndarray:
    """The definition, a row a sequence: climbing costs, then each place costs what its state says."""
    climbs = np.maximum(np.diff(sequences, axis=1, prepend=0), 0).sum(axis=1)
    return up * climbs + costs[np.arange(len(costs)), sequences].sum(axis=1)


def _every_sequence(states: int, places: int) -> np.ndarray:
    return np.array(list(product(range(states), repeat=places)))


@pytest.mark.parametrize(("s", "gamma"), RECORDED)
def test_the_published_example_of_the_r_package_gives_its_recorded_levels(s: int, gamma: int) -> None:
    recorded = [level for level, times in RECORDED[s, gamma] for _ in range(times)]
    gaps = np.diff(PUBLISHED).tolist()

    states = optimal_states(continuous_costs(gaps, s), gamma * math.log(len(gaps)))

    assert len(recorded) == len(PUBLISHED) == 71
    assert [0, *states] == recorded


def test_the_published_example_as_bursts() -> None:
    found = [(burst.level, PUBLISHED[burst.first], PUBLISHED[burst.last]) for burst in continuous(PUBLISHED)]

    assert found == [(1, 410, 600), (1, 710, 800), (2, 450, 469)]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=9), st.sampled_from([1, 2, 3]))
def test_batches_no_sequence_of_states_is_cheaper_than_the_one_found(pairs: list[tuple[int, int]], gamma: int) -> None:
    hits, totals = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    costs = batched_costs(hits, totals)
    up = gamma * math.log(len(hits))

    states = optimal_states(costs, up)

    cheapest = _totals(_every_sequence(costs.shape[1], len(hits)), costs, up).min()
    assert _totals(states[None], costs, up)[0] == pytest.approx(cheapest, abs=1e-7)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=6), st.sampled_from([0.1, 0.5, 1]))
def test_gaps_no_sequence_of_states_is_cheaper_than_the_one_found(gaps: list[float], gamma: float) -> None:
    costs = continuous_costs(gaps, levels=3)
    up = gamma * math.log(len(gaps))

    states = optimal_states(costs, up)

    cheapest = _totals(_every_sequence(4, len(gaps)), costs, up).min()
    assert _totals(states[None], costs, up)[0] == pytest.approx(cheapest, abs=1e-7)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=7), st.integers(0, 2))
def test_of_equally_cheap_sequences_the_last_difference_is_lower(picks: list[int], up: int) -> None:
    # Whole-number costs make many ties, exactly.
    costs = np.array([[(pick + 2 * state) % 3 for state in range(3)] for pick in picks], dtype=float)

    states = optimal_states(costs, float(up))

    everything = _every_sequence(3, len(picks))
    totals = _totals(everything, costs, float(up))
    tied = everything[totals == totals.min()].tolist()
    assert states.tolist() == min(tied, key=lambda other: other[::-1])


def test_the_cost_of_a_level_grows_with_the_logarithm_of_the_batches() -> None:
    hits, totals = [0, 0, 3, 0, 0, 0, 0, 0, 0, 0], [10] * 10
    saved = batched_costs(hits, totals)[2] @ [1, -1]

    assert 3 * (math.log(0.06) - math.log(0.03)) + 7 * (math.log(0.94) - math.log(0.97)) == pytest.approx(saved)
    assert saved < math.log(10)
    assert batched(hits, totals) == []
    assert batched(hits, totals, gamma=0.99 * saved / math.log(10)) == [Burst(1, 2, 2, pytest.approx(saved))]


def test_batches_without_documents_neither_open_nor_close_a_burst() -> None:
    found = batched([0, 9, 0, 9, 0, 0, 0, 0, 0], [20, 10, 0, 10, 20, 20, 20, 20, 20])

    assert [(burst.first, burst.last) for burst in found] == [(1, 3)]


def test_a_term_that_is_everywhere_or_nowhere_has_no_bursts() -> None:
    assert batched([5, 5], [5, 5]) == []
    assert batched([0, 0], [5, 5]) == []
    assert batched([], []) == []
    assert continuous([3.0]) == []
    assert continuous([]) == []


def test_a_deeper_level_lies_inside_the_one_above_it_and_is_listed_after_it() -> None:
    hits = [1] * 10 + [8] * 3 + [30] * 2 + [8] * 3 + [1] * 10

    found = batched(hits, [100] * len(hits), levels=3)

    assert [(burst.level, burst.first, burst.last) for burst in found] == [(1, 10, 17), (2, 13, 14), (3, 13, 14)]


def test_counting_time_in_hours_instead_of_days_moves_no_burst() -> None:
    days = [float(day) for day in PUBLISHED]

    assert [burst[:3] for burst in continuous([24 * day for day in days])] == [burst[:3] for burst in continuous(days)]


def test_events_at_one_moment_and_more_hits_than_documents_are_refused() -> None:
    with pytest.raises(ValueError, match="two events at one moment"):
        continuous([1.0, 1.0])
    with pytest.raises(ValueError, match="hits <= documents"):
        batched([3], [2])


def test_bursts_of_no_states_are_none() -> None:
    assert bursts(np.zeros(0, dtype=np.intp), np.zeros((0, 1))) == []
