"""Parts of figures that pages share: lines, bars and gaps over periods of time."""

import functools
import html
import textwrap
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.coverage import Gap, is_missing
from dashboard.labels import UNTITLED, is_blank
from dashboard.palette import COLOURS, DASHES, GAP_FILL, MARKERS, fill
from pipeline import periods

Numbers = Sequence[float | None]
"""Values of a figure; None is a gap."""
Trace = dict[str, Any]
NAME = 42
"""Letters of a name in a legend, which a narrow screen shows whole."""
MANY = 50
"""A line with more points has smaller markers."""
HATCH, SPARSE = "/", 0.35
TEXTURES, DENSE = ("", "-", "x", "|", "+", "."), 0.88
"""What tells the bars of one stack apart beside their colours: far denser than the hatching of periods that are not over."""
SPACINGS = (8, 4, 16, 6, 12, 24)
"""Pixels between the lines of a hatching, by place in a stack: they tell the parts of a bar that is not over apart. 8 is plotly's own."""
OPENED = "An open marker: the data end before that period does, so it may still rise."
OUTLINE = "not over"
OUTLINED = "Dashed outline: the data end before that period does, so it may still rise."
HATCHED = "Hatched: the data end before that period does, so it may still rise."
CELL_WIDE, NAMES_WIDE, MOST_WIDE = 12, 380, 900
"""Pixels of a cell that can be read, of the names on both sides, and of the widest figure that a narrow screen scrolls."""


def plain(text: str, limit: int = 60) -> str:
    """Return outside text for a plotly label, which reads some HTML, ``%{templates}`` and ``$formulas$``.

    >>> plain('<a href="x">%{y}</a>')
    '&lt;a href=&#34;x&#34;&gt;%&#123;y}&lt;/a&gt;'
    """
    if is_blank(text):
        return UNTITLED
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    # It knows no `&quot;`, and would show it letter by letter.
    return html.escape(short).replace("&quot;", "&#34;").replace("%{", "%&#123;").replace("$", "&#36;")


def two_lines(name: str, letters: int) -> str:
    """Return a name for a plotly label, in at most two lines of so many letters; what does not fit ends in "…".

    >>> two_lines("mesa optimization", 12), two_lines("inner", 12), two_lines("", 12) == plain("")
    ('mesa<br>optimization', 'inner', True)
    """
    first, *more = [name] if is_blank(name) else textwrap.wrap(name, letters, break_on_hyphens=False)
    return "<br>".join(plain(line, letters) for line in (first, *([" ".join(more)] if more else [])))


def dates(labels: Sequence[str]) -> list[str]:
    """Return where periods stand on a time axis: their first day."""
    return [periods.start(label) for label in labels]


def numbers(values: "pd.Series[Any]") -> list[float | None]:
    """Return a column for a figure; None is a gap, which is not the same as 0."""
    return [None if is_missing(value) else value for value in values.tolist()]


def line(labels: Sequence[str], values: Numbers, name: str, place: int, hover: Sequence[str], **more: Any) -> Trace:
    """Return a line over periods; ``place`` fixes its colour, dash and marker, ``hover`` is shown for each period."""
    at = place % len(COLOURS)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(name, NAME),
        "x": dates(labels),
        "y": list(values),
        "text": list(hover),
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": COLOURS[at], "dash": DASHES[at], "width": 2},
        "marker": {"color": COLOURS[at], "symbol": MARKERS[at], "size": 6, "line": {"width": 0}},
        "legendgroup": str(place),
        **more,
    }


def bars(
    labels: Sequence[str],
    values: Numbers,
    name: str,
    place: int,
    hover: Sequence[str],
    partial: "pd.Series[Any] | None" = None,
    texture: int = 0,
    **more: Any,
) -> Trace:
    """Return bars over periods, each as wide as its period; hatched where the period is ``partial``, not over in the data.

    ``texture`` is their place in a stack, or beside others; the first are plain.
    """
    hatch = textured(texture) if partial is None else hatched(partial, values, texture)
    return {
        "type": "bar",
        "name": plain(name, NAME),
        "x": dates(labels),
        "y": list(values),
        "width": [0.86 * _milliseconds(label) for label in labels],
        "offset": 0,
        "text": list(hover),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": COLOURS[place % len(COLOURS)], **hatch},
        **more,
    }


def textured(place: int) -> dict[str, Any]:
    """Return what tells bars from the others of their stack without colours; nothing for the first of it.

    >>> textured(0), textured(1)
    ({}, {'pattern': {'shape': '-', 'solidity': 0.88}})
    """
    shape = TEXTURES[place % len(TEXTURES)]
    return {"pattern": {"shape": shape, "solidity": DENSE}} if shape else {}


