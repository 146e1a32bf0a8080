"""Communities by citation at the end of each year."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.citation import is_document
from pipeline.graph.flows import yearly_communities
from pipeline.graph.labels import distinctive_words, labels, title_words

NAME = "community_years"


def build(graph_citations: pd.DataFrame, documents: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Return a row a year and document, with the words that set its community's titles apart in that year.

    Labels compare titles of documents that are in a community of some year with each other.
    """
    yearly = yearly_communities(graph_citations, documents)
    divided = documents[is_document(documents["document_id"], yearly.drop_duplicates("document_id"))]
    words = title_words(divided.set_index("document_id")["title"])
    parts = [
        rows.assign(label=rows["community"].map(labels(distinctive_words(words, _communities(rows)))))
        for _, rows in yearly.groupby("year")
    ]
    table = pd.concat(parts, ignore_index=True) if parts else yearly.assign(label=None)
    return with_counts(table, *reach)


def _communities(rows: pd.DataFrame) -> "pd.Series[int]":
    return rows.set_index("document_id")["community"]
