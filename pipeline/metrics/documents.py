"""Documents written."""

from typing import Any

import pandas as pd

NAME = "documents"
OF = "author"
TYPE = "integer"
UNIT = "documents"
MISSING = "never empty"
RESTS_ON = "bylines"


def compute(authorship: pd.DataFrame, authors: pd.DataFrame) -> "pd.Series[Any]":
    """Count the documents of the corpus that each author wrote, alone or with others.

    Parameters
    ----------
    authorship, authors : pd.DataFrame
        Tables of those names.

    Returns
    -------
    pd.Series
        Shape (number of authors,), indexed by author_id, in documents; comments count. Never missing.

    Notes
    -----
    Documents known at all, with or without a body. Comments are known for few authors, so this is no measure of
    activity: compare ``coverage``.

    References
    ----------
    .. [1] Lotka, A. J. (1926). The frequency distribution of scientific productivity. Journal of the Washington
       Academy of Sciences 16(12), 317-323.

    Examples
    --------
    >>> authorship = pd.DataFrame({"document_id": ["x", "y", "y"], "author_id": ["ann", "ann", "bob"]})
    >>> compute(authorship, pd.DataFrame({"author_id": ["ann", "bob"]})).to_dict()
    {'ann': 2, 'bob': 1}
    """
    written = authorship.groupby("author_id").size()
    return written.reindex(authors["author_id"]).fillna(0).astype("Int64").rename(NAME)
