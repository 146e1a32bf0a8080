"""What is known of one document, table by table."""

import bisect
from collections import Counter
from typing import Any

import pandas as pd

from dashboard.coverage import is_missing
from dashboard.data_access import Build
from dashboard.facts import ordered, records, series, titles, typed
from pipeline import periods

PLACES = ("body", "footnote", "quote", "list", "code", "comment", "crosspost")
FACTS = (
    "kind",
    "venue",
    "author_ids",
    "authors",
    "posted_at",
    "modified_at",
    "karma",
    "words",
    "generation",
    "generation_longest",
    "parent_id",
    "serial",
    "work_id",
    "origin",
    "retrieved_at",
    "why_included",
    "document_id",
)
PATHS = {"main_paths": "all citations", "main_paths_between_authors": "without self-citations"}
"""Tables of main paths, and which citations each counts."""
_KNOWN = ["title", "authors", "posted_at", "kind", "venue"]


def labels(data: Build) -> dict[str, str]:
    """Return what every document is called: its title, or what it is and by whom, where none is known."""
    return titles(data.table("documents"))


def record(data: Build, document_id: str) -> dict[str, Any]:
    """Return the row of a document; None where a value is not known."""
    (row,) = records(data.matching("documents", document_id=document_id))
    return {name: None if is_missing(value) else value for name, value in row.items()}


def measures(data: Build, document_id: str) -> pd.DataFrame:
    """Return each measure of a document with its meaning; those that have no value are left out."""
    rows = records(data.matching("document_metrics", document_id=document_id))[:1]
    values = {
        name: float(value)
        for row in rows
        for name, value in row.items()
        if name != "document_id" and not is_missing(value)
    }
    meaning = data.described("document_metrics")
    return pd.DataFrame(
        {
            "measure": [*values],
            "value": pd.array([*values.values()], dtype="Float64"),
            "meaning": [meaning.get(name, "") for name in values],
        }
    )


def cited(data: Build, document_id: str) -> pd.DataFrame:
    """Return the documents that a document cites, in order of their dates."""
    return _pairs(data, data.matching("citations", citing_id=document_id), "cited_id", document_id)


def in_network(data: Build, row: dict[str, Any]) -> bool:
    """Say whether the network shows a document: it is dated, and joined to another of this corpus or part of the work."""
    if not row["posted_at"]:
        return False
    own, known = row["document_id"], data.places("documents", "document_id")
    cited = data.matching("citations", citing_id=own)["cited_id"].tolist()
    return (
        row["generation"] is not None
        or any(one in known for one in cited)
        or len(data.matching("citations", cited_id=own)) > 0
    )


def citing(data: Build, document_id: str) -> pd.DataFrame:
    """Return the documents that cite a document, in order of their dates."""
    return _pairs(data, data.matching("citations", cited_id=document_id), "citing_id", document_id)


def _pairs(data: Build, rows: pd.DataFrame, other: str, document_id: str) -> pd.DataFrame:
    """Return one side of a document's citations: who, when, how it was found, where it stands, what exactly it names."""
    named = _named(data, document_id, other)
    told: dict[str, Any] = {
        "places": _places(rows),
        "names": typed("str", (named.get(one) for one in rows[other].tolist())),
    }
    columns = [other, *_KNOWN, "evidence", "places", "n_links", "names", "self_citation", "backward"]
    return ordered(_with_known(data, rows, other).assign(**told)[columns], "posted_at", other)


def _named(data: Build, document_id: str, other: str) -> dict[str, str]:
    """Return what links between a document and each on the other side name, where that is not the document as a whole."""
    ours, side = ("resolved_id", "document_id") if other == "citing_id" else ("document_id", "resolved_id")
    found: dict[str, set[str]] = {}
    for row in records(data.matching("links", **{ours: document_id}), ("document_id", "resolved_id", "names")):
        names, resolved = row["names"], row["resolved_id"]
        if not is_missing(names) and not is_missing(resolved) and ("#" in names or names != resolved):
            found.setdefault(row[side], set()).add(names)
    return {one: " | ".join(sorted(names)) for one, names in found.items()}


