"""A main path over time: a row a document, so that every label can be read."""

from typing import Any

import pandas as pd

from dashboard import opening
from dashboard.content import Figure
from dashboard.facts import by_frequency, titles
from dashboard.figures import Trace, plain, two_lines
from dashboard.palette import COLOURS, GAP_FILL, MARKERS

ROW = 33
"""Height of a document's row, in pixels: two lines of a label."""
LEAST_WIDE = 560
"""Pixels under which the labels have no room."""
ACROSS, LINE = 52, 45
"""Letters that this width holds, and those of a line of a label at most."""
LONG = 0.15
"""Part of all time from which on a line is so flat that it runs through labels beside its ends."""
ENOUGH = 0.35
"""Part of all time beside a point in which a label has room."""
BESIDE = 8
"""Pixels by which a label stands above or below a long line, where it has no room on the other side."""
VOICES = 5
"""Authors that have a colour and a marker of their own; the others share one."""
OTHERS = "all others"


def figure_path(documents: pd.DataFrame, links: pd.DataFrame, covered_until: str) -> Figure:
    """Draw the documents of a path, the oldest on top, and the citations along it.

    A line leads from the cited document, on the left, down to the citing one; a dotted line cites the author's own work. A
    ringed point belongs to the robust core. ``documents`` are in order of time and dated. After the day ``covered_until`` (empty:
    from the start) the ground is grey.
    """
    rows = {one: place for place, one in enumerate(documents["document_id"].tolist())}
    days = dict(zip(rows, documents["posted_at"].str[:10].tolist(), strict=True))
    own = links["self_citation"].fillna(False).astype(bool)
    traces = [
        _lines(links[~own], rows, days, "cites another's work", "solid"),
        _lines(links[own], rows, days, "cites the author's own work", "dot"),
        *_points(documents),
    ]
    core = documents[documents["in_core"].fillna(False).astype(bool)]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "robust core",
            "x": core["posted_at"].str[:10].tolist(),
            "y": [rows[one] for one in core["document_id"]],
            "hoverinfo": "skip",
            "marker": {"symbol": "circle-open", "size": 18, "color": COLOURS[4], "line": {"width": 2}},
        }
    )
    return {
        "data": [trace for trace in traces if trace["x"]],
        "layout": {
            "xaxis": {"type": "date", "showgrid": True, "side": "top", "range": _span(documents)},
            "yaxis": {"range": [len(rows) - 0.3, -0.7], "visible": False, "fixedrange": True},
            "annotations": labels(documents, links),
            "shapes": [_little_read(documents, covered_until)] if len(documents) else [],
            "hovermode": "closest",
            "uirevision": "keep",
        },
    }


def _span(documents: pd.DataFrame) -> list[str]:
    """Return the ends of the time axis; set by hand, since plotly would make room for labels by squeezing the points."""
    if documents.empty:
        return []
    first, last = (pd.Timestamp(str(end)[:10]) for end in (documents["posted_at"].min(), documents["posted_at"].max()))
    room = max((last - first) / 25, pd.Timedelta(days=30))
    return [(first - room).strftime("%Y-%m-%d"), (last + room).strftime("%Y-%m-%d")]


def _little_read(documents: pd.DataFrame, covered_until: str) -> dict[str, Any]:
    """Return the ground of the time in which too few posts were read to say who carried the ideas on."""
    first, last = (str(end)[:10] for end in (documents["posted_at"].min(), documents["posted_at"].max()))
    return {
        "type": "rect",
        "x0": min(covered_until or first, last),
        "x1": last,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": GAP_FILL,
        "line": {"width": 0},
        "layer": "below",
    }


def height(documents: pd.DataFrame) -> int:
    """Return the height in pixels at which every row has room."""
    return 130 + ROW * max(4, len(documents))


