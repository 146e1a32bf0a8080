"""The acyclic form of the citation graph, and what had to be changed for it.

Posts are edited, so a document may cite a newer one, and two may cite each other. Measures that follow chains of
citations need a graph without cycles. Three policies make one:

``backward_then_condense``
    Citations of newer documents are dropped; the documents of a cycle that remains (within one moment, or without
    dates) become one, named after its earliest. The default.
``condense``
    Nothing is dropped; the documents of every cycle become one.
``drop``
    Every citation inside a cycle is dropped; every document stands for itself.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csgraph

from pipeline.graph.arrays import EdgeArrays, Ints, Mask, from_graph

Policy = Literal["backward_then_condense", "condense", "drop"]
POLICIES: tuple[Policy, ...] = get_args(Policy)


@dataclass(frozen=True)
class Acyclic:
    """An acyclic citation graph.

    Attributes
    ----------
    edges : EdgeArrays
        Its citations, citing -> cited, between representatives; parallel ones are merged.
    backward : numpy.ndarray of bool
        Per citation of ``edges``: whether nothing but citations of newer documents stands behind it.
    representative : dict
        Document -> the document that stands for it, for every document of the citation graph.
    members : dict
        Representative -> the documents it stands for, earliest first, where it stands for several.
    dropped : tuple of (citing, cited)
        Citations that were taken out, in alphabetical order.
    policy : str
        How it was made.
    effect : dict
        Counts: ``citations``, ``dropped``, ``cycles``, ``documents_in_cycles``, ``citations_within_cycles`` (gone
        with their cycle), ``citations_merged`` (parallel to another) and ``citations_kept``.
    """

    edges: EdgeArrays
    backward: Mask
    representative: dict[str, str]
    members: dict[str, tuple[str, ...]]
    dropped: tuple[tuple[str, str], ...]
    policy: Policy
    effect: dict[str, int]

    @cached_property
    def graph(self) -> "nx.DiGraph[str]":
        """The same as a networkx graph, edges citing -> cited."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.edges.ids)
        ids = self.edges.ids
        graph.add_edges_from(zip(ids[self.edges.citing], ids[self.edges.cited], strict=True))
        return graph

    def by_document(self, values: npt.NDArray[Any], name: str) -> "pd.Series[Any]":
        """Return the values of the representatives as a series indexed by every document they stand for."""
        documents = np.array(sorted(self.representative), dtype=object)
        stands_for = np.array([self.representative[document] for document in documents], dtype=object)
        places = np.searchsorted(self.edges.ids, stands_for)
        return pd.Series(values[places], index=pd.Index(documents, name="document_id", dtype="str"), name=name)


def acyclic_form(graph: "nx.DiGraph[str]", policy: Policy = "backward_then_condense") -> Acyclic:
    """Make the citation graph acyclic.

    Parameters
    ----------
    graph : nx.DiGraph
        Edges citing -> cited, with the edge attribute ``backward`` and the node attribute ``posted_at``; where one is
        missing, a citation is not backward and a date is not known.
    policy : str
        One of :data:`POLICIES`.

    Examples
    --------
    Two documents of one day cite each other, and an old one was edited to cite the newest:

    >>> g = nx.DiGraph([("a", "b"), ("b", "a"), ("c", "a")])
    >>> g.add_edge("a", "c", backward=True)
    >>> form = acyclic_form(g)
    >>> list(form.graph.edges), form.members, form.dropped
    ([('c', 'a')], {'a': ('a', 'b')}, (('a', 'c'),))
    >>> acyclic_form(g, "drop").effect["citations_kept"]
    0
    """
    edges = from_graph(graph)
    ids = edges.ids
    pairs = zip(ids[edges.citing], ids[edges.cited], strict=True)
    backward = np.array([graph.edges[pair].get("backward", False) for pair in pairs], dtype=bool)
    dates = [graph.nodes[document].get("posted_at") or "~" for document in ids]
    return make_acyclic(edges, backward, dates, policy)


def make_acyclic(edges: EdgeArrays, backward: Mask, posted_at: list[str], policy: Policy) -> Acyclic:
    """Do what :func:`acyclic_form` does, on arrays; an unknown date is ``~``, which sorts after every date."""
    if policy not in POLICIES:
        raise ValueError(f"acyclic policy: expected one of {POLICIES}, found {policy!r}")
    out = backward.copy() if policy == "backward_then_condense" else np.zeros(edges.edges, dtype=bool)
    component = _components(edges.keep(~out))
    inside = ~out & (component[edges.citing] == component[edges.cited])
    sizes = np.bincount(component, minlength=1)
    in_cycle = sizes[component] > 1
    if policy == "drop":
        out |= inside
        stands_for = np.arange(edges.nodes, dtype=np.int32)
    else:
        stands_for = _earliest_of_each(component, in_cycle, posted_at)
    kept = ~out & ~inside
    merged, merged_backward = _between_representatives(edges, backward, kept, stands_for)
    ids = edges.ids
    effect = {
        "citations": edges.edges,
        "dropped": int(out.sum()),
        "cycles": int((sizes > 1).sum()),
        "documents_in_cycles": int(in_cycle.sum()),
        "citations_within_cycles": int((inside & ~out).sum()),
        "citations_merged": int(kept.sum()) - merged.edges,
        "citations_kept": merged.edges,
    }
    return Acyclic(
        edges=merged,
        backward=merged_backward,
        representative=dict(zip(ids, ids[stands_for], strict=True)),
        members=_members(ids, stands_for, posted_at),
        dropped=tuple(zip(ids[edges.citing[out]], ids[edges.cited[out]], strict=True)),
        policy=policy,
        effect=effect,
    )


def _components(edges: EdgeArrays) -> Ints:
    """Return, per document, the number of its strongly connected component."""
    if not edges.nodes:
        return np.zeros(0, dtype=np.int32)
    labels: Ints = csgraph.connected_components(edges.matrix, directed=True, connection="strong")[1]
    return labels


def _earliest_of_each(component: Ints, in_cycle: Mask, posted_at: list[str]) -> Ints:
    stands_for = np.arange(len(component), dtype=np.int32)
    first: dict[int, int] = {}
    for document in sorted(np.flatnonzero(in_cycle), key=lambda number: (posted_at[number], number)):
        stands_for[document] = first.setdefault(int(component[document]), int(document))
    return stands_for


def _members(ids: npt.NDArray[Any], stands_for: Ints, posted_at: list[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[int]] = {}
    for document in np.flatnonzero(np.bincount(stands_for, minlength=len(ids))[stands_for] > 1):
        groups.setdefault(ids[stands_for[document]], []).append(int(document))
    return {
        name: tuple(ids[number] for number in sorted(numbers, key=lambda number: (posted_at[number], number)))
        for name, numbers in sorted(groups.items())
    }


def _between_representatives(
    edges: EdgeArrays, backward: Mask, kept: Mask, stands_for: Ints
) -> tuple[EdgeArrays, Mask]:
    alone = np.unique(stands_for)
    number = np.full(edges.nodes, -1, dtype=np.int64)
    number[alone] = np.arange(len(alone))
    width = max(len(alone), 1)
    keys = number[stands_for[edges.citing[kept]]] * width + number[stands_for[edges.cited[kept]]]
    pairs, which = np.unique(keys, return_inverse=True)
    only_backward = np.ones(len(pairs), dtype=bool)
    np.logical_and.at(only_backward, which, backward[kept])
    citing, cited = np.divmod(pairs, width)
    return EdgeArrays(edges.ids[alone], citing.astype(np.int32), cited.astype(np.int32)), only_backward