def hatched(partial: "pd.Series[Any]", values: Numbers, texture: int = 0) -> dict[str, Any]:
    """Return what hatches the bars of periods that are not over in the data; the others have the texture of their place in a stack.

    >>> hatched(pd.Series([False, True]), [3, 2])["pattern"]["shape"], hatched(pd.Series([False, True]), [3, None])
    (['', '/'], {})
    """
    flags = [flag is True and value is not None for flag, value in zip(partial.tolist(), values, strict=True)]
    if not any(flags):
        return textured(texture)
    own = TEXTURES[texture % len(TEXTURES)]
    shapes = [HATCH if flag else own for flag in flags]
    if not own:
        return {"pattern": {"shape": shapes, "solidity": SPARSE}}
    apart = SPACINGS[texture % len(SPACINGS)]
    return {
        "pattern": {
            "shape": shapes,
            "solidity": [SPARSE if flag else DENSE for flag in flags],
            "size": [apart if flag else SPACINGS[0] for flag in flags],
        }
    }


def partial_notes(figure: dict[str, Any]) -> list[str]:
    """Say what hatched bars, open points of a line or an outlined column of a figure mean; nothing where it has none."""
    shapes = (trace.get("marker", {}).get("pattern", {}).get("shape", "") for trace in figure["data"])
    hatched = any(HATCH in shape for shape in shapes)
    dashed = any(shape.get("name") == OUTLINE for shape in figure["layout"].get("shapes", ()))
    opened = any(
        str(symbol).endswith("-open") and value is not None
        for trace in figure["data"]
        if isinstance(symbols := trace.get("marker", {}).get("symbol"), list)
        for symbol, value in zip(symbols, trace["y"], strict=True)
    )
    return [HATCHED] * hatched + [OPENED] * opened + [OUTLINED] * dashed


def outlined(place: int) -> dict[str, Any]:
    """Return what outlines the column of a period that is not over in the data, on an axis of categories."""
    ends = {"x0": place - 0.5, "x1": place + 0.5, "xref": "x", "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "name": OUTLINE, **ends, "line": {"width": 1.5, "dash": "dash", "color": "#808080"}}


def whiskers(values: Numbers, low: Numbers, high: Numbers, place: int) -> dict[str, Any]:
    """Return the intervals of a line's points; a point that is 0 has none, for lines at 0 would hide behind them.

    The intervals of points at 0 stand in the table.
    """
    points = list(zip(values, low, high, strict=True))
    shown = [bool(value) and bottom is not None and top is not None for value, bottom, top in points]
    return {
        "type": "data",
        "symmetric": False,
        "array": [top - value if show else 0 for (value, _, top), show in zip(points, shown, strict=True)],  # type: ignore[operator]
        "arrayminus": [value - bottom if show else 0 for (value, bottom, _), show in zip(points, shown, strict=True)],  # type: ignore[operator]
        "color": fill(COLOURS[place % len(COLOURS)], 0.55),
        "thickness": 1.2,
        "width": 0,
    }


def upper_ends(values: Numbers, intervals: dict[str, Any]) -> Numbers:
    """Return how far up each point reaches with its interval of :func:`whiskers`.

    >>> upper_ends([0, None, 20.0], {"array": [0, 0, 30.0]})
    [0, None, 50.0]
    """
    return [None if value is None else value + up for value, up in zip(values, intervals["array"], strict=True)]


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
    symbol, flags = MARKERS[place % len(MARKERS)], [flag is True for flag in partial.tolist()]
    return {
        "color": COLOURS[place % len(COLOURS)],
        "symbol": [f"{symbol}-open" if flag else symbol for flag in flags],
        "size": [9 if flag else 6 if len(flags) < MANY else 4 for flag in flags],
        "line": {"width": [1.5 if flag else 0 for flag in flags]},
    }


def reach_of(*values: Numbers) -> list[float]:
    """Return the range of an axis from 0 that holds all ``values``; up to 1 where there are none.

    >>> reach_of([0, None, 50.0]), reach_of([None])
    ([0, 54.0], [0, 1])
    """
    top = _top(*values)
    return [0, 1.08 * top if top else 1]


def count_axis(title: str, *counts: Numbers) -> dict[str, Any]:
    """Return an axis of whole numbers: no tick between 2 and 3."""
    top = _top(*counts)
    axis = {"title": {"text": title}, "tickformat": ",d"}
    if not top:
        return {**axis, "range": [0, 1], "dtick": 1}
    return {**axis, "dtick": 1} if top <= 5 else axis


def _top(*values: Numbers) -> float:
    return max((value for series in values for value in series if value is not None), default=0)


@functools.cache
def _milliseconds(label: str) -> int:
    begin, stop = (date.fromisoformat(day) for day in (periods.start(label), periods.end(label)))
    return (stop - begin).days * 86_400_000


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


def least_width(columns: int) -> int:
    """Return the pixels under which the cells of so many columns, with the names on both sides, cannot be read.

    >>> least_width(20), least_width(75)
    (620, 900)
    """
    return min(MOST_WIDE, NAMES_WIDE + CELL_WIDE * columns)


def middle(label: str) -> str:
    """Return the day in the middle of a period.

    >>> middle("2019"), middle("2019-06")
    ('2019-07-02', '2019-06-16')
    """
    begin, stop = (date.fromisoformat(day) for day in (periods.start(label), periods.end(label)))
    return (begin + (stop - begin) / 2).isoformat()
