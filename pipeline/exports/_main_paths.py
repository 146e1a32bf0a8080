"""Main paths of a graph as a table; the tables of main paths differ in the graph alone."""

import numpy as np
import pandas as pd

from pipeline.exports._caveats import counts_by
from pipeline.exports._periods import is_covered, period_labels
from pipeline.exports._population import Population
from pipeline.graph.arrays import EdgeArrays
from pipeline.graph.main_paths import longest_path, main_paths
from pipeline.graph.path_counts import WEIGHTS, path_counts


def with_reading(
    table: pd.DataFrame, citations: pd.DataFrame, documents: pd.DataFrame, population: Population
) -> pd.DataFrame:
    """Return the edges with what was read of each citing document's month, and whether they are self-citations.

    Documents dated by their year alone, or not at all, are counted together instead. The month of a comment is never
    covered: comments are known for a few authors alone.
    """
    ends = ["citing_id", "cited_id"]
    own = citations.set_index([citations[end].astype(object) for end in ends])["self_citation"]
    asked = pd.MultiIndex.from_arrays([table[end].astype(object) for end in ends])
    dates = documents["posted_at"]
    month = period_labels(dates, "month").fillna(period_labels(dates, "year")).fillna("undated")
    posted = month.set_axis(documents["document_id"].astype(object)).reindex(table["citing_id"].astype(object))
    known, read = counts_by(month, documents, posted)
    comments = documents.loc[documents["kind"] == "comment", "document_id"]
    speaks = posted.map({label: population.speaks_for(label) for label in posted.unique()}).to_numpy(dtype=bool)
    enough = is_covered(pd.Series(read, index=table.index), pd.Series(known, index=table.index))
    return table.assign(
        self_citation=own.reindex(asked).astype("boolean").to_numpy(),
        month_documents=known,
        month_documents_with_links=read,
        covered=enough & speaks & ~table["citing_id"].isin(comments),
    )


def main_path_edges(edges: EdgeArrays) -> pd.DataFrame:
    """Return a row an edge of a main path, for every weight and search, and of the longest paths (weight ``length``)."""
    counts = path_counts(edges)
    rows: list[tuple[str, str, int | None, int, int]] = []
    for weight in WEIGHTS:
        values = getattr(counts, weight)
        rows += [(weight, step.search, step.k, step.edge, values[step.edge]) for step in main_paths(edges, values)]
    rows += [("length", "global", None, edge, 1) for edge in longest_path(edges)]
    table = pd.DataFrame(rows, columns=["weight", "search", "k", "edge", "count"], dtype=object)
    on_path = table.pop("edge").to_numpy(dtype=np.int64)
    return table.assign(
        k=table["k"].astype("Int64"),
        citing_id=edges.ids[edges.citing[on_path]],
        cited_id=edges.ids[edges.cited[on_path]],
    )
