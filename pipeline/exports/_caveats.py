"""How much of what a result on the root work's spread reaches could be read."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.coverage import COVERED_SHARE
from pipeline.graph.moments import earliest, is_before
from pipeline.spread.reading import links_known


def in_reach(documents: pd.DataFrame, root_ids: AbstractSet[str]) -> pd.DataFrame:
    """Return the documents that may cite the root work: those not dated before it, its own left out."""
    is_root = documents["document_id"].isin(root_ids)
    since = earliest(documents.loc[is_root, "posted_at"])
    return documents[~is_root & ~is_before(documents["posted_at"], since)]


def with_caveats(table: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` with how many documents are in reach, how many have known links, and whether that is too few.

    >>> reach = pd.DataFrame({"has_body": pd.array([True, False], dtype="boolean")})
    >>> with_caveats(pd.DataFrame({"x": [1]}), reach).to_numpy().tolist()
    [[1, 2, 1, True]]
    """
    known, read = len(reach), int(links_known(reach).sum())
    return table.assign(
        documents_in_reach=known, documents_with_links=read, provisional=not known or read < COVERED_SHARE * known
    )
