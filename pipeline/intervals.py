"""Intervals for shares."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd


def wilson(successes: pd.Series, trials: pd.Series, confidence: float = 0.95) -> tuple[pd.Series, pd.Series]:
    """Give the Wilson score interval of ``successes / trials``, a row each.

    Returns
    -------
    tuple of pd.Series
        Lower and upper end, within [0, 1], on the index given; missing where ``trials`` is 0.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
       Journal of the American Statistical Association 22(158), 209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> low, high = wilson(pd.Series([0, 5]), pd.Series([10, 10]))
    >>> pd.concat([low, high]).round(4).tolist()
    [0.0, 0.2366, 0.2775, 0.7634]
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    x: npt.NDArray[np.float64] = successes.to_numpy(dtype=np.float64)
    n: npt.NDArray[np.float64] = trials.to_numpy(dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = x / n
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # At the ends the interval touches 0 and 1 exactly; rounding must not carry it beyond, or short of, them.
    low = np.where(x == 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(x == n, 1.0, np.minimum(centre + half, 1.0))
    ends = [pd.Series(end, index=successes.index).astype("Float64").mask(trials == 0) for end in (low, high)]
    return ends[0], ends[1]


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return ``part / whole``, missing where ``whole`` is 0.

    >>> share(pd.Series([1, 0]), pd.Series([4, 0])).tolist()
    [0.25, <NA>]
    """
    # NaN of 0/0 would not count as missing in a nullable column, so it is masked before.
    return part.astype("Float64").div(whole.astype("Float64").mask(whole == 0))
