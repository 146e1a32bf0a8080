"""Uses of terms in dated posts: what every measure of wording starts from."""

import pandas as pd

from pipeline.terms.lexicon import Lexicon

OWN_TEXT = ("title", "body", "footnote")
"""Fields of the author's own words; together they are the field ``all``."""


def post_uses(term_counts: pd.DataFrame, documents: pd.DataFrame, field: str, lexicon: Lexicon) -> pd.DataFrame:
    """Return how often each dated post uses each term; uses that betray a later edit are left out.

    Parameters
    ----------
    term_counts, documents : pd.DataFrame
        As the schema describes them.
    field : str
        One field, or ``all`` for title, body and footnote together; ``all`` looks only at posts whose body is known, since
        the title alone would pass for a text without the term.

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
    kept: pd.DataFrame = found.loc[~is_later_edit(found, lexicon), ["document_id", "posted_at", "term", "occurrences"]]
    return kept.sort_values(["posted_at", "document_id", "term"], ignore_index=True)


def is_later_edit(uses: pd.DataFrame, lexicon: Lexicon) -> "pd.Series[bool]":
    """Return which uses are dated before the term's first known use, and so probably came in by an edit.

    That is: the document was edited at or after that use; or it is not known when it was edited, and the term was coined
    with that use. A document known not to have been edited since shows that the term is older than it was known to be.
    ``uses`` has ``term``, ``posted_at`` and ``modified_at``; moments are compared as far as both are known.
    """
    verdicts = []
    for name, posted_at, modified_at in zip(uses["term"], uses["posted_at"], uses["modified_at"], strict=True):
        term = lexicon.term_named.get(name)
        since = term and term.first_known_use
        if term is None or not since or posted_at[: len(since)] >= since[: len(posted_at)]:
            verdicts.append(False)
        else:
            verdicts.append(term.coined if pd.isna(modified_at) else modified_at[: len(since)] >= since)
    return pd.Series(verdicts, index=uses.index, dtype=bool)
