"""The citation graph as arrays: what the heavy kernels run on.

A networkx graph costs some 250 bytes an edge and visits them one by one; the same edges as two integer arrays
cost 8 and feed scipy and igraph directly. Both hold the same edges, in the same direction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class EdgeArrays:
    """Edges citing -> cited between numbered documents, one a pair and none a loop.

    ``ids`` holds the document ids in alphabetical order; a document's number is its place there. ``citing`` and
    ``cited`` hold a number each per edge, in order of (citing, cited). What kernels need besides is made when first
    asked for, and kept: nobody may change it.
    """

    ids: npt.NDArray[Any]
    citing: Ints
    cited: Ints

    @property
    def nodes(self) -> int:
        """Number of documents."""
        return len(self.ids)

    @property
    def edges(self) -> int:
        """Number of citations."""
        return len(self.citing)

    @cached_property
    def matrix(self) -> "sparse.csr_array[Any]":
        """The adjacency matrix, a row a citing and a column a cited document, with ones (float64)."""
        return self._rows(*grouped(self.citing, self.cited, self.nodes))

    @cached_property
    def transpose(self) -> "sparse.csr_array[Any]":
        """The same with a row a cited and a column a citing document."""
        return self._rows(*grouped(self.cited, self.citing, self.nodes))

    def _rows(self, columns: Ints, starts: Ints) -> "sparse.csr_array[Any]":
        return sparse.csr_array((np.ones(self.edges), columns, starts), shape=(self.nodes, self.nodes))

    @cached_property
    def igraph(self) -> igraph.Graph:
        """The graph for igraph's kernels; a list of tuples is its fast way in."""
        pairs = list(zip(self.citing.tolist(), self.cited.tolist(), strict=True))
        return igraph.Graph(n=self.nodes, edges=pairs, directed=True)

    @cached_property
    def index(self) -> "pd.Index[Any]":
        """The document ids as the index of a series; to make one costs more than many a kernel."""
        ids: pd.Index[Any] = pd.Index(self.ids, name="document_id", dtype="str")
        return ids

    def keep(self, mask: Mask) -> "EdgeArrays":
        """Return the same documents with the edges of ``mask`` alone."""
        return EdgeArrays(self.ids, self.citing[mask], self.cited[mask])

    def compact(self) -> "EdgeArrays":
        """Return the same edges without the documents that have none."""
        left, ends = np.unique(np.concatenate([self.citing, self.cited]), return_inverse=True)
        citing, cited = np.split(ends.astype(np.int32), 2)
        return EdgeArrays(self.ids[left], citing, cited)

    def numbers(self, ids: Iterable[str]) -> Ints:
        """Return the numbers of those of ``ids`` that are here, in order."""
        wanted = np.array(sorted(set(ids)), dtype=object)
        places = np.searchsorted(self.ids, wanted)
        here = [place < self.nodes and self.ids[place] == name for place, name in zip(places, wanted, strict=True)]
        found: Ints = places[np.array(here, dtype=bool)].astype(np.int32)
        return found

    def series(self, values: npt.NDArray[Any], name: str) -> "pd.Series[Any]":
        """Return one value a document as a series indexed by document id."""
        return pd.Series(values, index=self.index, name=name)


def from_pairs(citing_ids: "pd.Series[Any]", cited_ids: "pd.Series[Any]") -> EdgeArrays:
    """Number the documents of a list of pairs.

    Loops are left out and repeated pairs merge, so the documents are those with a citation to or from another.

    Examples
    --------
    >>> edges = from_pairs(pd.Series(["c", "b", "b", "a"]), pd.Series(["a", "a", "a", "a"]))
    >>> edges.ids.tolist(), edges.citing.tolist(), edges.cited.tolist()
    (['a', 'b', 'c'], [1, 2], [0, 0])
    """
    citing, cited = (ids.to_numpy(dtype=object) for ids in (citing_ids, cited_ids))
    proper = citing != cited
    codes, found = pd.factorize(np.concatenate([citing[proper], cited[proper]]))
    order = np.argsort(found)
    number = np.empty(len(found), dtype=np.int64)
    number[order] = np.arange(len(found))
    tail, head = np.split(number[codes], 2)
    keys = np.unique(tail * len(found) + head)
    citing_numbers, cited_numbers = np.divmod(keys, max(len(found), 1))
    return EdgeArrays(found[order], citing_numbers.astype(np.int32), cited_numbers.astype(np.int32))


def from_graph(graph: "nx.DiGraph[str]") -> EdgeArrays:
    """Return the arrays of a networkx graph, documents without citations included; loops are left out."""
    ids = np.array(sorted(graph), dtype=object)
    number = {document: place for place, document in enumerate(ids)}
    edges = sorted((number[citing], number[cited]) for citing, cited in graph.edges if citing != cited)
    pairs = np.array(edges, dtype=np.int32).reshape(-1, 2)
    return EdgeArrays(ids, pairs[:, 0].copy(), pairs[:, 1].copy())


def grouped(keys: Ints, values: Ints, groups: int) -> tuple[Ints, Ints]:
    """Return ``values`` in order of their keys (those of one key as they came), and where each key's values start.

    The starts have one more at the end. A matrix with one cell a row, turned over, is sorted by counting.

    >>> [part.tolist() for part in grouped(np.array([1, 0, 1]), np.array([7, 8, 9]), 3)]
    [[8, 7, 9], [0, 1, 3, 3]]
    """
    if not len(keys):
        return values.astype(np.int32), np.zeros(groups + 1, dtype=np.int32)
    one_a_row = np.arange(len(keys) + 1, dtype=np.int32)
    cells = sparse.csr_array((values, keys.astype(np.int32, copy=False), one_a_row), shape=(len(keys), groups)).tocsc()
    return cells.data.astype(np.int32, copy=False), cells.indptr.astype(np.int32, copy=False)


def spans(first: Ints, last: Ints) -> npt.NDArray[np.int64]:
    """Return the numbers of all half-open ranges, one range after the other.

    >>> spans(np.array([3, 7, 0]), np.array([5, 7, 2])).tolist()
    [3, 4, 0, 1]
    """
    lengths = (last - first).astype(np.int64)
    numbers: npt.NDArray[np.int64] = np.repeat(first - np.cumsum(lengths) + lengths, lengths)
    numbers += np.arange(len(numbers))
    return numbers
