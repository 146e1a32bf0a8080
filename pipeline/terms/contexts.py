"""The words in the company of each term, per year, kept as counts so that no text need travel with them."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.schema import TABLES
from pipeline.tables import conform
from pipeline.terms._words import WordCounts, says_something, stop_words, words_of

REACH = 10
"""Words looked at on either side, stop words among them."""
LEAST = 2
BEST = 40
"""Of a term's year, words that occur at least ``LEAST`` times are kept, and of these the ``BEST`` most frequent."""

OWN_WORDS = ("body", "footnote", "comment")
_REACH_IN_LETTERS = 40 * REACH


def find_companions(
    uses: pd.DataFrame, text_of: Mapping[tuple[str, str], str], documents: pd.DataFrame
) -> pd.DataFrame:
    """Return the words within ten words of each use of a term, in the authors' own words (no quotations, no code).

    Parameters
    ----------
    uses : pd.DataFrame
        What :func:`pipeline.terms.uses.find_uses` found.
    text_of : mapping
        Texts by document and field, at least those with uses.

    Returns
    -------
    pd.DataFrame
        Table ``companions``. Words of another block (paragraph) are no company. Documents without a date are left out.
    """
    silent = stop_words()
    found = uses[uses["field"].isin(OWN_WORDS)]
    used = documents["posted_at"].notna() & documents["document_id"].isin(found["document_id"].unique())
    dated = documents.loc[used, ["document_id", "posted_at"]]
    year_of = dict(zip(dated["document_id"], dated["posted_at"].str[:4].astype("int64"), strict=True))
    found = found[found["document_id"].isin(list(year_of))]
    rows = []
    places = found[["document_id", "field", "start", "end", "term"]].itertuples(index=False, name=None)
    for document_id, field, start, end, term in places:
        text = text_of[document_id, field]
        company = Counter(_before(text, start) + _after(text, end))
        rows += [
            (document_id, field, start, term, year_of[document_id], word, count)
            for word, count in company.items()
            if says_something(word, silent)
        ]
    return conform(pd.DataFrame(rows, columns=TABLES["companions"].names), "companions")


def term_contexts(
    companions: pd.DataFrame, documents: pd.DataFrame, texts: pd.DataFrame, words: WordCounts
) -> pd.DataFrame:
    """Count the words in the company of each term, year by year.

    Parameters
    ----------
    companions : pd.DataFrame
        What :func:`find_companions` found in ``texts``.
    words : WordCounts
        The words of ``texts``, row by row.

    Returns
    -------
    pd.DataFrame
        Table ``term_contexts``. ``word_total`` counts the word in the same fields of all documents of that year.
    """
    years = texts["document_id"].map(documents.set_index("document_id")["posted_at"]).str[:4]
    own = texts["field"].isin(OWN_WORDS) & years.notna()
    place = {word: column for column, word in enumerate(words.words)}
    summed = companions.groupby(["term", "year", "word"])["count"].sum().reset_index()
    summed = summed.sort_values(["term", "year", "count", "word"], ascending=[True, True, False, True])
    kept = summed.groupby(["term", "year"]).head(BEST)
    # Without the rest of a word that the reach in letters cut in two.
    kept = kept[(kept["count"] >= LEAST) & kept["word"].isin(place)]
    total = pd.Series(0, index=kept.index, dtype="int64")
    for year, rows in kept.groupby("year"):
        at_all = np.asarray(words.counts[((years == str(year)) & own).to_numpy(dtype=bool)].sum(axis=0)).ravel()
        total.loc[rows.index] = at_all[[place[word] for word in rows["word"]]]
    return conform(kept.assign(word_total=total), "term_contexts")


def merge_contexts(live: pd.DataFrame, bundled: pd.DataFrame) -> pd.DataFrame:
    """Take each term's year from the side that saw more of it: the two may rest on the same documents."""
    both = pd.concat([live.assign(side=0), bundled.assign(side=1)], ignore_index=True)
    seen = both.groupby(["term", "year", "side"])["count"].sum().reset_index()
    seen = seen.sort_values(["term", "year", "count", "side"], ascending=[True, True, False, True])
    chosen = seen.drop_duplicates(["term", "year"])[["term", "year", "side"]]
    return conform(both.merge(chosen, on=["term", "year", "side"]).drop(columns="side"), "term_contexts")


def _before(text: str, start: int) -> list[str]:
    """Return up to ten words of the same block before a place."""
    first = max(text.rfind("\n", 0, start) + 1, start - _REACH_IN_LETTERS)
    return words_of(text[first:start])[-REACH:]


def _after(text: str, end: int) -> list[str]:
    """Return up to ten words of the same block after a place."""
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return words_of(text[end : min(last, end + _REACH_IN_LETTERS)])[:REACH]
