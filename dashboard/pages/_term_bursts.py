"""Bursts of terms, as strips under their lines."""

from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.facts import records
from dashboard.figures import plain
from dashboard.palette import COLOURS
from pipeline import periods

MODEL = "batched"
"""Months of posts; the model that can be set against shares by period."""


def bursts_of(bursts: pd.DataFrame, terms: tuple[str, ...]) -> pd.DataFrame:
    """Return the bursts of the chosen terms, of one field and model, in the order chosen and then of time."""
    order = {name: place for place, name in enumerate(terms)}
    own = bursts[bursts["term"].isin(terms)]
    return own.sort_values(
        ["term", "start", "level"], key=lambda column: column.map(order) if column.name == "term" else column
    ).reset_index(drop=True)


def levels(table: pd.DataFrame, bursts: pd.DataFrame) -> "pd.Series[int]":
    """Return the highest burst level of each row's term that reaches into the row's period; 0 for none.

    Empty where none is known and the period is not covered: then nobody can say that there was none.
    """
    by_term: dict[str, list[dict[str, Any]]] = {}
    for row in records(bursts):
        by_term.setdefault(row["term"], []).append(row)
    found = []
    for term, period in zip(table["term"], table["period"], strict=True):
        first, after = periods.start(period), periods.end(period)
        inside = [row["level"] for row in by_term.get(term, ()) if row["start"] < after and row["end"] > first]
        found.append(max(inside, default=0))
    highest = pd.Series(found, index=table.index, dtype="Int64")
    return highest.where(table["covered"].fillna(False).astype(bool) | (highest > 0))


def strips(bursts: pd.DataFrame, places: dict[str, int], axis: str) -> list[dict[str, Any]]:
    """Return a strip for each burst, thicker for a higher level, in the colour of its term's line.

    ``places`` gives each term's place in the chart; one that has none is not drawn.
    """
    rows = sorted({places[row["term"]] for row in records(bursts) if row["term"] in places})
    traces = []
    for row in records(bursts):
        if row["term"] not in places:
            continue
        place = places[row["term"]]
        last = (pd.Timestamp(row["end"]) - pd.Timedelta(days=1)).strftime("%Y-%m-%d")
        address = opening.works(kind="post", term=row["term"], field=row["field"], since=row["start"], until=last)
        said = (
            f"{plain(row['term'])}: burst of level {row['level']}, {row['start']} to {last}<br>"
            f"{row['numerator']:,} of {words.count(row['denominator'], 'post')}"
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": plain(f"burst of {row['term']}", 60),
                "x": [row["start"], _halfway(row["start"], last), last],
                "y": [-rows.index(place)] * 3,
                "yaxis": axis,
                "line": {"color": COLOURS[place % len(COLOURS)], "width": 4 + 4 * row["level"]},
                "text": [said] * 3,
                "hovertemplate": "%{text}<extra></extra>",
                "customdata": [address] * 3,
                "showlegend": False,
                "legendgroup": str(place),
            }
        )
    return traces


def _halfway(first: str, last: str) -> str:
    begin, stop = pd.Timestamp(first), pd.Timestamp(last)
    return (begin + (stop - begin) / 2).strftime("%Y-%m-%d")