def labels(documents: pd.DataFrame, links: pd.DataFrame) -> list[dict[str, Any]]:
    """Return each document's name beside its point: to the right in the first half of time, else to the left.

    A name has two lines where one is too short for a narrow screen. Where a long line of the drawing leaves or comes in on that
    side, the name stands on the other, or above or below the line where there is no room for it.
    """
    if documents.empty:
        return []
    moments = pd.to_datetime(documents["posted_at"].str[:10], format="ISO8601")
    whole = max(moments.max() - moments.min(), pd.Timedelta(days=1))
    parts = dict(zip(documents["document_id"].tolist(), ((moments - moments.min()) / whole).tolist(), strict=True))
    leaving, coming = _long(links, parts)
    names = titles(documents)
    found = []
    for place, (one, part, day) in enumerate(zip(parts, parts.values(), documents["posted_at"], strict=True)):
        right = part <= 0.5
        if one in (leaving if right else coming) and min(part, 1 - part) >= ENOUGH:
            right = not right
        text = two_lines(names[one], min(LINE, int(ACROSS * (1 - part if right else part))))
        aside = BESIDE + 7 * text.count("<br>")
        found.append(
            {
                "x": day[:10],
                "y": place,
                "xref": "x",
                "yref": "y",
                "text": text,
                "align": "left" if right else "right",
                "xanchor": "left" if right else "right",
                "xshift": 13 if right else -13,
                "yshift": aside if right and one in leaving else -aside if not right and one in coming else 0,
            }
        )
    return found


def _long(links: pd.DataFrame, parts: dict[str, float]) -> tuple[set[str], set[str]]:
    """Return the documents that long lines leave, and those that they come in to."""
    pairs = zip(links["citing_id"].tolist(), links["cited_id"].tolist(), strict=True)
    far = [(citing, cited) for citing, cited in pairs if parts.get(citing, 0) - parts.get(cited, 1) > LONG]
    return {cited for _, cited in far}, {citing for citing, _ in far}


def _points(documents: pd.DataFrame) -> list[Trace]:
    """Return a trace an author, those with most documents first."""
    most = by_frequency(documents["authors"])[:VOICES]
    who = documents["authors"].where(documents["authors"].isin(most), OTHERS).tolist()
    days, ids, texts = documents["posted_at"].str[:10].tolist(), documents["document_id"].tolist(), _hover(documents)
    traces = []
    for number, name in enumerate([*most, OTHERS]):
        inside = [place for place, one in enumerate(who) if one == name]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": plain(name, 40),
                "x": [days[place] for place in inside],
                "y": inside,
                "text": [texts[place] for place in inside],
                "customdata": [opening.document(ids[place]) for place in inside],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "symbol": MARKERS[number],
                    "size": 10,
                    "color": COLOURS[6] if name == OTHERS else (*COLOURS[:4], COLOURS[5])[number],
                },
            }
        )
    return traces


def _hover(documents: pd.DataFrame) -> list[str]:
    columns = (documents[name].tolist() for name in ("title", "kind", "authors", "posted_at", "share_of_runs"))
    texts = []
    for title, kind, authors, posted, share in zip(*columns, strict=True):
        name = plain(title, 90) if isinstance(title, str) else f"a {kind} without a title"
        who = plain(authors, 60) if isinstance(authors, str) else "author not known"
        firm = (
            "" if pd.isna(share) else f"<br>on the path in {100 * share:.0f} % of runs without a tenth of the citations"
        )
        texts.append(f"<b>{name}</b><br>{who}, {posted[:10]}{firm}")
    return texts


def _lines(links: pd.DataFrame, rows: dict[str, int], days: dict[str, str], name: str, dash: str) -> Trace:
    xs: list[str | None] = []
    ys: list[float | None] = []
    for citing, cited in zip(links["citing_id"].tolist(), links["cited_id"].tolist(), strict=True):
        if citing in rows and cited in rows:
            xs += [days[cited], days[citing], None]
            ys += [rows[cited], rows[citing], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": xs,
        "y": ys,
        "hoverinfo": "skip",
        "connectgaps": False,
        "line": {"color": "#808080", "width": 1.6, "dash": dash},
    }
