"""Citations received from documents of the corpus."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.graph.arrays import EdgeArrays

NAME = "local_citations"
OF = "document"
TYPE = "integer"
UNIT = "citations"
MISSING = "never empty"
RESTS_ON = "links"


def compute(citation_arrays: EdgeArrays, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Count the documents of the corpus that cite each document.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited, one a pair; links between the same two documents count once.
    documents : pd.DataFrame
        Table ``documents``.

    Returns
    -------
    pd.Series
        Shape (number of documents,), indexed by document_id, in citations. Never missing: 0 is a document that
        nothing in the corpus is known to cite.

    Notes
    -----
    The in-degree. It counts what the corpus knows: citations from documents whose bodies are not at hand are not in
    it, so a later document's count is a lower bound.

    References
    ----------
    .. [1] Garfield, E. (1972). Citation analysis as a tool in journal evaluation. Science 178(4060), 471-479.
       doi:10.1126/science.178.4060.471

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["b", "c"]), pd.Series(["a", "a"]))
    >>> compute(edges, pd.DataFrame({"document_id": ["a", "b", "c", "d"]})).to_dict()
    {'a': 2, 'b': 0, 'c': 0, 'd': 0}
    """
    received = citation_arrays.series(np.bincount(citation_arrays.cited, minlength=citation_arrays.nodes), NAME)
    return received.reindex(documents["document_id"]).fillna(0).astype("Int64")
