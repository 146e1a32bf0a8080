"""Change points: planted ones, and against trying every division."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.exports import term_change_points
from pipeline.tables import conform
from pipeline.wording.changes import LEAST_BATCHES, Stretch, penalty, stretches


def _cost(hits: list[int], totals: list[int]) -> float:
    r, d = sum(hits), sum(totals)
    return -2 * sum(k * np.log(k / d) for k in (r, d - r) if k) if d else 0.0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 40)), min_size=6, max_size=11))
@settings(max_examples=40, deadline=None)
def test_no_other_division_is_cheaper(batches: list[tuple[int, int]]) -> None:
    hits, totals = ([batch[side] for batch in batches] for side in (0, 1))
    n = len(batches)

    def price(ends: tuple[int, ...]) -> float:
        parts = [slice(*ends_of) for ends_of in zip((0, *ends), (*ends, n), strict=True)]
        return sum(_cost(hits[part], totals[part]) for part in parts) + len(ends) * penalty(n)

    found = stretches(hits, totals)
    tried = [
        price(ends)
        for count in range(n // LEAST_BATCHES)
        for ends in combinations(range(1, n), count)
        if all(b - a >= LEAST_BATCHES for a, b in zip((0, *ends), (*ends, n), strict=True))
    ]
    assert price(tuple(one.first for one in found[1:])) == pytest.approx(min(tried))


def test_a_division_that_a_pruned_search_settles_for_is_not_taken() -> None:
    """The shortest series on which ruptures' PELT, told of the least length, misses the optimum; see DECISIONS."""
    hits, totals = [4, 7, 4, 1, 1, 0, 9], [10, 10, 5, 9, 11, 5, 9]
    parted = _cost(hits[:3], totals[:3]) + _cost(hits[3:], totals[3:]) + penalty(7)
    assert (_cost(hits, totals), parted) == (pytest.approx(80.9589, abs=1e-4), pytest.approx(82.2944, abs=1e-4))

    assert stretches(hits, totals) == [Stretch(0, 6, 26, 59)]


def test_planted_changes_are_found_to_the_month() -> None:
    hits = [0] * 30 + [6] * 24 + [15] * 24 + [3] * 12

    assert [one.first for one in stretches(hits, [150] * 90)] == [0, 30, 54, 78]


def test_an_even_rate_seldom_changes() -> None:
    chance = np.random.default_rng(11)
    found = [len(stretches(chance.binomial(150, 0.03, size=90).tolist(), [150] * 90)) for _ in range(40)]

    assert sum(count > 1 for count in found) <= 4


def test_a_single_month_is_no_change_and_no_months_have_none() -> None:
    assert len(stretches([2] * 12 + [9] + [2] * 12, [150] * 25)) == 1
    assert stretches([], []) == []
    assert stretches([1, 0], [5, 5]) == [Stretch(0, 1, 1, 10)]


def test_months_that_are_not_covered_are_no_months_without_the_term() -> None:
    months = [f"{year}-{month:02d}" for year in (2019, 2020, 2021) for month in range(1, 13)]
    covered = [not "2019-10" <= month <= "2020-03" for month in months]
    coverage = pd.DataFrame({"grain": "month", "period": months, "documents_total": 100, "covered": covered})
    rising = [(f"{month}-10", n) for month in months if month >= "2020-01" for n in range(8)]
    uses = pd.DataFrame({"term": "gear", "posted_at": [day for day, _ in rising]})

    made = term_change_points.build(
        {"title": uses, "all": uses.iloc[:0]}, {"title": coverage, "all": coverage.assign(covered=False)}
    )
    [row] = conform(made, "term_change_points").to_dict("records")

    assert (row["period"], row["since"], row["until"]) == ("2020-04", "2019-01", "2021-12")
    assert (row["numerator"], row["denominator"]) == (8 * 21, 2100)
    assert (row["numerator_before"], row["denominator_before"]) == (0, 900)
    assert row["note"] == "it may lie before, in 6 months not covered"
    assert row["penalty"] == pytest.approx(3 * np.log(30))
