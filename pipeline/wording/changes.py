"""Change points: months in which the share of posts with a term changes for good, by penalised likelihood.

Bursts are stretches above a term's own average; a change point parts two stretches of different rate, up or down.

Killick, R., Fearnhead, P. & Eckley, I. A. (2012). Optimal detection of changepoints with a linear computational cost.
JASA 107(500), 1590-1598. doi:10.1080/01621459.2012.737745
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

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

    The hits of a batch are binomial among its documents. The optimum is exact (PELT of the library `ruptures`).

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
    ends = [len(hits)]
    if len(hits) >= 2 * LEAST_BATCHES:
        from ruptures import Pelt  # takes as long to import as most commands run

        search = Pelt(custom_cost=_binomial()(), min_size=LEAST_BATCHES, jump=1)
        ends = search.fit(np.column_stack([hits, totals])).predict(pen=penalty(len(hits)))
    starts = [0, *ends[:-1]]
    return [
        Stretch(start, end - 1, int(sum(hits[start:end])), int(sum(totals[start:end])))
        for start, end in zip(starts, ends, strict=True)
    ]


@cache
def _binomial() -> type[Any]:
    """Return the cost of a stretch, in the shape that the library asks for."""
    from ruptures.base import BaseCost

    class Binomial(BaseCost):  # type: ignore[misc]  # the library has no types
        """-2 ln of the likelihood of a stretch's hits at their own rate, without the binomial coefficients."""

        model = "binomial"
        min_size = 1

        def fit(self, signal: Any) -> "Binomial":
            self.signal = signal
            self._hits, self._totals = ([0, *np.cumsum(column).tolist()] for column in signal.T)
            return self

        def error(self, start: int, end: int) -> float:
            hits: int = self._hits[end] - self._hits[start]
            total: int = self._totals[end] - self._totals[start]
            if hits in (0, total):
                return 0.0
            return -2 * (hits * math.log(hits / total) + (total - hits) * math.log1p(-hits / total))

    return Binomial
