"""The author citation graph."""

import pandas as pd

from pipeline.graph.citation import within_corpus
from pipeline.graph.derived import author_citations

NAME = "author_citations"


def build(graph_citations: pd.DataFrame, documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    """Return a row a citing and cited author, of the citations within the corpus."""
    return author_citations(within_corpus(graph_citations, documents), authorship)
