"""Which spellings of each term posts use, over time."""

import pandas as pd

from pipeline.exports._periods import by_grain
from pipeline.exports._trends import known_posts
from pipeline.schema import TABLES

NAME = "term_forms"
ROWS_FROM = "form_counts"

_KEY = ["grain", "period", "family", "term", "form", "field"]


def build(form_counts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return a row per period, form and field in which it occurs; posts only, as in ``term_trends``."""
    posts = known_posts(documents)[["document_id", "posted_at"]]
    dated = by_grain(posts[posts["posted_at"].notna()])
    rows = dated.merge(form_counts, on="document_id").groupby(_KEY)["occurrences"].agg(["size", "sum"]).reset_index()
    return rows.rename(columns={"size": "documents", "sum": "occurrences"})[TABLES[NAME].names]
