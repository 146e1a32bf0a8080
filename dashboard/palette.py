"""Colours, dashes and markers: each line has its own colour and marker, and of the first six each its own dash; none is told by colour alone.

The colours are those of Okabe and Ito, https://jfly.uni-koeln.de/color/, which colour-blind readers can tell apart; black
became a grey that shows on both grounds, and yellow, which is weak on white, comes last.
"""

from typing import Any

from dashboard.content import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#808080", "#F0E442")
WITHIN = "#FFFFFF"
"""Letters within a field of the palette's colours."""
DARK_COLOURS = {"#0072B2": "#3A9BDC", WITHIN: "#101418"}
"""On a dark ground the palette's blue is too dark for a thin line (3.3 to 1); on the lighter one letters are dark (6 to 1)."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "cross", "star", "hexagon")
SCHEMES = ("light", "dark")
GREY = "#D9DCE0"
"""Of a field whose number rests on too little for a colour; dark letters show on it on both grounds."""
GAP_FILL = "rgba(128,128,128,0.14)"

_INK = {
    "light": {"ground": "#ffffff", "text": "#1f2933", "faint": "#52606d", "grid": "#e4e7eb", "line": "#9aa5b1"},
    "dark": {"ground": "#1f2428", "text": "#e6e9ec", "faint": "#a9b4bf", "grid": "#343b42", "line": "#66717c"},
}


def fill(colour: str, opacity: float = 0.14) -> str:
    """Return a colour as a see-through fill.

    >>> fill("#0072B2")
    'rgba(0,114,178,0.14)'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def themed(figure: Figure, scheme: str) -> Figure:
    """Return ``figure`` with the ground, text and lines of a colour scheme; the figure itself stays as it was."""
    layout = {**figure.get("layout", {}), "template": _TEMPLATES[scheme]}
    data = figure.get("data", [])
    return {**figure, "data": _swapped(data) if scheme == "dark" else data, "layout": layout}


def _swapped(node: Any) -> Any:
    """Return plain data with the colours that a dark ground needs."""
    if isinstance(node, str):
        for light, dark in DARK_COLOURS.items():
            if node == light:
                return dark
            if node.startswith(fill(light).rpartition(",")[0]):
                return fill(dark, float(node.rpartition(",")[2].rstrip(")")))
        return node
    if isinstance(node, dict):
        colours = {key for key in node if key in ("line", "marker", "color", "fillcolor", "error_y")}
        return {key: _swapped(one) if key in colours or isinstance(one, dict) else one for key, one in node.items()}
    if isinstance(node, list) and any(isinstance(one, dict) for one in node):
        return [_swapped(one) for one in node]
    return node


def _template(scheme: str) -> dict[str, Any]:
    ink = _INK[scheme]
    axis = {
        "gridcolor": ink["grid"],
        "linecolor": ink["line"],
        "zerolinecolor": ink["line"],
        "tickcolor": ink["line"],
        "ticks": "outside",
        "ticklen": 4,
        "automargin": True,
        "tickfont": {"color": ink["faint"]},
        "title": {"font": {"color": ink["faint"], "size": 12}, "standoff": 8},
    }
    return {
        "layout": {
            "paper_bgcolor": ink["ground"],
            "plot_bgcolor": ink["ground"],
            "font": {
                "family": "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
                "size": 13,
                "color": ink["text"],
            },
            "colorway": list(COLOURS),
            "xaxis": {**axis, "showgrid": False, "zeroline": False},
            "yaxis": {**axis, "zeroline": True, "rangemode": "tozero"},
            "hovermode": "x unified",
            "hoverlabel": {
                "bgcolor": ink["ground"],
                "bordercolor": ink["line"],
                "font": {"color": ink["text"], "size": 12},
                "align": "left",
            },
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 0,
                "yref": "container",
                "yanchor": "bottom",
                "font": {"size": 12},
            },
            "margin": {"l": 48, "r": 12, "t": 16, "b": 24},
            "annotationdefaults": {"font": {"size": 11, "color": ink["faint"]}, "showarrow": False},
        }
    }


_TEMPLATES = {scheme: _template(scheme) for scheme in SCHEMES}
