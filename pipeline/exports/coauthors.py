"""The co-author graph."""

import pandas as pd

from pipeline.graph import derived

NAME = "coauthors"


def build(documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    """Return a row a pair of authors who wrote a document together."""
    return derived.coauthors(documents, authorship)
