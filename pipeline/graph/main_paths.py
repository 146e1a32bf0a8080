"""Main paths: the chains of citations that carry the most of a literature.

Paths run cited -> citing, from old to new; a source cites nothing, a sink is cited by nothing. Every search keeps
ties, so a main path may branch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from pipeline.graph.arrays import EdgeArrays
from pipeline.graph.order import levels

Search = Literal["local_forward", "local_backward", "global", "key_route_local", "key_route_global"]

KEY_ROUTES = 10
"""Key routes are followed up to this many, ties with the last one included."""


@dataclass(frozen=True, slots=True)
class PathEdge:
    """An edge of a main path: which search found it, at which ``k`` first, and its number in the arrays."""

    search: Search
    k: int | None
    edge: int


def main_paths(edges: EdgeArrays, weights: list[int], key_routes: int = KEY_ROUTES) -> list[PathEdge]:
    """Find the main paths of an acyclic graph by five searches.

    ``local_forward``
        Starts with the heaviest citations that leave any source and goes on, from each document reached, along the
        heaviest citations that leave it, until sinks.
    ``local_backward``
        The same from the sinks back.
    ``global``
        The paths from a source to a sink with the greatest sum of weights.
    ``key_route_local``, ``key_route_global``
        Start with the k heaviest citations of all (ties with the k-th included) and complete each to both sides: by
        the local rule, or by the greatest sum.

    Parameters
    ----------
    edges : EdgeArrays
        Edges citing -> cited, without cycles.
    weights : list of int
        A positive weight per edge, such as :func:`pipeline.graph.path_counts.path_counts` gives. Exact integers:
        ties are ties.
    key_routes : int
        The greatest k.

    Returns
    -------
    list of PathEdge
        In order of search, then edge. ``k`` is the first number of key routes at which an edge appears, None for
        the other searches.

    Raises
    ------
    NotAcyclic
        If there is a cycle; the message names one.

    References
    ----------
    .. [1] Liu, J. S. & Lu, L. Y. Y. (2012). An integrated approach for main path analysis: development of the Hirsch
       index as an example. JASIST 63(3), 528-542. doi:10.1002/asi.21692
    .. [2] Liu, J. S., Lu, L. Y. Y. & Ho, M. H.-C. (2019). A few notes on main path analysis. Scientometrics 119,
       379-391. doi:10.1007/s11192-019-03034-x

    Examples
    --------
    Old 'a' is cited by 'b', which two cite, and by 'x', which one cites:

    >>> import pandas as pd
    >>> from pipeline.graph.arrays import from_pairs
    >>> from pipeline.graph.path_counts import path_counts
    >>> edges = from_pairs(pd.Series(["b", "x", "c", "d", "y"]), pd.Series(["a", "a", "b", "b", "x"]))
    >>> found = main_paths(edges, path_counts(edges).spc)
    >>> [edges.ids[edges.citing[step.edge]] for step in found if step.search == "global"]
    ['b', 'c', 'd']
    """
    if not edges.edges:
        return []
    graph = _Flow(edges, weights)
    found: dict[Search, dict[int, int | None]] = {
        "local_forward": dict.fromkeys(graph.local_forward()),
        "local_backward": dict.fromkeys(graph.local_backward()),
        "global": dict.fromkeys(graph.best_of_all()),
        "key_route_local": dict(graph.key_routes(graph.heaviest_back, graph.heaviest_on, key_routes)),
        "key_route_global": dict(graph.key_routes(graph.best_back, graph.best_on, key_routes)),
    }
    return [PathEdge(search, steps[edge], edge) for search, steps in found.items() for edge in sorted(steps)]


def global_path(edges: EdgeArrays, weights: list[int]) -> list[int]:
    """Return the numbers of the edges of :func:`main_paths`' global search alone."""
    return sorted(_Flow(edges, weights).best_of_all()) if edges.edges else []


def longest_path(edges: EdgeArrays) -> list[int]:
    """Return the numbers of the edges on the longest paths from a source to a sink, all that tie.

    References
    ----------
    .. [1] Price, H. C. W. & Evans, T. S. (2025). Understanding main path analysis. arXiv:2512.12355

    Examples
    --------
    >>> import pandas as pd
    >>> from pipeline.graph.arrays import from_pairs
    >>> edges = from_pairs(pd.Series(["b", "c", "c"]), pd.Series(["a", "b", "a"]))
    >>> longest_path(edges)
    [0, 2]
    """
    return global_path(edges, [1] * edges.edges)


