"""When each of the root work's terms became common property: used more often without citing it than with."""

from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

from pipeline.errors import count
from pipeline.exports._population import Population
from pipeline.exports._uptake import since_root, uses_of_its_words, with_bodies
from pipeline.exports._wording import REMEDY, field_coverage, in_covered
from pipeline.schema import TABLES
from pipeline.terms.lexicon import Lexicon
from pipeline.wording.crossover import turn
from pipeline.wording.uptake import property_units

NAME = "term_common_property"
ROWS_FROM = "term_counts"


def build(
    documents: pd.DataFrame,
    citations: pd.DataFrame,
    term_uses: dict[str, pd.DataFrame],
    lexicon: Lexicon,
    root_ids: AbstractSet[str],
    as_of: str,
    population: Population,
) -> pd.DataFrame:
    """Return a row per term of the root work that a post uses, and one for any of them.

    Months count that ``term_uptake`` gives a share of: covered among the posts since the root work, its own left out.
    """
    known = since_root(documents, root_ids)
    words = uses_of_its_words(term_uses, with_bodies(known), lexicon, root_ids)
    if words.empty:
        return pd.DataFrame(columns=TABLES[NAME].names)
    coverage = field_coverage(known, "all", as_of, population)
    citing = set(citations.loc[citations["cited_id"].isin(root_ids), "citing_id"])
    rows: list[dict[str, Any]] = []
    for term, own in words.groupby("term"):
        found = property_units(in_covered(own, coverage), citing)
        dated = turn(found, "isotonic", ("use with citation", "use without citation"))
        left_out = len(own) - len(found)
        notes = [
            dated.note,
            f"{count(left_out, 'post')} in months that are not covered; {REMEDY}" if left_out else None,
        ]
        rows.append(
            {
                "term": term,
                "common_since": dated.crossover,
                "ci_low": dated.ci_low,
                "ci_high": dated.ci_high,
                "numerator": sum(int(unit.parts[1]) for unit in found),
                "denominator": len(found),
                "left_out": left_out,
                "field": "all",
                "note": "; ".join(filter(None, notes)) or None,
            }
        )
    return pd.DataFrame(rows, columns=TABLES[NAME].names)
