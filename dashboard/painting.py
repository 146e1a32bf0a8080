"""Figures of thousands of points and lines, which the browser paints on a canvas.

Plotly makes an element of every point and of every line, which takes seconds for thousands of them. In a painted figure it
keeps what it does well, axes, legend, what is under the pointer and clicks, and ``assets/painting.js`` does the rest. Numbers are
packed as base64, which plotly reads too: a tenth of the time to write and to read of as many in JSON. Many lines end in one point, so
the places of all ends are sent once, and each line as the numbers of its two.
"""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.content import Figure
from dashboard.figures import Trace

KEY = 9
"""Diameter of a point in the legend, in pixels."""
EMPTY = [None]
"""Coordinates of a trace that only the legend shows."""


def painted(figure: Figure) -> Figure:
    """Return a figure of scatter traces over time in the form that the browser paints.

    A trace has the mode ``none``, so that plotly draws nothing of it, and its own mode as ``paint`` in ``meta``; its numbers are
    packed. Lines, which nothing opens, are in ``meta`` alone: ``x`` and ``y`` of the places where any begins or ends, and ``ends``,
    two places of each line. An empty trace of its own mode stands for it in the legend. What has no points stays as it is.

    >>> lines = {"mode": "lines", "name": "cites", "x": ["2019-01-01", "2020-01-01", None], "y": [3, 4, None]}
    >>> for trace in painted({"data": [lines]})["data"]:
    ...     trace["mode"], trace["x"], trace.get("meta", {}).get("paint")
    ('none', [None], 'lines')
    ('lines', [None], None)
    """
    data: list[Trace] = []
    for number, trace in enumerate(figure["data"]):
        if trace["x"] == EMPTY:
            data.append(trace)
            continue
        group = {"legendgroup": str(number)}
        data.append({**trace, **group, **_unseen(trace)})
        if trace.get("showlegend", True):
            data.append({**_key(trace), **group})
    return {**figure, "data": data}


def _unseen(trace: Trace) -> Trace:
    """Return what changes in a trace that plotly is not to draw."""
    x, y = _milliseconds(trace["x"]), _numbers(trace["y"])
    unseen: Trace = {"mode": "none", "showlegend": False, "meta": {**trace.get("meta", {}), "paint": trace["mode"]}}
    if trace["mode"] == "lines":
        return {**unseen, "x": EMPTY, "y": EMPTY, "meta": {**unseen["meta"], **_ends(x, y)}}
    marker = trace.get("marker", {})
    packed = {
        name: _packed(_numbers(marker[name])) for name in ("size", "opacity") if isinstance(marker.get(name), list)
    }
    return {**unseen, "x": _packed(x), "y": _packed(y), "marker": {**marker, **packed}}


def _ends(x: npt.NDArray[np.float64], y: npt.NDArray[np.float32]) -> dict[str, dict[str, str]]:
    """Return lines, each two points and a gap, as places and the numbers of two of these a line."""
    points = (x + 1j * y).reshape(-1, 3)[:, :2].ravel()
    places, ends = np.unique(points, return_inverse=True)
    return {"x": _packed(places.real), "y": _packed(places.imag.astype("<f4")), "ends": _packed(ends.astype("<u4"))}


def _key(trace: Trace) -> Trace:
    """Return the entry of a trace in the legend."""
    looks: Trace = {name: trace[name] for name in ("type", "mode", "name", "line") if name in trace}
    marker = {"marker": {**trace["marker"], "size": KEY, "opacity": 1}} if "marker" in trace else {}
    return {**looks, **marker, "x": EMPTY, "y": EMPTY, "hoverinfo": "skip"}


def _milliseconds(days: Sequence[str | None]) -> npt.NDArray[np.float64]:
    """Return days as plotly counts time, NaN where there is none."""
    moments = np.array(["NaT" if day is None else day for day in days], dtype="datetime64[ms]")
    return np.where(np.isnat(moments), np.nan, moments.astype("<i8")).astype("<f8")


def _numbers(values: Sequence[float | None]) -> npt.NDArray[np.float32]:
    """Return numbers as exact as they are drawn, NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype="<f4")


def _packed(numbers: npt.NDArray[Any]) -> dict[str, str]:
    return {"dtype": numbers.dtype.str[1:], "bdata": base64.b64encode(numbers.tobytes()).decode("ascii")}
