"""Figures of the terminology: one line a term, and how many voices stand behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.content import Figure
from dashboard.coverage import Gap, drawn, gaps
from dashboard.facts import records
from dashboard.figures import (
    count_axis,
    dates,
    hatched,
    line,
    mark_partial,
    over_time,
    plain,
    reach_of,
    upper_ends,
    whiskers,
)
from dashboard.pages._term_bursts import strips
from dashboard.pages._term_posts import using
from dashboard.palette import COLOURS, fill
from dashboard.smoothing import COLUMN
from dashboard.trends import called
from pipeline import periods

_SAID = ["period", "covered", "documents", "documents_total", "authors", "documents_serials_once"]
"""Columns that a hover text speaks of."""
SCALES = {
    "share": ("share_of_documents", "% of documents"),
    "per-1000": ("per_1000_words", "per 1,000 words"),
    "documents": ("documents", "documents"),
}


def term_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the periods that the coverage rule excludes; they are the same for every term of one field and venue."""
    held = table[["period", "venue", "covered", "documents_total", "documents_known"]]
    one = held[table["term"] == table["term"].iloc[0]].reset_index(drop=True) if len(table) else held
    return gaps(one, "documents_total", "documents_known")


def figure_trend(
    table: pd.DataFrame,
    scale: str,
    terms: pd.DataFrame,
    intervals: bool,
    bursts: pd.DataFrame | None = None,
    each_side: int = 0,
    meant: Mapping[str, str] | None = None,
) -> Figure:
    """Draw one line a term.

    Parameters
    ----------
    table : pd.DataFrame
        Rows of ``term_trends`` of one field, venue and grain: a period without the term is 0, a period that the coverage rule
        excludes is a gap, shaded and labelled. With ``each_side``, a column ``smoothed``.
    intervals : bool
        Whether to draw the intervals of shares that are not 0, whole: the axis holds them; a smoothed line has none.
    bursts : pd.DataFrame, optional
        Rows of ``term_bursts``, drawn as strips below.
    each_side : int
        Periods on each side that a line is smoothed over; then the raw values are faint markers.
    meant : mapping, optional
        What every point of a line says of its term or family, by choice: lines for plotly, that stand once in a trace.
    """
    column, y_title = SCALES[scale]
    factor = 100 if scale == "share" else 1
    groups, lines, drawn_values = by_term(table), [], []
    for place, (term, rows) in enumerate(groups):
        labels, values = rows["period"].tolist(), drawn(rows, column, factor)
        marker = mark_partial(rows["partial"], place)
        hover = [hover_text(term, row) for row in records(rows, _SAID)]
        said = f"%{{text}}{(meant or {}).get(term, '')}<extra></extra>"
        more = {"marker": marker, "customdata": opened(rows), "hovertemplate": said}
        trace = line(labels, values, called(term), place, hover, **more)
        if each_side:
            lines.append({**trace, "y": drawn(rows, COLUMN, factor), "mode": "lines", "hoverinfo": "skip"})
            del lines[-1]["hovertemplate"]
            trace |= {"mode": "markers", "showlegend": False, "marker": {**marker, "opacity": 0.45}}
        elif intervals and scale == "share":
            trace["error_y"] = whiskers(values, drawn(rows, "ci_low", factor), drawn(rows, "ci_high", factor), place)
            drawn_values.append(upper_ends(values, trace["error_y"]))
        lines.append(trace)
        drawn_values.append(values)
    scaled = {"title": {"text": y_title}, "range": reach_of(*drawn_values)}
    axis = count_axis(y_title, *drawn_values) if scale == "documents" else scaled
    marks = _first_uses(groups, terms, meant or {})
    below = [] if bursts is None else strips(bursts, {term: place for place, (term, _) in enumerate(groups)}, "y2")
    # Definitions of several terms at once would cover the lines.
    if not below:
        return {"data": [*lines, *marks], "layout": over_time(axis, term_gaps(table), hovermode="closest")}
    heights = {y for strip in below for y in strip["y"]}
    under = {"domain": [0, 0.05 + 0.025 * len(heights)], "range": [min(heights) - 0.8, 0.8], "showticklabels": False}
    under |= {"showgrid": False, "zeroline": False, "title": {"text": "bursts"}, "ticks": ""}
    above = {**axis, "domain": [0.12 + 0.025 * len(heights), 1]}
    time = {"type": "date", "anchor": "y2", "hoverformat": " "}
    axes: dict[str, Any] = {"yaxis2": under, "xaxis": time}
    layout = over_time(above, term_gaps(table), yref="y domain", hovermode="closest", **axes)
    return {"data": [*lines, *marks, *below], "layout": layout}


