"""Citations given to documents of the corpus."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.coverage import links_known
from pipeline.graph.arrays import EdgeArrays

NAME = "local_references"
OF = "document"
TYPE = "integer"
UNIT = "citations"
MISSING = "the body, and so the references, are not known"
RESTS_ON = "links"


def compute(citation_arrays: EdgeArrays, documents: pd.DataFrame) -> "pd.Series[Any]":
    """Count the documents of the corpus that each document cites.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited, one a pair.
    documents : pd.DataFrame
        Table ``documents``; ``has_body`` and ``origin`` say whether all references of a document are known.

    Returns
    -------
    pd.Series
        Shape (number of documents,), indexed by document_id, in citations. Missing where neither the body nor an imported
        network gives all references: the citations that lists of pingbacks name are some of that document's references, not all.

    Notes
    -----
    The out-degree. References to documents beyond the corpus are not counted.

    References
    ----------
    .. [1] Price, D. J. de Solla (1965). Networks of scientific papers. Science 149(3683), 510-515.
       doi:10.1126/science.149.3683.510

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["b", "c"]), pd.Series(["a", "a"]))
    >>> documents = pd.DataFrame({"document_id": ["a", "b", "c"], "has_body": [True, True, False]})
    >>> compute(edges, documents).tolist()
    [0, 1, <NA>]
    """
    given = citation_arrays.series(np.bincount(citation_arrays.citing, minlength=citation_arrays.nodes), NAME)
    counted = given.reindex(documents["document_id"]).fillna(0).astype("Int64")
    return counted.where(links_known(documents).to_numpy(dtype=bool))
