"""The map of the citation network: time from left to right, a point a document, a line a citation."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.content import Figure
from dashboard.facts import by_frequency
from dashboard.figures import Trace, plain, two_lines
from dashboard.labels import KINDS, VENUES
from dashboard.pages._network_table import Selection, community_name
from dashboard.painting import EMPTY
from dashboard.palette import COLOURS, MARKERS

HEIGHTS = {"citations": "citations received", "community": "community", "generation": "distance from the work"}
TINTS = {
    "generation": "distance from the work",
    "community": "community",
    "venue": "venue",
    "kind": "kind",
    "year": "year",
}
OTHERS = "all others"
UNCONNECTED = "not connected"
APART = "the work itself, not counted"
"""What a part of the root work is called that does not fit what was chosen."""
LANES = 12
"""Communities that have a lane of their own; documents of smaller ones share the lowest."""
CITATION = "citation: the later cites the earlier"
TOUCHED = {
    "end": {"color": COLOURS[0], "width": 1.4, "dash": "solid"},
    "begin": {"color": COLOURS[2], "width": 1.4, "dash": "dash"},
}
"""Lines of one document: to what it built on, which end in it, and to what built on it, which begin there."""
THIN = {"color": "rgba(128,128,128,0.32)", "width": 0.8, "dash": "solid"}
THINNER = {"color": "rgba(128,128,128,0.16)", "width": 0.7, "dash": "solid"}
MANY = 1_500
"""Lines beyond which they are drawn fainter, or they would hide the points."""
LANE = 17
"""Letters in a line of a lane's name."""
BROAD = {"color": "rgba(230,159,0,0.55)", "width": 5, "dash": "solid"}
SHADES = ("#1F6FB4", "#8C8C86", "#E0A100")
"""From the first year to the last: seen on either ground, and by colour-blind readers."""
SOLID, FADED = 0.9, 0.16
_GREY = COLOURS[6]
_GOLDEN = 0.6180339887498949
_TICKS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def figure_network(
    chosen: Selection,
    most: int | None,
    path: pd.DataFrame,
    height: str,
    size: str,
    tint: str,
    address: Callable[[str], str],
) -> Figure:
    """Draw documents over time with the citations between them.

    Of the citations in view the ``most`` heaviest are drawn (None: all), and besides them all of what is in focus or under the
    pointer. Documents kept apart are stars without a colour. ``path`` holds ``citing_id`` and ``cited_id`` of the main path, ``height`` and ``tint`` are keys of ``HEIGHTS`` and
    ``TINTS``, ``size`` is a column or ``same``; ``address`` gives what a click opens.
    """
    table = pd.concat([chosen.nodes, chosen.apart]) if len(chosen.apart) else chosen.nodes
    y, axis = heights(table, height)
    days = table["posted_at"].str[:10].tolist()
    place = dict(zip(table.index.tolist(), zip(days, y, strict=True), strict=True))
    drawn = len(chosen.lines) if most is None else most
    traces = [
        {
            **_lines(chosen.lines, place, CITATION, THINNER if drawn > MANY else THIN),
            "meta": {"most": most, "touched": TOUCHED},
        },
        _lines(path, place, "main path", BROAD),
    ]
    if chosen.focus:
        back = pd.DataFrame({"citing_id": chosen.focus, "cited_id": sorted(chosen.references)})
        on = pd.DataFrame({"citing_id": sorted(chosen.citations), "cited_id": chosen.focus})
        traces += [
            _lines(back, place, "what it built on", TOUCHED["end"]),
            _lines(on, place, "what built on it", TOUCHED["begin"]),
        ]
    counted = len(chosen.nodes)
    traces += _points(chosen, y[:counted], size, tint, address, tint != height) if counted else []
    traces += [_apart(chosen, y[counted:], address)] if len(chosen.apart) else []
    traces += [_rings(chosen.found, place, "fits the search", 17)] if chosen.found else []
    traces += [_rings(frozenset({chosen.focus}), place, "in focus", 24)] if chosen.focus else []
    return {
        "data": [trace for trace in traces if trace["x"]],
        "layout": {
            "xaxis": {
                "type": "date",
                "showgrid": True,
                "minor": {"dtick": "M12", "showgrid": True},
                **_room_in_time(table),
            },
            "yaxis": {**axis, **_room(min(y, default=0), max(y, default=1), 0.04), "uirevision": height},
            "hovermode": "closest",
            "uirevision": "keep",
            "dragmode": "pan",
        },
    }


