"""Main paths from the root work through the documents that descend from it."""

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.exports._main_paths import main_path_edges, with_reading
from pipeline.exports._population import Population
from pipeline.graph.arrays import EdgeArrays

NAME = "main_paths"


def build(
    descent: EdgeArrays,
    graph_citations: pd.DataFrame,
    documents: pd.DataFrame,
    population: Population,
    reach: Reach,
) -> pd.DataFrame:
    """Return a row an edge, for every weight and search.

    Paths are searched, and counted, among the root work and the documents that descend from it by citations that
    respect time; without a root work, in the whole acyclic graph. ``count`` is therefore less than the same
    citation's count in ``citations``.
    """
    table = with_reading(main_path_edges(descent), graph_citations, documents, population)
    return with_counts(table, *reach)
