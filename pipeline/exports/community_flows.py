"""How communities flow from year to year."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.flows import flows

NAME = "community_flows"


def build(community_years: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Return a row a flow, with what the titles of each community share in its own year."""
    table = flows(community_years[["year", "document_id", "community"]])
    called = community_years.drop_duplicates(["year", "community"]).set_index(["year", "community"])["label"]
    for end in ("from", "to"):
        ends = pd.MultiIndex.from_frame(table[[f"{end}_year", f"{end}_community"]])
        table[f"{end}_label"] = called.reindex(ends).astype("str").to_numpy()
    return with_counts(table, *reach)
