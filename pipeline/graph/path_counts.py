"""Search path counts: how much of the corpus's history runs through each citation.

Paths run cited -> citing, from old to new, as in the literature of main paths. There a *source* cites nothing and a
*sink* is cited by nothing; the edges of the arrays still run citing -> cited.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.graph.arrays import EdgeArrays, Ints
from pipeline.graph.order import levels

Weight = Literal["spc", "splc", "spnp"]
WEIGHTS: tuple[Weight, ...] = ("spc", "splc", "spnp")


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
    any document. Pajek's SPLC is this one. Time is linear in the citations (times the length of the numbers).

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
    level = levels(edges)
    old_first = np.argsort(level[edges.cited], kind="stable")
    new_first = np.argsort(-level[edges.citing], kind="stable")
    cites_none = np.bincount(edges.citing, minlength=edges.nodes) == 0
    cited_by_none = np.bincount(edges.cited, minlength=edges.nodes) == 0
    everywhere = [1] * edges.nodes

    from_sources = _ways(cites_none.astype(int).tolist(), edges.cited[old_first], edges.citing[old_first])
    from_anywhere = _ways(everywhere, edges.cited[old_first], edges.citing[old_first])
    to_sinks = _ways(cited_by_none.astype(int).tolist(), edges.citing[new_first], edges.cited[new_first])
    to_anywhere = _ways(everywhere, edges.citing[new_first], edges.cited[new_first])

    pairs = list(zip(edges.cited.tolist(), edges.citing.tolist(), strict=True))
    return PathCounts(
        spc=[from_sources[u] * to_sinks[v] for u, v in pairs],
        splc=[from_anywhere[u] * to_sinks[v] for u, v in pairs],
        spnp=[from_anywhere[u] * to_anywhere[v] for u, v in pairs],
    )


def _ways(start: list[int], tails: Ints, heads: Ints) -> list[int]:
    """Add up, per document, its own ``start`` and the ways of its predecessors; arcs come in the order of their tails."""
    ways = list(start)
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        ways[head] += ways[tail]
    return ways
