"""The author citation graph."""

import pandas as pd

from pipeline.exports._caveats import counts_by, with_counts
from pipeline.graph.citation import within_corpus
from pipeline.graph.derived import author_citations

NAME = "author_citations"


def build(graph_citations: pd.DataFrame, documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    """Return a row a citing and cited author, of the citations within the corpus."""
    table = author_citations(within_corpus(graph_citations, documents), authorship)
    wrote = authorship[["document_id", "author_id"]].merge(documents, on="document_id")
    return with_counts(table, *counts_by(wrote["author_id"], wrote, table["citing_author_id"]))
