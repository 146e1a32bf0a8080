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
RESTS_ON = "links"

DAMPING = 0.85
TOLERANCE = 1e-12


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
    The value is proportional to the sum, over chains of any length that end at the document, of the reader's chance to
    follow them: since a reader who stops goes to all documents alike, only chains matter. Each sweep adds the chains
    one citation longer; the rest, which shrinks by 0.85 at least and faster where chains end, is left out once it is
    below 1e-12 of the sum. Rank flows to old documents; compare documents of like age.

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
    shares: npt.NDArray[np.float64] = DAMPING / references.clip(min=1)
    longest = np.ones(nodes)
    rank = longest.copy()
    while longest.sum() > TOLERANCE * rank.sum():
        longest = citation_arrays.transpose @ (longest * shares)
        rank += longest
    rank /= rank.sum()
    return citation_arrays.series(rank, NAME)
