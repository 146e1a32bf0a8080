"""In which period a term stands out, where the data support naming one."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.intervals import wilson

AT_LEAST = 5
"""Documents that a period is spoken of for: fewer are one event, or few voices, and no rate."""
RULE = (
    f"The answer names a period in which a term stands out only where at least {AT_LEAST} documents use it and the interval of its "
    "share lies above that of its share in all other known periods together; of several, that of the highest share. The intervals "
    "are 95 % for all periods at once (Wilson, Bonferroni): of many periods one is high by chance."
)


def standing_out(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the period in which a share stands out from all others together, or None where none does.

    ``rows`` hold ``documents`` of ``documents_total``, a row a known period. A row stands out where it has at least five documents
    and the lower end of its interval lies above the upper end of that of the other rows together. The intervals are Wilson's at
    1 - 0.05 / len(rows) (Bonferroni): the highest of a hundred months is high by chance. Of several rows that stand out the one of
    the highest share is returned, of equal ones the first.

    >>> row = lambda documents: {"documents": documents, "documents_total": 200}
    >>> standing_out([row(0), row(1), row(0)]) is None
    True
    >>> standing_out([row(0), row(15), row(20), row(0)])
    {'documents': 20, 'documents_total': 200}
    """
    here = pd.DataFrame(rows, columns=["documents", "documents_total"]).astype("int64")
    elsewhere = here.sum() - here
    confidence = 1 - 0.05 / max(1, len(rows))
    low, _ = wilson(here["documents"], here["documents_total"], confidence)
    _, high = wilson(elsewhere["documents"], elsewhere["documents_total"], confidence)
    # Beside nothing else that is known no period stands out: its bound is missing, and so is the answer.
    stands_out = (here["documents"] >= AT_LEAST) & (low > high).fillna(False)
    found = [row for row, is_one in zip(rows, stands_out, strict=True) if is_one]
    return max(found, key=lambda row: row["documents"] / row["documents_total"], default=None)
