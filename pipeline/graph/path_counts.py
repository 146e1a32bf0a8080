"""Search path counts: how much of the corpus's history runs through each citation.

Paths run cited -> citing, from old to new, as in the literature of main paths. There a *source* cites nothing and a
*sink* is cited by nothing; the edges of the arrays still run citing -> cited.
"""

from collections.abc import Callable, Sequence
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
Numbers = npt.NDArray[Any]
"""Floats, 64-bit integers, or Python integers (object)."""


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
    any document. Pajek's SPLC is this one. Time is linear in the citations. Where 64 bits hold a factor, it is
    counted in 64 bits, which is faster; the result is the same.

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
    ways = _Ways(edges)
    with np.errstate(over="ignore"):
        return [
            ways.arrived(_FROM_ANYWHERE[weight], np.float64)[edges.cited]
            * ways.going_on(_TO_ANYWHERE[weight], np.float64)[edges.citing]
            for weight in weights
        ]


def exact_counts(edges: EdgeArrays, weights: Sequence[Weight] = WEIGHTS) -> list[list[int]]:
    """Count as :func:`path_counts` does, always in integers of any size."""
    ways = _Ways(edges)
    return [
        (
            ways.arrived(_FROM_ANYWHERE[weight], object)[edges.cited]
            * ways.going_on(_TO_ANYWHERE[weight], object)[edges.citing]
        ).tolist()
        for weight in weights
    ]


def _counted(edges: EdgeArrays, weights: Sequence[Weight]) -> list[list[int]]:
    """Count exactly, in 64 bits as far as these suffice: often for either factor, and not for their product."""
    ways = _Ways(edges)
    arrived = {anywhere: _exactly(ways.arrived, anywhere) for anywhere in {_FROM_ANYWHERE[one] for one in weights}}
    going_on = {anywhere: _exactly(ways.going_on, anywhere) for anywhere in {_TO_ANYWHERE[one] for one in weights}}
    return [
        _product(arrived[_FROM_ANYWHERE[weight]][edges.cited], going_on[_TO_ANYWHERE[weight]][edges.citing])
        for weight in weights
    ]


def _exactly(ways: Callable[[bool, Any], Numbers], anywhere: bool) -> Numbers:
    """Return ways in 64 bits where the floats say that they suffice, else in integers of any size."""
    with np.errstate(over="ignore"):
        most = ways(anywhere, np.float64).max(initial=0)
    return ways(anywhere, np.int64 if most < SAFE_IN_64_BITS else object)


def _product(arrived: Numbers, going_on: Numbers) -> list[int]:
    if object not in (arrived.dtype, going_on.dtype):
        most = (arrived.astype(np.float64) * going_on).max(initial=0)
        if most < SAFE_IN_64_BITS:
            return list((arrived * going_on).tolist())
    return list((arrived.astype(object) * going_on.astype(object)).tolist())


class _Ways:
    """Ways through an acyclic graph, added up for all citations of a level at once."""

    def __init__(self, edges: EdgeArrays) -> None:
        level = levels(edges)
        self._edges = edges
        self._by_cited = _by_level(level, edges.cited)
        self._by_citing = _by_level(level, edges.citing)[::-1]

    def arrived(self, anywhere: bool, of: Any) -> Numbers:
        """Return, per document, the ways to arrive at it: from any document, or from those that cite nothing."""
        return _added_up(
            _start(self._edges.citing, self._edges.nodes, anywhere, of),
            self._by_cited,
            self._edges.cited,
            self._edges.citing,
        )

    def going_on(self, anywhere: bool, of: Any) -> Numbers:
        """Return, per document, the ways to go on from it: to any document, or to those that nothing cites."""
        return _added_up(
            _start(self._edges.cited, self._edges.nodes, anywhere, of),
            self._by_citing,
            self._edges.citing,
            self._edges.cited,
        )


def _start(heads: Ints, documents: int, anywhere: bool, of: Any) -> Numbers:
    """Return 1 where a path may start, else 0: anywhere, or where no arc arrives."""
    if anywhere:
        return np.ones(documents, dtype=np.int64).astype(of)
    starts: Numbers = (np.bincount(heads, minlength=documents) == 0).astype(np.int64).astype(of)
    return starts


def _by_level(level: Ints, tails: Ints) -> list[Ints]:
    """Return the numbers of the arcs by the level of their tails, the lowest first."""
    depths = int(level.max(initial=0)) + 1
    arcs, starts = grouped(level[tails], np.arange(len(tails), dtype=np.int32), depths)
    return np.split(arcs, starts[1:-1])


def _added_up(ways: Numbers, steps: list[Ints], tails: Ints, heads: Ints) -> Numbers:
    """Add to each document the ways of its predecessors; arcs come in the order of their tails."""
    for arcs in steps:
        np.add.at(ways, heads[arcs], ways[tails[arcs]])
    return ways
