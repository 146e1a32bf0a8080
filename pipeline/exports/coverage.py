"""How much of what is known to exist has been read."""

import pandas as pd

from pipeline.exports._intervals import share
from pipeline.exports._periods import by_grain, is_covered, is_partial, with_sum, without_gaps

NAME = "coverage"

_ROW = ["grain", "venue", "period"]


def build(documents: pd.DataFrame, authorship: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return a row a period and venue, from its first known post or comment to its last, zeros included.

    ``words`` are those of the posts read. A post is known if any source names it with a date.
    """
    told = documents[documents["kind"].isin(["post", "comment"])]
    dated = with_sum(by_grain(told[["document_id", "posted_at", "venue", "kind", "has_body", "words"]]), "venue")
    posts = dated[dated["kind"] == "post"]
    read = posts[posts["has_body"].fillna(False).astype(bool)]

    table = without_gaps(dated[_ROW]).set_index(_ROW)
    table["documents_known"] = posts.groupby(_ROW).size()
    table["documents_with_body"] = read.groupby(_ROW).size()
    table["comments_known"] = dated[dated["kind"] == "comment"].groupby(_ROW).size()
    table["words"] = read.groupby(_ROW)["words"].sum()
    table["authors_known"] = _authors(posts, authorship)
    table["authors_with_body"] = _authors(read, authorship)
    table = table.fillna(0).astype("Int64")
    table["share_with_body"] = share(table["documents_with_body"], table["documents_known"])
    table["covered"] = is_covered(table["documents_with_body"], table["documents_known"])
    table = table.reset_index()
    table["partial"] = is_partial(table["period"], as_of)
    return table


def _authors(rows: pd.DataFrame, authorship: pd.DataFrame) -> "pd.Series[int]":
    """Count the distinct authors per period and venue; they are merged in here to keep the rows above few."""
    return rows.merge(authorship[["document_id", "author_id"]], on="document_id").groupby(_ROW)["author_id"].nunique()
