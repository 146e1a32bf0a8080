"""Rows of the trend tables for the terms and families that a reader chose, complete with their zeros."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.components.cells import JOINED
from dashboard.data_access import Build
from dashboard.labels import spoken
from pipeline import periods

CHOICE_OF_FAMILY = "family:"
_Z2 = 1.959963984540054**2
_FIELD_ORDER = ("title", "all", "body", "footnote", "quote", "code", "comment")
_VENUE_ORDER = ("all", "af", "lw", "forum", "eaf", "arxiv", "web")
_COUNTS = ("documents", "occurrences", "authors", "documents_serials_once")
MOST_CHOSEN = 8
"""Terms, or topics, that a page shows at once."""

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
    ('inner alignment', 'all of RLO core')
    """
    family = choice.removeprefix(CHOICE_OF_FAMILY)
    return choice if family == choice else f"all of {spoken(family)}"


def term_groups(data: Build) -> dict[str, dict[str, str]]:
    """Return every term by family, and whole families first, as choices."""
    terms = data.table("terms")
    families = sorted(set(terms["family"]))
    groups: dict[str, dict[str, str]] = {
        "Whole families": {f"{CHOICE_OF_FAMILY}{name}": called(f"{CHOICE_OF_FAMILY}{name}") for name in families}
    }
    for family in families:
        names = sorted(
            set(terms.loc[terms["family"] == family, "term"]) - {name for group in groups.values() for name in group}
        )
        groups[spoken(family)] = {name: name for name in names}
    return groups


def spellings_of(data: Build) -> dict[str, str]:
    """Return the terms that forms are spellings of, where the form is one of no other and no term itself."""
    found: dict[str, set[str]] = {}
    for term, forms in zip(data.table("terms")["term"], data.table("terms")["forms"], strict=True):
        for form in forms.split(JOINED) if isinstance(forms, str) else ():
            found.setdefault(form, set()).add(term)
    own = set(data.table("terms")["term"])
    return {form: min(terms) for form, terms in found.items() if len(terms) == 1 and form not in own}


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


def month_span(data: Build) -> tuple[str, str]:
    """Return the January of the first year of the trends, and their last month."""
    trends = data.table("term_trends")
    months = trends.loc[trends["grain"] == "month", "period"]
    return (f"{months.min()[:4]}-01", str(months.max())) if len(months) else ("2000-01", "2000-12")


def within(labels: "pd.Index[Any]", span: tuple[str, str]) -> npt.NDArray[np.bool_]:
    """Say which periods share a day with a span of months, both included.

    >>> within(pd.Index(["2019", "2020-Q1", "2020-04", "2020-05"]), ("2019-12", "2020-04")).tolist()
    [True, True, True, False]
    """
    first, last = f"{span[0]}-01", span[1]
    shared = [periods.start(label)[:7] <= last and periods.end(label) > first for label in labels]
    return np.array(shared, dtype=bool)


def chosen_rows(
    data: Build, chosen: Sequence[str], field: str, venue: str, grain: str, span: tuple[str, str]
) -> pd.DataFrame:
    """Return one row per chosen term and period that shares a day with the months of ``span``, in the order chosen.

    Returns
    -------
    pd.DataFrame
        The columns of ``term_trends`` without ``family``. A period in which documents are known and none uses the term has 0;
        one in which the field is known for no document has empty shares. A term that no document uses is 0 throughout; one that
        is not counted there has no rows.
    """
    totals = data.once(_totals, field, venue, grain)
    totals = totals[within(totals.index, span)]
    rows = complete(
        _own_rows(data, chosen, field, venue, grain), "term", chosen, totals.index.tolist(), data.once(counted, field)
    )
    shared = totals.take(np.arange(len(rows)) % max(1, len(totals))).reset_index(drop=True)
    completed = _with_zeros(rows, shared).assign(term=rows["term"], period=rows["period"])
    return completed.assign(grain=grain, venue=venue, field=field)[COLUMNS]