def heights(table: pd.DataFrame, height: str) -> tuple[list[float], dict[str, Any]]:
    """Return where each document stands from below, and the axis.

    Documents of one count or lane are spread a little, by less than half the way to the next, so that none hides another.
    """
    spread = ((np.arange(len(table)) * _GOLDEN) % 1) - 0.5
    if height == "citations":
        counts = table["local_citations"].fillna(0).to_numpy(dtype=float)
        room = np.log2((counts + 2) / (counts + 1))
        top = max(counts.max(initial=0), 1)
        ticks = [tick for tick in _TICKS if tick <= top]
        axis = {"tickvals": [float(np.log2(1 + tick)) for tick in ticks], "ticktext": [str(tick) for tick in ticks]}
        title = "citations received (log scale)"
        return (np.log2(1 + counts) + 0.7 * room * spread).tolist(), {**axis, **_axis(title)}
    lanes, names = _generation_lanes(table) if height == "generation" else _community_lanes(table)
    axis = {"tickvals": list(range(len(names))), "ticktext": [two_lines(name, LANE) for name in names]}
    return (lanes + 0.8 * spread).tolist(), {
        **axis,
        **_axis("citations away from the work" if height == "generation" else ""),
    }


def _room(low: float, high: float, part: float) -> dict[str, Any]:
    """Return what makes an axis a little longer than its values, so that no point is cut off."""
    more = part * (high - low) or 1
    return {"autorangeoptions": {"include": [low - more, high + more]}}


def _room_in_time(table: pd.DataFrame) -> dict[str, Any]:
    if table.empty:
        return {}
    days = table["posted_at"]
    first, last = (float(np.datetime64(day[:10], "ms").astype("int64")) for day in (days.min(), days.max()))
    return _room(first, last, 0.02)


def _axis(title: str) -> dict[str, Any]:
    return {"title": {"text": title}, "zeroline": False, "showgrid": True, "rangemode": "normal"}


def _generation_lanes(table: pd.DataFrame) -> tuple[Any, list[str]]:
    generation = table["generation"]
    top = int(generation.max()) if generation.notna().any() else 0
    unconnected = bool(generation.isna().any())
    names = [*(["the work", *(str(number) for number in range(1, top + 1))]), *([UNCONNECTED] * unconnected)]
    return generation.fillna(top + 1).to_numpy(dtype=float), names


def _community_lanes(table: pd.DataFrame) -> tuple[Any, list[str]]:
    """Give the largest communities a lane, the largest on top."""
    largest = by_frequency(table["community"])[:LANES]
    labels = table.drop_duplicates("community").set_index("community")["label"]
    lane = {number: len(largest) - place for place, number in enumerate(largest)}
    names = ["smaller, or none", *(community_name(int(number), labels[number]) for number in reversed(largest))]
    return table["community"].map(lane).fillna(0).to_numpy(dtype=float), names


def _lines(pairs: pd.DataFrame, place: dict[str, tuple[str, float]], name: str, look: dict[str, Any]) -> Trace:
    """Return all lines as one trace, with a gap after each."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for citing, cited in zip(pairs["citing_id"].tolist(), pairs["cited_id"].tolist(), strict=True):
        if citing in place and cited in place:
            (from_day, from_height), (to_day, to_height) = place[cited], place[citing]
            xs += [from_day, to_day, None]
            ys += [from_height, to_height, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": xs,
        "y": ys,
        "line": look,
        "hoverinfo": "skip",
        "connectgaps": False,
    }


def _points(
    chosen: Selection, y: list[float], size: str, tint: str, address: Callable[[str], str], named: bool
) -> list[Trace]:
    """Return a trace a colour; ``named`` is false where the lanes name the colours already. Beside a focus all else fades."""
    table = chosen.nodes
    look: dict[str, list[Any]] = {
        "x": table["posted_at"].str[:10].tolist(),
        "y": y,
        "size": sizes(table, size),
        "text": table["hover"].tolist(),
        "customdata": [address(one) for one in table["document_id"].tolist()],
    }
    if chosen.focus:
        look["opacity"] = np.where(table["document_id"].isin(chosen.near), SOLID, FADED).tolist()
    if tint == "year":
        years = table["posted_at"].str[:4].astype(int)
        return [
            _trace(look, "documents", {"color": _shades(years), "symbol": "circle"}, showlegend=False),
            _shade_bar(years),
        ]
    groups = tinted(table, tint)
    codes = groups.cat.codes.to_numpy()
    traces = []
    for number, name in enumerate(groups.cat.categories):
        places = np.flatnonzero(codes == number).tolist()
        inside = {column: [values[place] for place in places] for column, values in look.items()}
        plainly = name in (OTHERS, UNCONNECTED)
        marker = {
            "color": _GREY if plainly else COLOURS[number % 6],
            "symbol": "circle-open" if plainly else MARKERS[number % 6],
        }
        traces.append(_trace(inside, plain(str(name), 30), marker, showlegend=named))
    return traces


def _apart(chosen: Selection, y: list[float], address: Callable[[str], str]) -> Trace:
    """Return the points of the root work that do not fit: they show where it stands, and are counted nowhere."""
    table = chosen.apart
    look: dict[str, list[Any]] = {
        "x": table["posted_at"].str[:10].tolist(),
        "y": y,
        "size": [11.0] * len(table),
        "text": [f"{text}<br>{APART}" for text in table["hover"]],
        "customdata": [address(one) for one in table["document_id"].tolist()],
        **({"opacity": [FADED] * len(table)} if chosen.focus else {}),
    }
    trace = _trace(look, APART, {"color": _GREY, "symbol": "star-open"}, showlegend=True)
    return {**trace, "marker": {**trace["marker"], "line": {"width": 1.6}}}


def _shades(years: "pd.Series[int]") -> list[str]:
    """Return each year's colour: the three shades at the first, the middle and the last year, straight lines between."""
    first, last = int(years.min()), int(years.max())
    parts = (years.to_numpy() - first) / max(1, last - first)
    channels = [[int(shade[at : at + 2], 16) for shade in SHADES] for at in (1, 3, 5)]
    colours = np.stack([np.interp(parts, (0.0, 0.5, 1.0), channel) for channel in channels], axis=1)
    return [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in colours.round().astype(int).tolist()]


