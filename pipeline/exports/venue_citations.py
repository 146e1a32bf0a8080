"""The venue graph."""

import pandas as pd

from pipeline.graph.citation import within_corpus
from pipeline.graph.derived import venue_citations

NAME = "venue_citations"


def build(graph_citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return a row a citing and cited venue, of the citations within the corpus."""
    return venue_citations(within_corpus(graph_citations, documents), documents)
