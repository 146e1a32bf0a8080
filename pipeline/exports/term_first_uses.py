"""Each author's first known use of each term, and what they may have had it from."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.moments import earliest, is_before
from pipeline.tables import conform, empty
from pipeline.terms import Lexicon
from pipeline.wording.uses import is_later_edit

NAME = "term_first_uses"
ROWS_FROM = "term_counts"

_FIELDS = ["title", "body", "footnote", "comment"]
_PAIR = ["term", "author_id"]


def build(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    citations: pd.DataFrame,
    term_counts: pd.DataFrame,
    lexicon: Lexicon,
    root_ids: AbstractSet[str],
) -> pd.DataFrame:
    """Find first uses in titles, bodies, footnotes and comments; quotations are no use of one's own.

    Every author of a document uses what it uses. A use dated before the term's first known use is probably a later
    edit, and never a first use, if the document was edited after that; where edits are not known, if the term was
    coined with its first known use. Exposure is what the record shows, not what happened: ``linked`` if the author
    had cited, by then, a document that used the term before; ``coauthor`` if the author had written with somebody who
    had used it before. The sentence of a use is in the table ``contexts``, where the archive has the text.
    """
    uses = _dated_uses(documents, term_counts)
    if uses.empty:
        return empty(NAME)
    uses["too_early"] = is_later_edit(uses, lexicon)
    by_author = uses.merge(authorship[["document_id", "author_id"]], on="document_id")
    edited = by_author[by_author["too_early"]][_PAIR].drop_duplicates().assign(probable_later_edit=True)
    firsts = by_author[~by_author["too_early"]].drop_duplicates(_PAIR).reset_index(drop=True)

    table = firsts[[*_PAIR, "document_id", "posted_at", "field"]].merge(edited, on=_PAIR, how="left")
    table["probable_later_edit"] = table["probable_later_edit"].astype("boolean").fillna(False)
    linked = _linked(table, uses[~uses["too_early"]], documents, authorship, citations)
    coauthor = _coauthors(table, documents, authorship)
    shown = {
        (True, True): "coauthor | linked",
        (True, False): "coauthor",
        (False, True): "linked",
        (False, False): None,
    }
    table["prior_exposure"] = [shown[pair] for pair in zip(coauthor, linked, strict=True)]
    table["title"] = table["document_id"].map(documents.set_index("document_id")["title"])
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    table["before_root"] = None if since is None else is_before(table["posted_at"], since)
    return conform(table, NAME)


def _dated_uses(documents: pd.DataFrame, term_counts: pd.DataFrame) -> pd.DataFrame:
    """Return a row a document and term, the earliest first, with the field nearest the top of the document."""
    uses = term_counts.loc[term_counts["field"].isin(_FIELDS), ["document_id", "term", "field"]]
    uses = uses.merge(documents[["document_id", "posted_at", "modified_at"]], on="document_id")
    uses = uses[uses["posted_at"].notna()]
    uses["place"] = uses["field"].map({field: place for place, field in enumerate(_FIELDS)})
    uses = uses.sort_values(["posted_at", "document_id", "term", "place"]).drop_duplicates(["document_id", "term"])
    return uses.drop(columns="place").reset_index(drop=True)


def _linked(
    firsts: pd.DataFrame,
    uses: pd.DataFrame,
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    citations: pd.DataFrame,
) -> "pd.Series[bool]":
    """Return, per first use, whether its author had cited by then a document that used the term before."""
    dates = documents.set_index("document_id")["posted_at"]
    seen = citations[["citing_id", "cited_id"]].assign(cited_when=citations["citing_id"].map(dates))
    seen = seen[seen["cited_when"].notna()].merge(
        authorship[["document_id", "author_id"]], left_on="citing_id", right_on="document_id"
    )
    carried = uses[["document_id", "term", "posted_at"]].rename(
        columns={"document_id": "cited_id", "posted_at": "used_when"}
    )
    exposures = seen[["author_id", "cited_id", "cited_when"]].merge(carried, on="cited_id")
    met = firsts[[*_PAIR, "posted_at"]].merge(exposures, on=_PAIR)
    met = met[(met["cited_when"] <= met["posted_at"]) & (met["used_when"] < met["posted_at"])]
    return _is_among(firsts, met)


def _coauthors(firsts: pd.DataFrame, documents: pd.DataFrame, authorship: pd.DataFrame) -> "pd.Series[bool]":
    """Return, per first use, whether its author had written by then with somebody who had used the term before."""
    wrote = authorship[["document_id", "author_id"]].merge(documents[["document_id", "posted_at"]], on="document_id")
    together = wrote.merge(wrote[["document_id", "author_id"]], on="document_id", suffixes=("", "_other"))
    together = together[together["author_id"] != together["author_id_other"]].dropna(subset=["posted_at"])
    pairs = together.groupby(["author_id", "author_id_other"])["posted_at"].min().rename("together_when").reset_index()
    others = firsts[[*_PAIR, "posted_at"]].rename(columns={"author_id": "author_id_other", "posted_at": "used_when"})
    met = firsts[[*_PAIR, "posted_at"]].merge(pairs, on="author_id").merge(others, on=["term", "author_id_other"])
    met = met[(met["together_when"] <= met["posted_at"]) & (met["used_when"] < met["posted_at"])]
    return _is_among(firsts, met)


def _is_among(firsts: pd.DataFrame, met: pd.DataFrame) -> "pd.Series[bool]":
    return pd.Series(firsts.set_index(_PAIR).index.isin(met.set_index(_PAIR).index), index=firsts.index)
