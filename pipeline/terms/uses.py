"""Every use of every term, found once: counts, company, mentions and sentences are all made from it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import pandas as pd

from pipeline.progress import Progress, Silent
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.matching import Matcher

_T = TypeVar("_T")
_STEP = 500
_COLUMNS = ["document_id", "field", "start", "end", "term", "form"]


def find_uses(
    documents: pd.DataFrame, texts: pd.DataFrame, lexicon: Lexicon, progress: Progress | None = None
) -> pd.DataFrame:
    """Find the terms in the titles of all documents, and in the texts of those whose text is here.

    Returns
    -------
    pd.DataFrame
        A row a use, in the order of ``documents`` and ``texts``: ``document_id``, ``field``, ``start`` and ``end`` in the
        text of that field (in a title: once its white space is single spaces), ``term``, and ``form`` as the lexicon
        writes it.

    Notes
    -----
    Linear in the text; the automaton reads it once whatever the number of forms.
    """
    matcher = Matcher(lexicon)
    dated = documents.set_index("document_id")
    titles = dated["title"].dropna().map(plain_title)
    posted_at = dated["posted_at"].astype(object).where(dated["posted_at"].notna(), None).to_dict()
    found: list[tuple[str, str, int, int, str, str]] = []
    progress = progress or Silent()
    progress.start("terms", len(titles) + len(texts))
    for document_id, title in _reported(zip(titles.index, titles, strict=True), progress):
        found += ((document_id, "title", *use) for use in matcher.find(title, None, posted_at[document_id]))
    above = titles.to_dict()
    rows = texts[["document_id", "field", "text"]].itertuples(index=False, name=None)
    for document_id, field, text in _reported(rows, progress):
        uses = matcher.find(text, above.get(document_id, ""), posted_at.get(document_id))
        found += ((document_id, field, *use) for use in uses)
    progress.finish()
    return pd.DataFrame(found, columns=_COLUMNS).astype({"start": "int64", "end": "int64"})


def texts_with(uses: pd.DataFrame, documents: pd.DataFrame, texts: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return, by document and field, the texts and titles in which there are uses; one copy each, however many uses."""
    titled = documents["document_id"].isin(uses.loc[uses["field"] == "title", "document_id"])
    found = {
        (document_id, "title"): plain_title(title)
        for document_id, title in zip(documents.loc[titled, "document_id"], documents.loc[titled, "title"], strict=True)
    }
    used = texts[texts["document_id"].isin(uses["document_id"])]
    return found | dict(zip(zip(used["document_id"], used["field"], strict=True), used["text"], strict=True))


def plain_title(title: str) -> str:
    """Return a title with single spaces, whatever white space it was stored with."""
    return " ".join(title.split())


def _reported(items: Iterable[_T], progress: Progress) -> Iterator[_T]:
    """Pass items on, telling of every few hundred."""
    for number, item in enumerate(items, 1):
        yield item
        if number % _STEP == 0:
            progress.advance(_STEP)
