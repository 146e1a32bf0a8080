"""Generations: how many citations lie between a document and the root work."""

from collections.abc import Set as AbstractSet

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from pipeline.graph.acyclic import Acyclic
from pipeline.graph.arrays import EdgeArrays, Ints, Mask, from_graph
from pipeline.graph.order import levels
from pipeline.moments import earliest, is_before


def generations(graph: "nx.DiGraph[str]", acyclic: Acyclic, root_ids: AbstractSet[str]) -> pd.DataFrame:
    """Count the citations between each document and the root work, on the shortest and on the longest chain.

    Only citations that respect time are followed, and no chain runs through a document dated before the root work.
    The root work is one: all its documents are generation 0, and chains end where they first meet it.

    Parameters
    ----------
    graph : nx.DiGraph
        The citation graph, edges citing -> cited, with ``backward`` and ``posted_at``.
    acyclic : Acyclic
        Its acyclic form, which the longest chains run on: the documents of a cycle count as one there. A document's
        longest chain is never given as shorter than its shortest.
    root_ids : set of str
        Documents of the root work.

    Returns
    -------
    pd.DataFrame
        Indexed by ``document_id``, in alphabetical order: the root's documents and every document with a chain to
        one. Columns ``generation`` and ``generation_longest`` (Int64, in citations). Without a root, no rows.

    Examples
    --------
    >>> from pipeline.graph.acyclic import acyclic_form
    >>> g = nx.DiGraph([("b", "root"), ("c", "b"), ("c", "root"), ("unconnected", "x")])
    >>> generations(g, acyclic_form(g), {"root"}).reset_index().to_numpy().tolist()
    [['b', 1, 1], ['c', 1, 2], ['root', 0, 0]]
    """
    edges = from_graph(graph)
    posted_at = pd.Series([graph.nodes[document].get("posted_at") for document in edges.ids], dtype="str")
    pairs = zip(edges.ids[edges.citing], edges.ids[edges.cited], strict=True)
    backward = np.array([graph.edges[pair].get("backward", False) for pair in pairs], dtype=bool)
    roots = edges.numbers(root_ids)
    too_early = is_before(posted_at, earliest(posted_at[roots])).to_numpy(dtype=bool)
    shortest = shortest_chains(edges.keep(~backward), roots, too_early)

    condensed = acyclic.edges
    places = edges.numbers(condensed.ids)
    condensed_roots = condensed.numbers({acyclic.representative[edges.ids[root]] for root in roots})
    chains = longest_chains(condensed.keep(~acyclic.backward), condensed_roots, too_early[places])
    longest = np.maximum(acyclic.by_document(chains, "generation_longest").to_numpy(), shortest)
    longest[roots] = 0

    reached, apart = shortest >= 0, sorted(root_ids - set(edges.ids))
    ids = pd.Index([*edges.ids[reached], *apart], dtype="str", name="document_id")
    columns = {"generation": shortest, "generation_longest": longest}
    found = {name: np.append(values[reached], np.zeros(len(apart), dtype=np.int64)) for name, values in columns.items()}
    return pd.DataFrame(found, index=ids, dtype="Int64").sort_index()


def shortest_chains(edges: EdgeArrays, roots: Ints, barred: Mask) -> npt.NDArray[np.int64]:
    """Return, per document, the fewest citations down to one of ``roots``; -1 if there is no chain.

    ``barred`` documents, unless they are roots, are not on any chain.
    """
    usable = _followed(edges, roots, barred) if barred.any() else edges
    # All roots are reached before anything else, from one place before them; so chains end where they first meet one.
    start = edges.nodes
    onward = usable.transpose
    heads = np.concatenate([onward.indices, roots])
    starts = np.append(onward.indptr, len(heads)).astype(np.int32)
    flow = sparse.csr_array((np.ones(len(heads)), heads, starts), shape=(start + 1, start + 1))
    order, reached_from = csgraph.breadth_first_order(flow, start, directed=True, return_predecessors=True)
    # The order runs generation by generation, so the places of the predecessors never fall: each generation is the
    # stretch whose predecessors lie in the one before.
    place = np.empty(start + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    predecessors = place[reached_from[order[1:]]]
    distance = np.full(start + 1, -1, dtype=np.int64)
    first, last, generation = 1, 1 + len(roots), 0
    while first < last:
        distance[order[first:last]] = generation
        first, last = last, 1 + int(np.searchsorted(predecessors, last))
        generation += 1
    return distance[:start]


def longest_chains(edges: EdgeArrays, roots: Ints, barred: Mask) -> npt.NDArray[np.int64]:
    """Return, per document of an acyclic graph, the most citations down to one of ``roots``; -1 if there is no chain."""
    reached = shortest_chains(edges, roots, barred) >= 0
    usable = _followed(edges, roots, barred)
    connected = usable.keep(reached[usable.citing] & reached[usable.cited])
    return np.where(reached, levels(connected), -1)


def _followed(edges: EdgeArrays, roots: Ints, barred: Mask) -> EdgeArrays:
    """Return the citations that a chain may use: chains end at a root, and barred documents take no part."""
    is_root = np.zeros(edges.nodes, dtype=bool)
    is_root[roots] = True
    open_to = ~barred | is_root
    return edges.keep(~is_root[edges.citing] & open_to[edges.citing] & open_to[edges.cited])
