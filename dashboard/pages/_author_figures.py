"""What an author wrote when, and which of the followed words they used: two tables, drawn over time."""

import pandas as pd

from dashboard import opening, words
from dashboard.content import Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.figures import bars, count_axis, numbers, over_time, plain
from dashboard.labels import FIELDS, is_blank
from dashboard.palette import COLOURS, MARKERS

LEAST_WIDE = 640
"""Pixels under which the names of the words leave no room for the time beside them."""
YEARS = {
    "documents": "documents of the author dated in the year, of those known. Unit: documents.",
    "with_text": "of these, those whose text, and so words and links, are known. Unit: documents.",
    "period": "calendar year, UTC",
}


def years(own: pd.DataFrame) -> pd.DataFrame:
    """Return an author's documents by year, zeros between included, and how many of them have a known text."""
    year = own["posted_at"].str[:4]
    dated = own.assign(year=year).dropna(subset=["year"])
    if dated.empty:
        return pd.DataFrame(
            {
                "period": pd.Series(dtype="str"),
                "documents": pd.Series(dtype="Int64"),
                "with_text": pd.Series(dtype="Int64"),
            }
        )
    span = [str(one) for one in range(int(dated["year"].min()), int(dated["year"].max()) + 1)]
    grouped = dated.groupby("year")
    counts = grouped.size().reindex(span, fill_value=0)
    read = grouped["has_body"].agg(lambda flags: int(flags.fillna(False).sum())).reindex(span, fill_value=0)
    return pd.DataFrame({"period": span, "documents": counts.to_numpy(), "with_text": read.to_numpy()}).astype(
        {"documents": "Int64", "with_text": "Int64"}
    )


def figure_years(table: pd.DataFrame, author_id: str) -> Figure:
    """Draw documents by year, and before them those with a known text; a bar opens its documents."""
    labels = table["period"].tolist()
    traces = []
    for place, column, name, text in ((6, "documents", "all known", "any"), (2, "with_text", "text known", "yes")):
        counts = numbers(table[column])
        hover = [f"<b>{label}</b>: {count} {name}" for label, count in zip(labels, counts, strict=True)]
        links = [
            opening.works(author=author_id, period=label, text="" if text == "any" else text) if count else None
            for label, count in zip(labels, counts, strict=True)
        ]
        traces.append(bars(labels, counts, name, place, hover, customdata=links))
    layout = over_time(count_axis("documents", numbers(table["documents"])), barmode="overlay", hovermode="closest")
    return {"data": traces, "layout": layout}


def years_chart(own: pd.DataFrame, author_id: str) -> Chart:
    """Return the chart of an author's documents by year."""
    table = years(own)
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
    known = own[["document_id", "posted_at", "title"]].dropna(subset=["posted_at"])
    found = data.table("term_counts").merge(known, on="document_id")
    first = found.groupby("term")["posted_at"].transform("min")
    ordered = found.assign(first=first).sort_values(
        ["first", "term", "posted_at", "document_id", "field"], ignore_index=True
    )
    return ordered[["term", "family", "posted_at", "document_id", "title", "field", "occurrences"]]


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
        "range": [-0.7, len(order) - 0.3],
    }
    return {"data": traces, "layout": over_time(axis, hovermode="closest", showlegend=len(traces) > 1)}


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
        height=max(260, 100 + 22 * int(terms)),
        least_width=LEAST_WIDE,
        wide=True,
    )
