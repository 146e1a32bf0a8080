"""How much of a main path would stand if the record were a little different."""

import random
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.graph.arrays import EdgeArrays, Ints
from pipeline.graph.generations import shortest_chains
from pipeline.graph.main_paths import global_path
from pipeline.graph.order import levels
from pipeline.graph.path_counts import search_path_counts

SHARE_LEFT_OUT = 0.1
SEED = 20190531

Numbers = npt.NDArray[np.int64]


def criticality(edges: EdgeArrays) -> Numbers:
    """Return, per document, how much shorter the longest path through it is than the longest of all, in citations.

    The documents of criticality 0 lie on a longest path. Paths run from any source to any sink of the acyclic graph.

    References
    ----------
    .. [1] Price, H. C. W. & Evans, T. S. (2025). Understanding main path analysis. arXiv:2512.12355

    Examples
    --------
    >>> import pandas as pd
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["b", "c", "d"]), pd.Series(["a", "b", "a"]))
    >>> dict(zip(edges.ids.tolist(), criticality(edges).tolist()))
    {'a': 0, 'b': 0, 'c': 0, 'd': 1}
    """
    below = levels(edges).astype(np.int64)
    reversed_edges = EdgeArrays(edges.ids, edges.cited, edges.citing)
    through = below + levels(reversed_edges)
    missing: Numbers = through.max(initial=0) - through
    return missing


def times_on_path(edges: EdgeArrays, roots: Ints, runs: int) -> Numbers:
    """Return, per document, in how many of ``runs`` runs it lies on the main path when citations are missing.

    Each run leaves out a tenth of the citations, drawn with a fixed seed, keeps what still descends from ``roots``
    (everything, if there are none), and takes the global main path by SPC.
    """
    times = np.zeros(edges.nodes, dtype=np.int64)
    keep = edges.edges - round(edges.edges * SHARE_LEFT_OUT)
    draw = random.Random(SEED)  # noqa: S311 - a seed makes it repeatable
    drawn: Counter[bytes] = Counter()
    for _ in range(runs):
        mask = np.zeros(edges.edges, dtype=bool)
        mask[draw.sample(range(edges.edges), keep)] = True
        drawn[mask.tobytes()] += 1
    # Of few citations the same ones are left out again and again.
    for kept, often in drawn.items():
        left = _descending(edges.keep(np.frombuffer(kept, dtype=bool)), roots)
        steps = global_path(left, search_path_counts(left))
        times[np.unique(np.concatenate([left.citing[steps], left.cited[steps]]))] += often
    return times


def _descending(edges: EdgeArrays, roots: "npt.NDArray[Any]") -> EdgeArrays:
    if not len(roots):
        return edges
    nobody = np.zeros(edges.nodes, dtype=bool)
    connected = shortest_chains(edges, roots, nobody) >= 0
    return edges.keep(connected[edges.citing] & connected[edges.cited])
