"""What is known of one document, table by table."""

from typing import Any

import pandas as pd

from dashboard.data_access import Build
from dashboard.facts import series
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
_KNOWN = ["title", "authors", "posted_at", "kind", "venue"]


def labels(data: Build) -> dict[str, str]:
    """Return what every document is called: its title, or its id where none is known."""
    documents = data.table("documents")
    return dict(zip(documents["document_id"], documents["title"].fillna(documents["document_id"]), strict=True))


def record(data: Build, document_id: str) -> dict[str, Any]:
    """Return the row of a document; None where a value is not known."""
    row = data.once(_by_id).loc[[document_id]].reset_index().astype(object)
    return {str(name): None if pd.isna(value) else value for name, value in row.iloc[0].items()}


def measures(data: Build, document_id: str) -> pd.DataFrame:
    """Return each measure of a document with its meaning; those that have no value are left out."""
    row = data.matching("document_metrics", document_id=document_id).drop(columns="document_id").astype(object)
    values = row.iloc[0].dropna() if len(row) else pd.Series(dtype=object)
    meaning = data.described("document_metrics")
    return pd.DataFrame(
        {
            "measure": [str(name) for name in values.index],
            "value": pd.array([float(value) for value in values.tolist()], dtype="Float64"),
            "meaning": [meaning.get(str(name), "") for name in values.index],
        }
    )


def cited(data: Build, document_id: str) -> pd.DataFrame:
    """Return the documents that a document cites, in order of their dates."""
    return _pairs(data, data.matching("citations", citing_id=document_id), "cited_id", document_id)


def citing(data: Build, document_id: str) -> pd.DataFrame:
    """Return the documents that cite a document, in order of their dates."""
    return _pairs(data, data.matching("citations", cited_id=document_id), "citing_id", document_id)


def _pairs(data: Build, rows: pd.DataFrame, other: str, document_id: str) -> pd.DataFrame:
    """Return one side of a document's citations: who, when, how it was found, where it stands, what exactly it names."""
    found = _with_known(data, rows, other)
    found["places"] = _places(found)
    ours = data.matching("links", **{"resolved_id" if other == "citing_id" else "document_id": document_id})
    ours = ours.dropna(subset=["names", "resolved_id"])
    parts = ours[ours["names"].str.contains("#", regex=False) | (ours["names"] != ours["resolved_id"])]
    side = "document_id" if other == "citing_id" else "resolved_id"
    named = parts.groupby(side)["names"].agg(lambda values: " | ".join(sorted(set(values))))
    found["names"] = found[other].map(named).astype("str")
    columns = [other, "title", "authors", "posted_at", "kind", "venue", "evidence", "places", "n_links", "names"]
    shown = found[[*columns, "self_citation", "backward"]]
    return shown.sort_values(["posted_at", other], na_position="last", ignore_index=True)


def _with_known(data: Build, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return rows with what is known of the documents that ``column`` names."""
    known = data.once(_by_id)[_KNOWN].reindex(rows[column])
    return rows.reset_index(drop=True).join(known.reset_index(drop=True))


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
    wide = own.pivot_table(index=["term", "family"], columns="field", values="occurrences", aggfunc="sum", fill_value=0)
    wide.columns = [str(name) for name in wide.columns]
    total = wide.sum(axis=1)
    ordered = wide.assign(occurrences=total).reset_index().convert_dtypes()
    return ordered.sort_values(["occurrences", "term"], ascending=[False, True], ignore_index=True)


def on_paths(data: Build, document_id: str) -> pd.DataFrame:
    """Return the steps of main paths that a document takes part in, over all weights and searches."""
    paths = data.table("main_paths")
    ours = paths[(paths["citing_id"] == document_id) | (paths["cited_id"] == document_id)]
    columns = ["weight", "search", "k", "citing_id", "cited_id", "count"]
    return ours[columns].sort_values(columns[:-1], ignore_index=True)


def core(data: Build, document_id: str) -> dict[str, Any]:
    """Return the row of a document in the robust core of the main paths; empty where it is on none."""
    found = data.matching("main_path_core", document_id=document_id)
    return {str(name): value for name, value in found.iloc[0].items()} if len(found) else {}


def alike(data: Build, document_id: str) -> pd.DataFrame:
    """Return the documents cited together with a document, or citing the same ones, the most alike first."""
    sides = []
    for own, other in (("document_a", "document_b"), ("document_b", "document_a")):
        rows = data.matching("similar_documents", **{own: document_id})
        sides.append(rows.assign(document_id=rows[other])[["document_id", "relation", "count", "association_strength"]])
    found = _with_known(data, pd.concat(sides, ignore_index=True), "document_id")
    columns = ["document_id", "title", "authors", "posted_at", "relation", "count", "association_strength"]
    order = ["count", "association_strength", "document_id"]
    return found[columns].sort_values(order, ascending=[False, False, True], ignore_index=True)


def by_period(data: Build, rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many posts of :func:`citing` fall in each period from the first, beside how much of the period is read.

    By quarter where any quarter is covered, else by month. Comments are never all known, so they are left out.
    """
    coverage = data.table("coverage")
    drawn = set(coverage.loc[(coverage["covered"] & (coverage["venue"] == "all")).fillna(False), "grain"])
    grain = "quarter" if "quarter" in drawn or "month" not in drawn else "month"
    known = series(coverage, grain=grain, venue="all")
    posts = rows.loc[(rows["kind"] == "post").fillna(False), "posted_at"].dropna()
    labels = posts.map(lambda moment: periods.period(moment, grain)).dropna()
    base = known[known["period"] >= labels.min()] if len(labels) else known[:0]
    counts = base["period"].map(labels.value_counts()).fillna(0).astype("Int64")
    columns = ["period", "citing_documents", "documents_known", "documents_with_body", "covered", "partial"]
    return base.assign(citing_documents=counts)[columns].reset_index(drop=True)


def _by_id(data: Build) -> pd.DataFrame:
    return data.table("documents").set_index("document_id", drop=False).rename_axis("id")
