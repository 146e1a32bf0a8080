"""Who made a change of words: each change of a share taken apart into authors who switched, came and left."""

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.content import Figure
from dashboard.facts import records
from dashboard.figures import bars, middle, numbers, over_time, plain
from dashboard.pages._succession_shares import by_variant
from dashboard.pages._term_posts import using

PARTS = {
    "within_author": "authors who changed their words",
    "arriving": "authors who came",
    "departing": "authors who left",
    "staying": "authors who stayed and wrote more or less",
}
"""Parts of a change of share; they add up to it."""


def figure_switching(table: pd.DataFrame) -> Figure:
    """Draw, a panel a variant, each change of its share taken apart; the parts stack to the change, which is marked.

    ``table`` holds rows of ``term_switching`` of one contest, field and grain; a step stands at the period it leads to.
    """
    variants = by_variant(table)
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    names = []
    height = 1 / max(1, len(variants))
    reach = 100 * max([*_reach(table), 0.1]) * 1.1
    for place, (variant, rows) in enumerate(variants):
        axis, top = str(place + 1 if place else ""), 1 - place * height
        axes[f"yaxis{axis}"] = {
            "domain": [top - height * 0.82, top - height * 0.17],
            "range": [-reach, reach],
            "nticks": 5,
            "ticksuffix": " pp",
        }
        data += _change_panel(rows, f"y{axis}", place == 0)
        at = {"x": 0, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        names.append({"text": f"<b>{plain(variant)}</b>", **at})
    last = str(len(variants)) if len(variants) > 1 else ""
    time = {"type": "date", "anchor": f"y{last}", "hoverformat": " "}
    layout = over_time("", (), names, barmode="relative", hovermode="x", xaxis=time, margin={"l": 78}, **axes)
    return {"data": data, "layout": layout}


def _reach(table: pd.DataFrame) -> list[float]:
    """Return how far up and down the stacked parts of each step go."""
    steps = [*zip(*(numbers(table[name]) for name in PARTS), strict=True)]
    return [sum(max(sign * (value or 0.0), 0.0) for value in step) for sign in (1, -1) for step in steps]


def _change_panel(rows: pd.DataFrame, axis: str, first: bool) -> list[dict[str, Any]]:
    labels = rows["period_to"].tolist()
    steps = records(rows)
    opens = [using(row["variant"], row["field"], row["period_to"]) for row in steps]
    traces = []
    for place, (column, name) in enumerate(PARTS.items()):
        values = [100 * value for value in numbers(rows[column]) if value is not None]
        hover = [f"{name}: {value:+.1f} points{_who(column, row)}" for value, row in zip(values, steps, strict=True)]
        traces.append(
            {
                **bars(
                    labels,
                    values,
                    name,
                    place,
                    hover,
                    rows["partial"],
                    place,
                    yaxis=axis,
                    showlegend=first,
                    legendgroup=column,
                ),
                "customdata": opens,
            }
        )
    changes = [100 * value for value in numbers(rows["change"]) if value is not None]
    text = [
        f"<b>{row['period_from']} to {row['period_to']}</b>: {value:+.1f} points in all"
        for value, row in zip(changes, steps, strict=True)
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "change of the share",
            "x": [middle(label) for label in labels],
            "y": changes,
            "yaxis": axis,
            "customdata": opens,
            "text": text,
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "symbol": "diamond-tall",
                "size": 10,
                "color": "#808080",
                "line": {"width": 1, "color": "#ffffff"},
            },
            "showlegend": first,
            "legendgroup": "change",
        }
    )
    return traces


def _who(column: str, row: dict[str, Any]) -> str:
    """Return how many authors stand behind a part."""
    counted = {"within_author": "switchers", "arriving": "arrivals", "departing": "departures"}.get(column)
    return f" ({words.count(row[counted], 'author')})" if counted else ""
