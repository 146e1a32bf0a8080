"""Core number: how deep in the dense part of the citation graph a document lies."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.graph.arrays import EdgeArrays

NAME = "k_core"
OF = "document"
TYPE = "integer"
UNIT = "documents"
MISSING = "gives and receives no citation within the corpus"
RESTS_ON = "links"


def compute(citation_arrays: EdgeArrays) -> "pd.Series[Any]":
    """Find the largest k such that a document lies in the k-core.

    The k-core is what remains when documents tied to fewer than k of the remaining ones are taken away, again and
    again. Two documents are tied if either cites the other.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited; direction does not matter, and mutual citations are one tie.

    Returns
    -------
    pd.Series
        Shape (documents with a citation to or from another,), indexed by document_id; 1 or more.

    References
    ----------
    .. [1] Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5(3), 269-287.
       doi:10.1016/0378-8733(83)90028-X
    .. [2] Batagelj, V. & Zaversnik, M. (2003). An O(m) algorithm for cores decomposition of networks.
       arXiv:cs/0310049

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["b", "c", "c", "d"]), pd.Series(["a", "a", "b", "c"]))
    >>> compute(edges).to_dict()
    {'a': 2, 'b': 2, 'c': 2, 'd': 1}
    """
    ties = citation_arrays.igraph
    if citation_arrays.matrix.multiply(citation_arrays.transpose).nnz:
        ties = ties.as_undirected(mode="collapse")
    return citation_arrays.series(np.array(ties.coreness(mode="all"), dtype=np.int64), NAME)
