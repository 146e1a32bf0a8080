"""Ids of the made-up forum, and a look at one row."""

from typing import Any

import pandas as pd

ROOT, DAUGHTER, OTHER = "RootPostAAAAAAAAA", "DaughterPostBBBBB", "OtherPostCCCCCCCC"


def row(frame: pd.DataFrame, document_id: str) -> Any:
    """Return a document's row; its columns are attributes."""
    found = [one for one in frame.itertuples() if one.document_id == document_id]
    assert len(found) == 1
    return found[0]
