"""Rows of the trend tables for the terms and families that a reader chose, complete with their zeros."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.data_access import Build

CHOICE_OF_FAMILY = "family:"
_Z2 = 1.959963984540054**2
_FIELD_ORDER = ("title", "all", "body", "footnote", "quote", "code", "comment")
_VENUE_ORDER = ("all", "af", "lw", "forum", "eaf", "arxiv", "web")
COLUMNS = [
    "term",
    "period",
    "grain",
    "venue",
    "field",
    "documents",
    "documents_total",
    "share_of_documents",
    "ci_low",
    "ci_high",
    "occurrences",
    "words_total",
    "per_1000_words",
    "authors",
    "documents_serials_once",
    "documents_known",
    "covered",
    "partial",
]


def called(choice: str) -> str:
    """Return what a term or family is called.

    >>> called("inner alignment"), called("family:rlo_core")
    ('inner alignment', 'all of rlo_core')
    """
    family = choice.removeprefix(CHOICE_OF_FAMILY)
    return choice if family == choice else f"all of {family}"


def term_groups(data: Build) -> dict[str, dict[str, str]]:
    """Return every term by family, and whole families first, as choices."""
    terms = data.table("terms")
    families = sorted(set(terms["family"]))
    groups: dict[str, dict[str, str]] = {
        "Whole families": {f"{CHOICE_OF_FAMILY}{name}": f"all of {name}" for name in families}
    }
    for family in families:
        names = sorted(
            set(terms.loc[terms["family"] == family, "term"]) - {name for group in groups.values() for name in group}
        )
        groups[family] = {name: name for name in names}
    return groups


def default_terms(data: Build) -> tuple[str, ...]:
    """Return the four terms of the contests, or of the lexicon, that stand in most titles."""
    contested = [variant for contest in data.settings.contests.values() for variant in contest.variants]
    trends = data.table("term_trends")
    titles = trends[(trends["grain"] == "year") & (trends["venue"] == "all") & (trends["field"] == "title")]
    if contested:
        titles = titles[titles["term"].isin(contested)]
    counts = titles.groupby("term")["documents"].sum().reset_index()
    best = counts.sort_values(["documents", "term"], ascending=[False, True])["term"].head(4).tolist()
    known = set(data.table("terms")["term"])
    ordered = [term for term in contested if term in best] or best
    return tuple(term for term in ordered if term in known)


def fields(data: Build) -> tuple[str, ...]:
    """Return the fields that are counted, titles first."""
    return _ordered(set(data.table("term_trends")["field"]), _FIELD_ORDER) or ("title",)


def venues(data: Build) -> tuple[str, ...]:
    """Return the venues that are counted, their sum first."""
    return _ordered(set(data.table("term_trends")["venue"]), _VENUE_ORDER) or ("all",)


def year_span(data: Build) -> tuple[int, int]:
    """Return the first and the last year of the trends."""
    trends = data.table("term_trends")
    years = trends.loc[trends["grain"] == "year", "period"]
    return (int(years.min()), int(years.max())) if len(years) else (2000, 2000)


def chosen_rows(
    data: Build, chosen: Sequence[str], field: str, venue: str, grain: str, years: tuple[int, int]
) -> pd.DataFrame:
    """Return one row per chosen term and period, in the order chosen.

    Returns
    -------
    pd.DataFrame
        The columns of ``term_trends`` without ``family``. A period in which documents are known and none uses the term has 0;
        one in which the field is known for no document has empty shares.
    """
    rows = _slice(data, field, venue, grain)
    totals = _totals(rows)
    totals = totals[(totals.index >= str(years[0])) & (totals.index < str(years[1] + 1))]
    some_family = any(name.startswith(CHOICE_OF_FAMILY) for name in chosen)
    families = _family_rows(data, field, venue, grain) if some_family else rows
    parts = []
    for name in chosen:
        source = families if name.startswith(CHOICE_OF_FAMILY) else rows
        key = name.removeprefix(CHOICE_OF_FAMILY)
        own = source[source["term"] == key].drop_duplicates("period").set_index("period")
        if len(own.index.intersection(totals.index)):
            parts.append(_complete(own, totals, name))
    if not parts:
        return _slice(data, field, venue, grain).iloc[:0].reindex(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True).assign(grain=grain, venue=venue, field=field)[COLUMNS]


def _complete(own: pd.DataFrame, totals: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a term's rows over all periods: what is not in the table is 0 where documents are known."""
    counts = ["documents", "occurrences", "authors", "documents_serials_once"]
    rows = own[[*counts, "ci_low", "ci_high"]].reindex(totals.index)
    absent = rows["documents"].isna()
    rows[counts] = rows[counts].fillna(0)
    rows = rows.join(totals)
    some = rows["documents_total"] > 0
    total = rows["documents_total"].where(some).astype("Float64")
    length = rows["words_total"].where(rows["words_total"] > 0).astype("Float64")
    rows["share_of_documents"] = rows["documents"] / total
    rows["per_1000_words"] = 1000 * rows["occurrences"] / length
    rows["ci_low"] = rows["ci_low"].mask(absent & some, 0.0)
    rows["ci_high"] = rows["ci_high"].mask(absent & some, _Z2 / (total + _Z2))
    return rows.reset_index(names="period").assign(term=name)


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what every term of one field, venue and grain shares: what is known of each period."""
    shared = ["documents_total", "words_total", "documents_known", "covered", "partial"]
    return rows.drop_duplicates("period").set_index("period")[shared].sort_index()


def _slice(data: Build, field: str, venue: str, grain: str) -> pd.DataFrame:
    places = data.once(_places).get((grain, venue, field))
    trends = data.table("term_trends")
    return trends.iloc[places] if places is not None else trends.iloc[:0]


def _places(data: Build) -> Mapping[Any, Any]:
    """Return where the rows of each grain, venue and field stand; looking through all rows would cost each view 20 ms."""
    places: Mapping[Any, Any] = data.table("term_trends").groupby(["grain", "venue", "field"]).indices
    return places


def _family_rows(data: Build, field: str, venue: str, grain: str) -> pd.DataFrame:
    topics = data.table("topic_trends")
    chosen = (
        (topics["topic_kind"] == "family")
        & (topics["grain"] == grain)
        & (topics["venue"] == venue)
        & (topics["field"] == field)
    ).fillna(False)
    return topics[chosen].rename(columns={"topic": "term"})


def _ordered(found: set[str], order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in order if name in found) + tuple(sorted(found - set(order)))
