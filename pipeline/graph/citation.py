"""The citation graph: who cites whom, within the corpus."""

import networkx as nx
import pandas as pd

from pipeline.graph.arrays import EdgeArrays, from_pairs


def within_corpus(citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the citations whose both ends are documents of the corpus, in order of (citing_id, cited_id)."""
    known = pd.Index(documents["document_id"].to_numpy(dtype=object))
    citing, cited = (citations[end].to_numpy(dtype=object) for end in ("citing_id", "cited_id"))
    inside = (known.get_indexer(citing) >= 0) & (known.get_indexer(cited) >= 0) & (citing != cited)
    kept: pd.DataFrame = citations[inside]
    return kept.sort_values(["citing_id", "cited_id"], ignore_index=True)


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
