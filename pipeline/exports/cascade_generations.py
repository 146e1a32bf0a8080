"""The breadth and branching number of each generation of the cascade."""

import pandas as pd

from pipeline.spread.cascade import breadth

NAME = "cascade_generations"

_CAVEATS = ["documents_in_reach", "documents_with_links", "provisional"]


def build(cascade: pd.DataFrame) -> pd.DataFrame:
    """Return a row a rule and depth of the published cascade."""
    parts = [breadth(tree).assign(rule=rule) for rule, tree in cascade.groupby("rule")]
    table = pd.concat(parts, ignore_index=True) if parts else breadth(cascade).assign(rule="")
    caveats = cascade[_CAVEATS].drop_duplicates()
    return table.merge(caveats, how="cross")
