"""Communities of documents, by citation, coupling and co-citation."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.labels import labels

NAME = "communities"


def build(membership: pd.DataFrame, community_words: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Return a row a document and relation; documents without a tie of that relation are in no community."""
    named = {relation: labels(words) for relation, words in community_words.groupby("relation")}
    parts = [
        rows.assign(label=rows["community"].map(named[relation]) if relation in named else None)
        for relation, rows in membership.groupby("relation")
    ]
    table = pd.concat(parts, ignore_index=True) if parts else membership.assign(label=None)
    return with_counts(table, *reach)
