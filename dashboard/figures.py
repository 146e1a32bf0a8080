"""Parts of figures that pages share: lines, bars and gaps over periods of time."""

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.coverage import Gap, spans
from dashboard.palette import COLOURS, DASHES, GAP_FILL, MARKERS, fill
from pipeline import periods


def plain(text: str, limit: int = 60) -> str:
    """Return outside text for a plotly label, which reads some HTML.

    >>> plain('<a href="x">mesa</a>')
    '&lt;a href=&quot;x&quot;&gt;mesa&lt;/a&gt;'
    """
    return html.escape(text if len(text) <= limit else text[: limit - 1] + "…")


def dates(labels: Sequence[str]) -> list[str]:
    """Return where periods stand on a time axis: their first day."""
    return [periods.start(label) for label in labels]


def numbers(values: "pd.Series[Any]") -> list[float | None]:
    """Return values for a figure; None is a gap, which is not the same as 0."""
    return [None if missing else float(value) for value, missing in zip(values, values.isna(), strict=True)]


def line(
    labels: Sequence[str], values: "pd.Series[Any]", name: str, place: int, hover: Sequence[str], **more: Any
) -> dict[str, Any]:
    """Return a line over periods; ``place`` fixes its colour, dash and marker, ``hover`` is shown for each period."""
    at = place % len(COLOURS)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(name, 40),
        "x": dates(labels),
        "y": numbers(values),
        "text": list(hover),
        "hovertemplate": "%{text}<extra>" + plain(name, 40) + "</extra>",
        "connectgaps": False,
        "line": {"color": COLOURS[at], "dash": DASHES[at], "width": 2},
        "marker": {"color": COLOURS[at], "symbol": MARKERS[at], "size": 6, "line": {"width": 0}},
        "legendgroup": str(place),
        **more,
    }


def bars(
    labels: Sequence[str], values: "pd.Series[Any]", name: str, place: int, hover: Sequence[str], **more: Any
) -> dict[str, Any]:
    """Return bars over periods, each as wide as its period."""
    spans = [(pd.Timestamp(periods.end(label)) - pd.Timestamp(periods.start(label))).days for label in labels]
    day = 86_400_000
    return {
        "type": "bar",
        "name": plain(name, 40),
        "x": dates(labels),
        "y": numbers(values),
        "width": [0.86 * days * day for days in spans],
        "offset": 0,
        "text": list(hover),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": COLOURS[place % len(COLOURS)]},
        **more,
    }


def band(labels: Sequence[str], low: "pd.Series[Any]", high: "pd.Series[Any]", place: int) -> list[dict[str, Any]]:
    """Return the interval around a line; it breaks where an end is not known."""
    traces = []
    known = ~(low.isna() | high.isna())
    for first, last in spans(known.tolist()):
        x = dates(labels[first : last + 1])
        upper, lower = numbers(high.iloc[first : last + 1]), numbers(low.iloc[first : last + 1])
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*x, *reversed(x)],
                "y": [*upper, *reversed(lower)],
                "fill": "toself",
                "fillcolor": fill(COLOURS[place % len(COLOURS)]),
                "line": {"width": 0},
                "hoverinfo": "skip",
                "showlegend": False,
                "legendgroup": str(place),
            }
        )
    return traces


def shaded(first: str, last: str, words: str, yref: str = "paper") -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the shape and the label of a stretch of time that is not drawn, and why."""
    begin, stop = periods.start(first), periods.end(last)
    shape = {
        "type": "rect",
        "xref": "x",
        "yref": yref,
        "x0": begin,
        "x1": stop,
        "y0": 0,
        "y1": 1,
        "fillcolor": GAP_FILL,
        "line": {"width": 0},
        "layer": "below",
    }
    middle = pd.Timestamp(begin) + (pd.Timestamp(stop) - pd.Timestamp(begin)) / 2
    label = {"x": middle.strftime("%Y-%m-%d"), "y": 0.98, "xref": "x", "yref": yref, "yanchor": "top", "text": words}
    return shape, label


def mark_partial(partial: "pd.Series[Any]", place: int) -> dict[str, Any]:
    """Return the marker style of a line: open where the period is not over in the data."""
    symbol = MARKERS[place % len(MARKERS)]
    flags = partial.fillna(False).astype(bool).tolist()
    return {
        "color": COLOURS[place % len(COLOURS)],
        "symbol": [f"{symbol}-open" if flag else symbol for flag in flags],
        "size": [9 if flag else 6 if len(flags) < 50 else 4 for flag in flags],
        "line": {"width": [1.5 if flag else 0 for flag in flags]},
    }


def reach_of(*values: "pd.Series[Any]") -> list[float]:
    """Return the range of an axis from 0 that holds all ``values``, and 1 where there are none."""
    tops = [float(known.max()) for series in values if len(known := series.dropna())]
    top = max(tops, default=0)
    return [0, 1.08 * top if top > 0 else 1]


def count_axis(title: str, *counts: "pd.Series[Any]") -> dict[str, Any]:
    """Return an axis of whole numbers: no tick between 2 and 3."""
    tops = [float(known.max()) for series in counts if len(known := series.dropna())]
    axis = {"title": {"text": title}, "tickformat": ",d"}
    if not tops or max(tops) == 0:
        return {**axis, "range": [0, 1], "dtick": 1}
    return {**axis, "dtick": 1} if max(tops) <= 5 else axis


def over_time(
    y: str | dict[str, Any],
    gaps: Sequence[Gap] = (),
    notes: Sequence[dict[str, Any]] = (),
    yref: str = "paper",
    **more: Any,
) -> dict[str, Any]:
    """Return a layout over time.

    ``y`` is the axis or its title; ``gaps`` are shaded over the height that ``yref`` names, and the longest is labelled (the
    labels of short ones would lie on each other); ``more`` adds to the layout.
    """
    pairs = [shaded(gap.first, gap.last, gap.label, yref) for gap in gaps]
    longest = max(range(len(gaps)), key=lambda place: gaps[place].total, default=0)
    return {
        "xaxis": {"type": "date", "hoverformat": " "},
        "yaxis": {"title": {"text": y}} if isinstance(y, str) else y,
        "shapes": [shape for shape, _ in pairs],
        "annotations": [*(label for _, label in pairs[longest : longest + 1]), *notes],
        "uirevision": "keep",
        **more,
    }