def _with_known(data: Build, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return rows with what is known of the documents that ``column`` names."""
    known = data.first("documents", "document_id", rows[column].tolist(), _KNOWN)
    return rows.reset_index(drop=True).join(known)


def _places(rows: pd.DataFrame) -> list[str | None]:
    """Return where the links of each pair stand, ``body 2, footnote 1``; None where that is not known."""
    counts = {place: rows[f"n_{place}"].fillna(0).tolist() for place in PLACES}
    told = []
    for at in range(len(rows)):
        parts = [f"{place} {int(values[at])}" for place, values in counts.items() if values[at]]
        told.append(", ".join(parts) or None)
    return told


def terms(data: Build, document_id: str) -> pd.DataFrame:
    """Return the terms that a document uses, a column a field, the most frequent first."""
    own = data.matching("term_counts", document_id=document_id)
    counts: Counter[tuple[tuple[str, str], str]] = Counter()
    for row in records(own):
        counts[(row["term"], row["family"]), row["field"]] += row["occurrences"]
    used = sorted({one for one, _ in counts})
    columns = {field: [counts[one, field] for one in used] for field in sorted({field for _, field in counts})}
    columns["occurrences"] = [sum(own) for own in zip(*columns.values(), strict=True)]
    names = pd.DataFrame(used, columns=["term", "family"], dtype="str")
    table = names.assign(**{field: typed("Int64", values) for field, values in columns.items()})
    return ordered(table, "-occurrences", "term")


def on_paths(data: Build, document_id: str) -> pd.DataFrame:
    """Return the steps of main paths that a document takes part in, over all weights and searches, and which citations those count."""
    sides = [
        data.matching(table, **{side: document_id}).assign(counted=counted)
        for table, counted in PATHS.items()
        for side in ("citing_id", "cited_id")
    ]
    columns = ["counted", "weight", "search", "k", "citing_id", "cited_id", "count"]
    return ordered(pd.concat(sides)[columns], *columns[:-1])


def core(data: Build, document_id: str) -> dict[str, Any]:
    """Return the row of a document in the robust core of the main paths; empty where it is on none."""
    found = data.matching("main_path_core", document_id=document_id)
    return {str(name): value for name, value in found.iloc[0].items()} if len(found) else {}


def alike(data: Build, document_id: str) -> pd.DataFrame:
    """Return the documents cited together with a document, or citing the same ones, the most alike first."""
    sides = []
    for own, other in (("document_a", "document_b"), ("document_b", "document_a")):
        rows = data.matching("similar_documents", **{own: document_id})
        named = rows[[other, "relation", "count", "association_strength"]]
        sides.append(named.set_axis(["document_id", *named.columns[1:]], axis=1))
    found = _with_known(data, pd.concat(sides, ignore_index=True), "document_id")
    columns = ["document_id", "title", "authors", "posted_at", "relation", "count", "association_strength"]
    return ordered(found[columns], "-count", "-association_strength", "document_id")


def by_period(data: Build, rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many posts of :func:`citing` fall in each period from the first, beside how much of the period is read.

    By quarter where any quarter is covered, else by month. Comments are never all known, so they are left out.
    """
    grain, known = data.once(_known_by_period)
    posts = (row["posted_at"] for row in records(rows, ("kind", "posted_at")) if row["kind"] == "post")
    labels = Counter(periods.period(moment, grain) for moment in posts if not is_missing(moment))
    labels.pop(None, None)
    shown = known["period"].tolist()
    first = bisect.bisect_left(shown, min(filter(None, labels), default="~"))
    counts = typed("Int64", (labels[label] for label in shown[first:]))
    columns = ["period", "citing_documents", "documents_known", "documents_with_body", "covered", "partial"]
    return known[first:].reset_index(drop=True).assign(citing_documents=counts)[columns]


def _known_by_period(data: Build) -> tuple[str, pd.DataFrame]:
    """Return the grain in which a document's citations are counted, and how much of each period is read."""
    coverage = data.table("coverage")
    drawn = set(coverage.loc[(coverage["covered"] & (coverage["venue"] == "all")).fillna(False), "grain"])
    grain = "quarter" if "quarter" in drawn or "month" not in drawn else "month"
    columns = ["period", "documents_known", "documents_with_body", "covered", "partial"]
    return grain, series(coverage, grain=grain, venue="all")[columns]
