"""Of which documents the outgoing links are known."""

from typing import Any

import pandas as pd

IMPORTED = "edge_list"
"""Origin of a document whose references an imported edge list gives, all of them."""


def links_known(documents: pd.DataFrame) -> "pd.Series[Any]":
    """Return, per document, whether its outgoing links are known: its body was read, or an edge list gives them.

    Examples
    --------
    >>> documents = pd.DataFrame({"has_body": pd.array([True, False, False], dtype="boolean"),
    ...                           "origin": ["forum_dump", "configuration | edge_list", "edge_list, cited only"]})
    >>> links_known(documents).tolist()
    [True, True, False]
    """
    read = documents["has_body"].fillna(False).astype(bool)
    if "origin" not in documents:
        return read
    return read | pd.Series([IMPORTED in str(one).split(" | ") for one in documents["origin"]], index=documents.index)
