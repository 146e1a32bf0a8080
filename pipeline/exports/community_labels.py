"""The words behind each community's label, and the documents behind each word."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts

NAME = "community_labels"

_KEPT = 10


def build(community_words: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Return the ten heaviest words of each community, with the documents whose titles have them."""
    words = community_words.rename(columns={"group": "community"})
    words["rank"] = words.groupby(["relation", "community"]).cumcount() + 1
    return with_counts(words[words["rank"] <= _KEPT], *reach)
