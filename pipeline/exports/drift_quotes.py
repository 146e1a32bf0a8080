"""Sentences for the words that each term's company gained and lost; they stay on this machine."""

import pandas as pd

from pipeline.schema import TABLES
from pipeline.wording import quotes
from pipeline.wording.drift import Drift

NAME = "drift_quotes"
ROWS_FROM = "term_contexts"


def build(
    drifts: list[Drift], companions: pd.DataFrame, contexts: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Return up to three sentences a word of ``gained`` and ``lost`` in ``term_drift``."""
    return quotes.drift_quotes(drifts, companions, contexts, documents)[TABLES[NAME].names]