class _Flow:
    """The arcs that a path may take next, per document: onward to citing documents, and back to cited ones."""

    def __init__(self, edges: EdgeArrays, weights: list[int]) -> None:
        self.weights = weights
        self.tails: list[int] = edges.cited.tolist()
        self.heads: list[int] = edges.citing.tolist()
        self.onward: list[list[int]] = [[] for _ in range(edges.nodes)]
        self.back: list[list[int]] = [[] for _ in range(edges.nodes)]
        for arc, (tail, head) in enumerate(zip(self.tails, self.heads, strict=True)):
            self.onward[tail].append(arc)
            self.back[head].append(arc)
        self.old_first: list[int] = np.argsort(levels(edges), kind="stable").tolist()

    @cached_property
    def heaviest_on(self) -> list[list[int]]:
        return [self._heaviest(arcs) for arcs in self.onward]

    @cached_property
    def heaviest_back(self) -> list[list[int]]:
        return [self._heaviest(arcs) for arcs in self.back]

    @cached_property
    def best_back(self) -> list[list[int]]:
        return self._best(self.old_first, self.back, self.tails)[1]

    @cached_property
    def _onward_sums(self) -> tuple[list[int], list[list[int]]]:
        return self._best(self.old_first[::-1], self.onward, self.heads)

    @cached_property
    def best_on(self) -> list[list[int]]:
        return self._onward_sums[1]

    def _heaviest(self, arcs: list[int]) -> list[int]:
        most = max((self.weights[arc] for arc in arcs), default=0)
        return [arc for arc in arcs if self.weights[arc] == most]

    def _best(self, order: list[int], arcs: list[list[int]], ends: list[int]) -> tuple[list[int], list[list[int]]]:
        """Return, per document, the greatest sum of weights beyond it on one side, and the arcs that lead there."""
        best = [0] * len(arcs)
        chosen: list[list[int]] = [[] for _ in arcs]
        for document in order:
            sums = {arc: best[ends[arc]] + self.weights[arc] for arc in arcs[document]}
            best[document] = max(sums.values(), default=0)
            chosen[document] = [arc for arc, total in sums.items() if total == best[document]]
        return best, chosen

    def local_forward(self) -> set[int]:
        sources = [document for document, arcs in enumerate(self.back) if not arcs]
        first = self._heaviest([arc for document in sources for arc in self.onward[document]])
        return {*first, *_follow((self.heads[arc] for arc in first), self.heaviest_on, self.heads, set())}

    def local_backward(self) -> set[int]:
        sinks = [document for document, arcs in enumerate(self.onward) if not arcs]
        first = self._heaviest([arc for document in sinks for arc in self.back[document]])
        return {*first, *_follow((self.tails[arc] for arc in first), self.heaviest_back, self.tails, set())}

    def best_of_all(self) -> set[int]:
        sources = [document for document, arcs in enumerate(self.back) if not arcs]
        sums, _ = self._onward_sums
        most = max(sums[document] for document in sources)
        start = (document for document in sources if sums[document] == most)
        return set(_follow(start, self.best_on, self.heads, set()))

    def key_routes(
        self, back: list[list[int]], onward: list[list[int]], key_routes: int
    ) -> Iterable[tuple[int, int | None]]:
        """Yield each arc of the key routes once, with the first k at which it appears."""
        heaviest_first = sorted(range(len(self.weights)), key=lambda arc: -self.weights[arc])
        been_back: set[int] = set()
        been_onward: set[int] = set()
        taken: set[int] = set()
        k = 0
        for rank, arc in enumerate(heaviest_first, 1):
            if rank == 1 or self.weights[arc] < self.weights[heaviest_first[rank - 2]]:
                k = rank
            if k > key_routes:
                return
            before = _follow([self.tails[arc]], back, self.tails, been_back)
            after = _follow([self.heads[arc]], onward, self.heads, been_onward)
            for step in (arc, *before, *after):
                if step not in taken:
                    taken.add(step)
                    yield step, k


def _follow(start: Iterable[int], chosen: list[list[int]], ends: list[int], been: set[int]) -> list[int]:
    """Return the chosen arcs met from ``start``; documents in ``been`` are not gone through again, and are added to."""
    waiting = [document for document in start if document not in been]
    been.update(waiting)
    met = []
    while waiting:
        for arc in chosen[waiting.pop()]:
            met.append(arc)
            if ends[arc] not in been:
                been.add(ends[arc])
                waiting.append(ends[arc])
    return met
