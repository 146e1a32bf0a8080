"""In which period a term stands out, where the data support naming one."""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import NormalDist
from typing import Any

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
    used, known = (sum(int(row[name]) for row in rows) for name in ("documents", "documents_total"))
    z = NormalDist().inv_cdf(1 - 0.025 / max(1, len(rows)))
    found = []
    for row in rows:
        here, total = int(row["documents"]), int(row["documents_total"])
        if here >= AT_LEAST and wilson(here, total, z)[0] > wilson(used - here, known - total, z)[1]:
            found.append(row)
    return max(found, key=lambda row: row["documents"] / row["documents_total"], default=None)


def wilson(part: int, whole: int, z: float) -> tuple[float, float]:
    """Return Wilson's interval of a share, ``z`` standard errors to each side; of nothing known it is everything.

    >>> [round(end, 4) for end in wilson(5, 10, 1.959964)], wilson(0, 0, 2.0)
    ([0.2366, 0.7634], (0.0, 1.0))
    """
    if not whole:
        return 0.0, 1.0
    share, widened = part / whole, 1 + z**2 / whole
    centre = share + z**2 / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
    return max(0.0, (centre - half) / widened), min(1.0, (centre + half) / widened)
