"""The words in the company of each term, per year, kept as counts so that no text need travel with them."""

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.tables import conform
from pipeline.terms._words import WordCounts, says_something, stop_words, words_of

REACH = 10
"""Words looked at on either side, stop words among them."""
LEAST = 2
BEST = 40
"""Of a term's year, words that occur at least ``LEAST`` times are kept, and of these the ``BEST`` most frequent."""

OWN_WORDS = ("body", "footnote", "comment")
_REACH_IN_LETTERS = 40 * REACH


def term_contexts(
    uses: pd.DataFrame,
    text_of: Mapping[tuple[str, str], str],
    documents: pd.DataFrame,
    texts: pd.DataFrame,
    words: WordCounts,
) -> pd.DataFrame:
    """Count the words within ten words of each use of a term, in the authors' own words (no quotations, no code).

    Parameters
    ----------
    uses : pd.DataFrame
        What :func:`pipeline.terms.uses.find_uses` found in ``texts``.
    text_of : mapping
        The same texts by document and field, at least those with uses.
    words : WordCounts
        The words of ``texts``, row by row.

    Returns
    -------
    pd.DataFrame
        Table ``term_contexts``. Words of another block (paragraph) are no company. ``word_total`` counts the word in
        the same fields of all documents of that year. Documents without a date are left out.
    """
    silent = stop_words()
    years = texts["document_id"].map(documents.set_index("document_id")["posted_at"]).str[:4]
    own = texts["field"].isin(OWN_WORDS) & years.notna()
    year_of = dict(zip(texts.loc[own, "document_id"], years[own].astype("int64"), strict=True))
    found = uses[uses["field"].isin(OWN_WORDS) & uses["document_id"].isin(year_of)]
    beside: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    places = found[["document_id", "field", "term", "start", "end"]].itertuples(index=False, name=None)
    for document_id, field, term, start, end in places:
        text = text_of[document_id, field]
        company = _before(text, start) + _after(text, end)
        beside[term, year_of[document_id]].update(word for word in company if says_something(word, silent))
    place = {word: column for column, word in enumerate(words.words)}
    at_all = {
        year: np.asarray(words.counts[((years == str(year)) & own).to_numpy(dtype=bool)].sum(axis=0)).ravel()
        for year in sorted({year for _, year in beside})
    }
    rows = [
        (term, year, word, count, at_all[year][place[word]])
        for (term, year), company in beside.items()
        for word, count in sorted(company.items(), key=lambda item: (-item[1], item[0]))[:BEST]
        if count >= LEAST and word in place  # not the rest of a word that the reach in letters cut in two
    ]
    return conform(pd.DataFrame(rows, columns=["term", "year", "word", "count", "word_total"]), "term_contexts")


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
