"""Main paths of a graph as a table; the tables of main paths differ in the graph alone."""

import pandas as pd

from pipeline.graph.arrays import EdgeArrays
from pipeline.graph.main_paths import longest_path, main_paths
from pipeline.graph.path_counts import WEIGHTS, path_counts


def main_path_edges(edges: EdgeArrays) -> pd.DataFrame:
    """Return a row an edge of a main path, for every weight and search, and of the longest paths (weight ``length``)."""
    counts = path_counts(edges)
    parts = []
    for weight in WEIGHTS:
        values = getattr(counts, weight)
        found = main_paths(edges, values)
        numbers = [step.edge for step in found]
        parts.append(
            pd.DataFrame(
                {
                    "weight": weight,
                    "search": [step.search for step in found],
                    "k": pd.array([step.k for step in found], dtype="Int64"),
                    "citing_id": edges.ids[edges.citing[numbers]],
                    "cited_id": edges.ids[edges.cited[numbers]],
                    "count": pd.Series([values[number] for number in numbers], dtype=object),
                }
            )
        )
    longest = longest_path(edges)
    parts.append(
        pd.DataFrame(
            {
                "weight": "length",
                "search": "global",
                "k": pd.array([None] * len(longest), dtype="Int64"),
                "citing_id": edges.ids[edges.citing[longest]],
                "cited_id": edges.ids[edges.cited[longest]],
                "count": pd.Series([1] * len(longest), dtype=object),
            }
        )
    )
    return pd.concat(parts, ignore_index=True)
