"""How far the communities depend on chance: every start beside the best."""

from collections.abc import Mapping

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.communities import Partition
from pipeline.graph.similarity import Relation

NAME = "community_runs"


def build(partitions: Mapping[Relation, Partition], reach: Reach) -> pd.DataFrame:
    """Return a row a relation and start."""
    rows = [
        (relation, number, start.quality, start.communities, start.adjusted_rand_index)
        for relation, partition in partitions.items()
        for number, start in enumerate(partition.starts, 1)
    ]
    table = pd.DataFrame(rows, columns=["relation", "start", "quality", "communities", "adjusted_rand_index"])
    return with_counts(table, *reach)
