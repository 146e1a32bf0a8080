"""The venue graph."""

import pandas as pd

from pipeline.exports._caveats import counts_by, with_counts
from pipeline.graph.citation import within_corpus
from pipeline.graph.derived import venue_citations

NAME = "venue_citations"


def build(graph_citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return a row a citing and cited venue, of the citations within the corpus."""
    table = venue_citations(within_corpus(graph_citations, documents), documents)
    return with_counts(table, *counts_by(documents["venue"], documents, table["citing_venue"]))
