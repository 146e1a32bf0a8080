"""Uptake with and without citation: posts by whether they cite the root work and whether they use its words."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._periods import by_grain
from pipeline.exports._population import Population
from pipeline.exports._uptake import since_root, uses_of_its_words, with_bodies
from pipeline.exports._wording import field_coverage
from pipeline.intervals import share, wilson
from pipeline.schema import TABLES
from pipeline.terms.lexicon import Lexicon
from pipeline.wording.uptake import GROUPS, count_groups

NAME = "term_uptake"
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
    """Return a row per period and term, from the root work's period on.

    Only posts whose body is known are counted, out of those known at all since the root work, its own left out. A term without a use
    has no rows. Where the period is not covered the counts stand, but there is no share.
    """
    known = since_root(documents, root_ids)
    posts = with_bodies(known)
    words = uses_of_its_words(term_uses, posts, lexicon, root_ids)
    if words.empty:
        return pd.DataFrame(columns=TABLES[NAME].names)
    citing = set(citations.loc[citations["cited_id"].isin(root_ids), "citing_id"])
    dated = by_grain(posts[["document_id", "posted_at"]])
    coverage = field_coverage(known, "all", as_of, population)
    coverage = coverage[coverage["period"] >= coverage["grain"].map(dated.groupby("grain")["period"].min())]
    counts = count_groups(dated, words, citing)
    table = coverage.merge(words[["term"]].drop_duplicates(), how="cross").merge(
        counts, how="left", on=["term", "grain", "period"]
    )
    table[list(GROUPS)] = table[list(GROUPS)].fillna(0).astype(int)
    with_words = (table["uses_only"] + table["cites_and_uses"]).where(table["covered"], 0)
    without = table["uses_only"].where(table["covered"], 0)
    low, high = wilson(without, with_words)
    return table.assign(
        share_without_citation=share(without, with_words), ci_low=low, ci_high=high, field="all", note=table["cause"]
    )[TABLES[NAME].names]
