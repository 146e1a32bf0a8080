"""Every document, with its generation and the reason why it is here."""

from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

from pipeline.moments import earliest, is_before

NAME = "documents"

_NEAR = 3
"""Documents cited by those within so many generations are in the corpus for their sake."""

_EVIDENCE = {
    "body": "by a link in its text",
    "pingback_list": "as the root work's list of incoming links shows",
    "pingback_field": "as the forum's own list of its links says",
    "edge_list": "as the imported list of citations says",
    "citation_index": "as an index of citations says",
    "cited_by_table": "as a table on a page about the root work shows",
}


def build(
    documents: pd.DataFrame,
    citations: pd.DataFrame,
    generations: pd.DataFrame,
    term_counts: pd.DataFrame,
    root_ids: AbstractSet[str],
) -> pd.DataFrame:
    """Return the corpus's documents with ``generation``, ``generation_longest`` and ``why_included``."""
    ids = documents["document_id"]
    table = documents.copy()
    for column in ("generation", "generation_longest"):
        table[column] = ids.map(generations[column]).astype("Int64")
    # Reasons from the weakest to the strongest: each overwrites those before it.
    why = "Known " + documents["kind"] + "; no connection to the root work in the data at hand."
    for reason in (
        _terms(term_counts),
        _cited_by_near(citations, generations),
        _chains(generations["generation"]),
        _citers(citations, documents, root_ids),
        pd.Series("Part of the root work.", index=sorted(root_ids), dtype="str"),
    ):
        found = ids.map(reason)
        why = why.where(found.isna(), found)
    return table.assign(why_included=why)


def _terms(term_counts: pd.DataFrame) -> "pd.Series[Any]":
    """Name the term that a document uses, a title's before one of the text, then the most frequent."""
    ranked = term_counts.assign(in_text=term_counts["field"] != "title").sort_values(
        ["document_id", "in_text", "occurrences", "term"], ascending=[True, True, False, True]
    )
    first = ranked.drop_duplicates("document_id").set_index("document_id")
    place = first["in_text"].map({False: " in its title.", True: " in its text."}).astype("str")
    return ("Uses the term “" + first["term"] + "”" + place).astype("str")


def _cited_by_near(citations: pd.DataFrame, generations: pd.DataFrame) -> "pd.Series[Any]":
    near = generations.index[generations["generation"] <= _NEAR]
    count = citations.loc[citations["citing_id"].isin(near)].groupby("cited_id").size()
    documents = count.map(lambda n: "a document" if n == 1 else f"{n} documents").astype("str")
    return ("Cited by " + documents + f" of the root work or within {_NEAR} generations of it.").astype("str")


def _chains(generation: "pd.Series[Any]") -> "pd.Series[Any]":
    later = generation[generation >= 2]
    return ("Reaches the root work by a chain of " + later.astype("str") + " citations.").astype("str")


def _citers(citations: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]) -> "pd.Series[Any]":
    to_root = citations[citations["cited_id"].isin(root_ids)]
    kinds = to_root["evidence"].str.split(" | ", regex=False).explode()
    strongest = kinds.map({kind: rank for rank, kind in enumerate(_EVIDENCE)}).groupby(to_root["citing_id"]).min()
    how = strongest.map(dict(enumerate(_EVIDENCE.values())))
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    early = documents.loc[is_before(documents["posted_at"], since), "document_id"]
    ending = pd.Series(".", index=how.index).where(~how.index.isin(early), ", though dated before it: edited later.")
    return ("Cites the root work " + how + ending).astype("str")