def counted(data: Build, field: str) -> frozenset[str]:
    """Return the terms, and the families with such terms, that were looked for in a field: where one has no row it has no use.

    An idea without a form of its own was looked for nowhere, and a term whose bundled counts are of other forms not in all bodies.
    """
    terms = data.table("terms")
    sought = terms["forms"].notna()
    if field != "title":
        sought &= (terms["counted_in"] != "texts").fillna(True).astype(bool)
    return frozenset(terms.loc[sought, "term"]) | {CHOICE_OF_FAMILY + one for one in terms.loc[sought, "family"]}


def complete(
    rows: pd.DataFrame, column: str, names: Sequence[str], labels: Sequence[str], always: Collection[str] = ()
) -> pd.DataFrame:
    """Return a row for each of the ``names`` and each period of ``labels``, in their order; empty where ``rows`` has none.

    A name without a row in any of these periods has none at all, unless it is one of ``always``; of several rows of one name and
    period the first counts.
    """
    found = list(zip(rows[column].tolist(), rows["period"].tolist(), strict=True))
    known = set(labels)
    held = {name for name, label in found if label in known}.union(always)
    pairs = [(name, label) for name in names if name in held for label in labels]
    first: dict[tuple[str, str], int] = {}
    for number, pair in enumerate(found):
        first.setdefault(pair, number)
    own = rows.reset_index(drop=True).reindex([first.get(pair, -1) for pair in pairs]).reset_index(drop=True)
    return own.assign(**{column: [name for name, _ in pairs], "period": [label for _, label in pairs]})


def _own_rows(data: Build, chosen: Sequence[str], field: str, venue: str, grain: str) -> pd.DataFrame:
    """Return what the tables say of the chosen terms and families, by term and period."""
    parts = [data.once(_slice, field, venue, grain)]
    if any(name.startswith(CHOICE_OF_FAMILY) for name in chosen):
        families = data.once(_family_rows, field, venue, grain)
        parts.append(families.assign(term=CHOICE_OF_FAMILY + families["term"]))
    found = [part.loc[part["term"].isin(chosen), ["term", "period", *_COUNTS, "ci_low", "ci_high"]] for part in parts]
    return pd.concat(found, ignore_index=True)


def _with_zeros(rows: pd.DataFrame, shared: pd.DataFrame) -> pd.DataFrame:
    """Return rows with 0 where documents are known and none uses the term, and with what the periods share."""
    absent, some = rows["documents"].isna(), shared["documents_total"] > 0
    total = shared["documents_total"].where(some).astype("Float64")
    length = shared["words_total"].where(shared["words_total"] > 0).astype("Float64")
    counts = rows[list(_COUNTS)].fillna(0)
    return counts.join(shared).assign(
        share_of_documents=counts["documents"] / total,
        per_1000_words=1000 * counts["occurrences"] / length,
        ci_low=rows["ci_low"].mask(absent & some, 0.0),
        ci_high=rows["ci_high"].mask(absent & some, highest_of_none(total)),
    )


def highest_of_none(total: "pd.Series[float]") -> "pd.Series[float]":
    """Return the upper end of the 95 % interval (Wilson) of a share of 0 among ``total`` documents."""
    return _Z2 / (total + _Z2)


def _totals(data: Build, field: str, venue: str, grain: str) -> pd.DataFrame:
    """Return what every term of one field, venue and grain shares: what is known of each period."""
    shared = ["documents_total", "words_total", "documents_known", "covered", "partial"]
    rows = data.once(_slice, field, venue, grain)
    return rows.drop_duplicates("period").set_index("period")[shared].sort_index()


def _slice(data: Build, field: str, venue: str, grain: str) -> pd.DataFrame:
    rows = data.matching("term_trends", field=field, venue=venue, grain=grain)
    return rows.sort_values("period", ignore_index=True)


def _family_rows(data: Build, field: str, venue: str, grain: str) -> pd.DataFrame:
    rows = data.matching("topic_trends", topic_kind="family", field=field, venue=venue, grain=grain)
    return rows.sort_values("period", ignore_index=True).rename(columns={"topic": "term"})


def _ordered(found: set[str], order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in order if name in found) + tuple(sorted(found - set(order)))
