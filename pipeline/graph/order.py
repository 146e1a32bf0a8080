"""Time order without dates: levels of an acyclic graph."""

import networkx as nx
import numpy as np
import numpy.typing as npt

from pipeline.errors import NotAcyclic, clean
from pipeline.graph.arrays import EdgeArrays, Ints


def levels(edges: EdgeArrays) -> Ints:
    """Return, per document, the citations on the longest chain from it down to a document that cites none.

    Raises
    ------
    NotAcyclic
        If there is a cycle; the message names one.
    """
    level = np.full(edges.nodes, -1, dtype=np.int32)
    citers, starts = grouped(edges.cited, edges.citing, edges.nodes)
    unread = np.bincount(edges.citing, minlength=edges.nodes)
    front = np.flatnonzero(unread == 0)
    depth = 0
    while front.size:
        level[front] = depth
        reached, times = np.unique(citers[spans(starts[front], starts[front + 1])], return_counts=True)
        unread[reached] -= times
        front = reached[unread[reached] == 0]
        depth += 1
    if (level < 0).any():
        raise NotAcyclic(f"expected an acyclic citation graph, found the cycle {_cycle(edges, level < 0)}")
    return level


def grouped(keys: Ints, values: Ints, groups: int) -> tuple[Ints, npt.NDArray[np.int64]]:
    """Return ``values`` in order of their keys, and where each key's values start (one more at the end)."""
    starts = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return values[np.argsort(keys, kind="stable")], starts


def spans(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the numbers of all half-open ranges, one range after the other.

    >>> spans(np.array([5, 0]), np.array([7, 1])).tolist()
    [5, 6, 0]
    """
    lengths = last - first
    total = int(lengths.sum())
    shifts = np.repeat(first - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    numbers: npt.NDArray[np.int64] = np.arange(total, dtype=np.int64) + shifts
    return numbers


def _cycle(edges: EdgeArrays, among: npt.NDArray[np.bool_]) -> str:
    inside = edges.keep(among[edges.citing] & among[edges.cited])
    graph = nx.DiGraph(zip(inside.ids[inside.citing], inside.ids[inside.cited], strict=True))
    return clean(" -> ".join(citing for citing, _ in nx.find_cycle(graph)), limit=200)
