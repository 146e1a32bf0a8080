"""How often each term occurs, per document and field."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.tables import conform
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.uses import find_uses

_KEY = ["document_id", "term", "field"]
_FIELD_OF_PLACE = {"body": "body", "list": "body", "footnote": "footnote", "quote": "quote", "code": "code"}


def count_terms(
    documents: pd.DataFrame,
    texts: pd.DataFrame,
    links: pd.DataFrame,
    lexicon: Lexicon,
    uses: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count every term in the titles of all documents, and in the texts and links of those whose text is here.

    Parameters
    ----------
    documents, texts, links : pd.DataFrame
        Tables of the corpus. Links of documents without text are left out: their counts come with the snapshot's.
    uses : pd.DataFrame, optional
        What :func:`pipeline.terms.uses.find_uses` gives for these, where it has been found already.

    Returns
    -------
    pd.DataFrame
        Table ``term_counts``: a row where a term occurs. A link to a document that a term names in ``links`` is one
        occurrence in the field in which the link stands.
    """
    uses = find_uses(documents, texts, lexicon) if uses is None else uses
    linked = pd.DataFrame([*_linked_terms(documents, texts, links, lexicon)], columns=_KEY)
    counts = pd.concat([uses[_KEY], linked], ignore_index=True).groupby(_KEY).size().rename("occurrences").reset_index()
    return conform(counts.assign(family=counts["term"].map(lexicon.family_of)), "term_counts")


def count_forms(uses: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Count how often each form stands in each field of the documents in which it was looked for.

    Returns
    -------
    pd.DataFrame
        ``document_id``, ``family``, ``term``, ``form``, ``field``, ``occurrences``. Bundled facts know no forms, so a
        document whose text is not on this machine has rows for its title alone.
    """
    key = [*_KEY, "form"]
    counts = uses.groupby(key).size().rename("occurrences").reset_index()
    return counts.assign(family=counts["term"].map(lexicon.family_of))


def merge_counts(
    live: pd.DataFrame,
    bundled: pd.DataFrame,
    live_ids: AbstractSet[str],
    counted_alike: AbstractSet[str],
    lexicon: Lexicon,
    table: str = "term_counts",
) -> pd.DataFrame:
    """Add the bundled counts of text that is not on this machine to those made here.

    Parameters
    ----------
    live, bundled : pd.DataFrame
        Tables ``term_counts``, or of another ``table`` of counts per document, term and field.
    live_ids : set of str
        Documents whose text is here; nothing bundled is taken for them. Titles are always counted here.
    counted_alike : set of str
        Terms that the bundled counts were made for with the same forms and rules; see :func:`alike`.
    """
    stands = (
        ~bundled["document_id"].isin(live_ids) & (bundled["field"] != "title") & bundled["term"].isin(counted_alike)
    )
    taken = bundled[stands].copy()
    taken["family"] = taken["term"].map(lexicon.family_of)
    return conform(pd.concat([live, taken], ignore_index=True), table)


def alike(lexicon: Lexicon, bundled_terms: pd.DataFrame | None) -> frozenset[str]:
    """Return the terms that the bundled facts count as this lexicon does; none where they do not say.

    For any other term, documents whose text is not on this machine are unknown, not without it.
    """
    if bundled_terms is None:
        return frozenset()
    there = dict(zip(bundled_terms["term"], bundled_terms["counted_as"], strict=True))
    return frozenset(name for name in lexicon.family_of if there.get(name) == lexicon.counted_as(name))


def _linked_terms(
    documents: pd.DataFrame, texts: pd.DataFrame, links: pd.DataFrame, lexicon: Lexicon
) -> Iterator[tuple[str, str, str]]:
    """Give document, term and field for each link that stands for a term."""
    term_of = {link: term.name for _, term in lexicon for link in term.links}
    comments = set(documents.loc[documents["kind"] == "comment", "document_id"])
    wanted = links[links["resolved_id"].isin(term_of) & links["document_id"].isin(texts["document_id"])]
    for document_id, place, target in zip(wanted["document_id"], wanted["place"], wanted["resolved_id"], strict=True):
        yield document_id, term_of[target], "comment" if document_id in comments else _FIELD_OF_PLACE[place]
