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
    nodes = citation_arrays.nodes
    there = citation_arrays.citing.astype(np.int64) * nodes + citation_arrays.cited
    back = citation_arrays.cited.astype(np.int64) * nodes + citation_arrays.citing
    # The pairs come in order, so one half of each mutual pair is found by bisection.
    place = np.minimum(np.searchsorted(there, back), max(len(there) - 1, 0))
    twice = (there[place] == back) & (citation_arrays.citing < citation_arrays.cited)
    ties = citation_arrays.keep(~twice).igraph if twice.any() else citation_arrays.igraph
    return citation_arrays.series(np.array(ties.coreness(mode="all"), dtype=np.int64), NAME)
