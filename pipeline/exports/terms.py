"""The lexicon: every term of every family."""

from collections.abc import Set as AbstractSet

import pandas as pd

NAME = "terms"


def build(terms: pd.DataFrame, bundled_terms: AbstractSet[str]) -> pd.DataFrame:
    """Return the lexicon as a table, with where each term was counted."""
    return terms.assign(counted_in=terms["term"].isin(bundled_terms).map({True: "all", False: "texts"}))
