"""What an author wrote when, and which of the followed words they used: two tables, drawn over time."""

from collections import Counter
from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.content import Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import records, typed
from dashboard.figures import bars, count_axis, numbers, over_time, plain
from dashboard.labels import FIELDS, is_blank
from dashboard.palette import COLOURS, MARKERS
from pipeline import periods

_USES = {
    **dict.fromkeys(("term", "family", "posted_at", "document_id", "title", "field"), "str"),
    "occurrences": "Int64",
}
"""Columns of a table of uses."""
_ORDER = ("term", "posted_at", "document_id", "field")
ROW = 34
"""Pixels of a word's row: its name, and below it its markers."""
YEARS = {
    "documents": "documents of the author dated in the year, of those known. Unit: documents.",
    "with_text": "of these, those whose text, and so words and links, are known. Unit: documents.",
    "period": "calendar year, UTC",
    "partial": "true where the data end before the year does",
}


def years(own: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return an author's documents by year, zeros between included, and how many of them have a known text.

    A year that ends after the day ``as_of`` is partial.
    """
    dated = [row for row in records(own, ("posted_at", "has_body")) if isinstance(row["posted_at"], str)]
    known = Counter(row["posted_at"][:4] for row in dated)
    read = Counter(row["posted_at"][:4] for row in dated if row["has_body"] is True)
    span = [str(year) for year in range(int(min(known)), int(max(known)) + 1)] if known else []
    return pd.DataFrame(
        {
            "period": typed("str", span),
            "documents": typed("Int64", (known[year] for year in span)),
            "with_text": typed("Int64", (read[year] for year in span)),
            "partial": typed("boolean", (periods.end(year) > as_of for year in span)),
        }
    )


def figure_years(table: pd.DataFrame, author_id: str) -> Figure:
    """Draw documents by year, and before them those with a known text; a bar opens its documents."""
    labels = table["period"].tolist()
    traces = []
    parts = ((6, "documents", "all known", "any"), (2, "with_text", "text known", "yes"))
    for texture, (place, column, name, text) in enumerate(parts):
        counts = numbers(table[column])
        hover = [f"<b>{label}</b>: {count} {name}" for label, count in zip(labels, counts, strict=True)]
        links = [
            opening.works(author=author_id, period=label, text="" if text == "any" else text) if count else None
            for label, count in zip(labels, counts, strict=True)
        ]
        traces.append(bars(labels, counts, name, place, hover, table["partial"], texture, customdata=links))
    layout = over_time(count_axis("documents", numbers(table["documents"])), barmode="overlay", hovermode="closest")
    return {"data": traces, "layout": layout}


def years_chart(own: pd.DataFrame, author_id: str, as_of: str) -> Chart:
    """Return the chart of an author's documents by year."""
    table = years(own, as_of)
    return Chart(
        "years",
        "What they posted when",
        "Documents a year, and of these those whose text is known. A click on a bar opens them.",
        figure_years(table, author_id),
        table,
        "documents",
        len(own),
        "No document of theirs is dated.",
        explained=YEARS,
        opens=[
            opening.works(author=author_id, period=row["period"]) if row["documents"] else None
            for row in records(table)
        ],
        height=300,
    )


def uses(data: Build, own: pd.DataFrame) -> pd.DataFrame:
    """Return each use of a term by an author: document, term, field, occurrences, in order of terms' first uses."""
    counted = data.once(_used)
    used = [
        {**row, **use}
        for row in records(own, ("document_id", "posted_at", "title"))
        if isinstance(row["posted_at"], str)
        for use in counted.get(row["document_id"], ())
    ]
    first: dict[str, str] = {}
    for row in used:
        first[row["term"]] = min(row["posted_at"], first.get(row["term"], row["posted_at"]))
    used.sort(key=lambda row: (first[row["term"]], *(row[name] for name in _ORDER)))
    columns = {name: typed(kind, (row[name] for row in used)) for name, kind in _USES.items()}
    return pd.DataFrame(columns)


def _used(data: Build) -> dict[str, list[dict[str, Any]]]:
    """Return the uses of terms in each document that has any."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(data.table("term_counts")):
        found.setdefault(row["document_id"], []).append(row)
    return found


def figure_uses(table: pd.DataFrame) -> Figure:
    """Draw each document that uses a term as a point in the term's row; a point opens its document."""
    order = [plain(str(term), 40) for term in dict.fromkeys(table["term"])]
    traces = []
    for place, (field, rows) in enumerate(table.groupby("field", sort=True)):
        hover = [
            f"<b>{plain(str(row['term']))}</b>, {row['posted_at'][:10]}<br>{_called(row['title'])}<br>"
            f"{words.count(row['occurrences'], 'time')}"
            for row in records(rows)
        ]
        at = place % len(COLOURS)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": FIELDS.get(str(field), str(field)),
                "x": rows["posted_at"].str[:10].tolist(),
                "y": [plain(str(term), 40) for term in rows["term"]],
                "text": hover,
                "hovertemplate": "%{text}<extra></extra>",
                "customdata": [opening.document(one) for one in rows["document_id"]],
                "marker": {"color": COLOURS[at], "symbol": MARKERS[at], "size": 9, "opacity": 0.8},
            }
        )
    axis = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order[::-1],
        "range": [-0.7, len(order)],
        "showticklabels": False,
        "ticks": "",
    }
    layout = over_time(axis, (), [_above(name) for name in order], hovermode="closest", showlegend=len(traces) > 1)
    return {"data": traces, "layout": {**layout, "margin": {"l": 12, "r": 12, "t": 8}}}


def _above(name: str) -> dict[str, Any]:
    """Return the name of a row above its line: beside it, a narrow screen would show little but names."""
    return {"text": name, "x": 0, "xref": "paper", "xanchor": "left", "y": name, "yanchor": "bottom", "yshift": 5}


def _called(title: object) -> str:
    return plain(title) if isinstance(title, str) and not is_blank(title) else "without a title"


def uses_chart(data: Build, own: pd.DataFrame) -> Chart:
    """Return the chart of the followed words that an author used."""
    table = uses(data, own)
    terms = table["term"].nunique()
    return Chart(
        "uses",
        "Which of the followed words they used, and when",
        "A marker is a document that uses the word there. Where no marker stands, the text may not be known. A click opens the "
        "document.",
        figure_uses(table),
        table,
        "term_counts",
        int(table["document_id"].nunique()),
        "No document of theirs is known to use any of the followed words.",
        explained={"posted_at": "when the document was posted, UTC", "title": "title of the document"},
        opens=[opening.document(one) for one in table["document_id"]],
        height=max(260, 80 + ROW * int(terms)),
        wide=True,
    )
