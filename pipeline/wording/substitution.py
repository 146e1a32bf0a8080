"""Fisher and Pry's substitution: the logit of the new wording's share is a straight line in time."""

import numpy as np
import numpy.typing as npt

DAYS_A_YEAR = 365.25
_STEPS = 100
_LONGEST_STEP = 2.0
_CLOSE = 1e-9

Floats = npt.NDArray[np.float64]


def fit(days: Floats, second: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Fit logit(share) = slope x (time - midpoint) by maximum likelihood, once per row of weights.

    Parameters
    ----------
    days : array, shape (units,)
        Moments, in days.
    second : array, shape (units,)
        Each unit's share of the second side, in [0, 1].
    weights : array, shape (fits, units)
        How often each unit counts.

    Returns
    -------
    midpoints : array, shape (fits,)
        Day at which the fitted share is one half. inf where there is no rise to fit: the line falls or is flat, or only
        the first side is there; -inf where only the second is.
    slopes : array, shape (fits,)
        Rise of the logit per year. inf where the sides do not overlap in time: then no finite slope is the most likely,
        and the midpoint is taken half-way between them, which is where it tends to.

    Notes
    -----
    Fitted on the units themselves, not as a line through the logits of period shares: those do not exist for the
    shares 0 and 1, which most periods of a short contest have.
    """
    centre, scale = days.mean(), max(days.std(), 1.0)
    time = (days - centre) / scale
    first_weight, second_weight = weights * (1 - second), weights * second
    last_first = np.where(first_weight > 0, days, -np.inf).max(axis=1)
    first_second = np.where(second_weight > 0, days, np.inf).min(axis=1)
    first_first = np.where(first_weight > 0, days, np.inf).min(axis=1)
    last_second = np.where(second_weight > 0, days, -np.inf).max(axis=1)

    only_first, only_second = np.isinf(first_second), np.isinf(last_first)
    apart = ~only_first & ~only_second & (last_first <= first_second)
    backward = ~only_first & ~only_second & ~apart & (last_second <= first_first)
    midpoints = np.full(len(weights), np.inf)
    slopes = np.full(len(weights), np.nan)
    midpoints[only_second] = -np.inf
    midpoints[apart] = (last_first[apart] + first_second[apart]) / 2
    slopes[apart] = np.inf

    open_rows = np.flatnonzero(~(only_first | only_second | apart | backward))
    level, rise = _newton(time, second, weights[open_rows])
    rising = rise > _CLOSE
    midpoints[open_rows[rising]] = centre - scale * level[rising] / rise[rising]
    slopes[open_rows] = rise / scale * DAYS_A_YEAR
    slopes[np.isnan(slopes)] = -np.inf
    return midpoints, slopes


def _newton(time: Floats, second: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Maximise the weighted log likelihood of level + rise x time, all rows at once."""
    level, rise = np.zeros(len(weights)), np.zeros(len(weights))
    going = np.arange(len(weights))
    for _ in range(_STEPS):
        w = weights[going]
        share = 1 / (1 + np.exp(-np.clip(level[going, None] + rise[going, None] * time, -500, 500)))
        off, spread = w * (second - share), w * share * (1 - share) + 1e-300
        g0, g1 = off.sum(axis=1), (off * time).sum(axis=1)
        h00, h01, h11 = spread.sum(axis=1), (spread * time).sum(axis=1), (spread * time**2).sum(axis=1)
        determinant = np.maximum(h00 * h11 - h01**2, 1e-300)
        step = np.stack([(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant])
        # The likelihood is concave; short steps keep early ones from leaping past the top.
        step /= np.maximum(np.abs(step).max(axis=0) / _LONGEST_STEP, 1.0)
        level[going] += step[0]
        rise[going] += step[1]
        going = going[np.abs(step).max(axis=0) > _CLOSE]
        if not len(going):
            break
    return level, rise
