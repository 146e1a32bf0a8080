"""The company that each term keeps, year by year: how far from its first year, and from its definition."""

from collections.abc import Mapping

import pandas as pd

from pipeline.exports._shared import Definition
from pipeline.exports._wording import REMEDY, covered_labels
from pipeline.schema import TABLES
from pipeline.wording.drift import Drift

NAME = "term_drift"
ROWS_FROM = "term_contexts"


def build(
    drifts: list[Drift], defining_texts: Mapping[str, Definition], coverage_by_field: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return a row per term and year with enough company, its first one included."""
    covered = covered_labels(coverage_by_field["all"], "year")
    rows = []
    for found in drifts:
        first = found.years[0]
        for own in found.years:
            seen = {str(own.year), str(first.year)} <= covered
            rows.append(
                {
                    "term": found.term,
                    "year": own.year,
                    "first_year": first.year,
                    "distance": own.from_first,
                    "numerator": own.pairs_as_far,
                    "denominator": own.pairs,
                    "definition_distance": own.from_definition,
                    "definition_source": defining_texts[found.term].source,
                    "definition_words": " | ".join(own.of_definition) or None,
                    "words": own.words,
                    "words_first_year": first.words,
                    "words_compared": found.words_compared,
                    "gained": " | ".join(own.gained) or None,
                    "lost": " | ".join(own.lost) or None,
                    "covered": seen,
                    "note": None if seen else f"too few bodies are known in one of the years; {REMEDY}",
                }
            )
    return pd.DataFrame(rows, columns=TABLES[NAME].names)
