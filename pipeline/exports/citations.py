"""Citations with their exact path counts."""

import pandas as pd

from pipeline.graph.acyclic import Acyclic
from pipeline.graph.path_counts import WEIGHTS, path_counts

NAME = "citations"


def build(citations: pd.DataFrame, acyclic: Acyclic) -> pd.DataFrame:
    """Return the corpus's citations with ``spc``, ``splc`` and ``spnp``.

    The counts are those of the whole acyclic graph, not only of what descends from the root work. A citation between
    documents that stand for cycles has the count of the merged edge; one that is not in the acyclic graph (it is
    backward, inside a cycle, or leads beyond the corpus) has none.
    """
    counts = path_counts(acyclic.edges)
    ids = acyclic.edges.ids
    place = {
        pair: number
        for number, pair in enumerate(zip(ids[acyclic.edges.citing], ids[acyclic.edges.cited], strict=True))
    }
    dropped = set(acyclic.dropped)
    stands_for = acyclic.representative
    numbers = [
        None if pair in dropped else place.get((stands_for.get(pair[0], pair[0]), stands_for.get(pair[1], pair[1])))
        for pair in zip(citations["citing_id"], citations["cited_id"], strict=True)
    ]
    table = citations.copy()
    for weight in WEIGHTS:
        values = getattr(counts, weight)
        found = [None if number is None else values[number] for number in numbers]
        table[weight] = pd.Series(found, index=table.index, dtype=object)
    return table
