"""The citation graph: who cites whom, within the corpus."""

from collections.abc import Collection
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.graph.arrays import EdgeArrays, Mask, from_pairs
from pipeline.tables import arrow_text


def within_corpus(citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the citations whose both ends are documents of the corpus, in order of (citing_id, cited_id)."""
    known = arrow_text(documents["document_id"])
    citing, cited = arrow_text(citations["citing_id"]), arrow_text(citations["cited_id"])
    is_loop = pc.equal(citing, cited).fill_null(False).to_numpy(zero_copy_only=False)
    kept = np.flatnonzero(_is_in(citing, known) & _is_in(cited, known) & ~is_loop)
    ends = pa.table({"citing_id": citing, "cited_id": cited}).take(kept)
    order = pc.sort_indices(ends, sort_keys=[(end, "ascending") for end in ends.column_names])
    return citations.take(kept[order.to_numpy()]).reset_index(drop=True)


def is_document(ids: "pd.Series[Any]", documents: pd.DataFrame) -> Mask:
    """Return, per id, whether it is a document of the corpus. (``isin`` on text columns is many times slower.)"""
    return _is_in(arrow_text(ids), arrow_text(documents["document_id"]))


def is_among(ids: "pd.Series[Any]", known: Collection[str]) -> Mask:
    """Return, per id, whether it is one of ``known``."""
    return _is_in(arrow_text(ids), pa.array(known, pa.large_string()))


def _is_in(asked: pa.Array, known: pa.Array) -> Mask:
    found: Mask = pc.is_in(asked, value_set=known, skip_nulls=True).to_numpy(zero_copy_only=False)
    return found


def citation_arrays(citations: pd.DataFrame, documents: pd.DataFrame) -> EdgeArrays:
    """Return the edges of :func:`build_citation_graph` as arrays, without building it."""
    inside = within_corpus(citations, documents)
    return from_pairs(inside["citing_id"], inside["cited_id"])


def build_citation_graph(citations: pd.DataFrame, documents: pd.DataFrame) -> "nx.DiGraph[str]":
    """Build the citation graph of the corpus.

    Parameters
    ----------
    citations : pd.DataFrame
        Table ``citations``, one row a pair.
    documents : pd.DataFrame
        Table ``documents``.

    Returns
    -------
    nx.DiGraph
        Edges run citing -> cited. Its nodes are the documents of the corpus that give or receive a citation within
        it: documents without any, and dangling ones beyond the corpus, are not in the graph. Nodes carry
        ``posted_at`` (ISO text, None if unknown); edges ``n_links``, ``backward`` and ``self_citation`` (None if an
        author is unknown). Nodes and edges are in alphabetical order.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["a", "b", "c"], "posted_at": ["2019", "2020", None]})
    >>> citations = pd.DataFrame({"citing_id": ["b", "b"], "cited_id": ["a", "beyond"], "n_links": [2, 1],
    ...                           "backward": [False, False], "self_citation": [True, None]})
    >>> build_citation_graph(citations, documents).edges(data=True)
    OutEdgeDataView([('b', 'a', {'n_links': 2, 'backward': False, 'self_citation': True})])
    """
    inside = within_corpus(citations, documents)
    posted_at = documents.set_index("document_id")["posted_at"]
    graph: nx.DiGraph[str] = nx.DiGraph()
    for document in sorted({*inside["citing_id"], *inside["cited_id"]}):
        moment = posted_at[document]
        graph.add_node(document, posted_at=None if pd.isna(moment) else moment)
    columns = ("citing_id", "cited_id", "n_links", "backward", "self_citation")
    for citing, cited, n_links, backward, own in zip(*(inside[column] for column in columns), strict=True):
        attributes = {"backward": bool(backward), "self_citation": None if pd.isna(own) else bool(own)}
        graph.add_edge(citing, cited, n_links=int(n_links), **attributes)
    return graph
