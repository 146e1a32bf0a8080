"""When one wording overtook another: a date with an interval, or in words why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.wording import substitution
from pipeline.wording.shares import Unit

FEWEST = 5
"""What each side needs to hold at least; from less, resampling only repeats the same few posts."""

RESAMPLES = 1000
SEED = 20190531
CROSSING = 0.95
"""Share of the resamples that must cross for a date to be given."""

MODELS = ("isotonic", "fisher_pry")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn from one side to the other; dates are None where the data do not support one, and ``note`` says why."""

    model: str
    crossover: str | None = None
    ci_low: str | None = None
    ci_high: str | None = None
    slope: float | None = None
    slope_low: float | None = None
    slope_high: float | None = None
    note: str | None = None


def turn(found: Sequence[Unit], model: str, names: tuple[str, str] = ("the first", "the second")) -> Turn:
    """Date the turn from the first side of a contest to the second.

    Parameters
    ----------
    found : sequence of Unit
        Units of two sides, in any order.
    model : str
        ``isotonic``: the share of the second side is only taken to never fall; the turn is the moment of the first unit
        from which its best such fit stays above one half. ``fisher_pry``: the logit of the share is a straight line in
        time [1]_; the turn is where it passes zero, see :mod:`pipeline.wording.substitution`.
    names : tuple of str
        What the note calls the sides.

    Returns
    -------
    Turn
        Dates are days, UTC. The interval holds 95 % of the turns of 1,000 resamples (percentiles); owners (a
        document, an author, a serial) are drawn with all they wrote, with replacement and a fixed seed. An end is None where the
        interval is open: resamples that do not cross lie beyond every date.

    Notes
    -----
    Not dated, with the reason in ``note``: a side that holds less than five (an owner's documents of a quarter count one); a second side that leads from the first unit,
    or never does; a turn that fewer than 95 % of the resamples have; a line that falls, or crosses only outside of
    the units' dates. The order in which units are given does not matter.

    The isotonic fit is above one half exactly behind the last minimum of the running sum of (share - 1/2), so that no
    fit is computed. Ties (the running sum returns to its minimum) go to the latest moment: the turn is over then.

    References
    ----------
    .. [1] Fisher, J. C. & Pry, R. H. (1971). A simple substitution model of technological change. Technological
       Forecasting and Social Change 3, 75-88. doi:10.1016/S0040-1625(71)80005-7
    """
    ordered = sorted(found, key=lambda unit: unit[1:])
    for side, name in enumerate(names):
        held = float(sum(unit.weight * unit.parts[side] for unit in ordered))
        if held < FEWEST:
            return Turn(model, note=f"not answerable from these data: {held:.3g} for {name}, at least {FEWEST} needed")
    days = _days([unit.moment for unit in ordered])
    second: Floats = np.array([float(unit.parts[1]) for unit in ordered])
    own: Floats = np.array([float(unit.weight) for unit in ordered])
    weights = own * np.vstack([np.ones(len(ordered)), _resampled([unit.owner for unit in ordered])])
    if model == "isotonic":
        crossings, slopes = _isotonic(days, second, weights), None
    elif model == "fisher_pry":
        crossings, slopes = substitution.fit(days, second, weights)
    else:
        raise ValueError(f"model: expected one of {MODELS}, found {model!r}")
    return _judge(model, names, days, crossings, slopes)


def _judge(model: str, names: tuple[str, str], days: Floats, crossings: Floats, slopes: Floats | None) -> Turn:
    """Turn the crossings of the data (first) and of the resamples into a date, or into words."""
    within = (crossings >= days[0]) & (crossings <= days[-1])
    crossings = np.where(within, crossings, np.where(crossings < days[0], -np.inf, np.inf))
    observed, drawn = crossings[0], crossings[1:]
    if observed == np.inf:
        return Turn(model, note=f"none: {names[1]} does not overtake {names[0]} within the data")
    if observed == -np.inf:
        return Turn(model, note=f"none: {names[1]} leads from the first use on")
    crossing = float(np.isfinite(drawn).mean())
    if crossing < CROSSING:
        return Turn(
            model,
            note=f"not answerable from these data: {crossing:.1%} of the resamples cross, at least {CROSSING:.0%} needed",
        )
    low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
    note = None if np.isfinite([low, high]).all() else "interval open: more than 2.5 % of the resamples do not cross"
    dates = (_date(observed), _date(low), _date(high))
    if slopes is None:
        return Turn(model, *dates, note=note)
    slope_low, slope_high = np.quantile(slopes[1:], [0.025, 0.975], method="inverted_cdf")
    if not np.isfinite(slopes[0]):
        note = "; ".join(filter(None, [note, "the sides do not overlap in time: no finite slope"]))
    return Turn(model, *dates, _finite(slopes[0]), _finite(slope_low), _finite(slope_high), note)


def _isotonic(days: Floats, second: Floats, weights: Floats) -> Floats:
    """Return, per row of weights, the day of the first unit from which the second side leads.

    -inf where it leads from the start, inf where it never does.
    """
    lead = np.cumsum(weights * (second - 0.5), axis=1)
    running = np.hstack([np.zeros((len(weights), 1)), lead]).round(9)
    # Units of one moment cannot be told apart: the turn lies before all of them or behind.
    running[:, 1:-1][:, days[1:] == days[:-1]] = np.inf
    cut = running.shape[1] - 1 - np.argmin(running[:, ::-1], axis=1)
    # A resample's first units may be absent from it; a turn before the first that is drawn is no turn.
    drawn_before = np.hstack([np.zeros((len(weights), 1)), np.cumsum(weights, axis=1)])[np.arange(len(cut)), cut] > 0
    beyond = np.append(days, np.inf)
    crossings: Floats = np.where(drawn_before, beyond[cut], -np.inf)
    return crossings


def _resampled(owners: Sequence[str]) -> Floats:
    """Return how often each unit is drawn, a row a resample; the units of an owner are drawn together."""
    names, place = np.unique(np.array(owners, dtype=str), return_inverse=True)
    drawn = np.random.default_rng(SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES)
    return drawn[:, place].astype(np.float64)


def _days(moments: Sequence[str]) -> Floats:
    passed = pd.to_datetime(pd.Series(moments), format="ISO8601", utc=True) - pd.Timestamp("1970-01-01", tz="UTC")
    days: Floats = np.array(passed / pd.Timedelta(days=1), dtype=np.float64)
    return days


def _date(day: float) -> str | None:
    if not np.isfinite(day):
        return None
    return (pd.Timestamp("1970-01-01") + pd.Timedelta(days=float(np.floor(day)))).strftime("%Y-%m-%d")


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
