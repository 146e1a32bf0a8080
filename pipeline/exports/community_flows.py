"""How communities flow from year to year."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.citation import is_document
from pipeline.graph.flows import flows, yearly_communities
from pipeline.graph.labels import distinctive_words, labels, title_words

NAME = "community_flows"


def build(graph_citations: pd.DataFrame, documents: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Return a row a flow, with the words that set each community's titles apart in its own year.

    Labels compare titles of documents that are in a community of some year with each other.
    """
    yearly = yearly_communities(graph_citations, documents)
    table = flows(yearly)
    divided = documents[is_document(documents["document_id"], yearly.drop_duplicates("document_id"))]
    words = title_words(divided.set_index("document_id")["title"])
    named = {
        year: labels(distinctive_words(words, rows.set_index("document_id")["community"])).to_dict()
        for year, rows in yearly.groupby("year")
    }
    for end in ("from", "to"):
        ends = zip(table[f"{end}_year"], table[f"{end}_community"], strict=True)
        table[f"{end}_label"] = pd.Series(
            [named[year].get(number) for year, number in ends], index=table.index, dtype="str"
        )
    return with_counts(table, *reach)
