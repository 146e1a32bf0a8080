"""Number of the connected part of the citation graph, the largest first."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csgraph

from pipeline.graph.arrays import EdgeArrays

NAME = "weak_component"
OF = "document"
TYPE = "integer"
UNIT = None
MISSING = "gives and receives no citation within the corpus"
RESTS_ON = "links"


def compute(citation_arrays: EdgeArrays) -> "pd.Series[Any]":
    """Number the parts of the citation graph that are connected when direction is left aside.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited; direction does not matter.

    Returns
    -------
    pd.Series
        Shape (documents with a citation to or from another,), indexed by document_id: 1 for the part with the most
        documents, 2 for the next; of equal parts, that with the alphabetically first document comes first.

    References
    ----------
    .. [1] Hopcroft, J. & Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph manipulation.
       Communications of the ACM 16(6), 372-378. doi:10.1145/362248.362272

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> compute(from_pairs(pd.Series(["b", "y", "z"]), pd.Series(["a", "x", "x"]))).to_dict()
    {'a': 2, 'b': 2, 'x': 1, 'y': 1, 'z': 1}
    """
    if not citation_arrays.nodes:
        return citation_arrays.series(np.zeros(0, dtype=np.int64), NAME)
    _, part = csgraph.connected_components(citation_arrays.matrix, directed=True, connection="weak")
    sizes = np.bincount(part)
    first = np.empty(len(sizes), dtype=np.int64)
    first[part[::-1]] = np.arange(len(part))[::-1]
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    return citation_arrays.series(rank[part], NAME)
