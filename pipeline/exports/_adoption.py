"""The adoption series that curves are fitted to, by the coverage rule; shared by the tables of fits and of curves."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline.errors import count
from pipeline.periods import end, start
from pipeline.spread.curves import MODELS, Fit, Model, fit

_YEAR = pd.Timedelta(days=365.25)
_SERIES = ("citing_documents", "citing_authors", "new_authors")
AGAINST_BASELINE = "against_baseline"
"""Citing posts over expected ones, scaled to the mean expectation: the series that the forum's growth is taken out of."""

LEAST_COVERED = 0.5
"""A curve is fitted only where this share of the periods since the root work may be used."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A series with a curve, or with the reason why it has none."""

    grain: str
    venue: str
    kind: str
    series: str
    model: Model
    periods: tuple[str, ...]
    counts: tuple[float, ...]
    periods_known: int
    fit: Fit


def fitted_series(spread: pd.DataFrame, adoption_baseline: pd.DataFrame, since: str) -> Iterator[Fitted]:
    """Fit both curves to every series of documents, authors and new authors, and to posts against their baseline.

    By quarter for every venue, by month and year for all of them together: a network may be dated by years alone.

    Parameters
    ----------
    spread, adoption_baseline : pd.DataFrame
        The published tables of that name.
    since : str
        Date of the root work; time counts from it.
    """
    by_quarter = spread["grain"] == "quarter"
    wanted = spread[(spread["kind"] == "all") & (by_quarter | (spread["venue"] == "all"))]
    for (grain, venue), rows in wanted.groupby(["grain", "venue"], sort=True):
        for series in _SERIES:
            yield from _fits(rows, rows[series], (str(grain), str(venue), "all", series), since)
    for grain, rows in adoption_baseline.groupby("grain", sort=True):
        usable = rows[rows["covered"] & rows["expected_documents"].gt(0).fillna(False)]
        adjusted = rows["ratio"] * usable["expected_documents"].mean()
        yield from _fits(rows, adjusted, (str(grain), "all", "post", AGAINST_BASELINE), since)


def _fits(rows: pd.DataFrame, counts: pd.Series, names: tuple[str, str, str, str], since: str) -> Iterator[Fitted]:
    told = zip(rows["period"], rows["partial"], rows["covered"], counts, strict=True)
    whole = [(period, covered, count) for period, partial, covered, count in told if not partial]
    usable = {period: float(count) for period, covered, count in whole if covered and not pd.isna(count)}
    periods = tuple(sorted(usable))
    values = tuple(usable[period] for period in periods)
    starts = tuple(max(_years(start(period), since), 0.0) for period in periods)
    ends = tuple(_years(end(period), since) for period in periods)
    why = (
        f"the coverage rule admits only {len(periods)} of {count(len(whole), 'period')}: links or venues are not known"
    )
    is_enough = len(periods) >= LEAST_COVERED * len(whole) and len(periods) > 0
    for model in MODELS:
        found = fit(model, starts, ends, values) if is_enough else Fit({}, (), why)
        yield Fitted(*names, model, periods, values, len(whole), found)


def _years(moment: str, since: str) -> float:
    passed = pd.Timestamp(moment, tz="UTC") - pd.to_datetime(since, format="ISO8601", utc=True)
    return float(passed / _YEAR)
