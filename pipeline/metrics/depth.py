"""Depth: the longest chain of citations that a document stands on."""

from typing import Any

import pandas as pd

from pipeline.graph.acyclic import Acyclic
from pipeline.graph.order import levels

NAME = "depth"
OF = "document"
TYPE = "integer"
UNIT = "citations"
MISSING = "gives and receives no citation within the corpus"
RESTS_ON = "links"


def compute(acyclic: Acyclic) -> "pd.Series[Any]":
    """Count the citations on the longest chain from a document down to one that cites nothing in the corpus.

    Parameters
    ----------
    acyclic : Acyclic
        Acyclic form of the citation graph, edges citing -> cited. The documents of a cycle share one depth.

    Returns
    -------
    pd.Series
        Shape (documents with a citation to or from another,), indexed by document_id; 0 where it cites nothing.

    Notes
    -----
    Unlike ``generation_longest`` this looks at all the past, not at the root work alone.

    References
    ----------
    .. [1] Kahn, A. B. (1962). Topological sorting of large networks. Communications of the ACM 5(11), 558-562.
       doi:10.1145/368996.369025

    Examples
    --------
    >>> import networkx as nx
    >>> from pipeline.graph.acyclic import acyclic_form
    >>> compute(acyclic_form(nx.DiGraph([("c", "b"), ("b", "a"), ("c", "a")]))).to_dict()
    {'a': 0, 'b': 1, 'c': 2}
    """
    return acyclic.by_document(levels(acyclic.edges), NAME)
