"""Hubs and authorities, found together and shown as two metrics."""

import numpy as np
import numpy.typing as npt

from pipeline.graph.arrays import EdgeArrays

Floats = npt.NDArray[np.float64]

TOLERANCE = 1e-12
SWEEPS = 10_000
"""Where two communities of links are almost equally strong the iteration is slow; by then the digits are settled."""


def hubs_and_authorities(edges: EdgeArrays) -> tuple[Floats, Floats]:
    """Return hub and authority weights, each summing to 1, by power iteration from equal weights.

    A document's authority is the sum of the hubs that cite it, its hub the sum of the authorities it cites, both
    scaled to sum to 1: the leading singular vectors of the adjacency matrix.

    Notes
    -----
    The weight gathers in the densest part of the graph: documents apart from it get 0 or next to it. Of two parts
    that are equally dense, both keep theirs, since the iteration starts from equal weights.

    References
    ----------
    .. [1] Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. Journal of the ACM 46(5),
       604-632. doi:10.1145/324133.324140
    """
    if not edges.edges:
        return np.zeros(edges.nodes), np.zeros(edges.nodes)
    gives, receives = edges.matrix, edges.transpose
    hub = np.full(edges.nodes, 1 / edges.nodes)
    for _ in range(SWEEPS):
        authority = receives @ hub
        authority /= authority.sum()
        following = gives @ authority
        following /= following.sum()
        moved = np.abs(following - hub).sum()
        hub = following
        if moved < TOLERANCE:
            break
    authority = receives @ hub
    return hub, authority / authority.sum()
