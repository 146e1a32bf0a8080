"""Brokers: documents through which an idea passes from one group of documents into another."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

ROLES: Final = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")


def brokerage(citations: pd.DataFrame, group: Mapping[str, str]) -> pd.DataFrame:
    """Count the chains of two citations that pass each document, by the groups they connect.

    A chain runs c <- b <- a: b cites c and a cites b, but a does not cite c; the idea came to a by way of b. It makes
    b, by the groups of c, b and a in this order,

    * ``coordinator`` (A A A): the chain stays within the group,
    * ``gatekeeper`` (B A A): b brings in what comes from outside,
    * ``representative`` (A A B): b carries out what comes from its own group,
    * ``itinerant`` (B A B): b stands between two documents of one other group,
    * ``liaison`` (B A C): all three differ.

    Parameters
    ----------
    citations : pd.DataFrame
        ``citing_id`` and ``cited_id``, a row a pair.
    group : mapping
        Group of each document; chains with a document that has none are not counted.

    Returns
    -------
    pd.DataFrame
        Indexed by the ``document_id`` of every b that has a chain, in alphabetical order; a column a role.

    Notes
    -----
    Time: the sum over documents of references x citations.

    References
    ----------
    .. [1] Gould, R. V. & Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
       transaction networks. Sociological Methodology 19, 89-126. doi:10.2307/270949

    Examples
    --------
    >>> pairs = pd.DataFrame({"citing_id": ["b", "a"], "cited_id": ["c", "b"]})
    >>> brokerage(pairs, {"a": "lw", "b": "af", "c": "af"}).loc["b"].to_dict()
    {'coordinator': 0, 'gatekeeper': 0, 'representative': 1, 'itinerant': 0, 'liaison': 0}
    """
    references: dict[str, set[str]] = {}
    citers: dict[str, set[str]] = {}
    for citing, cited in zip(citations["citing_id"], citations["cited_id"], strict=True):
        if citing != cited and citing in group and cited in group:
            references.setdefault(citing, set()).add(cited)
            citers.setdefault(cited, set()).add(citing)
    rows = {}
    for broker in sorted(references.keys() & citers.keys()):
        counts = dict.fromkeys(ROLES, 0)
        for receiver in citers[broker]:
            for origin in references[broker] - references[receiver] - {receiver}:
                counts[_role(group[origin], group[broker], group[receiver])] += 1
        if any(counts.values()):
            rows[broker] = counts
    found = pd.DataFrame.from_dict(rows, orient="index", columns=list(ROLES), dtype="int64")
    return found.set_axis(found.index.astype("str")).rename_axis("document_id")


def _role(origin: str, broker: str, receiver: str) -> str:
    if origin == broker:
        return "coordinator" if broker == receiver else "representative"
    if broker == receiver:
        return "gatekeeper"
    return "itinerant" if origin == receiver else "liaison"
