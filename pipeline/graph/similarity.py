"""Documents that cite the same, and documents that are cited together."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from pipeline.graph.arrays import EdgeArrays, Ints, from_pairs
from pipeline.graph.citation import citation_arrays, is_document

Floats = npt.NDArray[np.float64]
Relation = Literal["citation", "coupling", "co_citation"]
RELATIONS: tuple[Relation, ...] = ("citation", "coupling", "co_citation")

BLOCKS = (2, 16)
"""Fewest and most blocks that a product is made in: more of them waste less, until finding the columns costs more."""
WORK_OF_A_BLOCK = 1_500_000
"""Multiplications of the whole product for each of its blocks."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """A relation between documents: every pair once, the alphabetically lesser document first.

    ``one`` and ``other`` are numbers into ``ids``, ``weight`` how strongly each pair is tied. ``own`` is, per
    document, what the pairs draw on: its references (coupling), its citing documents (co-citation), its weight
    (citation).
    """

    ids: npt.NDArray[Any]
    one: Ints
    other: Ints
    weight: npt.NDArray[np.integer[Any]]
    own: npt.NDArray[np.int64]

    def strength(self) -> npt.NDArray[np.int64]:
        """Return, per document, the sum of the weights of its pairs (``k_i``)."""
        ends = np.concatenate([self.one, self.other])
        weights = np.concatenate([self.weight, self.weight])
        return np.bincount(ends, weights=weights, minlength=len(self.ids)).astype(np.int64)

    def association_strength(self) -> Floats:
        """Return, per pair, ``2 m a_ij / (k_i k_j)``: its weight over that expected if ties were dealt at random.

        References
        ----------
        .. [1] van Eck, N. J. & Waltman, L. (2009). How to normalize co-occurrence data? An analysis of some
           well-known similarity measures. JASIST 60(8), 1635-1651. doi:10.1002/asi.21075
        """
        k = self.strength().astype(np.float64)
        ratio: Floats = k.sum() * self.weight / (k[self.one] * k[self.other])
        return ratio

    def jaccard(self) -> Floats:
        """Return, per pair, what is common over what either has."""
        share: Floats = self.weight / (self.own[self.one] + self.own[self.other] - self.weight)
        return share


def related(relation: Relation, citations: pd.DataFrame, documents: pd.DataFrame) -> Pairs:
    """Return the pairs of documents of the corpus that a relation ties.

    ``citation``
        One cites the other; the weight is the number of links between them, 1 where only a list of pingbacks names
        the citation.
    ``coupling``
        Both cite the same; the weight is the number of references in common, those beyond the corpus included.
    ``co_citation``
        Both are cited by the same; the weight is the number of documents that do.

    References
    ----------
    .. [1] Kessler, M. M. (1963). Bibliographic coupling between scientific papers. American Documentation 14(1),
       10-25. doi:10.1002/asi.5090140103
    .. [2] Small, H. (1973). Co-citation in the scientific literature: a new measure of the relationship between two
       documents. JASIS 24(4), 265-269. doi:10.1002/asi.4630240406

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["x", "x", "y", "y"], "cited_id": ["a", "beyond", "a", "beyond"]})
    >>> pairs = related("coupling", citations, pd.DataFrame({"document_id": ["a", "x", "y"]}))
    >>> pairs.ids[pairs.one].tolist(), pairs.ids[pairs.other].tolist(), pairs.weight.tolist()
    (['x'], ['y'], [2])
    """
    if relation == "citation":
        return _linked(citations, documents)
    if relation == "coupling":
        citing = citations[is_document(citations["citing_id"], documents)]
        return coupled(from_pairs(citing["citing_id"], citing["cited_id"]))
    return co_cited(citation_arrays(citations, documents))


def _linked(citations: pd.DataFrame, documents: pd.DataFrame) -> Pairs:
    edges = citation_arrays(citations, documents)
    links = citations.set_index(["citing_id", "cited_id"])["n_links"]
    pairs = pd.MultiIndex.from_arrays([edges.ids[edges.citing], edges.ids[edges.cited]])
    weights = links.reindex(pairs).to_numpy(dtype=np.int64).clip(min=1)
    one, other = np.minimum(edges.citing, edges.cited), np.maximum(edges.citing, edges.cited)
    keys, which = np.unique(one.astype(np.int64) * max(edges.nodes, 1) + other, return_inverse=True)
    weight = np.bincount(which, weights=weights, minlength=len(keys)).astype(np.int64)
    first, second = (numbers.astype(np.int32) for numbers in np.divmod(keys, max(edges.nodes, 1)))
    pairs_of = Pairs(edges.ids, first, second, weight, np.zeros(edges.nodes, dtype=np.int64))
    return Pairs(edges.ids, first, second, weight, pairs_of.strength())


def co_cited(edges: EdgeArrays) -> Pairs:
    """Return the pairs of documents that are cited by the same; see :func:`related`."""
    return _in_common(edges.transpose, edges.matrix, edges.ids)


def coupled(edges: EdgeArrays) -> Pairs:
    """Return the pairs of documents that cite the same; see :func:`related`."""
    return _in_common(edges.matrix, edges.transpose, edges.ids)


def _in_common(rows: "sparse.csr_array[Any]", turned: "sparse.csr_array[Any]", ids: npt.NDArray[Any]) -> Pairs:
    """Return the pairs of rows that share columns. Counts are exact in 32 bits: no row has so many columns.

    A pair is wanted once, so a block of rows is multiplied by itself, where half has to be taken out, and by the rows
    after it, where nothing has: little more than half the work of the whole product. The pairs come block by block of
    ``one``, in the order that the products give, which is always the same.
    """
    incidence, others = rows.astype(np.int32), turned.astype(np.int32)
    nodes = len(ids)
    work = int((np.diff(others.indptr).astype(np.int64) ** 2).sum())
    block = max(nodes // min(max(work // WORK_OF_A_BLOCK, BLOCKS[0]), BLOCKS[1]), 1)
    numbers, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
    found: list[tuple[Ints, int, Ints]] = []
    for first in range(0, nodes, block):
        last = min(first + block, nodes)
        mine = incidence[first:last]
        within, beyond = mine @ others[:, first:last], mine @ others[:, last:]
        row = np.repeat(np.arange(last - first, dtype=np.int32), np.diff(within.indptr))
        upper = np.flatnonzero(within.indices > row)
        numbers += [np.arange(first, last, dtype=np.int32)] * 2
        counts += [np.bincount(row[upper], minlength=last - first), np.diff(beyond.indptr)]
        found += [(within.indices[upper], first, within.data[upper]), (beyond.indices, last, beyond.data)]
    one = np.repeat(np.concatenate(numbers), np.concatenate(counts))
    other, weight = np.empty_like(one), np.empty_like(one)
    # Written where they belong at once: these columns are the largest there are, and every copy of them costs.
    start = 0
    for columns, offset, shared in found:
        stretch = slice(start, start + len(columns))
        np.add(columns, np.int32(offset), out=other[stretch])
        weight[stretch] = shared
        start = stretch.stop
    return Pairs(ids, one, other, weight, np.diff(incidence.indptr).astype(np.int64))
