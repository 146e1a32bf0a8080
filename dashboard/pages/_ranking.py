"""Ranked documents, with links to read them."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.components.text import named, outside_link, theirs
from dashboard.data_access import Build
from dashboard.facts import citing_posts, records

RECEIVED = "local_citations"
MOST_CITED = 25
COLUMNS = ["document_id", "title", "authors", "posted_at", "venue", "karma", RECEIVED, "url"]


def most_cited(data: Build) -> pd.DataFrame:
    """Return the citing posts that the corpus itself cites most, at most 25; ties by date."""
    received = data.table("document_metrics")[["document_id", RECEIVED]]
    posts = data.once(citing_posts).merge(received, on="document_id", how="left")
    ranked = posts.sort_values(
        [RECEIVED, "posted_at", "document_id"], ascending=[False, True, True], na_position="last", ignore_index=True
    )
    return ranked.head(MOST_CITED)[COLUMNS]


def ranking(table: pd.DataFrame, caption: str) -> Component:
    """Return rows of :func:`most_cited` as a table whose titles lead to the documents."""
    heads = (("post", ""), ("authors", ""), ("posted", ""), ("citations received", "number"), ("karma", "number"))
    rows = [
        html.Tr(
            [
                html.Td(outside_link(_text(row["title"]), _text(row["url"]))),
                html.Td(theirs(_text(row["authors"]))),
                html.Td(str(row["posted_at"])[:10], className="nowrap"),
                html.Td(_whole(row[RECEIVED]), className="number"),
                html.Td(_whole(row["karma"]), className="number"),
            ]
        )
        for row in records(table)
    ]
    head = html.Tr([html.Th(name, scope="col", className=kind) for name, kind in heads])
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(rows)], className="plain-table"),
        className="table-wrap",
        tabIndex=0,
        role="region",
        **named(f"Table: {caption}"),
    )


def _whole(value: Any) -> str:
    return "–" if pd.isna(value) else f"{int(value):,}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
