"""The words behind each community's label, and the documents behind each word."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import in_reach, with_caveats

NAME = "community_labels"

_KEPT = 10


def build(community_words: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]) -> pd.DataFrame:
    """Return the ten heaviest words of each community, with the documents whose titles have them."""
    words = community_words.rename(columns={"group": "community"})
    words["rank"] = words.groupby(["relation", "community"]).cumcount() + 1
    return with_caveats(words[words["rank"] <= _KEPT], in_reach(documents, root_ids))
