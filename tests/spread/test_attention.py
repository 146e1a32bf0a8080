"""The interval of the half-life holds the median as often as it says."""

import numpy as np
from scipy import stats

from pipeline.spread.attention import half_life


def test_the_interval_covers_the_median_of_a_skewed_distribution() -> None:
    random = np.random.default_rng(1)
    median = stats.expon.median(scale=100)

    held = 0
    for _ in range(400):
        _, low, high = half_life(random.exponential(100, size=20))
        assert low is not None
        assert high is not None
        held += low <= median <= high

    assert held / 400 >= 0.93
