"""PageRank: the chance to meet a document when following citations at random."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.graph.arrays import EdgeArrays

NAME = "pagerank"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "gives and receives no citation within the corpus"

DAMPING = 0.85
TOLERANCE = 1e-12
SWEEPS = 200
"""More than enough: 0.85 ** 200 is below 1e-14."""


def compute(citation_arrays: EdgeArrays) -> "pd.Series[Any]":
    """Rank documents by where a reader ends who follows citations at random.

    The reader goes on along a random reference with probability 0.85, and with 0.15, or from a document without
    references, to any document of the graph. The value is the share of time spent at a document.

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited, one a pair.

    Returns
    -------
    pd.Series
        Shape (documents with a citation to or from another,), indexed by document_id; in (0, 1), summing to 1.
        Documents without citations are left out. Empty for a graph without citations.

    Notes
    -----
    Power iteration until two sweeps differ by less than 1e-12 in sum; each sweep shrinks the difference by 0.85
    at least. Rank flows to old documents; compare documents of like age.

    References
    ----------
    .. [1] Brin, S. & Page, L. (1998). The anatomy of a large-scale hypertextual web search engine. Computer Networks
       30, 107-117. doi:10.1016/S0169-7552(98)00110-X

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> compute(from_pairs(pd.Series(["b"]), pd.Series(["a"]))).round(4).to_dict()
    {'a': 0.6491, 'b': 0.3509}
    """
    nodes = citation_arrays.nodes
    if not nodes:
        return citation_arrays.series(np.zeros(0), NAME)
    references = np.bincount(citation_arrays.citing, minlength=nodes)
    ends = references == 0
    shares: npt.NDArray[np.float64] = DAMPING / np.where(ends, 1, references)
    flow = citation_arrays.matrix().T.tocsr()
    rank = np.full(nodes, 1 / nodes)
    for _ in range(SWEEPS):
        elsewhere = (1 - DAMPING + DAMPING * rank[ends].sum()) / nodes
        following = flow @ (rank * shares) + elsewhere
        moved = np.abs(following - rank).sum()
        rank = following / following.sum()
        if moved < TOLERANCE:
            break
    return citation_arrays.series(rank, NAME)
