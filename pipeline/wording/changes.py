"""Change points: months in which the share of posts with a term changes for good, by penalised likelihood.

Bursts are stretches above a term's own average; a change point parts two stretches of different rate, up or down.

Jackson, B. et al. (2005). An algorithm for optimal partitioning of data on an interval. IEEE Signal Processing Letters
12(2), 105-108. doi:10.1109/LSP.2001.838216
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

LEAST_BATCHES = 3
"""Months that a stretch of one rate lasts at least, so that a serial of one month is none."""


class Stretch(NamedTuple):
    """Batches ``first`` to ``last`` of one rate: ``hits`` among ``total`` documents."""

    first: int
    last: int
    hits: int
    total: int


def penalty(batches: int) -> float:
    """Return what a change must save in -2 ln of the likelihood: 3 ln n, for a rate and a place (modified BIC).

    Zhang, N. R. & Siegmund, D. O. (2007). A modified Bayes information criterion with applications to the analysis of
    comparative genomic hybridization data. Biometrics 63(1), 22-32. doi:10.1111/j.1541-0420.2006.00662.x
    """
    return 3 * math.log(batches)


def stretches(hits: Sequence[int], totals: Sequence[int]) -> list[Stretch]:
    """Part batches into stretches of one rate each, so that -2 ln of the likelihood plus the penalty a change is least.

    The hits of a batch are binomial among its documents. The optimum is exact (optimal partitioning); the pruning of
    faster searches, PELT among them, is not where a stretch has a least length (DECISIONS.md has a case).

    Parameters
    ----------
    hits, totals : sequence of int
        A batch each, in order of time; 0 <= hits <= documents.

    Returns
    -------
    list of Stretch
        One where nothing changes, or where there are fewer than six batches; none of no batches.

    Examples
    --------
    >>> stretches([0] * 6 + [5] * 6, [100] * 12)
    [Stretch(first=0, last=5, hits=0, total=600), Stretch(first=6, last=11, hits=30, total=600)]
    """
    if not len(hits):
        return []
    ends = _cheapest_ends(np.asarray(hits), np.asarray(totals))
    starts = [0, *ends[:-1]]
    return [
        Stretch(start, end - 1, int(sum(hits[start:end])), int(sum(totals[start:end])))
        for start, end in zip(starts, ends, strict=True)
    ]


def _cheapest_ends(hits: "npt.NDArray[np.int64]", totals: "npt.NDArray[np.int64]") -> list[int]:
    """Return where each stretch of the cheapest division ends; of equal ones that with the earlier last change."""
    n = len(hits)
    hits_before, totals_before = (np.concatenate([[0], np.cumsum(column)]) for column in (hits, totals))
    # cheapest[end]: least cost of the batches before `end`, a penalty for every stretch but the first.
    cheapest = np.full(n + 1, np.inf)
    cheapest[0] = -penalty(n)
    last_start = np.zeros(n + 1, dtype=np.int64)
    for end in range(min(LEAST_BATCHES, n), n + 1):
        starts = np.arange(0, max(end - LEAST_BATCHES, 0) + 1)
        own = _cost(hits_before[end] - hits_before[starts], totals_before[end] - totals_before[starts])
        prices = cheapest[starts] + penalty(n) + own
        last_start[end] = starts[np.argmin(prices)]
        cheapest[end] = prices.min()
    ends = [n]
    while (start := int(last_start[ends[0]])) > 0:
        ends.insert(0, start)
    return ends


def _cost(hits: "npt.NDArray[np.int64]", totals: "npt.NDArray[np.int64]") -> "npt.NDArray[np.float64]":
    """Return, per stretch, -2 ln of the likelihood of its hits at their own rate, without the binomial coefficients."""
    cost: npt.NDArray[np.float64] = -2 * (
        xlogy(hits, hits) + xlogy(totals - hits, totals - hits) - xlogy(totals, totals)
    )
    return cost
