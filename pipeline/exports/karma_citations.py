"""Karma beside citations: whether readers' votes and writers' links agree."""

from collections.abc import Mapping

import pandas as pd

from pipeline.exports._caveats import counts_since, with_counts
from pipeline.exports._periods import with_sum

NAME = "karma_citations"

LEAST = 5
"""Posts that a rank correlation needs here; of fewer it says nothing."""


def build(documents: pd.DataFrame, metrics: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row a year of posting and venue, with the rank correlation of karma and citations among its posts.

    Only posts of known karma count; ties share their mean rank. The two are never put into one number: karma is given
    by readers within days, citations by writers over years.
    """
    cited = metrics["document"]["local_citations"].astype("float64")
    columns = documents[["document_id", "posted_at", "venue", "karma"]]
    posts = columns[(documents["kind"] == "post") & documents["karma"].notna() & documents["posted_at"].notna()]
    posts = posts.assign(
        year=posts["posted_at"].str[:4],
        citations=posts["document_id"].map(cited).to_numpy(dtype="float64"),
        karma=posts["karma"].astype("float64"),
    )
    rows = []
    for (year, venue), group in with_sum(posts[["year", "venue", "karma", "citations"]], "venue").groupby(
        ["year", "venue"]
    ):
        ranks = group[["karma", "citations"]].rank()
        related = len(group) >= LEAST and bool((ranks.std() > 0).all())
        together = ranks["karma"].corr(ranks["citations"]) if related else None
        rows.append((year, venue, len(group), int((group["citations"] > 0).sum()), together))
    table = pd.DataFrame(rows, columns=["year", "venue", "documents", "cited_documents", "rank_correlation"])
    return with_counts(table, *counts_since(table["year"], documents))
