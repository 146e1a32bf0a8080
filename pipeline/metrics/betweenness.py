"""Betweenness: the share of shortest chains of citations that run through a document."""

import random
from typing import Any

import numpy as np
import pandas as pd

from pipeline.graph.arrays import EdgeArrays

NAME = "betweenness"
OF = "document"
TYPE = "number"
UNIT = None
MISSING = "gives and receives no citation within the corpus"
RESTS_ON = "links"

EXACT_UP_TO = 20_000
SAMPLE = 1_000
SEED = 20190531


def compute(citation_arrays: EdgeArrays) -> "pd.Series[Any]":
    """Find the share of pairs of documents whose shortest chains of citations run through a document.

    For an ordered pair of other documents, the part of its shortest chains that pass; summed over pairs and divided
    by their number, (n - 1)(n - 2).

    Parameters
    ----------
    citation_arrays : EdgeArrays
        Edges citing -> cited, one a pair; chains follow that direction.

    Returns
    -------
    pd.Series
        Shape (documents with a citation to or from another,), indexed by document_id; in [0, 1]. 0 for all in a
        graph of fewer than three documents.

    Notes
    -----
    Exact up to 20,000 documents. Above that, chains from 1,000 documents drawn with a fixed seed stand for all, scaled
    up: an estimate. Brokers of an idea have high values; so do long-winded indexes of posts.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), 35-41.
       doi:10.2307/3033543
    .. [2] Brandes, U. & Pich, C. (2007). Centrality estimation in large networks. International Journal of
       Bifurcation and Chaos 17(7), 2303-2318. doi:10.1142/S0218127407018403

    Examples
    --------
    >>> from pipeline.graph.arrays import from_pairs
    >>> compute(from_pairs(pd.Series(["b", "c"]), pd.Series(["a", "b"]))).to_dict()
    {'a': 0.0, 'b': 0.5, 'c': 0.0}
    """
    nodes = citation_arrays.nodes
    if nodes < 3:
        return citation_arrays.series(np.zeros(nodes), NAME)
    graph = citation_arrays.igraph
    if nodes <= EXACT_UP_TO:
        passing = np.array(graph.betweenness(directed=True))
    else:
        sample = sorted(random.Random(SEED).sample(range(nodes), SAMPLE))  # noqa: S311 - a sample, not a secret
        passing = np.array(graph.betweenness(directed=True, sources=sample)) * (nodes / SAMPLE)
    return citation_arrays.series(passing / ((nodes - 1) * (nodes - 2)), NAME)
