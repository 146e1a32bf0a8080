"""The cascade: every document that descends from the root work, each hung on the one it had the idea from."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, get_args

import pandas as pd

from pipeline.graph.citation import within_corpus
from pipeline.moments import earliest, is_before

Rule = Literal["first_exposure", "last_exposure"]
RULES: tuple[Rule, ...] = get_args(Rule)


def cascade(
    citations: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str], rule: Rule = "first_exposure"
) -> pd.DataFrame:
    """Hang every document that descends from the root work on one of the documents it cites.

    A document joins the cascade when it cites a member. Documents join in order of their date, of one date in order of
    their id, those without a date last; one that cites no member yet waits until it does. Its parent is, among the
    members it cites when it joins, the one that joined first (``first_exposure``: a document that cites the root work
    hangs on the root work, whatever else it cites) or last (``last_exposure``: the newest source). The root work is
    one member, and the first. Backward citations, and documents dated before the root work, take no part.

    Parameters
    ----------
    citations, documents : pd.DataFrame
        Tables of that name.
    root_ids : set of str
        Documents of the root work.
    rule : str
        One of :data:`RULES`.

    Returns
    -------
    pd.DataFrame
        A row a member, in the order in which they joined, the root's known documents first: ``document_id``,
        ``parent_id`` (None for the root's documents; where the parent is the root work, the earliest of its documents
        that the document cites), ``depth`` (citations up to the root work), ``children`` and ``descendants``.

    Notes
    -----
    The members are those that have a generation; the tree is one reading of who had it from whom. The two rules are
    its extremes: the widest tree and, where time runs strictly, the one with the newest parents. Time
    O(citations x log documents).

    Examples
    --------
    'c' cites the root work and 'b':

    >>> documents = pd.DataFrame({"document_id": ["r", "b", "c"], "posted_at": ["2019-01", "2019-02", "2019-03"]})
    >>> pairs = pd.DataFrame({"citing_id": ["b", "c", "c"], "cited_id": ["r", "r", "b"], "backward": False})
    >>> cascade(pairs, documents, {"r"})[["document_id", "parent_id", "depth"]].to_numpy().tolist()
    [['r', None, 0], ['b', 'r', 1], ['c', 'r', 1]]
    >>> cascade(pairs, documents, {"r"}, "last_exposure")["depth"].tolist()
    [0, 1, 2]
    """
    if rule not in RULES:
        raise ValueError(f"cascade rule: expected one of {RULES}, found {rule!r}")
    moments = {
        document: (moment if isinstance(moment, str) else "~", document)
        for document, moment in zip(documents["document_id"], documents["posted_at"], strict=True)
    }
    roots = sorted(root_ids & moments.keys(), key=moments.__getitem__)
    references, citers = _time_respecting(citations, documents, root_ids)

    joined: dict[str, int] = dict.fromkeys(roots, 0)
    parent: dict[str, str | None] = dict.fromkeys(roots)
    waiting = [(*moments[citer], citer) for root in roots for citer in citers.get(root, ())]
    heapq.heapify(waiting)
    while waiting:
        document = heapq.heappop(waiting)[-1]
        if document in joined:
            continue
        exposed_to = [(joined[cited], *moments[cited]) for cited in references[document] if cited in joined]
        number = min(exposed_to)[0] if rule == "first_exposure" else max(exposed_to)[0]
        parent[document] = min(place for place in exposed_to if place[0] == number)[-1]
        joined[document] = len(joined)
        for citer in citers.get(document, ()):
            if citer not in joined:
                heapq.heappush(waiting, (*moments[citer], citer))
    return _described(parent)


def _time_respecting(
    citations: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return who cites whom, and who is cited by whom, of the citations that an idea can have travelled along."""
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    barred = set(documents.loc[is_before(documents["posted_at"], since), "document_id"]) | root_ids
    inside = within_corpus(citations, documents)
    references: dict[str, list[str]] = {}
    citers: dict[str, list[str]] = {}
    forward = inside[~inside["backward"].fillna(False).astype(bool)]
    for citing, cited in zip(forward["citing_id"], forward["cited_id"], strict=True):
        if citing not in barred:
            references.setdefault(citing, []).append(cited)
            citers.setdefault(cited, []).append(citing)
    return references, citers


