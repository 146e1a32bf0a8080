"""Ids of the made-up forum, and a look at one row."""

from typing import Any

import pandas as pd

ROOT, DAUGHTER, OTHER = "RootPostAAAAAAAAA", "DaughterPostBBBBB", "OtherPostCCCCCCCC"


def row(frame: pd.DataFrame, document_id: str) -> Any:
    """Return a document's row; its columns are attributes."""
    found = [one for one in frame.itertuples() if one.document_id == document_id]
    assert len(found) == 1
    return found[0]


def bundled(corpus: Any) -> dict[str, pd.DataFrame]:
    """Return a corpus as bundled facts are read; none of its citations is stated outright."""
    names = ("documents", "authors", "authorship", "document_tags", "links", "pingbacks", "word_counts", "page_facts")
    none = corpus.citations.iloc[:0][["citing_id", "cited_id", "evidence"]]
    return {name: getattr(corpus, name) for name in names} | {
        "outgoing": none[["citing_id", "cited_id"]],
        "stated_citations": none,
    }
