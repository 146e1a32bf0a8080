"""Exposure: what the record shows of an author's contact with adopters before the author's first citation."""

from collections.abc import Set as AbstractSet
from typing import Final

import pandas as pd

from pipeline.graph.adoption import adopters
from pipeline.moments import earliest

KINDS: Final = ("linked", "commented", "replied", "coauthored")
_COLUMNS = ["author_id", "kind", "at", "document_id", "via_document_id", "via_author_id"]


def first_citations(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    own: AbstractSet[str],
) -> pd.DataFrame:
    """Return each adopting author's first citing document.

    Returns
    -------
    pd.DataFrame
        Indexed by ``author_id``, in alphabetical order: ``document_id`` and ``posted_at`` of the earliest dated document
        that cites the root work; of one moment, the lesser id. The root work's authors, ``own``, adopt nothing.
    """
    citing = adopters(citations, documents, root_ids)[["document_id", "posted_at"]].dropna()
    wrote = authorship[["document_id", "author_id"]].merge(citing, on="document_id")
    wrote = wrote[~wrote["author_id"].isin(own)].sort_values(["posted_at", "document_id"], kind="stable")
    return wrote.drop_duplicates("author_id").set_index("author_id").sort_index()


def exposures(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    own: AbstractSet[str],
) -> pd.DataFrame:
    """Find every recorded contact of an author with an earlier adopter, up to the author's first citing document.

    An adopter is an author from the first citing document on, and each author of the root work (``own``) from its date on. An
    author is exposed to an adopter who is somebody else, by a dated act before the author's first citing document, or
    by that document itself where a link or a coauthor is concerned (coauthors who begin together expose neither):

    ``linked``
        A document of the author cites a document of the adopter that cites the root work and is not newer.
    ``commented``
        The author comments under a document of the adopter that cites the root work or is part of it.
    ``replied``
        The author's comment answers a comment of the adopter (where a record says which).
    ``coauthored``
        The author and the adopter sign one document.

    Moments are compared as far as both are known; of acts that may be simultaneous, the other's comes first.

    Returns
    -------
    pd.DataFrame
        A row an author, kind, own document and document and author of the contact, in that order: ``author_id``,
        ``kind``, ``at`` (date of the own document), ``document_id`` (own), ``via_document_id`` and ``via_author_id``.

    Notes
    -----
    Reading leaves no record: an author without a row may well have had the idea from anyone. Comments and replies are
    known for a few authors alone.
    """
    first = first_citations(documents, authorship, citations, root_ids, own)
    posted = documents.set_index("document_id")["posted_at"]
    since = earliest(posted.reindex(sorted(root_ids)))
    adopted = pd.concat([first["posted_at"], pd.Series(since, index=sorted(own), dtype="str")])
    wrote = authorship[["document_id", "author_id"]]
    carrying = set(adopters(citations, documents, root_ids)["document_id"])

    acts = wrote[wrote["author_id"].isin(first.index)].assign(at=lambda rows: rows["document_id"].map(posted))
    acts = acts[acts["at"].notna()]
    stands_under, answers = (
        acts.merge(documents[["document_id", column]].dropna(), on="document_id").rename(
            columns={column: "via_document_id"}
        )
        for column in ("parent_id", "reply_to")
    )
    links = citations[citations["cited_id"].isin(carrying)].rename(
        columns={"citing_id": "document_id", "cited_id": "via_document_id"}
    )
    contacts = pd.concat(
        [
            acts.merge(links[["document_id", "via_document_id"]], on="document_id").assign(kind="linked"),
            stands_under[stands_under["via_document_id"].isin(carrying | root_ids)].assign(kind="commented"),
            answers.assign(kind="replied"),
            acts[~acts["document_id"].isin(root_ids)].assign(
                kind="coauthored", via_document_id=lambda rows: rows["document_id"]
            ),
        ],
        ignore_index=True,
    )
    met = contacts.merge(
        wrote.rename(columns={"document_id": "via_document_id", "author_id": "via_author_id"}), on="via_document_id"
    )
    met = met[(met["author_id"] != met["via_author_id"]) & met["via_author_id"].isin(adopted.index)]
    is_first = met["document_id"] == met["author_id"].map(first["document_id"])
    before_first = _earlier(met["at"], met["author_id"].map(first["posted_at"]))
    # Coauthors whose first citing document is this one began together; neither exposed the other.
    adopted_before = _earlier(met["via_author_id"].map(adopted), met["at"])
    in_time = before_first | (is_first & ((met["kind"] == "linked") | ((met["kind"] == "coauthored") & adopted_before)))
    via_first = ~_earlier(met["at"], met["via_author_id"].map(adopted)) & ~_earlier(
        met["at"], met["via_document_id"].map(posted)
    )
    found = met.loc[in_time & via_first, _COLUMNS].drop_duplicates()
    return found.sort_values(_COLUMNS, ignore_index=True)


def _earlier(moments: pd.Series, others: pd.Series) -> pd.Series:
    """Return, per pair, whether the first moment lies before the second as far as both are known."""
    known = zip(moments, others, strict=True)
    return pd.Series(
        [isinstance(a, str) and isinstance(b, str) and a[: len(b)] < b[: len(a)] for a, b in known],
        index=moments.index,
        dtype=bool,
    )


def shared_credit(exposures: pd.DataFrame) -> pd.DataFrame:
    """Divide the credit for each exposed adopter evenly among the distinct adopters they had contact with.

    Returns
    -------
    pd.DataFrame
        Indexed by ``via_author_id``: ``brought_in`` (adopters they had contact with) and ``credit`` (the sum of their
        shares; over all rows, the number of exposed adopters).

    Examples
    --------
    'c' had contact with 'a' and 'b', 'b' with 'a' alone:

    >>> met = pd.DataFrame({"author_id": ["c", "c", "c", "b"], "via_author_id": ["a", "a", "b", "a"]})
    >>> shared_credit(met).to_dict("index")
    {'a': {'brought_in': 2, 'credit': 1.5}, 'b': {'brought_in': 1, 'credit': 0.5}}
    """
    pairs = exposures[["author_id", "via_author_id"]].drop_duplicates()
    pairs = pairs.assign(credit=1 / pairs.groupby("author_id")["via_author_id"].transform("count"))
    grouped = pairs.groupby("via_author_id")["credit"]
    return pd.DataFrame({"brought_in": grouped.size(), "credit": grouped.sum()})