def _described(parent: Mapping[str, str | None]) -> pd.DataFrame:
    depth: dict[str, int] = {}
    for document, above in parent.items():
        depth[document] = 0 if above is None else depth[above] + 1
    children = Counter(parent.values())
    size = subtree_sizes(parent)
    return pd.DataFrame(
        {
            "document_id": pd.Series(list(parent), dtype="str"),
            "parent_id": pd.Series(list(parent.values()), dtype="object"),
            "depth": pd.Series(list(depth.values()), dtype="Int64"),
            "children": pd.Series([children[document] for document in parent], dtype="Int64"),
            "descendants": pd.Series([size[document] - 1 for document in parent], dtype="Int64"),
        }
    )


def subtree_sizes(parent: Mapping[str, str | None]) -> dict[str, int]:
    """Return, per node of a tree, how many nodes it has below it, itself included.

    ``parent`` gives every node's parent, and names it after that parent.

    >>> subtree_sizes({"r": None, "a": "r", "b": "a"})
    {'r': 3, 'a': 2, 'b': 1}
    """
    size = dict.fromkeys(parent, 1)
    for node in reversed(list(parent)):
        above = parent[node]
        if above is not None:
            size[above] += size[node]
    return size


def structural_virality(depth: Sequence[int], descendants: Sequence[int]) -> float | None:
    """Give the mean distance between two different nodes of a cascade tree, in steps.

    An edge between a subtree of ``s`` nodes and the ``n - s`` others lies on the way of ``s (n - s)`` pairs, so the
    sum over edges is the sum of all distances; time O(n).

    Parameters
    ----------
    depth, descendants : sequence of int
        As :func:`cascade` gives them. Nodes of depth 0 are one: the root work.

    Returns
    -------
    float or None
        From 1 (one citing document); 2 - 2/n for a broadcast of n nodes, (n + 1)/3 for a chain. None where nothing
        descends from the root.

    References
    ----------
    .. [1] Goel, S., Anderson, A., Hofman, J. & Watts, D. J. (2016). The structural virality of online diffusion.
       Management Science 62(1), 180-196. doi:10.1287/mnsc.2015.2158

    Examples
    --------
    A chain of three, root <- a <- b, with distances 1, 1 and 2:

    >>> round(structural_virality([0, 1, 2], [2, 1, 0]), 4)
    1.3333
    """
    below = [size + 1 for level, size in zip(depth, descendants, strict=True) if level > 0]
    nodes = 1 + len(below)
    if nodes < 2:
        return None
    return 2 * sum(size * (nodes - size) for size in below) / (nodes * (nodes - 1))


def breadth(tree: pd.DataFrame) -> pd.DataFrame:
    """Count the documents of each generation of a cascade, and what each brought forth.

    Returns
    -------
    pd.DataFrame
        A row a depth from 0: ``documents`` (the root work counts as one), ``parents`` (those of them with a child)
        and ``branching_number``, the documents of the next depth per document of this one; 0 at the last.

    Examples
    --------
    >>> tree = pd.DataFrame({"depth": [0, 1, 1, 2], "children": [2, 1, 0, 0]})
    >>> breadth(tree).to_numpy().tolist()
    [[0.0, 1.0, 1.0, 2.0], [1.0, 2.0, 1.0, 0.5], [2.0, 1.0, 0.0, 0.0]]
    """
    documents = Counter(tree["depth"])
    parents = Counter(tree.loc[tree["children"] > 0, "depth"])
    if documents:
        documents[0], parents[0] = 1, min(parents[0], 1)
    depths = sorted(documents)
    return pd.DataFrame(
        {
            "depth": depths,
            "documents": [documents[depth] for depth in depths],
            "parents": [parents[depth] for depth in depths],
            "branching_number": [documents[depth + 1] / documents[depth] for depth in depths],
        }
    )
