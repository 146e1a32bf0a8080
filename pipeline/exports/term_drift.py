"""How far the words beside each term have moved from its first year."""

import pandas as pd

from pipeline.exports._wording import REMEDY, covered_labels
from pipeline.schema import TABLES
from pipeline.wording.drift import SHUFFLES, drift

NAME = "term_drift"

CAUTION = "words of one post come together and are shuffled apart here, so chance reaches farther than shuffled_high"


def build(term_contexts: pd.DataFrame, coverage_by_field: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per term and year after its first one."""
    covered = covered_labels(coverage_by_field["all"], "year")
    rows = []
    for found in drift(term_contexts):
        seen = {str(found.year), str(found.first_year)} <= covered
        rows.append(
            {
                **found._asdict(),
                "numerator": found.as_far,
                "denominator": SHUFFLES,
                "gained": " | ".join(found.gained) or None,
                "lost": " | ".join(found.lost) or None,
                "covered": seen,
                "note": CAUTION if seen else f"{CAUTION}; too few bodies are known in one of the years; {REMEDY}",
            }
        )
    return pd.DataFrame(rows, columns=TABLES[NAME].names)
