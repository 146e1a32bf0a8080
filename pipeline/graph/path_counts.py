"""Search path counts: how much of the corpus's history runs through each citation.

Paths run cited -> citing, from old to new, as in the literature of main paths. There a *source* cites nothing and a
*sink* is cited by nothing; the edges of the arrays still run citing -> cited.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from pipeline.graph.arrays import EdgeArrays, Ints, grouped
from pipeline.graph.order import levels

Weight = Literal["spc", "splc", "spnp"]
WEIGHTS: tuple[Weight, ...] = ("spc", "splc", "spnp")

EXACT_FLOATS = 2**53
"""Below it every whole number is a float."""

_FROM_ANYWHERE: dict[Weight, bool] = {"spc": False, "splc": True, "spnp": True}
_TO_ANYWHERE: dict[Weight, bool] = {"spc": False, "splc": False, "spnp": True}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PathCounts:
    """Exact counts, one per edge in the order of the arrays they were made from."""

    spc: list[int]
    splc: list[int]
    spnp: list[int]


def path_counts(edges: EdgeArrays) -> PathCounts:
    """Count the paths through each citation of an acyclic graph.

    Of the paths that pass the citation of ``u`` (cited) by ``v`` (citing),

    * SPC counts those from any source to any sink,
    * SPLC those from any document to any sink,
    * SPNP those from any document to any document.

    Each is the number of ways to arrive at ``u`` times the number of ways to go on from ``v``, standing still included
    where the path may start, or end, anywhere.

    Parameters
    ----------
    edges : EdgeArrays
        Edges citing -> cited, without cycles; see :mod:`pipeline.graph.acyclic`.

    Returns
    -------
    PathCounts
        In paths: Python integers, since the counts outgrow 64 bits, and floats round them.

    Raises
    ------
    NotAcyclic
        If there is a cycle; the message names one.

    Notes
    -----
    Reading every edge the other way round leaves SPC and SPNP as they are; SPLC then counts paths from any source to
    any document. Pajek's SPLC is this one. Time is linear in the citations. Where every count is below 2 ** 53, where floats
    are exact, they are counted in floats, which is faster; the result is the same.

    References
    ----------
    .. [1] Hummon, N. P. & Doreian, P. (1989). Connectivity in a citation network: the development of DNA theory.
       Social Networks 11(1), 39-63. doi:10.1016/0378-8733(89)90017-8
    .. [2] Batagelj, V. (2003). Efficient algorithms for citation network analysis. arXiv:cs/0309023
    .. [3] Liu, J. S. & Lu, L. Y. Y. (2012). An integrated approach for main path analysis: development of the Hirsch
       index as an example. JASIST 63(3), 528-542. doi:10.1002/asi.21692

    Examples
    --------
    'c' and 'd' cite 'b', which cites 'a':

    >>> import pandas as pd
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["b", "c", "d"]), pd.Series(["a", "b", "b"]))
    >>> path_counts(edges)
    PathCounts(spc=[2, 1, 1], splc=[2, 2, 2], spnp=[3, 2, 2])
    """
    return PathCounts(*_counted(edges, WEIGHTS))


def search_path_counts(edges: EdgeArrays) -> list[int]:
    """Return the SPC of :func:`path_counts` alone."""
    return _counted(edges, ("spc",))[0]


def float_counts(edges: EdgeArrays, weights: Sequence[Weight] = WEIGHTS) -> list[Floats]:
    """Count as :func:`path_counts` does, but in floats: exact below 2 ** 53, else rounded, and infinite from 1e308."""
    level = levels(edges)
    by_cited, by_citing = _by_level(level, edges.cited), _by_level(level, edges.citing)[::-1]
    arrived = {
        anywhere: _float_ways(_start(edges.citing, edges.nodes, anywhere), by_cited, edges.cited, edges.citing)
        for anywhere in {_FROM_ANYWHERE[weight] for weight in weights}
    }
    going_on = {
        anywhere: _float_ways(_start(edges.cited, edges.nodes, anywhere), by_citing, edges.citing, edges.cited)
        for anywhere in {_TO_ANYWHERE[weight] for weight in weights}
    }
    with np.errstate(over="ignore"):
        return [
            arrived[_FROM_ANYWHERE[weight]][edges.cited] * going_on[_TO_ANYWHERE[weight]][edges.citing]
            for weight in weights
        ]


def _counted(edges: EdgeArrays, weights: Sequence[Weight]) -> list[list[int]]:
    """Count in floats, and again in integers of any size where a count is too large to be exact in floats."""
    counts = float_counts(edges, weights)
    if all(count.max(initial=0) < EXACT_FLOATS for count in counts):
        return [count.astype(np.int64).tolist() for count in counts]
    return exact_counts(edges, weights)


def exact_counts(edges: EdgeArrays, weights: Sequence[Weight] = WEIGHTS) -> list[list[int]]:
    """Count as :func:`path_counts` does, always in integers of any size."""
    level = levels(edges)
    old_first = np.argsort(level[edges.cited], kind="stable")
    new_first = np.argsort(-level[edges.citing], kind="stable")
    arrived = {
        anywhere: _ways(_start(edges.citing, edges.nodes, anywhere), edges.cited[old_first], edges.citing[old_first])
        for anywhere in {_FROM_ANYWHERE[weight] for weight in weights}
    }
    going_on = {
        anywhere: _ways(_start(edges.cited, edges.nodes, anywhere), edges.citing[new_first], edges.cited[new_first])
        for anywhere in {_TO_ANYWHERE[weight] for weight in weights}
    }
    pairs = list(zip(edges.cited.tolist(), edges.citing.tolist(), strict=True))
    return [
        [arrived[_FROM_ANYWHERE[weight]][u] * going_on[_TO_ANYWHERE[weight]][v] for u, v in pairs] for weight in weights
    ]


def _start(heads: Ints, documents: int, anywhere: bool) -> npt.NDArray[np.bool_]:
    """Return where a path may start: anywhere, or where no arc arrives."""
    return np.ones(documents, dtype=bool) if anywhere else np.bincount(heads, minlength=documents) == 0


def _by_level(level: Ints, tails: Ints) -> list[Ints]:
    """Return the numbers of the arcs by the level of their tails, the lowest first."""
    depths = int(level.max(initial=0)) + 1
    arcs, starts = grouped(level[tails], np.arange(len(tails), dtype=np.int32), depths)
    return np.split(arcs, starts[1:-1])


def _float_ways(start: npt.NDArray[np.bool_], steps: list[Ints], tails: Ints, heads: Ints) -> Floats:
    """Do what :func:`_ways` does, all arcs of a level at once."""
    ways = start.astype(np.float64)
    with np.errstate(over="ignore"):
        for arcs in steps:
            np.add.at(ways, heads[arcs], ways[tails[arcs]])
    return ways


def _ways(start: npt.NDArray[np.bool_], tails: Ints, heads: Ints) -> list[int]:
    """Add up, per document, its own ``start`` and the ways of its predecessors; arcs come in the order of their tails."""
    ways: list[int] = start.astype(np.int64).tolist()
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        ways[head] += ways[tail]
    return ways
