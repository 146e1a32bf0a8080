"""From "which document uses what" to counts and shares per period, and per venue or another group of documents."""

from collections.abc import Sequence

import pandas as pd

from pipeline.exports._periods import by_grain, is_covered, is_partial, with_sum, without_gaps
from pipeline.intervals import share, wilson
from pipeline.periods import FINE_GRAINS, period
from pipeline.wording.uses import OWN_TEXT

_NOWHERE = -1
"""Place of a period and group without any document."""
_COUNTS = ["documents", "occurrences", "documents_serials_once", "authors", "documents_total", "words_total"]
_COUNTS += ["documents_known"]
_SHARES = ["share_of_documents", "ci_low", "ci_high"]
_FLAGS = ["covered", "partial"]


def trend(
    uses: pd.DataFrame,
    reach: pd.DataFrame,
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    as_of: str,
    scope: Sequence[str],
    groups: pd.DataFrame | None = None,
    fine: str | None = None,
) -> pd.DataFrame:
    """Count uses per period and group, from a series' first use to the last known document, zeros included.

    Parameters
    ----------
    uses : pd.DataFrame
        A row where a document uses something: ``document_id``, columns that name the series, ``occurrences``.
    reach : pd.DataFrame
        A row for each document in which a use could have been seen: ``document_id``, the columns of ``scope``,
        ``words``. Uses outside it are left out.
    documents : pd.DataFrame
        The documents that are known at all; what ``reach`` has of them decides ``covered``.
    scope : sequence of str
        Those columns of the series on which it depends whether a document can be judged, such as ``field``.
    groups : pd.DataFrame, optional
        ``document_id`` and one column more: the groups that each document counts under. Default: its ``venue``, and ``all``.
    fine : str, optional
        ``week`` or ``day``: by that alone, and not by year, quarter and month.

    Returns
    -------
    pd.DataFrame
        A row per series, grain, group and period: ``documents``, ``documents_total``, ``occurrences``, ``words_total``,
        ``share_of_documents``, ``ci_low``, ``ci_high``, ``authors``, ``documents_serials_once``, ``documents_known``,
        ``covered``, ``partial``.
    """
    scope = list(scope)
    series = [column for column in uses.columns if column not in ("document_id", "occurrences")]
    groups = with_sum(documents[["document_id", "venue"]], "venue") if groups is None else groups
    (by,) = groups.columns.drop("document_id")
    place = ["grain", by, "period"]
    if uses.empty:
        return _no_rows([*series, *place])
    parts = documents["serial"].fillna(documents["document_id"])
    ids = pd.Index(documents["document_id"])
    dated = documents[["document_id", "posted_at"]].assign(serial_or_self=pd.factorize(parts)[0])
    dated = by_grain(dated) if fine is None else _by_fine_grain(dated, fine)
    dated, groups, uses, reach = (_numbered(rows, ids) for rows in (dated, groups, uses, reach))
    places = dated.drop(columns="posted_at").merge(groups, on="document").dropna(subset=place)

    by_place = places.groupby(place)
    known = by_place.size().rename("documents_known").reset_index()
    # Documents and places stand as numbers from here on: joining by text takes several times as long.
    places = places[["document", "serial_or_self"]].assign(place=by_place.ngroup())
    judged = places[["document", "place"]].merge(reach, on="document").groupby(["place", *scope])
    totals = pd.DataFrame({"documents_total": judged.size(), "words_total": judged["words"].sum()})

    seen = uses.merge(reach[["document", *scope]], on=["document", *scope]).merge(places, on="document")
    rows = seen.groupby([*series, "place"])
    found = pd.DataFrame(
        {
            "documents": rows.size(),
            "occurrences": rows["occurrences"].sum(),
            "documents_serials_once": rows["serial_or_self"].nunique(),
        }
    )
    writers = _numbered(authorship[["document_id", "author_id"]], ids)
    writers["author_id"] = pd.factorize(writers["author_id"])[0]
    by_author = seen.merge(writers, on="document")
    found["authors"] = by_author.groupby([*series, "place"])["author_id"].nunique()

    used = found.index.to_frame(index=False)
    used = pd.concat([used[series], known.loc[used["place"], place].reset_index(drop=True)], axis=1)
    last = known.groupby(["grain", by], as_index=False)["period"].max()
    to_the_last = used.drop(columns="period").drop_duplicates().merge(last, on=["grain", by])
    table = without_gaps(pd.concat([used, to_the_last[used.columns]], ignore_index=True))
    table = table.merge(known.assign(place=known.index), how="left", on=place)
    table["place"] = table["place"].fillna(_NOWHERE).astype("int64")
    table = table.merge(found.reset_index(), how="left", on=[*series, "place"])
    table = table.merge(totals.reset_index(), how="left", on=["place", *scope]).drop(columns="place")
    table[_COUNTS] = table[_COUNTS].astype("Int64").fillna(0)
    table["share_of_documents"] = share(table["documents"], table["documents_total"])
    table["ci_low"], table["ci_high"] = wilson(table["documents"], table["documents_total"])
    table["covered"] = is_covered(table["documents_total"], table["documents_known"])
    table["partial"] = is_partial(table["period"], as_of)
    return table


