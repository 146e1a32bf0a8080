"""Documents that cite the same, and documents that are cited together."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from pipeline.graph.arrays import EdgeArrays, Ints, from_pairs, grouped, spans
from pipeline.graph.citation import citation_arrays, is_document

Floats = npt.NDArray[np.float64]
Relation = Literal["citation", "coupling", "co_citation"]
RELATIONS: tuple[Relation, ...] = ("citation", "coupling", "co_citation")

PAIRS_AT_ONCE = 2**15
"""Pairs that are sorted together: so few that they stay in the processor's cache."""


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
    """Return the pairs of rows that share columns, in order of (one, other); ``turned`` has the rows of each column.

    Every cell of a row pairs it with the rows that come after it in the same column, so that each pair comes up once a
    common column, and only once. A stretch of rows at a time, the pairs are written as one number each, sorted and
    counted. A whole sparse product would count every pair twice, and give it unsorted.
    """
    nodes = len(ids)
    cells = np.arange(rows.nnz, dtype=np.int32)
    place = np.empty_like(cells)
    place[grouped(rows.indices, cells, nodes)[0]] = cells
    after, end = place + np.int32(1), turned.indptr[1:][rows.indices]
    partners = end - after
    pairs_upto = np.concatenate([[0], np.cumsum(partners, dtype=np.int64)])[rows.indptr]
    row = np.repeat(np.arange(nodes, dtype=np.int32), np.diff(rows.indptr))
    # Room for all pairs, were none to repeat: pages that nothing is written to cost nothing, copies would.
    one, other, weight = (np.empty(pairs_upto[-1], dtype=np.int32) for _ in range(3))
    found = first = 0
    while first < nodes:
        most = int(np.searchsorted(pairs_upto, pairs_upto[first] + PAIRS_AT_ONCE, side="right")) - 1
        # No more rows than 32 bits hold numbers for: these are sorted twice as fast as 64.
        last = min(max(most, first + 1), first + 2**31 // nodes)
        here = slice(rows.indptr[first], rows.indptr[last])
        keys = np.repeat((row[here] - np.int32(first)) * np.int32(nodes), partners[here])
        keys += turned.indices[spans(after[here], end[here])]
        pair, times = _counted(keys)
        new = slice(found, found + len(pair))
        # Not divmod, which numpy does one by one.
        one[new] = pair // np.int32(nodes)
        other[new] = pair - one[new] * np.int32(nodes)
        one[new] += np.int32(first)
        weight[new] = times
        first, found = last, new.stop
    own = np.diff(rows.indptr).astype(np.int64)
    return Pairs(ids, one[:found], other[:found], weight[:found], own)


def _counted(keys: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
    """Sort ``keys`` in place, and return each once, with how often it came."""
    keys.sort()
    is_new = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    begins = np.append(np.flatnonzero(is_new), len(keys))
    return keys[begins[:-1]], begins[1:] - begins[:-1]
