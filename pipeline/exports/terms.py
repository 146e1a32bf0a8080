"""The lexicon: every term of every family."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.terms import Lexicon

NAME = "terms"


def build(lexicon: Lexicon, bundled_terms: AbstractSet[str]) -> pd.DataFrame:
    """Return the lexicon as a table, with where each term was counted."""
    table = lexicon.table()
    return table.assign(counted_in=table["term"].isin(bundled_terms).map({True: "all", False: "texts"}))
