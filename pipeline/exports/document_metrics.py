"""Every metric of every document."""

from collections.abc import Mapping

import pandas as pd

NAME = "document_metrics"


def build(metrics: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row for every document of the corpus, a column a metric."""
    return metrics["document"].rename_axis("document_id").reset_index()
