"""Communities: documents more tied to each other than chance would have it."""

import random
from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt

from pipeline.graph.arrays import Ints
from pipeline.graph.similarity import Pairs

RESOLUTION = 1.0
STARTS = 10
ITERATIONS = 10


@dataclass(frozen=True, slots=True)
class Start:
    """One of the seeded starts: the quality it reached, in how many communities, and how like the best it is."""

    quality: float
    communities: int
    adjusted_rand_index: float


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The best of several starts.

    ``documents`` are the numbers of the documents that have a tie; ``community`` is, for each, the number of its
    community: 1 for the largest, of equal ones that with the alphabetically first document.
    """

    documents: Ints
    community: npt.NDArray[np.int64]
    starts: tuple[Start, ...]


def find_communities(pairs: Pairs, resolution: float = RESOLUTION, starts: int = STARTS) -> Partition:
    """Divide documents into communities by their ties.

    The ties are normalised to association strength, 1 for a tie as strong as chance would make it; the Leiden
    algorithm then looks for the division with the greatest sum, over pairs within a community, of strength minus
    ``resolution`` (the constant Potts model). VOSviewer does the same. Documents without ties are in no community,
    small communities are kept.

    Parameters
    ----------
    pairs : Pairs
        See :func:`pipeline.graph.similarity.related`.
    resolution : float
        Strength that ties within a community must exceed on average; higher gives more and smaller communities.
    starts : int
        Starts of 10 iterations, with the seeds 0, 1, ...; the best by quality is taken, of equal ones the first.

    Returns
    -------
    Partition
        With every start's quality (per twice the summed strength, as igraph gives it) and its adjusted Rand index
        with the best: where starts of like quality differ much, the division is not to be relied on.

    References
    ----------
    .. [1] Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected
       communities. Scientific Reports 9, 5233. doi:10.1038/s41598-019-41695-z
    .. [2] Waltman, L., van Eck, N. J. & Noyons, E. C. M. (2010). A unified approach to mapping and clustering of
       bibliometric networks. Journal of Informetrics 4(4), 629-635. doi:10.1016/j.joi.2010.07.002
    .. [3] Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.
       doi:10.1007/BF01908075
    """
    documents, ends = np.unique(np.concatenate([pairs.one, pairs.other]), return_inverse=True)
    one, other = np.split(ends, 2)
    # The order of ties changes nothing but speed: those of a document, kept together, are found faster.
    order = np.lexsort((other, one))
    ties = zip(one[order].tolist(), other[order].tolist(), strict=True)
    graph = igraph.Graph(n=len(documents), edges=list(ties))
    strength = pairs.association_strength()[order].tolist()
    found = [_leiden(graph, strength, resolution, seed) for seed in range(starts)] if len(documents) else []
    if not found:
        return Partition(documents.astype(np.int32), np.zeros(0, dtype=np.int64), ())
    best = max(found, key=lambda division: division.quality)
    compared = tuple(
        Start(
            division.quality,
            len(division),
            _likeness(division, best),
        )
        for division in found
    )
    return Partition(documents.astype(np.int32), _largest_first(np.array(best.membership)), compared)


def _leiden(graph: igraph.Graph, strength: list[float], resolution: float, seed: int) -> igraph.VertexClustering:
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a seed makes it repeatable
    try:
        return graph.community_leiden(
            objective_function="CPM", weights=strength, resolution=resolution, n_iterations=ITERATIONS
        )
    finally:
        igraph.set_random_number_generator(random)


def _likeness(division: igraph.VertexClustering, best: igraph.VertexClustering) -> float:
    """Return the adjusted Rand index; 1 for equal divisions, where one community, or none of two, leaves it undefined."""
    if division.membership == best.membership:
        return 1.0
    return float(igraph.compare_communities(division.membership, best.membership, method="adjusted_rand"))


def _largest_first(membership: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    _, first, which, sizes = np.unique(membership, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    ranked: npt.NDArray[np.int64] = rank[which]
    return ranked
