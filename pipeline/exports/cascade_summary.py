"""The size, depth, breadth and structural virality of the cascade."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.spread.cascade import RULES, breadth, structural_virality

NAME = "cascade_summary"


def build(cascade: pd.DataFrame, graph_reach: Reach) -> pd.DataFrame:
    """Return a row a rule, from the published cascade; the root work counts as one node."""
    rows = []
    for rule in RULES:
        tree = cascade[cascade["rule"] == rule]
        levels = breadth(tree)
        rows.append(
            {
                "rule": rule,
                "documents": int((tree["depth"] > 0).sum()),
                "depth": int(levels["depth"].max()) if len(levels) else 0,
                "breadth": int(levels.loc[levels["depth"] > 0, "documents"].max()) if len(levels) > 1 else 0,
                "leaves": int((tree["children"] == 0).sum()),
                "structural_virality": structural_virality(tree["depth"].tolist(), tree["descendants"].tolist()),
            }
        )
    return with_counts(pd.DataFrame(rows), *graph_reach)
