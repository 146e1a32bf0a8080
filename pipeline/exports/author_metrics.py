"""Every metric of every author."""

from collections.abc import Mapping

import pandas as pd

NAME = "author_metrics"


def build(metrics: Mapping[str, pd.DataFrame], authors: pd.DataFrame) -> pd.DataFrame:
    """Return a row for every author, with the name as last seen and a column a metric."""
    table = metrics["author"].rename_axis("author_id").reset_index()
    table.insert(1, "name", table["author_id"].map(authors.set_index("author_id")["name"]))
    return table
