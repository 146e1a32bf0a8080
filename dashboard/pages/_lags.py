"""How long the work, its citers and the steps of the cascade took from venue to venue."""

from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.content import Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.labels import venue
from dashboard.palette import COLOURS

LAGS = {
    "root_work": "first appearance of the work",
    "first_citing": "first document that cites it",
    "step_first_exposure": "steps of the cascade (first exposure)",
    "step_last_exposure": "steps of the cascade (last exposure)",
    "crosspost": "crossposts",
}
IN_AN_ADDRESS = 100
"""Ids that an address may name."""


def measures_of_lag(data: Build) -> dict[str, str]:
    """Return the ways to measure a lag that this build has, as choices."""
    held = set(data.table("venue_lags")["measure"])
    return {name: label for name, label in LAGS.items() if name in held} or {"root_work": LAGS["root_work"]}


def lag_chart(data: Build, measure: str) -> Chart:
    """Return the matrix of lags from venue to venue."""
    lags = data.table("venue_lags")
    table = lags[lags["measure"] == measure].reset_index(drop=True)
    unmarked = int(table["unmarked_before"].fillna(0).max()) if len(table) else 0
    left_out = int(table["left_out"].max()) if len(table) else 0
    notes = [f"Left out, since their venue or date is not known: {left_out:,}."] if left_out else []
    if unmarked:
        notes.append(
            f"{words.count(unmarked, 'earlier document')} without a known Alignment Forum mark may belong to either forum, so a lag "
            "may be shorter than shown."
        )
    return Chart(
        "lags",
        "How long it took from venue to venue",
        f"Days from the venue of the row to that of the column: {LAGS[measure]}; the median where there are several pairs. An "
        "empty field: no such pair is known.",
        figure_lags(table, data.once(_steps)),
        table,
        "venue_lags",
        empty="No pair of venues can be compared: too few documents of known venue. Run `make ingest`.",
        notes=notes,
        provisional=bool(table["provisional"].any()),
        height=320,
    )


def figure_lags(table: pd.DataFrame, steps: dict[tuple[str, str, str], str]) -> Figure:
    """Draw the matrix, from rows to columns; ``steps`` gives the documents behind a measure and two venues."""
    order = ("arxiv", "af", "lw", "eaf", "web")
    held = {*table["from_venue"], *table["to_venue"]}
    names = [one for one in order if one in held] + sorted(held - set(order))
    found = {(row["from_venue"], row["to_venue"]): row for row in records(table)}
    days: list[list[float | None]] = []
    label: list[list[str]] = []
    there: list[list[str | None]] = []
    for start in names:
        rows = [found.get((start, end)) for end in names]
        days.append([None if row is None else float(row["lag_days"]) for row in rows])
        label.append(["" if row is None else f"{row['lag_days']:,.0f} d<br>n = {row['pairs']}" for row in rows])
        there.append([None if row is None else _behind(row, steps) for row in rows])
    called = [venue(one).replace(" only", "") for one in names]
    return {
        "data": [
            {
                "type": "heatmap",
                "name": "lag",
                "x": called,
                "y": called,
                "z": days,
                "text": label,
                "texttemplate": "%{text}",
                "customdata": there,
                "hovertemplate": "%{y} to %{x}: %{text}<extra></extra>",
                "colorscale": [[0, "#D6E8F3"], [1, COLOURS[0]]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
            }
        ],
        "layout": {
            "xaxis": {"title": {"text": "to"}, "type": "category", "side": "top"},
            "yaxis": {"title": {"text": "from"}, "type": "category", "autorange": "reversed", "zeroline": False},
            "hovermode": "closest",
        },
    }


def _behind(row: dict[str, Any], steps: dict[tuple[str, str, str], str]) -> str | None:
    ends = [row["from_document_id"], row["to_document_id"]]
    if all(isinstance(one, str) for one in ends):
        return opening.works(ids=ends)
    return steps.get((row["measure"], row["from_venue"], row["to_venue"]))


def _steps(data: Build) -> dict[tuple[str, str, str], str]:
    """Return the address of the later documents behind each step from venue to venue, where they fit into one."""
    tree = data.table("cascade").dropna(subset=["parent_id"])
    venues = data.table("documents").set_index("document_id")["venue"]
    tree = tree.assign(start=tree["parent_id"].map(venues), end=tree["document_id"].map(venues))
    return {
        (f"step_{rule}", str(start), str(end)): opening.works(ids=sorted(rows["document_id"]))
        for (rule, start, end), rows in tree.groupby(["rule", "start", "end"])
        if len(rows) <= IN_AN_ADDRESS
    }