def _no_rows(names: Sequence[str]) -> pd.DataFrame:
    types = dict.fromkeys(names, "str") | dict.fromkeys(_COUNTS, "Int64") | dict.fromkeys(_SHARES, "Float64")
    types |= dict.fromkeys(_FLAGS, "boolean")
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})


def _numbered(rows: pd.DataFrame, ids: "pd.Index[str]") -> pd.DataFrame:
    """Return the rows of the documents of ``ids``, with a document's place there as ``document`` instead of its name."""
    numbered = rows.drop(columns="document_id").assign(document=ids.get_indexer(pd.Index(rows["document_id"])))
    return numbered[numbered["document"] >= 0]


def _by_fine_grain(documents: pd.DataFrame, grain: str) -> pd.DataFrame:
    """Return the documents whose date is known to the day, with columns ``grain`` and ``period``."""
    if grain not in FINE_GRAINS:
        raise ValueError(f"grain: expected one of {FINE_GRAINS}, found {grain!r}")
    known = {moment: period(moment, grain) for moment in documents["posted_at"].dropna().unique()}
    labelled = documents.assign(grain=grain, period=documents["posted_at"].map(known).astype("str"))
    return labelled[labelled["period"].notna()]


def known_posts(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the posts that are known at all."""
    return documents[documents["kind"] == "post"]


def reach_of_fields(documents: pd.DataFrame, word_counts: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    """Return document, field and words for each field of ``documents`` that is known.

    The title is known where there is one, every other field where the body is: a body without footnotes has none.
    ``all`` needs both, and its words are those of title, body and footnotes.
    """
    counted = word_counts.set_index(["document_id", "field"])["words"]
    summed = word_counts[word_counts["field"].isin(OWN_TEXT)].groupby("document_id")["words"].sum()
    titled, read = documents["title"].notna(), documents["has_body"].fillna(False).astype(bool)
    parts = []
    for field in fields:
        known = titled if field == "title" else titled & read if field == "all" else read
        ids = documents.loc[known, "document_id"]
        words = ids.map(summed) if field == "all" else ids.map(_of_field(counted, field))
        parts.append(pd.DataFrame({"document_id": ids, "field": field, "words": words.fillna(0).astype("int64")}))
    return pd.concat(parts, ignore_index=True)


def with_all_fields(term_counts: pd.DataFrame) -> pd.DataFrame:
    """Return term counts with, for each document and term, their sum over title, body and footnote as field ``all``."""
    own = term_counts[term_counts["field"].isin(OWN_TEXT)]
    sums = own.groupby(["document_id", "family", "term"])["occurrences"].sum().reset_index()
    return pd.concat([term_counts, sums.assign(field="all")], ignore_index=True)


def _of_field(counted: "pd.Series[int]", field: str) -> "pd.Series[int]":
    return counted[counted.index.get_level_values("field") == field].droplevel("field")
