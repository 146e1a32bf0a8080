"""Citations received over the mean of documents of the same month and kind."""

from typing import Any

import pandas as pd

from pipeline.graph.arrays import EdgeArrays
from pipeline.metrics import local_citations

NAME = "age_normalised_citations"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "month of posting not known, or nothing of that month and kind is cited"
RESTS_ON = "links"


def compute(citation_arrays: EdgeArrays, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Divide the citations each document received by the mean of its month and kind.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited, one a pair.
    documents : pd.DataFrame
        Table ``documents``; the mean is over all known documents of the same month of posting and kind.

    Returns
    -------
    pd.Series
        Shape (number of documents,), indexed by document_id; 1 is the mean, 0 uncited. Missing where the month is not
        known, or where no document of the month and kind is cited.

    Notes
    -----
    Old documents had longer to be cited; this takes that out, and the forum's growth with it. In a month of few known
    documents the mean is unsteady.

    References
    ----------
    .. [1] Radicchi, F., Fortunato, S. & Castellano, C. (2008). Universality of citation distributions: toward an
       objective measure of scientific impact. PNAS 105(45), 17268-17272. doi:10.1073/pnas.0806977105

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["c", "d", "d"]), pd.Series(["a", "a", "b"]))
    >>> documents = pd.DataFrame({"document_id": ["a", "b", "c"], "kind": "post",
    ...                           "posted_at": ["2019-05-01", "2019-05-31", "2020-01-01"]})
    >>> compute(edges, documents).round(3).tolist()
    [1.333, 0.667, <NA>]
    """
    received = local_citations.compute(citation_arrays, documents).astype("Float64")
    dated = documents.set_index("document_id")
    month = dated["posted_at"].astype("str").str[:7].where(dated["posted_at"].str.len() >= len("2019-05"))
    mean = received.groupby([month, dated["kind"]]).transform("mean")
    return (received / mean.mask(mean == 0)).rename(NAME)
