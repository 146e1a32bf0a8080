"""Adoption curves: logistic and Bass, fitted to counts per period, with intervals; or why they cannot be."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.optimize import leastsq

from pipeline.errors import count

Model = Literal["logistic", "bass"]
MODELS: tuple[Model, ...] = get_args(Model)
Floats = npt.NDArray[np.float64]

PARAMETERS: Final[dict[Model, tuple[str, ...]]] = {
    "logistic": ("ceiling", "growth_per_year", "midpoint_years"),
    "bass": ("ceiling", "innovation_per_year", "imitation_per_year"),
}
FEWEST_PERIODS: Final = 8
FEWEST_ADOPTIONS: Final = 20
HIGHEST_CEILING: Final = 50.0
"""Times the adoptions seen: a ceiling beyond is not seen to be approached."""

DRAWS: Final = 200
_SEED: Final = 20190531
_CONVERGED: Final = (1, 2, 3, 4)
"""What `leastsq` answers when it found a minimum."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted curve, or ``reason`` why there is none.

    ``parameters`` maps each name to value, lower and upper end (95 %); ``fitted`` holds, per period, the adoptions
    expected in it and their band.
    """

    parameters: dict[str, tuple[float, float, float]]
    fitted: tuple[tuple[float, float, float], ...]
    reason: str | None


def cumulative(model: Model, years: Floats, *values: float) -> Floats:
    """Return the adoptions up to each moment, in years since the root work.

    ``logistic``: K / (1 + exp(-r (t - t0))). ``bass``: K (1 - exp(-(p + q) t)) / (1 + q/p exp(-(p + q) t)), which is 0
    at the start; p is the rate at which people adopt by themselves, q the one at which adopters bring in others.

    >>> cumulative("logistic", np.array([2.0]), 100.0, 1.5, 2.0).tolist()
    [50.0]
    >>> cumulative("bass", np.array([0.0, 50.0]), 100.0, 0.1, 0.4).round(6).tolist()
    [0.0, 100.0]
    """
    ceiling, first, second = values
    if model == "logistic":
        # At 500 the curve is 0 to the last digit, well before the exponential overflows.
        logistic: Floats = ceiling / (1 + np.exp(np.minimum(-first * (years - second), 500)))
        return logistic
    left = np.exp(-(first + second) * years)
    bass: Floats = ceiling * (1 - left) / (1 + second / first * left)
    return bass


def fit(model: Model, starts: tuple[float, ...], ends: tuple[float, ...], counts: tuple[float, ...]) -> Fit:
    """Fit a curve to the adoptions of periods.

    Least squares on the adoptions of each period, not on their running sum, whose errors hang together; so periods may
    be missing. The interval is a parametric bootstrap: counts drawn around the fitted ones (Poisson, seeded), fitted
    again, and the 2.5 and 97.5 percentiles taken.

    Parameters
    ----------
    model : str
        One of :data:`MODELS`.
    starts, ends : tuple of float
        Of each period that may be used, in years since the root work.
    counts : tuple of float
        Adoptions of each period.

    Returns
    -------
    Fit
        Without parameters, and with a reason in words, for fewer than 8 periods or 20 adoptions, where least squares
        find no curve, and where the ceiling cannot be told because the series does not bend.

    References
    ----------
    .. [1] Bass, F. M. (1969). A new product growth for model consumer durables. Management Science 15(5), 215-227.
       doi:10.1287/mnsc.15.5.215
    .. [2] Srinivasan, V. & Mason, C. H. (1986). Nonlinear least squares estimation of new product diffusion models.
       Marketing Science 5(2), 169-178. doi:10.1287/mksc.5.2.169
    """
    total = sum(counts)
    if len(counts) < FEWEST_PERIODS:
        return _refused(f"{count(len(counts), 'period')} of known links, at least {FEWEST_PERIODS} are needed")
    if total < FEWEST_ADOPTIONS:
        return _refused(
            f"{total:g} adoption{'' if total == 1 else 's'} in periods of known links, at least {FEWEST_ADOPTIONS} are needed"
        )
    spans = np.array([starts, ends])
    best = _best(model, spans, np.array(counts))
    if best is None:
        return _refused("least squares find no curve of this form")
    if best[0] > HIGHEST_CEILING * total:
        return _refused("the series does not bend: where it would end cannot be told")
    expected = _expected(model, spans, best)
    random = np.random.default_rng(_SEED)
    draws = [
        again
        for drawn in random.poisson(np.maximum(expected, 0), size=(DRAWS, len(counts)))
        if (again := _least_squares(model, spans, drawn.astype(np.float64), best)) is not None
    ]
    if len(draws) < DRAWS // 2:
        return _refused("least squares find no curve of this form in most resampled series")
    low, high = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    band = np.percentile([_expected(model, spans, draw) for draw in draws], [2.5, 97.5], axis=0)
    return Fit(
        {name: (float(best[i]), float(low[i]), float(high[i])) for i, name in enumerate(PARAMETERS[model])},
        tuple(zip(expected.tolist(), band[0].tolist(), band[1].tolist(), strict=True)),
        None,
    )


def _refused(reason: str) -> Fit:
    return Fit({}, (), reason)


def _expected(model: Model, spans: Floats, values: Floats) -> Floats:
    before, after = cumulative(model, spans, *values)
    expected: Floats = after - before
    return expected


def _best(model: Model, spans: Floats, counts: Floats) -> Floats | None:
    """Return the best of fits from several starts: the sum of squares has more than one valley."""
    total, last = float(counts.sum()), float(spans[1].max())
    if model == "logistic":
        tried = [(1.5 * total, growth / last, share * last) for growth in (4, 12) for share in (0.2, 0.5, 0.9)]
    else:
        tried = [(1.5 * total, own / last, others / last) for own in (0.05, 0.5, 2) for others in (0.5, 5)]
    found = [values for start in tried if (values := _least_squares(model, spans, counts, np.array(start))) is not None]
    if not found:
        return None
    return min(found, key=lambda values: float(((_expected(model, spans, values) - counts) ** 2).sum()))


def _least_squares(model: Model, spans: Floats, counts: Floats, start: Floats) -> Floats | None:
    """Return the parameters that fit from this start, or None where they do not converge; other starts may.

    All but the midpoint of the logistic are above 0, so their logarithms are fitted.
    """
    above_zero = slice(0, 2 if model == "logistic" else 3)

    def parameters(fitted: Floats) -> Floats:
        values = fitted.copy()
        values[above_zero] = np.exp(np.maximum(np.minimum(fitted[above_zero], 30), -30))
        return values

    def residuals(fitted: Floats) -> Floats:
        return _expected(model, spans, parameters(fitted)) - counts

    first = start.copy()
    first[above_zero] = np.log(np.maximum(start[above_zero], 1e-6))
    found, *_, status = leastsq(residuals, first, full_output=True, maxfev=500)
    return parameters(found) if status in _CONVERGED else None
