"""Bursts of each term: by months, and by the moments of posting."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from pipeline.exports._wording import FIELDS, covered_labels
from pipeline.periods import end, start
from pipeline.schema import TABLES
from pipeline.wording.bursts import batched, continuous

NAME = "term_bursts"

FEWEST = 5
"""Posts that a term needs: fewer have no rate of their own to be faster than."""

LEVELS = 3
_DAY = pd.Timedelta(days=1)


def build(
    term_uses: dict[str, pd.DataFrame], coverage_by_field: dict[str, pd.DataFrame], documents: pd.DataFrame
) -> pd.DataFrame:
    """Return a row per term, field, model and burst; terms with fewer than five posts have none.

    Batched: the posts with the term among the posts of each covered month, from the first month with a use; months that
    are not covered have no batch, and a burst may run across them (``note`` says so). Continuous: the moments of posting,
    for titles alone, since the bodies' gaps would pass for silence; posts of one second are one event.
    """
    rows: list[dict[str, Any]] = []
    for field in FIELDS:
        coverage = coverage_by_field[field]
        months = coverage[coverage["grain"] == "month"].set_index("period")
        partial_from = start(months.index[months["partial"]].min()) if months["partial"].any() else "9999"
        for term, own in term_uses[field].groupby("term"):
            found = [*_batched(own, months, covered_labels(coverage, "month"))]
            if field == "title":
                found += _continuous(own, documents)
            rows += [{"term": term, "field": field, "partial": burst["end"] > partial_from, **burst} for burst in found]
    return pd.DataFrame(rows, columns=TABLES[NAME].names)


def _batched(own: pd.DataFrame, months: pd.DataFrame, covered: set[str]) -> Iterator[dict[str, Any]]:
    hits = own[own["posted_at"].str[:7].isin(covered)].groupby(own["posted_at"].str[:7])["document_id"].nunique()
    if hits.sum() < FEWEST:
        return
    batches = [label for label in months.index if label in covered and label >= hits.index.min()]
    r, d = hits.reindex(batches, fill_value=0).to_numpy(), months.loc[batches, "documents_total"].to_numpy()
    every = list(months.index)
    for burst in batched(r.tolist(), d.tolist(), levels=LEVELS):
        inside = slice(burst.first, burst.last + 1)
        first, last = batches[burst.first], batches[burst.last]
        gaps = every.index(last) - every.index(first) - (burst.last - burst.first)
        yield {
            "model": "batched",
            "level": burst.level,
            "start": start(first),
            "end": end(last),
            "weight": burst.weight,
            "numerator": int(r[inside].sum()),
            "denominator": int(d[inside].sum()),
            "documents": int(r.sum()),
            "note": f"{gaps} months that are not covered lie within" if gaps else None,
        }


def _continuous(own: pd.DataFrame, documents: pd.DataFrame) -> Iterator[dict[str, Any]]:
    exact = own[own["posted_at"].str.len() > len("2019-05-31")]
    events = exact.groupby("posted_at")["document_id"].nunique()
    if events.sum() < FEWEST or len(events) < 2:
        return
    at = pd.to_datetime(pd.Series(events.index), format="ISO8601", utc=True)
    days = np.array((at - at.iloc[0]) / _DAY, dtype=np.float64)
    posted = documents.loc[(documents["kind"] == "post") & documents["title"].notna(), "posted_at"].dropna()
    for burst in continuous(days.tolist()):
        first, last = events.index[burst.first], events.index[burst.last]
        yield {
            "model": "continuous",
            "level": burst.level,
            "start": first[:10],
            "end": last[:10],
            "weight": burst.weight,
            "numerator": int(events.iloc[burst.first : burst.last + 1].sum()),
            "denominator": int(((posted >= first) & (posted <= last)).sum()),
            "documents": int(events.sum()),
            "note": None,
        }
