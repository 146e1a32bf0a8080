"""How long the work, its citers and the steps of the cascade took from venue to venue."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.content import Behind, Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.labels import venue
from dashboard.pages._works_groups import steps
from dashboard.palette import COLOURS, GREY

CROSSPOST = "crosspost"
FEW = 3
"""Pairs under which a field has no colour of its own: a few dates are no measure of how long it takes."""
FEW_SAID = f"Grey: fewer than {FEW} pairs, so single dates and no usual lag; where earlier documents are not known, they change."
LAGS = {
    "root_work": "first appearance of the work",
    "first_citing": "first document that cites it",
    "step_first_exposure": "steps of the cascade (first exposure)",
    "step_last_exposure": "steps of the cascade (last exposure)",
    CROSSPOST: "crossposts",
}


def measures_of_lag(data: Build) -> dict[str, str]:
    """Return the ways to measure a lag that this build has, as choices."""
    held = set(data.table("venue_lags")["measure"])
    return {name: label for name, label in LAGS.items() if name in held} or {"root_work": LAGS["root_work"]}


def lag_chart(data: Build, measure: str) -> Chart:
    """Return the matrix of lags from venue to venue."""
    lags, known = data.table("venue_lags"), data.once(steps)
    table = lags[lags["measure"] == measure].reset_index(drop=True)
    unmarked = int(table["unmarked_before"].fillna(0).max()) if len(table) else 0
    left_out = int(table["left_out"].max()) if len(table) else 0
    notes = [_said_to_open(measure)]
    if (table["pairs"] < FEW).any():
        notes.append(FEW_SAID)
    notes += [f"Left out, since their venue or date is not known: {left_out:,}."] if left_out else []
    if unmarked:
        notes.append(
            f"{words.count(unmarked, 'earlier document')} without a known Alignment Forum mark may belong to either forum, so a lag "
            "may be shorter or longer than shown."
        )
    return Chart(
        "lags",
        "How long it took from venue to venue",
        f"Days from the venue of the row to that of the column: {LAGS[measure]}; the median where there are several pairs. An "
        "empty field: no such pair is known.",
        figure_lags(table, known),
        table,
        "venue_lags",
        _documents(table, known),
        empty="No pair of venues can be compared: too few documents of known venue. Run `make ingest`.",
        notes=notes,
        provisional=bool(table["provisional"].any()),
        opens=[_behind(row, known) for row in records(table)],
        height=320,
        wide=True,
    )


def figure_lags(table: pd.DataFrame, known: Collection[str]) -> Figure:
    """Draw the matrix, from rows to columns; ``known`` names the steps whose documents Works can be narrowed to.

    Fields of several pairs are darker the longer they took; those of few pairs stand in grey.
    """
    order = ("arxiv", "af", "lw", "eaf", "web")
    held = {*table["from_venue"], *table["to_venue"]}
    names = [one for one in order if one in held] + sorted(held - set(order))
    found = {(row["from_venue"], row["to_venue"]): row for row in records(table)}
    cells = [[found.get((start, end)) for end in names] for start in names]
    label = [
        ["" if row is None else f"{row['lag_days']:,.0f} d<br>n = {row['pairs']}" for row in rows] for rows in cells
    ]
    there = [[None if row is None else _behind(row, known) for row in rows] for rows in cells]
    called = [venue(one).replace(" only", "") for one in names]
    drawn = []
    for name, few, colours in (
        ("lag", False, ["#D6E8F3", COLOURS[0]]),
        (f"lag of under {FEW} pairs", True, [GREY] * 2),
    ):
        days = [
            [float(row["lag_days"]) if row is not None and (row["pairs"] < FEW) == few else None for row in rows]
            for rows in cells
        ]
        if any(one is not None for rows in days for one in rows):
            drawn.append(
                {
                    "type": "heatmap",
                    "name": name,
                    "x": called,
                    "y": called,
                    "z": days,
                    "text": [
                        [said if one is not None else "" for said, one in zip(texts, row, strict=True)]
                        for texts, row in zip(label, days, strict=True)
                    ],
                    "texttemplate": "%{text}",
                    "customdata": there,
                    "hovertemplate": "%{y} to %{x}: %{text}<extra></extra>",
                    "colorscale": [[0, colours[0]], [1, colours[1]]],
                    "showscale": False,
                    "hoverongaps": False,
                    "xgap": 2,
                    "ygap": 2,
                }
            )
    return {
        "data": drawn,
        "layout": {
            "xaxis": {"title": {"text": "to"}, "type": "category", "side": "top"},
            "yaxis": {"title": {"text": "from"}, "type": "category", "autorange": "reversed", "zeroline": False},
            "hovermode": "closest",
        },
    }


def _documents(table: pd.DataFrame, known: Mapping[str, Collection[str]]) -> Behind:
    """Return how many documents the fields open, each once; of crossposts, which open nothing, how many pairs there are."""
    if (table["measure"] == CROSSPOST).any():
        return Behind(int(table["pairs"].sum()), one="pair of documents", many="pairs of documents")
    ends = pd.concat([table["from_document_id"], table["to_document_id"]]).dropna()
    return Behind(len({*ends, *(one for row in records(table) for one in known.get(_step(row), ()))}))


def _said_to_open(measure: str) -> str:
    if measure == CROSSPOST:
        return "Crossposts open nothing: which documents they are stands in no published table."
    if measure.startswith("step_"):
        return "A field opens the later document of each of its steps."
    return "A field opens both documents of its pair."


def _step(row: dict[str, Any]) -> str:
    return f"{row['measure']}:{row['from_venue']}:{row['to_venue']}"


def _behind(row: dict[str, Any], known: Collection[str]) -> str | None:
    """Return what a row of ``venue_lags`` opens: both first documents, or the later ones of the steps that were ``known``."""
    ends = [row["from_document_id"], row["to_document_id"]]
    if all(isinstance(one, str) for one in ends):
        return opening.works(ids=ends)
    step = _step(row)
    return opening.works(step=step) if step in known else None
