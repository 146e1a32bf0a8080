"""How much of what is known to exist has been read."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.exports._periods import by_grain, is_covered, is_partial, rows_of, with_sum, without_gaps
from pipeline.intervals import share

NAME = "coverage"

_ROW = ["grain", "venue", "period"]


def build(documents: pd.DataFrame, authorship: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return a row a period and venue, from its first known post or comment to its last, zeros included.

    ``words`` are those of the posts read. A post is known if any source names it with a date.
    """
    told = documents[documents["kind"].isin(["post", "comment"])]
    dated = with_sum(by_grain(told[["document_id", "posted_at", "venue", "kind", "has_body", "words"]]), "venue")
    table = without_gaps(dated[_ROW])
    rows = pd.DataFrame({"document_id": dated["document_id"], "row": rows_of(dated[_ROW], table)})
    is_post = dated["kind"] == "post"
    is_read = is_post & dated["has_body"].fillna(False).astype(bool)
    posts, read = rows[is_post], rows[is_read]
    words = dated.loc[is_read, "words"].fillna(0).to_numpy(dtype=np.int64)

    table["documents_known"] = np.bincount(posts["row"], minlength=len(table))
    table["documents_with_body"] = np.bincount(read["row"], minlength=len(table))
    table["comments_known"] = np.bincount(rows.loc[~is_post, "row"], minlength=len(table))
    table["words"] = np.bincount(read["row"], words, len(table)).astype(np.int64)
    table["authors_known"] = _authors(posts, authorship, len(table))
    table["authors_with_body"] = _authors(read, authorship, len(table))
    table["share_with_body"] = share(table["documents_with_body"], table["documents_known"])
    table["covered"] = is_covered(table["documents_with_body"], table["documents_known"])
    table["partial"] = is_partial(table["period"], as_of)
    return table


def _authors(rows: pd.DataFrame, authorship: pd.DataFrame, length: int) -> npt.NDArray[np.int64]:
    """Count the distinct authors of each row of the table; they are merged in here to keep the rows above few."""
    wrote = rows.merge(authorship[["document_id", "author_id"]], on="document_id")
    return np.bincount(wrote[["row", "author_id"]].drop_duplicates()["row"], minlength=length)
