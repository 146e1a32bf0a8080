"""The lexicon: every term of every family."""

import pandas as pd

from pipeline.terms import Lexicon

NAME = "terms"


def build(lexicon: Lexicon) -> pd.DataFrame:
    """Return the lexicon as a table."""
    return lexicon.table()
