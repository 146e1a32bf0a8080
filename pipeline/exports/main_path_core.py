"""The robust core of the main paths, so that no single path is oversold."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import Reach, with_counts
from pipeline.graph.acyclic import Acyclic
from pipeline.graph.arrays import EdgeArrays
from pipeline.graph.robustness import criticality, times_on_path

NAME = "main_path_core"

RUNS = 100
RUNS_IF_LARGE = 10
LARGE = 20_000
"""Citations among the documents that descend from the root work above which fewer runs are made."""


def build(
    descent: EdgeArrays, main_paths: pd.DataFrame, root_ids: AbstractSet[str], acyclic: Acyclic, reach: Reach
) -> pd.DataFrame:
    """Return a row a document that is of criticality 0, on a main path, or on one when citations are missing."""
    runs = RUNS if descent.edges <= LARGE else RUNS_IF_LARGE
    stands_for = acyclic.representative
    roots = descent.numbers(stands_for[document] for document in root_ids if document in stands_for)
    times = times_on_path(descent, roots, runs)
    counted = main_paths[main_paths["weight"] != "length"]
    on_path = pd.concat([counted["citing_id"], counted["cited_id"]])
    searches = pd.concat([counted[["weight", "search"]]] * 2).assign(document_id=on_path)
    found = searches.drop_duplicates().groupby("document_id").size()
    table = pd.DataFrame(
        {
            "document_id": descent.ids,
            "criticality": criticality(descent),
            "searches": pd.Series(descent.ids).map(found).fillna(0).astype("Int64"),
            "runs_on_path": times,
            "runs": runs,
        }
    )
    in_core = (table["criticality"] == 0) | (table["searches"] > 0) | (table["runs_on_path"] > 0)
    table = table[in_core]
    return with_counts(table.assign(share_of_runs=table["runs_on_path"] / runs), *reach)
