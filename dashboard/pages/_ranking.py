"""Ranked documents, whose titles open them."""

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.listing import listing
from dashboard.data_access import Build
from dashboard.facts import citing_posts

RECEIVED = "local_citations"
MOST_CITED = 25
COLUMNS = ["document_id", "title", "authors", "posted_at", "venue", "karma", RECEIVED, "url"]

SHOWN = {"authors": "authors", "posted_at": "posted", RECEIVED: "citations received", "karma": "karma"}


def most_cited(data: Build) -> pd.DataFrame:
    """Return the citing posts that the corpus itself cites most, at most 25; ties by date."""
    received = data.table("document_metrics")[["document_id", RECEIVED]]
    posts = data.once(citing_posts).merge(received, on="document_id", how="left")
    ranked = posts.sort_values(
        [RECEIVED, "posted_at", "document_id"], ascending=[False, True, True], na_position="last", ignore_index=True
    )
    return ranked.head(MOST_CITED)[COLUMNS]


def ranking(table: pd.DataFrame, caption: str) -> Component:
    """Return rows of :func:`most_cited` as a list whose titles open the documents, and their numbers of citations those that cite them."""
    return listing(table, caption, SHOWN, behind={RECEIVED: lambda row: opening.works(cites=row["document_id"])})
