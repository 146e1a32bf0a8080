"""From links, lists and the forum's own findings to citations: one row a pair."""

import datetime
import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import pandas as pd

from pipeline.records import Statement
from pipeline.tables import conform

LATER_COLUMNS = ("spc", "splc", "spnp")
BODY, LIST, FIELD, GIVEN = "body", "pingback_list", "pingback_field", "edge_list"
STATED: tuple[str, ...] = get_args(Statement)
"""Kinds of evidence that a page or an index states outright."""

REFERENCES = (GIVEN, "citation_index")
"""Kinds of evidence that each stand for one reference of the citing document, whose place in it is not known."""

KINDS = ("body", "footnote", "quote", "list", "code", "comment", "crosspost")
"""What a link is: where it stands in a post or page, or that it stands in a comment, or only leads to another copy."""
_COLUMNS = [
    "citing_id",
    "cited_id",
    "n_links",
    "evidence",
    "citation_age_days",
    "backward",
    *(f"n_{kind}" for kind in KINDS),
    "self_citation",
    "dangling",
]


def build_citations(
    links: Iterable[tuple[str, str, str]],
    listed: Iterable[tuple[str, str]],
    found: Iterable[tuple[str, str]],
    posted_at: Mapping[str, str | None],
    authors: Mapping[str, frozenset[str]],
    given: Iterable[tuple[str, str]] = (),
    stated: Iterable[tuple[str, str, str]] = (),
    works: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the table ``citations``, without the columns that the graph stage adds.

    Parameters
    ----------
    links : iterable of (citing_id, cited_id, place)
        Resolved links, as often as they stand in bodies.
    listed, found : iterable of (citing_id, cited_id)
        Pairs of lists of incoming links, and of the forum's own reading of bodies.
    posted_at : mapping
        Date of every document of the corpus; its keys say what is in the corpus.
    authors : mapping
        Author ids of the documents whose authors are known.
    given : iterable of (citing_id, cited_id)
        Pairs of an imported edge list; each stands for one link.
    stated : iterable of (citing_id, cited_id, evidence)
        Citations that a source states outright; a reference stands for one link.
    works : mapping, optional
        Work of the documents that are one of several manifestations; see :func:`kind_of_link`.

    Returns
    -------
    pd.DataFrame
        Pairs of different documents; a link of a document to itself is no citation.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    evidence: dict[tuple[str, str], frozenset[str]] = {}
    for citing, cited, place in links:
        counts[citing, cited, kind_of_link(citing, cited, place, works or {})] += 1
        evidence[citing, cited] = _with(evidence.get((citing, cited)), BODY)
    for pairs, kind in ((listed, LIST), (found, FIELD), (given, GIVEN)):
        for pair in pairs:
            evidence[pair] = _with(evidence.get(pair), kind)
    for citing, cited, kind in stated:
        evidence[citing, cited] = _with(evidence.get((citing, cited)), kind)
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for pair in sorted(evidence):
        citing, cited = pair
        if citing == cited:
            continue
        n_of_kind = tuple(counts[citing, cited, kind] for kind in KINDS)
        age = age_days(posted_at.get(citing), posted_at.get(cited))
        known = citing in authors and cited in authors
        row = (
            citing,
            cited,
            sum(n_of_kind) or int(not evidence[pair].isdisjoint(REFERENCES)),
            " | ".join(sorted(evidence[pair])),
            age,
            age is not None and age < 0,
            *n_of_kind,
            bool(authors[citing] & authors[cited]) if known else None,
            cited not in posted_at,
        )
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return conform(pd.DataFrame(columns), "citations", omit=LATER_COLUMNS)


@functools.cache
def _with(known: frozenset[str] | None, kind: str) -> frozenset[str]:
    """Return a set of evidence with one kind more; equal sets are one object, as there are few and pairs are many."""
    return (known or frozenset()) | {kind}


def kind_of_link(citing: str, cited: str, place: str, works: Mapping[str, str]) -> str:
    """Return the kind of a link: of each link one.

    A link to another copy of the same work on another site is a ``crosspost`` ("also posted at ..."): it says that the
    text stands there too, and nothing of who took it up. Any link of a comment is a ``comment``. Other links are called
    after their place. Parts of a work on one site cite each other as other documents do.

    >>> works = {"forum:a": "w", "eaforum:a": "w", "forum:b": "w", "arxiv:1906.01820": "w"}
    >>> kind_of_link("forum:a", "eaforum:a", "body", works), kind_of_link("forum:a", "forum:b", "body", works)
    ('crosspost', 'body')
    >>> kind_of_link("forum-comment:c", "forum:a", "quote", works)
    'comment'
    """
    work = works.get(citing)
    if work is not None and work == works.get(cited) and _site(citing) != _site(cited):
        return "crosspost"
    return "comment" if citing.partition(":")[0].endswith("-comment") else place


def _site(document_id: str) -> str:
    return document_id.partition(":")[0].partition("-")[0]


def age_days(citing: str | None, cited: str | None) -> float | None:
    """Return the citing date minus the cited one in days, at the precision that both have; None if one is unknown.

    >>> age_days("2019-06-02T12:00:00Z", "2019-06-01T00:00:00Z")
    1.5
    >>> age_days("2019-06-02T12:00:00Z", "2019-06-02"), age_days("1998", "2001-05")
    (0.0, -1096.0)
    """
    if not citing or not cited:
        return None
    size = min(_precision(citing), _precision(cited))
    return (_start(citing[:size]) - _start(cited[:size])).total_seconds() / 86400


def _precision(moment: str) -> int:
    return 19 if len(moment) >= 19 else 10 if len(moment) >= 10 else 7 if len(moment) >= 7 else 4


def _start(moment: str) -> datetime.datetime:
    """Return the first moment of a period."""
    return datetime.datetime.fromisoformat(moment + "0001-01-01T00:00:00"[len(moment) :]).replace(tzinfo=datetime.UTC)
