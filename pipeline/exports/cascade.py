"""The cascade tree: who took the root work up from whom, by two rules."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.spread.cascade import RULES, cascade

NAME = "cascade"


def build(
    graph_documents: pd.DataFrame, graph_citations: pd.DataFrame, root_ids: AbstractSet[str], graph_reach: Reach
) -> pd.DataFrame:
    """Return a row a document of the cascade and rule, with its parent and what descends from it."""
    trees = [cascade(graph_citations, graph_documents, root_ids, rule).assign(rule=rule) for rule in RULES]
    table = pd.concat(trees, ignore_index=True)
    table["posted_at"] = table["document_id"].map(graph_documents.set_index("document_id")["posted_at"])
    return with_counts(table, *graph_reach)
