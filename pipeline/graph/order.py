"""Time order without dates: levels of an acyclic graph."""

import networkx as nx
import numpy as np

from pipeline.errors import NotAcyclic, clean
from pipeline.graph.arrays import EdgeArrays, Ints, Mask, spans


def levels(edges: EdgeArrays) -> Ints:
    """Return, per document, the citations on the longest chain from it down to a document that cites none.

    Raises
    ------
    NotAcyclic
        If there is a cycle; the message names one.
    """
    level = np.full(edges.nodes, -1, dtype=np.int32)
    citers, starts = edges.transpose.indices, edges.transpose.indptr
    unread = np.bincount(edges.citing, minlength=edges.nodes)
    mark = np.empty(edges.nodes, dtype=np.int64)
    front = np.flatnonzero(unread == 0)
    depth = 0
    while front.size:
        level[front] = depth
        reached = citers[spans(starts[front], starts[front + 1])]
        np.subtract.at(unread, reached, 1)
        ready = reached[unread[reached] == 0]
        # A document that is reached several times is taken where it was marked last.
        mark[ready] = np.arange(len(ready))
        front = ready[mark[ready] == np.arange(len(ready))]
        depth += 1
    if (level < 0).any():
        raise NotAcyclic(f"expected an acyclic citation graph, found the cycle {_cycle(edges, level < 0)}")
    return level


def _cycle(edges: EdgeArrays, among: Mask) -> str:
    inside = edges.keep(among[edges.citing] & among[edges.cited])
    graph = nx.DiGraph(zip(inside.ids[inside.citing], inside.ids[inside.cited], strict=True))
    return clean(" -> ".join(citing for citing, _ in nx.find_cycle(graph)), limit=200)
