"""Months in which the share of posts with a term changed for good."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import pandas as pd

from pipeline.errors import count
from pipeline.exports._wording import FIELDS
from pipeline.intervals import share, wilson
from pipeline.periods import between
from pipeline.schema import TABLES
from pipeline.wording.changes import penalty, stretches

NAME = "term_change_points"
ROWS_FROM = "term_counts"

FEWEST = 5
"""Posts that a term needs: fewer have no rate that could change."""


def build(term_uses: dict[str, pd.DataFrame], coverage_by_field: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per term, field and change; covered months alone are looked at, from the first of them on."""
    rows: list[dict[str, Any]] = []
    for field in FIELDS:
        coverage = coverage_by_field[field]
        months = coverage[(coverage["grain"] == "month") & coverage["covered"]]
        labels, totals = months["period"].tolist(), months["documents_total"].astype(int).tolist()
        monthly: dict[str, Counter[str]] = defaultdict(Counter)
        uses = term_uses[field]
        for term, month in sorted(zip(uses["term"], uses["posted_at"].str[:7], strict=True)):
            monthly[term][month] += 1
        for term, counted in monthly.items():
            hits = [counted[label] for label in labels]
            if sum(hits) < FEWEST:
                continue
            for before, after in pairwise(stretches(hits, totals)):
                gap = len(between(labels[before.last], labels[after.first])) - 2
                rows.append(
                    {
                        "term": term,
                        "field": field,
                        "period": labels[after.first],
                        "until": labels[after.last],
                        "numerator": after.hits,
                        "denominator": after.total,
                        "since": labels[before.first],
                        "numerator_before": before.hits,
                        "denominator_before": before.total,
                        "penalty": penalty(len(labels)),
                        "note": f"it may lie before, in {count(gap, 'month')} not covered" if gap else None,
                    }
                )
    table = pd.DataFrame(rows, columns=[name for name in TABLES[NAME].names if name not in _DERIVED])
    table["share"] = share(table["numerator"], table["denominator"])
    table["share_before"] = share(table["numerator_before"], table["denominator_before"])
    table["ci_low"], table["ci_high"] = wilson(table["numerator"], table["denominator"])
    table["ci_low_before"], table["ci_high_before"] = wilson(table["numerator_before"], table["denominator_before"])
    return table


_DERIVED = ("share", "share_before", "ci_low", "ci_high", "ci_low_before", "ci_high_before")
