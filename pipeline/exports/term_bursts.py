"""Bursts of each term: by months, and by the moments of posting."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.errors import count
from pipeline.exports._wording import FIELDS
from pipeline.periods import end, start
from pipeline.schema import TABLES
from pipeline.wording.bursts import batched, continuous

NAME = "term_bursts"
ROWS_FROM = "term_counts"

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
        uses = term_uses[field].assign(month=term_uses[field]["posted_at"].str[:7])
        months = coverage_by_field[field][coverage_by_field[field]["grain"] == "month"].set_index("period")
        partial_from = start(months.index[months["partial"]].min()) if months["partial"].any() else "9999"
        found = [*_batched(uses, months)]
        if field == "title":
            found += _continuous(uses, documents)
        rows += [{"field": field, "partial": burst["end"] > partial_from, **burst} for burst in found]
    return pd.DataFrame(rows, columns=TABLES[NAME].names)


def _batched(uses: pd.DataFrame, months: pd.DataFrame) -> Iterator[dict[str, Any]]:
    every = months.index.tolist()
    covered = {label for label, is_covered in zip(every, months["covered"], strict=True) if is_covered}
    totals = dict(zip(every, months["documents_total"].tolist(), strict=True))
    monthly: dict[str, Counter[str]] = defaultdict(Counter)
    for term, month in sorted(zip(uses["term"], uses["month"], strict=True)):
        if month in covered:
            monthly[term][month] += 1
    for term, hits in monthly.items():
        if sum(hits.values()) >= FEWEST:
            batches = [label for label in every if label in covered and label >= min(hits)]
            yield from _bursts_of(term, [hits.get(label, 0) for label in batches], batches, totals, every)


def _bursts_of(
    term: str, r: list[int], batches: list[str], totals: dict[str, int], every: list[str]
) -> Iterator[dict[str, Any]]:
    d = [int(totals[label]) for label in batches]
    for burst in batched(r, d, levels=LEVELS):
        inside = slice(burst.first, burst.last + 1)
        first, last = batches[burst.first], batches[burst.last]
        gaps = every.index(last) - every.index(first) - (burst.last - burst.first)
        yield {
            "term": term,
            "model": "batched",
            "level": burst.level,
            "start": start(first),
            "end": end(last),
            "weight": burst.weight,
            "numerator": sum(r[inside]),
            "denominator": sum(d[inside]),
            "documents": sum(r),
            "note": f"not covered: {count(gaps, 'month')} within" if gaps else None,
        }


def _continuous(uses: pd.DataFrame, documents: pd.DataFrame) -> Iterator[dict[str, Any]]:
    titled = documents.loc[(documents["kind"] == "post") & documents["title"].notna(), "posted_at"]
    posted = sorted(titled.dropna().tolist())
    exact = uses[uses["posted_at"].str.len() > len("2019-05-31")]
    at: dict[str, Counter[str]] = defaultdict(Counter)
    for term, moment in sorted(zip(exact["term"], exact["posted_at"], strict=True)):
        at[term][moment] += 1
    for term, events in at.items():
        if sum(events.values()) < FEWEST or len(events) < 2:
            continue
        moments, number = list(events), list(events.values())
        days = pd.to_datetime(pd.Series(moments), format="ISO8601", utc=True).diff().div(_DAY).fillna(0).cumsum()
        for burst in continuous(days.tolist()):
            first, last = moments[burst.first], moments[burst.last]
            yield {
                "term": term,
                "model": "continuous",
                "level": burst.level,
                "start": first[:10],
                "end": last[:10],
                "weight": burst.weight,
                "numerator": sum(number[burst.first : burst.last + 1]),
                "denominator": bisect_right(posted, last) - bisect_left(posted, first),
                "documents": sum(number),
                "note": None,
            }
