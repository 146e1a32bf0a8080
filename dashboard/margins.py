"""Room around a figure for what stands there: labels, titles of axes, a legend.

Plotly widens a margin that is too narrow, by drawing the whole figure a second time. Margins that are right from the start spare
the browser half of its work; where labels need more, plotly still sees to it.
"""

import html
from typing import Any

from dashboard.content import Figure

LEFT, RIGHT, TOP = 65, 29, 20
"""For numbers of five digits and the title of their axis; for half of a year's name; for half of a number's height."""
TICKS, LEGEND = 36, 29
"""Heights of the names along an axis, and of one row of the legend."""
TITLES = {"xaxis": 16, "yaxis": 22}
"""What the title of an axis takes; beside numbers it is in ``LEFT``."""
BARE = 12
"""Below a figure whose names along the axis stand above it."""
WITHOUT_LEGEND = frozenset({"heatmap", "sankey"})
"""Kinds of traces that do not stand in a legend."""
LETTER, PADDING = 6.9, 26
"""Width of a letter of a name beside an axis, and what is between it, the figure and the edge."""


def roomy(figure: Figure) -> Figure:
    """Return a figure with the margins that its labels need, where its layout does not give them.

    >>> roomy({"data": [{"y": [1, 2]}], "layout": {}})["layout"]["margin"]
    {'l': 65, 'r': 29, 't': 20, 'b': 36}
    >>> roomy({"data": [{"y": ["a name of its own"]}, {"y": []}], "layout": {"margin": {"b": 9}}})["layout"]["margin"]
    {'l': 143, 'r': 29, 't': 20, 'b': 9}
    """
    layout, data = figure.get("layout", {}), figure.get("data", [])
    along = TICKS + _title(layout, "xaxis")
    above, below = (along, BARE) if layout.get("xaxis", {}).get("side") == "top" else (TOP, along)
    letters = _longest(data, layout.get("yaxis", {}))
    margin = {
        "l": max(LEFT, round(PADDING + LETTER * letters) + _title(layout, "yaxis")) if letters else LEFT,
        "r": RIGHT,
        "t": above,
        "b": below + (LEGEND if _has_legend(data, layout) else 0),
        **layout.get("margin", {}),
    }
    return {**figure, "layout": {**layout, "margin": margin}}


def _title(layout: dict[str, Any], axis: str) -> int:
    return TITLES[axis] if layout.get(axis, {}).get("title") else 0


def _longest(data: list[dict[str, Any]], axis: dict[str, Any]) -> int:
    """Return the number of letters of the longest name on the vertical axis; 0 where it has numbers."""
    names = {name for values in (axis.get("ticktext", ()), *(trace.get("y", ()) for trace in data)) for name in values}
    lines = [line for name in names if isinstance(name, str) for line in name.split("<br>")]
    return max((len(html.unescape(line)) for line in lines), default=0)


def _has_legend(data: list[dict[str, Any]], layout: dict[str, Any]) -> bool:
    """Say whether plotly shows a legend: where it is told, or there is something to tell apart."""
    said = layout.get("showlegend")
    if isinstance(said, bool):
        return said
    lines = [trace.get("showlegend") for trace in data if trace.get("type") not in WITHOUT_LEGEND]
    return True in lines or (None in lines and len(lines) > 1)
