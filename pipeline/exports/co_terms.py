"""Which terms go together in one post, per year and quarter."""

import pandas as pd

from pipeline.exports._periods import period_labels
from pipeline.exports._wording import FIELDS
from pipeline.schema import TABLES
from pipeline.wording.co_terms import co_terms

NAME = "co_terms"
ROWS_FROM = "term_counts"

_GRAINS = ("year", "quarter")


def build(term_uses: dict[str, pd.DataFrame], coverage_by_field: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per field, period and pair of terms that some post of it has both of; no months, which are too thin."""
    parts = [
        co_terms(own).assign(field=field, grain=grain, period=label)
        for field in FIELDS
        for grain in _GRAINS
        for label, own in term_uses[field].groupby(period_labels(term_uses[field]["posted_at"], grain))
    ]
    if not parts:
        return pd.DataFrame(columns=TABLES[NAME].names)
    known = pd.concat([coverage_by_field[field].assign(field=field) for field in FIELDS])
    table = pd.concat(parts, ignore_index=True).merge(known, on=["field", "grain", "period"])
    return table[TABLES[NAME].names]
