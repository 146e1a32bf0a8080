"""How long attention lasted: the ages at which a document was cited."""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import bdtrik


def half_life(ages: Sequence[float]) -> tuple[float, float | None, float | None]:
    """Give the age by which half of the known citations had come, and its 95 % interval.

    The interval runs between the two order statistics that enclose the median with a probability of at least 95 %,
    whatever the distribution.

    Parameters
    ----------
    ages : sequence of float
        Age of the cited document at each citation, at least one.

    Returns
    -------
    tuple
        Median, lower and upper end, in the unit of ``ages``. The ends are None for fewer than 6 citations, which no
        two order statistics of enclose the median that surely.

    Notes
    -----
    Of the citations known by now: those to come make it longer. It is the *cited half-life* of bibliometrics.

    References
    ----------
    .. [1] Burton, R. E. & Kebler, R. W. (1960). The "half-life" of some scientific and technical literatures.
       American Documentation 11(1), 18-22. doi:10.1002/asi.5090110105
    .. [2] Thompson, W. R. (1936). On confidence ranges for the median and other expectation distributions for
       populations of unknown distribution form. Annals of Mathematical Statistics 7(3), 122-128.
       doi:10.1214/aoms/1177732502

    Examples
    --------
    >>> half_life([1, 2, 3, 4, 5, 6, 7, 8])
    (4.5, 1.0, 8.0)
    >>> half_life([10, 30])
    (20.0, None, None)
    """
    ordered = np.sort(np.asarray(ages, dtype=np.float64))
    # The largest rank k for which fewer than k of n values lie below the median in at most 2.5 % of samples.
    rank = math.ceil(bdtrik(0.025, len(ordered), 0.5))
    median = float(np.median(ordered))
    if rank < 1:
        return median, None, None
    return median, float(ordered[rank - 1]), float(ordered[-rank])
