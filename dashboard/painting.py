"""Figures of thousands of points and lines, which the browser paints on a canvas.

Plotly makes an element of every point and of every line, which takes seconds for thousands of them. In a painted figure it
keeps what it does well, axes, legend, what is under the pointer and clicks, and ``assets/painting.js`` does the rest. What that
needs is packed as base64: a tenth of the time to write and to read of as many numbers in JSON.
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

    A trace has the mode ``none``, so that plotly draws nothing of it, and what to paint as ``meta``: its own mode as ``paint``,
    ``x`` (milliseconds) and ``y``, and of points ``size`` and ``opacity``. Lines, which nothing opens, are in ``meta`` alone. An
    empty trace of its own mode stands for it in the legend. What has no points stays as it is.

    >>> lines = {"mode": "lines", "name": "cites", "x": ["2019-01-01", None], "y": [3, None], "line": {"width": 1}}
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
    meta = {
        **trace.get("meta", {}),
        "paint": trace["mode"],
        "x": _packed(_milliseconds(trace["x"])),
        "y": _packed(np.array([np.nan if value is None else value for value in trace["y"]], dtype="<f8")),
    }
    marker = trace.get("marker", {})
    for name in ("size", "opacity"):
        if name in marker:
            meta[name] = _packed(np.broadcast_to(np.array(marker[name], dtype="<f4"), len(trace["x"])))
    where = {"x": EMPTY, "y": EMPTY} if trace["mode"] == "lines" else {}
    return {"mode": "none", "showlegend": False, "meta": meta, **where}


def _key(trace: Trace) -> Trace:
    """Return the entry of a trace in the legend."""
    looks: Trace = {name: trace[name] for name in ("type", "mode", "name", "line") if name in trace}
    marker = {"marker": {**trace["marker"], "size": KEY, "opacity": 1}} if "marker" in trace else {}
    return {**looks, **marker, "x": EMPTY, "y": EMPTY, "hoverinfo": "skip"}


def _milliseconds(days: Sequence[str | None]) -> npt.NDArray[np.float64]:
    """Return days as plotly counts time, NaN where there is none."""
    moments = np.array(["NaT" if day is None else day for day in days], dtype="datetime64[ms]")
    return np.where(np.isnat(moments), np.nan, moments.astype("<i8")).astype("<f8")


def _packed(numbers: npt.NDArray[Any]) -> dict[str, str]:
    return {"dtype": numbers.dtype.str[1:], "bdata": base64.b64encode(numbers.tobytes()).decode("ascii")}
