"""The coverage rule: what rests on bodies is shown only where the bodies are known.

Where ``covered`` is false a series has a gap, labelled with its cause and with the command that would fill it; a result whose
reach has under 90 % of its outgoing links known is headed "provisional".
"""

from dataclasses import dataclass

import pandas as pd

from dashboard import words
from dashboard.figures import spans

ENOUGH = 0.9
FILL = "run `make ingest` where the forum can be reached, or `atlas import dump FILE`"


@dataclass(frozen=True)
class Gap:
    """Periods of a series that are not drawn, and how many documents are known there, with and without a body."""

    first: str
    last: str
    known: int
    total: int

    @property
    def label(self) -> str:
        """The cause, short enough to stand in a figure."""
        return f"not drawn:<br>{words.percent(self.known, self.total)} of texts known"

    def sentence(self, what: str) -> str:
        """Say what is missing, why, and what would fill it."""
        when = (
            words.period(self.first)
            if self.first == self.last
            else f"{words.period(self.first)} to {words.period(self.last)}"
        )
        return (
            f"{when}: no {what} drawn, because the text of only {self.known:,} of {words.count(self.total, 'known document')}"
            f" ({words.percent(self.known, self.total)}) has been read; to fill the gap, {FILL}."
        )


def gaps(rows: pd.DataFrame, known: str, total: str) -> list[Gap]:
    """Return the gaps of one series.

    Parameters
    ----------
    rows : pd.DataFrame
        One row a period, in order of time, with ``period``, ``covered`` and the counts that ``known`` and ``total`` name.
        Periods in which nothing is known to exist are no gap: there is nothing to miss.
    """
    missing = (~rows["covered"].fillna(False).astype(bool) & (rows[total].fillna(0) > 0)).tolist()
    found = []
    for first, last in spans(missing):
        inside = rows.iloc[first : last + 1]
        found.append(
            Gap(
                str(inside["period"].iloc[0]),
                str(inside["period"].iloc[-1]),
                int(inside[known].fillna(0).sum()),
                int(inside[total].fillna(0).sum()),
            )
        )
    return found


def drawn(rows: pd.DataFrame, values: str) -> "pd.Series[float]":
    """Return a column with a gap wherever the coverage rule forbids to draw it."""
    return rows[values].astype("Float64").where(rows["covered"].fillna(False).astype(bool))


def is_provisional(known: int, total: int) -> bool:
    """Say whether a result rests on under 90 % of the links that it should rest on.

    >>> is_provisional(89, 100), is_provisional(90, 100), is_provisional(0, 0)
    (True, False, True)
    """
    return not total or known / total < ENOUGH
