"""The documents with which authors arrive: the first citing document of each, within a venue and a kind."""

import pandas as pd

from dashboard.data_access import Build
from dashboard.facts import adopters
from dashboard.labels import KINDS
from dashboard.labels import venue as venue_name
from pipeline import periods

SUM = "all"


def arrival(venue: str, kind: str, grain: str) -> str:
    """Return what the filter of Works calls the arrivals that a row of ``spread`` counts as ``new_authors``.

    >>> arrival("af", "post", "quarter")
    'af:post:quarter'
    """
    return f"{venue}:{kind}:{grain}"


def arrivals(data: Build) -> dict[str, frozenset[str]]:
    """Return the first citing document of each author, by what :func:`arrival` calls a venue, a kind and a grain.

    Documents whose date is not known to the grain's exactness are in no period of it, and so first in none.
    """
    documents = data.table("documents")[["document_id", "posted_at", "venue", "kind"]]
    citing = documents[documents["document_id"].isin(data.once(adopters))].dropna(subset=["posted_at"])
    signed = citing.merge(data.table("authorship")[["document_id", "author_id"]], on="document_id")
    in_time = signed.sort_values(["posted_at", "document_id"], ignore_index=True)
    found: dict[str, frozenset[str]] = {}
    for grain in periods.GRAINS:
        is_exact = [periods.period(moment, grain) is not None for moment in in_time["posted_at"]]
        exact = in_time[pd.Series(is_exact, in_time.index, dtype="bool")]
        for venue in (SUM, *sorted(set(exact["venue"]))):
            there = exact if venue == SUM else exact[exact["venue"] == venue]
            for kind in (SUM, *sorted(set(there["kind"]))):
                of_kind = there if kind == SUM else there[there["kind"] == kind]
                first = of_kind.drop_duplicates("author_id")
                found[arrival(venue, kind, grain)] = frozenset(first["document_id"])
    return found


def arrivals_said(data: Build) -> dict[str, str]:
    """Return what each group of :func:`arrivals` is called on the page Works."""
    said = {}
    for name in data.once(arrivals):
        venue, kind, grain = name.split(":")
        said[name] = f"{venue_name(venue)}, {KINDS.get(kind, kind)}, by {grain}"
    return said
