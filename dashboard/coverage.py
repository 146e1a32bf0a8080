"""The coverage rule: what rests on bodies is shown only where the bodies are known.

Where ``covered`` is false a series has a gap, labelled with its cause and with the command that would fill it; a result whose
reach has under 90 % of its outgoing links known is headed "provisional".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import words
from dashboard.content import Behind
from dashboard.labels import MARKED
from pipeline.coverage import COVERED_SHARE, FILLED_BY

FILL = f"run {FILLED_BY}"
NOT_DRAWN = "the chart shows no {0}, and the table only those known here"
LISTED = "the {0} listed are only those known here"
Counts = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Gap:
    """Periods of a series that are not drawn, and how many documents are known there, with and without a body."""

    first: str
    last: str
    known: int
    total: int
    marked: bool = False
    """Whether the documents are those of venues that the Alignment Forum's mark tells apart."""

    @property
    def unlisted(self) -> bool:
        """Whether what is known was read, so that the cause is that too little of what exists is known, or known to be of the venue."""
        return self.known >= COVERED_SHARE * self.total

    @property
    def label(self) -> str:
        """The cause, short enough to stand in a figure."""
        cause = f"{words.percent(self.known, self.total)} of texts known"
        if self.unlisted:
            cause = "mark of too few posts known" if self.marked else "too few posts known"
        return f"not drawn:<br>{cause}"

    @property
    def when(self) -> str:
        """Its stretch of time in words."""
        first, last = words.period(self.first), words.period(self.last)
        return first if first == last else f"{first} to {last}"


def explain(found: Sequence[Gap], what: str, said: str = NOT_DRAWN) -> list[str]:
    """Say in one sentence where ``what`` is missing, why, and which command would fill it; nothing where nothing is missing.

    ``said`` is what holds of it there: by default what is true of a chart and of its table, which holds every row.
    """
    if not found:
        return []
    longest = max(found, key=lambda gap: (gap.total, gap.first))
    others = len(found) - 1
    more = f" and {words.count(others, 'shorter stretch', 'shorter stretches')}" if others else ""
    known, total = sum(gap.known for gap in found), sum(gap.total for gap in found)
    cause = (
        f"the text of only {known:,} of the {words.count(total, 'document')} known to be dated in these periods "
        f"({words.percent(known, total)}) has been read"
    )
    if all(gap.unlisted for gap in found):
        cause = (
            "it is not known of enough posts of that time whether they bear the Alignment Forum's mark, so that the "
            f"{words.count(total, 'document')} known here need not be all"
            if all(gap.marked for gap in found)
            else f"only {words.count(total, 'document')} of that time are known, too few to stand for all that was posted"
        )
    return [f"{longest.when}{more}: {said.format(what)}, because {cause}; to fill the gap, {FILL}."]


def gaps(rows: pd.DataFrame, known: str, total: str) -> list[Gap]:
    """Return the gaps of one series.

    Parameters
    ----------
    rows : pd.DataFrame
        One row a period, in order of time, with ``period``, ``covered`` and the counts that ``known`` and ``total`` name.
        Periods in which nothing is known to exist are no gap, there is nothing to miss, as long as all that exists in the others
        is known. ``venue``, where there is one, says whether the mark tells these documents apart.
    """
    marked = "venue" in rows and MARKED.issuperset(rows["venue"])
    labels, read, existing = rows["period"].tolist(), _counts(rows, known), _counts(rows, total)
    return [
        Gap(
            labels[first],
            labels[last],
            int(read[first : last + 1].sum()),
            int(existing[first : last + 1].sum()),
            marked,
        )
        for first, last in spans(_missing(rows, read, existing).tolist())
    ]


def _counts(rows: pd.DataFrame, name: str) -> Counts:
    return rows[name].to_numpy(dtype=float, na_value=0)


def _missing(rows: pd.DataFrame, read: Counts, existing: Counts) -> Flags:
    """Say of each period whether something of it is missing.

    A period that is not covered though its documents were read need not hold all there were. Where a series has one, an empty
    period need not be empty.
    """
    uncovered: Flags = ~rows["covered"].to_numpy(dtype=bool, na_value=False)
    unsized = uncovered & (existing > 0) & (read >= COVERED_SHARE * existing)
    return uncovered if unsized.any() else uncovered & (existing > 0)


def drawn(rows: pd.DataFrame, values: str, factor: float = 1) -> list[float | None]:
    """Return a column for a figure, with a gap wherever the coverage rule forbids to draw it."""
    pairs = zip(rows[values].tolist(), rows["covered"].tolist(), strict=True)
    return [None if covered is not True or is_missing(value) else factor * value for value, covered in pairs]


def is_missing(value: Any) -> bool:
    """Say whether a value of a column is not known; several times as fast as pandas, which also takes arrays."""
    return value is None or value is pd.NA or bool(value != value)


def stands_behind(rows: pd.DataFrame, counts: str, one: str = "document", many: str = "documents") -> Behind:
    """Return how much the periods that are drawn hold, and how much the others; each thing stands in one row alone."""
    known = rows["covered"].fillna(False).astype(bool)
    return Behind(int(rows.loc[known, counts].sum()), int(rows.loc[~known, counts].sum()), one, many)


def so_far(rows: pd.DataFrame, known: str, total: str) -> pd.DataFrame:
    """Return the rows with ``covered`` said of all periods up to each: what a count that adds up rests on.

    After a gap such a count goes on only if the gap was small: at least 90 % of all documents so far must have a body. How small
    it was is not known where the documents of a period were read and need not be all: it never goes on after one.
    """
    read, existing = _counts(rows, known), _counts(rows, total)
    missing = _missing(rows, read, existing)
    unsized = np.logical_or.accumulate(missing & (read >= COVERED_SHARE * existing))
    enough = read.cumsum() >= COVERED_SHARE * existing.cumsum()
    return rows.assign(covered=pd.array(enough & ~missing & ~unsized, dtype="boolean"))


def is_provisional(known: int, total: int) -> bool:
    """Say whether a result rests on under 90 % of the links that it should rest on.

    >>> is_provisional(89, 100), is_provisional(90, 100), is_provisional(0, 0)
    (True, False, True)
    """
    return not total or known < COVERED_SHARE * total


def spans(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of true flags.

    >>> spans([True, False, True, True])
    [(0, 0), (2, 3)]
    """
    found: list[tuple[int, int]] = []
    for place, flag in enumerate(flags):
        if not flag:
            continue
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
