"""How often each term occurs in each field of each document."""

import pandas as pd

from pipeline.tables import conform

NAME = "term_counts"


def build(term_counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of the terms stage."""
    return conform(term_counts, NAME)
