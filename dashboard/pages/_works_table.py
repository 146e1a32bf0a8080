"""The documents of the corpus with their measures: filtered, searched and sorted."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import conditions
from dashboard.data_access import Build
from dashboard.labels import venue
from dashboard.pages._works_filters import narrowed
from dashboard.spans import in_days, in_months, months_of
from dashboard.url_state import View

FIRST = ["document_id", "title", "authors", "posted_at", "kind", "venue", "generation", "karma", "words"]
LAST = ["why_included", "url"]
HIDDEN = {"document_id", "url"}


def works(data: Build) -> pd.DataFrame:
    """Return all documents with their measures, the columns in the order that they are shown.

    Venues stand by their names in the tables, also in the files; :func:`told` says what a reader sees.
    """
    documents, metrics = data.table("documents"), data.table("document_metrics")
    measures = [name for name in metrics.columns if name not in documents.columns]
    merged = documents.merge(metrics[["document_id", *measures]], on="document_id", how="left")
    return merged[[*FIRST, *measures, *LAST]]


def told(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of :func:`works` as the grid shows them and as filters in the heads of its columns read them."""
    words = {
        "venue": lambda column: column.map(venue, na_action="ignore"),
        "posted_at": lambda column: column.str[:10],
    }
    return table.assign(**{name: words[name](table[name]) for name in words if name in table})


def numeric(data: Build) -> dict[str, bool]:
    """Return the columns that may be shown, and whether each holds numbers; ids and addresses always stand in the files."""
    table = data.once(works)
    return {
        name: pd.api.types.is_numeric_dtype(table[name]) and not pd.api.types.is_bool_dtype(table[name])
        for name in table.columns
        if name not in HIDDEN
    }


def month_span(data: Build) -> tuple[str, str]:
    """Return the January of the first year in which a document is dated, and the last month."""
    return months_of(data.table("documents")["posted_at"])


def searched(data: Build) -> "pd.Series[Any]":
    """Return what the search looks through, a text a document: title and authors, case-folded."""
    table = data.once(works)
    return (table["title"].fillna("") + "\n" + table["authors"].fillna("")).str.casefold()


def fitting(data: Build, view: View) -> npt.NDArray[np.intp]:
    """Return the places of the documents that fit ``view``, in its order.

    Every word of the search must stand in the title or the authors, letter for letter. Documents without a date fit only the
    whole span of time, and one known to the year only fits spans that hold the whole of that year. Unknown values stand last, ties in the order of ids.
    """
    table, texts = data.once(works), data.once(searched)
    keep = np.ones(len(table), dtype=bool)
    for word in view["q"].casefold().split():
        keep &= texts.str.contains(word, regex=False).to_numpy(dtype=bool)
    for name in ("kind", "venue"):
        if view[name] != "any":
            keep &= _true(table[name] == view[name])
    if view["text"] != "any":
        keep &= table["words"].notna().to_numpy() == (view["text"] == "yes")
    keep &= _at_distance(table["generation"], view["generation"])
    if view["time"] != data.once(month_span):
        keep &= in_months(table["posted_at"], view["time"]).to_numpy()
    if view["from"] or view["to"]:
        keep &= in_days(table["posted_at"], view["from"], view["to"]).to_numpy()
    within = narrowed(data, view)
    if within is not None:
        keep &= table["document_id"].isin(within).to_numpy()
    for one in view["where"]:
        values = told(table[[one.column]])[one.column]
        keep &= conditions.fits(values, one, data.once(numeric)[one.column])
    order = data.once(_order, view["sort"])
    return order[keep[order]]


def _order(data: Build, sort: str) -> npt.NDArray[np.intp]:
    """Return the places of all documents in an order; every view that is sorted so takes those that fit from it."""
    values = data.once(works)[sort.removeprefix("-")]
    ranks = values.rank(method="dense", ascending=not sort.startswith("-"), na_option="bottom")
    return np.lexsort((data.once(_ids), ranks.to_numpy(dtype="float64")))


def _ids(data: Build) -> npt.NDArray[np.float64]:
    """Return which rank the id of each document has among all."""
    return np.asarray(data.once(works)["document_id"].rank(), dtype="float64")


def _at_distance(generation: "pd.Series[Any]", wanted: str) -> npt.NDArray[np.bool_]:
    if wanted == "any":
        return np.ones(len(generation), dtype=bool)
    if wanted in ("connected", "unconnected"):
        return np.asarray(generation.notna().to_numpy() == (wanted == "connected"))
    return _true(generation == int(wanted))


def _true(flags: "pd.Series[Any]") -> npt.NDArray[np.bool_]:
    return flags.fillna(False).to_numpy(dtype=bool)
