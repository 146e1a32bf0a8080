"""The co-author graph."""

import pandas as pd

from pipeline.coverage import COVERED_SHARE
from pipeline.graph import derived

NAME = "coauthors"


def build(documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    """Return a row a pair of authors who wrote a document together."""
    table = derived.coauthors(documents, authorship)
    signed = authorship[authorship["document_id"].isin(documents["document_id"])].groupby("document_id").size()
    return table.assign(
        documents_in_reach=len(documents),
        documents_with_authors=len(signed),
        documents_with_coauthors=int((signed > 1).sum()),
        provisional=len(signed) < COVERED_SHARE * len(documents),
    )