def opened(rows: pd.DataFrame) -> list[str | None]:
    """Return what each row of trends opens: the documents that it counts; None where there are none."""
    columns = (rows[name].tolist() for name in ("term", "field", "period", "venue", "documents"))
    return [
        using(term, field, period, venue=venue) if documents else None
        for term, field, period, venue, documents in zip(*columns, strict=True)
    ]


def figure_voices(table: pd.DataFrame) -> Figure:
    """Draw, a panel a term, documents as bars and the people behind them as markers."""
    groups = by_term(table)
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    names = []
    height = 1 / max(1, len(groups))
    for place, (term, rows) in enumerate(groups):
        axis, top = str(place + 1 if place else ""), 1 - place * height
        panel = {"domain": [top - height * 0.8, top - height * 0.16], "nticks": 4}
        axes[f"yaxis{axis}"] = {**count_axis("", drawn(rows, "documents")), **panel}
        data += _panel(term, rows, f"y{axis}", place)
        at = {"x": 0, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        names.append({"text": plain(called(term)), **at})
    last = str(len(groups)) if len(groups) > 1 else ""
    time = {"type": "date", "anchor": f"y{last}", "hoverformat": " "}
    return {"data": data, "layout": over_time("", (), names, hovermode="closest", xaxis=time, **axes)}


def by_term(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return each term's rows, in the order of the table."""
    return [(str(term), rows.reset_index(drop=True)) for term, rows in table.groupby("term", sort=False)]


def hover_text(term: str, row: Mapping[str, Any]) -> str:
    """Return what is said of one point: share, documents, authors, documents with a series counted once."""
    name = f"{plain(called(term))}, {row['period']}"
    if not row["covered"]:
        return f"{name}: not known"
    share = words.percent(row["documents"], row["documents_total"])
    said = f"{name}: {share} ({row['documents']:,} of {row['documents_total']:,} documents)"
    if not row["documents"]:
        return said
    authors = words.count(row["authors"], "author")
    return f"{said}<br>{authors}; {row['documents_serials_once']:,} with a series counted once"


def _panel(term: str, rows: pd.DataFrame, axis: str, place: int) -> list[dict[str, Any]]:
    x, colour = dates(rows["period"].tolist()), COLOURS[place % len(COLOURS)]
    bar = {
        "type": "bar",
        "name": "documents",
        "x": x,
        "y": drawn(rows, "documents"),
        "yaxis": axis,
        "marker": {"color": fill(colour, 0.45), **hatched(rows["partial"], drawn(rows, "documents"))},
        "text": [hover_text(term, row) for row in records(rows, _SAID)],
        "customdata": opened(rows),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": place == 0,
        "legendgroup": "documents",
    }
    markers = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": x,
            "y": [one or None for one in drawn(rows, column)],
            "yaxis": axis,
            "marker": {"color": colour, "symbol": symbol, "size": size, "line": {"width": 1.5, "color": colour}},
            "hoverinfo": "skip",
            "showlegend": place == 0,
            "legendgroup": name,
        }
        for column, name, symbol, size in (
            ("authors", "distinct authors", "circle", 6),
            ("documents_serials_once", "documents, a series counted once", "diamond-open", 10),
        )
    ]
    return [bar, *markers]


def _first_uses(
    groups: Sequence[tuple[str, pd.DataFrame]], terms: pd.DataFrame, meant: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Mark each term's first known use on the axis, where it lies within the time shown."""
    known = {row["term"]: row for row in records(terms.dropna(subset=["first_known_use"]))}
    marks = []
    for place, (term, rows) in enumerate(groups):
        day = str(known[term]["first_known_use"]) if term in known else ""
        at = (f"{day}-01-01" if len(day) == 4 else f"{day}-01")[:10]
        if not periods.start(rows["period"].iloc[0]) <= at < periods.end(rows["period"].iloc[-1]):
            continue
        by = known[term]["first_known_by"]
        who = f"<br>by {plain(by)}" if isinstance(by, str) else ""
        marks.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": plain(f"first known use of {term}", 60),
                "x": [at],
                "y": [0],
                "hovertemplate": f"first known use of {plain(term)}: {plain(day)}{who}{meant.get(term, '')}<extra></extra>",
                "customdata": [opening.term(term)],
                "marker": {"symbol": "triangle-up", "size": 12, "color": COLOURS[place % len(COLOURS)]},
                "showlegend": False,
                "legendgroup": str(place),
                "cliponaxis": False,
            }
        )
    return marks
