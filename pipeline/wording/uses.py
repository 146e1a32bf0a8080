"""Uses of terms in dated posts: what every measure of wording starts from."""

from collections.abc import Mapping

import pandas as pd

from pipeline.terms.lexicon import Lexicon

OWN_TEXT = ("title", "body", "footnote")
"""Fields of the author's own words; together they are the field ``all``."""


def coined_since(lexicon: Lexicon) -> dict[str, str]:
    """Return the first known use of each term whose words did not exist before it."""
    return {term.name: term.first_known_use for _, term in lexicon if term.coined and term.first_known_use}


def post_uses(
    term_counts: pd.DataFrame, documents: pd.DataFrame, field: str, coined: Mapping[str, str]
) -> pd.DataFrame:
    """Return how often each dated post uses each term.

    Parameters
    ----------
    term_counts, documents : pd.DataFrame
        As the schema describes them.
    field : str
        One field, or ``all`` for title, body and footnote together; ``all`` looks only at posts whose body is known, since
        the title alone would pass for a text without the term.
    coined : mapping
        Term -> first known use. A post dated before it has the word from a later edit, and its use is left out, unless the
        post is known not to have been edited since: then the first known use is not the first.

    Returns
    -------
    pd.DataFrame
        ``document_id``, ``posted_at``, ``term``, ``occurrences`` (> 0), in order of time, document and term.
    """
    dated = documents[(documents["kind"] == "post") & documents["posted_at"].notna()]
    if field == "all":
        dated = dated[dated["has_body"].fillna(False).astype(bool)]
    fields = OWN_TEXT if field == "all" else (field,)
    counts = term_counts[term_counts["field"].isin(fields) & (term_counts["occurrences"] > 0)]
    summed = counts.groupby(["document_id", "term"], as_index=False)["occurrences"].sum()
    found = summed.merge(dated[["document_id", "posted_at", "modified_at"]], on="document_id")
    since = found["term"].map(dict(coined)).astype("str")
    edited_before = found["modified_at"].notna() & (found["modified_at"] < since)
    later_edit = since.notna() & (found["posted_at"] < since) & ~edited_before
    kept: pd.DataFrame = found.loc[~later_edit, ["document_id", "posted_at", "term", "occurrences"]]
    return kept.sort_values(["posted_at", "document_id", "term"], ignore_index=True)
