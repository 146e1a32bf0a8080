"""How often each term occurs, per document and field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TypeVar

import pandas as pd

from pipeline.progress import Progress, Silent
from pipeline.tables import conform
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.matching import Matcher

_T = TypeVar("_T")
_STEP = 500
_FIELD_OF_PLACE = {"body": "body", "list": "body", "footnote": "footnote", "quote": "quote", "code": "code"}


def count_terms(
    documents: pd.DataFrame,
    texts: pd.DataFrame,
    links: pd.DataFrame,
    lexicon: Lexicon,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Count every term in the titles of all documents, and in the texts and links of those whose text is here.

    Parameters
    ----------
    documents, texts, links : pd.DataFrame
        Tables of the corpus. Links of documents without text are left out: their counts come with the snapshot's.

    Returns
    -------
    pd.DataFrame
        Table ``term_counts``: a row where a term occurs. A link to a document that a term names in ``links`` is one
        occurrence in the field in which the link stands.

    Notes
    -----
    Linear in the text; the automaton reads it once whatever the number of forms.
    """
    matcher = Matcher(lexicon)
    dated = documents.set_index("document_id")
    titles = dated["title"].dropna().map(lambda title: " ".join(title.split()))
    posted_at = dated["posted_at"].astype(object).where(dated["posted_at"].notna(), None).to_dict()
    counted: Counter[tuple[str, str, str]] = Counter()

    def add(document_id: str, field: str, found: Counter[str]) -> None:
        for term, occurrences in found.items():
            counted[document_id, term, field] += occurrences

    progress = progress or Silent()
    progress.start("terms", len(titles) + len(texts))
    for document_id, title in _reported(zip(titles.index, titles, strict=True), progress):
        add(document_id, "title", matcher.count(title, None, posted_at[document_id]))
    above = titles.to_dict()
    rows = texts[["document_id", "field", "text"]].itertuples(index=False, name=None)
    for document_id, field, text in _reported(rows, progress):
        add(document_id, field, matcher.count(text, above.get(document_id, ""), posted_at.get(document_id)))
    progress.finish()
    for document_id, field, term in _linked_terms(documents, texts, links, lexicon):
        add(document_id, field, Counter([term]))

    keys = pd.DataFrame(list(counted), columns=["document_id", "term", "field"])
    keys["occurrences"] = list(counted.values())
    keys["family"] = keys["term"].map(lexicon.family_of)
    return conform(keys, "term_counts")


def merge_counts(
    live: pd.DataFrame,
    bundled: pd.DataFrame,
    live_ids: AbstractSet[str],
    counted_alike: AbstractSet[str],
    lexicon: Lexicon,
) -> pd.DataFrame:
    """Add the bundled counts of text that is not on this machine to those made here.

    Parameters
    ----------
    live, bundled : pd.DataFrame
        Tables ``term_counts``.
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
    return conform(pd.concat([live, taken], ignore_index=True), "term_counts")


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
    """Give document, field and term for each link that stands for a term."""
    term_of = {link: term.name for _, term in lexicon for link in term.links}
    comments = set(documents.loc[documents["kind"] == "comment", "document_id"])
    wanted = links[links["resolved_id"].isin(term_of) & links["document_id"].isin(texts["document_id"])]
    for document_id, place, target in zip(wanted["document_id"], wanted["place"], wanted["resolved_id"], strict=True):
        field = "comment" if document_id in comments else _FIELD_OF_PLACE[place]
        yield document_id, field, term_of[target]


def _reported(items: Iterable[_T], progress: Progress) -> Iterator[_T]:
    """Pass items on, telling of every few hundred."""
    for number, item in enumerate(items, 1):
        yield item
        if number % _STEP == 0:
            progress.advance(_STEP)
