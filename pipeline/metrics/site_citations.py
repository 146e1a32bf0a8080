"""Citations that the site's own list of incoming links shows, matched to the corpus or not."""

from typing import Any

import pandas as pd

from pipeline.graph.citation import is_document

NAME = "site_citations"
OF = "document"
TYPE = "integer"
UNIT = "citations"
MISSING = "no list of incoming links of the document is known"
RESTS_ON = "incoming_lists"


def compute(pingbacks: pd.DataFrame, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Count the posts and comments of each known list of incoming links.

    Parameters
    ----------
    pingbacks : pd.DataFrame
        Table ``pingbacks``, a row an item of a list.
    documents : pd.DataFrame
        Table ``documents``.

    Returns
    -------
    pd.Series
        Shape (documents whose list is known,), indexed by document_id, in citations. Of several readings of one list
        the longest counts.

    Notes
    -----
    Beside ``local_citations``, not instead of it: the list holds comments and posts of a sister site that the corpus
    may not know, and leaves out what the site hides. It is known for few documents.

    References
    ----------
    .. [1] Garfield, E. (2004). Historiographic mapping of knowledge domains literature. Journal of Information Science
       30(2), 119-145 (global beside local citation scores). doi:10.1177/0165551504042802

    Examples
    --------
    >>> pingbacks = pd.DataFrame({"listed_on": ["a", "a", "b"], "source": "page", "position": [1, 2, 1]})
    >>> compute(pingbacks, pd.DataFrame({"document_id": ["a", "b", "c"]})).to_dict()
    {'a': 2, 'b': 1}
    """
    known = pingbacks[is_document(pingbacks["listed_on"], documents)]
    readings = known.groupby(["listed_on", "source"]).size()
    longest = readings.groupby(level="listed_on").max()
    return longest.rename_axis("document_id").rename(NAME).astype("Int64")
