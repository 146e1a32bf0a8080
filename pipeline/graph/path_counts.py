"""Search path counts: how much of the corpus's history runs through each citation.

Paths run cited -> citing, from old to new, as in the literature of main paths. There a *source* cites nothing and a
*sink* is cited by nothing; the edges of the arrays still run citing -> cited.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from pipeline.graph.arrays import EdgeArrays, Ints, grouped
from pipeline.graph.order import levels

Weight = Literal["spc", "splc", "spnp"]
WEIGHTS: tuple[Weight, ...] = ("spc", "splc", "spnp")

SAFE_IN_64_BITS = 2.0**62
"""Far enough below 2 ** 63 for the rounding of floats."""

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
    any document. Pajek's SPLC is this one. Time is linear in the citations. Where 64 bits hold every count, they
    are counted in 64 bits, which is faster; the result is the same.

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
    """Count as :func:`path_counts` does, but in floats: rounded from 2 ** 53, and infinite from 1e308."""
    with np.errstate(over="ignore"):
        return _counts_by_level(edges, levels(edges), weights, np.float64)


def _counted(edges: EdgeArrays, weights: Sequence[Weight]) -> list[list[int]]:
    """Count in 64 bits where the floats say that they suffice, else in integers of any size."""
    level = levels(edges)
    with np.errstate(over="ignore"):
        roughly = _counts_by_level(edges, level, weights, np.float64)
    safe = [weight for weight, count in zip(weights, roughly, strict=True) if count.max(initial=0) < SAFE_IN_64_BITS]
    large = [weight for weight in weights if weight not in safe]
    counts = dict(zip(safe, (count.tolist() for count in _counts_by_level(edges, level, safe, np.int64)), strict=True))
    counts.update(zip(large, exact_counts(edges, large) if large else [], strict=True))
    return [counts[weight] for weight in weights]


def _counts_by_level(
    edges: EdgeArrays, level: Ints, weights: Sequence[Weight], of: type[Any]
) -> list[npt.NDArray[Any]]:
    by_cited, by_citing = _by_level(level, edges.cited), _by_level(level, edges.citing)[::-1]
    arrived = {
        anywhere: _level_ways(
            _start(edges.citing, edges.nodes, anywhere).astype(of), by_cited, edges.cited, edges.citing
        )
        for anywhere in {_FROM_ANYWHERE[weight] for weight in weights}
    }
    going_on = {
        anywhere: _level_ways(
            _start(edges.cited, edges.nodes, anywhere).astype(of), by_citing, edges.citing, edges.cited
        )
        for anywhere in {_TO_ANYWHERE[weight] for weight in weights}
    }
    return [
        arrived[_FROM_ANYWHERE[weight]][edges.cited] * going_on[_TO_ANYWHERE[weight]][edges.citing]
        for weight in weights
    ]


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


def _level_ways(ways: npt.NDArray[Any], steps: list[Ints], tails: Ints, heads: Ints) -> npt.NDArray[Any]:
    """Do what :func:`_ways` does, all arcs of a level at once."""
    for arcs in steps:
        np.add.at(ways, heads[arcs], ways[tails[arcs]])
    return ways


def _ways(start: npt.NDArray[np.bool_], tails: Ints, heads: Ints) -> list[int]:
    """Add up, per document, its own ``start`` and the ways of its predecessors; arcs come in the order of their tails."""
    ways: list[int] = start.astype(np.int64).tolist()
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        ways[head] += ways[tail]
    return ways
