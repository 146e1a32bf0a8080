"""Graphs made from the citation graph and the bylines: of authors who cite, of coauthors, of venues."""

import numpy as np
import pandas as pd


def author_citations(citations: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    """Return who cites whom among authors.

    Parameters
    ----------
    citations : pd.DataFrame
        A row a pair of documents within the corpus.
    authorship : pd.DataFrame
        Table ``authorship``.

    Returns
    -------
    pd.DataFrame
        ``citing_author_id``, ``cited_author_id``, ``citations`` (pairs of documents behind it, each counting in full for
        every pair of their authors), ``fractional`` (each shared among its pairs of authors, so that the column sums to
        the citations whose authors are known), ``self_citation`` (true where both are one), ``citing_documents`` and
        ``cited_documents``. Citations of documents without a known author are in none.

    References
    ----------
    .. [1] White, H. D. & Griffith, B. C. (1981). Author cocitation: a literature measure of intellectual structure.
       JASIS 32(3), 163-171. doi:10.1002/asi.4630320302

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["x"], "cited_id": ["r"]})
    >>> authorship = pd.DataFrame({"document_id": ["x", "r", "r"], "author_id": ["ann", "ann", "bob"]})
    >>> author_citations(citations, authorship).to_numpy().tolist()
    [['ann', 'ann', 1, 0.5, True, 1, 1], ['ann', 'bob', 1, 0.5, False, 1, 1]]
    """
    bylines = authorship[["document_id", "author_id"]].assign(
        share=1 / authorship.groupby("document_id")["author_id"].transform("size")
    )
    pairs = citations[["citing_id", "cited_id"]]
    pairs = pairs.merge(bylines.add_prefix("citing_"), left_on="citing_id", right_on="citing_document_id")
    pairs = pairs.merge(bylines.add_prefix("cited_"), left_on="cited_id", right_on="cited_document_id")
    pairs["fractional"] = pairs["citing_share"] * pairs["cited_share"]
    grouped = pairs.groupby(["citing_author_id", "cited_author_id"])
    found = pd.DataFrame(
        {
            "citations": grouped.size(),
            "fractional": grouped["fractional"].sum(),
            "self_citation": False,
            "citing_documents": grouped["citing_id"].nunique(),
            "cited_documents": grouped["cited_id"].nunique(),
        }
    ).reset_index()
    found["self_citation"] = found["citing_author_id"] == found["cited_author_id"]
    return found


def coauthors(documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    """Return who wrote with whom.

    Returns
    -------
    pd.DataFrame
        ``author_a`` (the lesser id), ``author_b``, ``documents`` (written together), ``weight`` (each document shared
        among the pairs of its authors that one of them is in, 1 / (authors - 1)), ``first_at`` and ``last_at`` (ISO text,
        missing where no date is known) and ``document_ids`` (joined by `` | ``).

    References
    ----------
    .. [1] Newman, M. E. J. (2001). Scientific collaboration networks. II. Shortest paths, weighted networks, and
       centrality. Physical Review E 64, 016132. doi:10.1103/PhysRevE.64.016132

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["r"], "posted_at": ["2019"]})
    >>> authorship = pd.DataFrame({"document_id": ["r", "r", "r"], "author_id": ["cy", "ann", "bob"]})
    >>> coauthors(documents, authorship)[["author_a", "author_b", "weight"]].to_numpy().tolist()
    [['ann', 'bob', 0.5], ['ann', 'cy', 0.5], ['bob', 'cy', 0.5]]
    """
    sizes = authorship.groupby("document_id")["author_id"].transform("size")
    shared = authorship.loc[sizes > 1, ["document_id", "author_id"]].assign(weight=1 / (sizes[sizes > 1] - 1))
    pairs = shared.merge(shared[["document_id", "author_id"]], on="document_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["author_id_a"] < pairs["author_id_b"]].merge(documents[["document_id", "posted_at"]])
    grouped = pairs.groupby(["author_id_a", "author_id_b"])
    found = pd.DataFrame(
        {
            "documents": grouped.size(),
            "weight": grouped["weight"].sum(),
            "first_at": grouped["posted_at"].min(),
            "last_at": grouped["posted_at"].max(),
            "document_ids": grouped["document_id"].agg(lambda ids: " | ".join(sorted(ids))),
        }
    )
    return found.rename_axis(["author_a", "author_b"]).reset_index()


def venue_citations(citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return how often venues cite each other.

    Returns
    -------
    pd.DataFrame
        ``citing_venue``, ``cited_venue``, ``citations`` (pairs of documents), ``citing_documents``, ``cited_documents``,
        ``expected`` (citations given x citations received / all: what there would be if venues did not matter) and
        ``ratio`` (citations / expected). A document is in one venue, so posts that stand in both count under ``af``.

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["x", "y"], "cited_id": ["r", "r"]})
    >>> documents = pd.DataFrame({"document_id": ["r", "x", "y"], "venue": ["af", "af", "lw"]})
    >>> venue_citations(citations, documents)[["citing_venue", "cited_venue", "citations", "expected"]].to_numpy().tolist()
    [['af', 'af', 1, 1.0], ['lw', 'af', 1, 1.0]]
    """
    venue = documents.set_index(documents["document_id"].astype(object))["venue"]
    placed = pd.DataFrame(
        {
            "citing_id": citations["citing_id"],
            "cited_id": citations["cited_id"],
            "citing_venue": citations["citing_id"].map(venue),
            "cited_venue": citations["cited_id"].map(venue),
        }
    )
    pairs = placed.groupby(["citing_venue", "cited_venue"])
    found = pd.DataFrame(
        {
            "citations": pairs.size(),
            "citing_documents": pairs["citing_id"].nunique(),
            "cited_documents": pairs["cited_id"].nunique(),
        }
    ).reset_index()
    given = found.groupby("citing_venue")["citations"].transform("sum")
    received = found.groupby("cited_venue")["citations"].transform("sum")
    expected = given * received / max(int(found["citations"].sum()), 1)
    return found.assign(expected=expected.astype(np.float64), ratio=found["citations"] / expected)