def _shade_bar(years: "pd.Series[int]") -> Trace:
    """Return a trace without points that says which year a shade is."""
    first, last = int(years.min()), int(years.max())
    bar = {"title": {"text": "year"}, "thickness": 12, "dtick": max(1, (last - first) // 4), "len": 0.8}
    marker = {
        "color": [first],
        "cmin": first,
        "cmax": last,
        "colorscale": [[0, SHADES[0]], [0.5, SHADES[1]], [1, SHADES[2]]],
        "showscale": True,
        "colorbar": bar,
    }
    return {"type": "scatter", "mode": "markers", "x": EMPTY, "y": EMPTY, "marker": marker, "showlegend": False}


def _trace(columns: dict[str, list[Any]], name: str, marker: dict[str, Any], **more: Any) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": columns["x"],
        "y": columns["y"],
        "text": columns["text"],
        "customdata": columns["customdata"],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {**marker, "size": columns["size"], "opacity": columns.get("opacity", SOLID), "line": {"width": 0.6}},
        **more,
    }


def _rings(ids: frozenset[str], place: dict[str, tuple[str, float]], name: str, size: int) -> Trace:
    spots = [place[one] for one in sorted(ids) if one in place]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [day for day, _ in spots],
        "y": [at for _, at in spots],
        "hoverinfo": "skip",
        "marker": {"symbol": "circle-open", "size": size, "color": COLOURS[1], "line": {"width": 2.5}},
    }


def sizes(table: pd.DataFrame, size: str) -> list[float]:
    """Return diameters: areas in proportion to a measure, from 6 to 26 pixels; 6 where the measure is not known."""
    if size == "same" or table.empty:
        return [7.0] * len(table)
    values = pd.to_numeric(table[size], errors="coerce").astype("float64").clip(lower=0).fillna(0)
    return (6 + 20 * (values / (values.max() or 1)) ** 0.5).round(1).tolist()


def tinted(table: pd.DataFrame, tint: str) -> "pd.Series[Any]":
    """Return the group by which each document is coloured, ordered; at most six, and the others together."""
    if tint == "generation":
        names = ["the work itself", "cites the work", "two citations away", "three", "four or more", UNCONNECTED]
        codes = table["generation"].clip(upper=4).fillna(5).to_numpy(dtype=int)
        return pd.Series(
            pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(names, ordered=True)), index=table.index
        )
    if tint == "community":
        each = table.dropna(subset=["community"]).drop_duplicates("community")
        labels = zip(each["community"].tolist(), each["label"].tolist(), strict=True)
        named = table["community"].map({number: community_name(number, label) for number, label in labels})
    else:
        named = table[tint].map({**VENUES, **KINDS}).fillna(table[tint])
    most = by_frequency(named)[:6]
    kept = named.where(named.isin(most), OTHERS).astype(object)
    return pd.Series(pd.Categorical(kept, [*most, OTHERS], ordered=True), index=table.index)
