"""The sentences behind drift: where the words that a term's company gained or lost stand beside it."""

import pandas as pd

from pipeline.terms._words import words_of
from pipeline.wording.drift import Drift

MOST = 3
"""Sentences given for a word, each from another post."""

_USE = ["document_id", "field", "position", "term"]
_MOVE = ["term", "year", "change", "rank", "word"]


def drift_quotes(
    drifts: list[Drift], companions: pd.DataFrame, contexts: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Return sentences for every word that a year gained or lost against a term's first year.

    Parameters
    ----------
    companions, contexts : pd.DataFrame
        The tables of that name: which word stands beside which use, and the sentence of each use.

    Returns
    -------
    pd.DataFrame
        Rows of the table ``drift_quotes``. What was gained is shown from the year itself, what was lost from the first
        year. Sentences that hold the word come first (within ten words of a use it may stand in the sentence beside),
        then those of earlier posts; a sentence stands once a word. A word whose texts are not on this machine has none.
    """
    moved = pd.DataFrame(
        [
            (found.term, own.year, change, rank, word, shown_from)
            for found in drifts
            for own in found.years
            for change, words, shown_from in (
                ("gained", own.gained, own.year),
                ("lost", own.lost, found.years[0].year),
            )
            for rank, word in enumerate(words, 1)
        ],
        columns=[*_MOVE, "year_of_quote"],
    )
    beside = companions.drop(columns="count").rename(columns={"year": "year_of_quote"})
    rows = moved.merge(beside, on=["term", "word", "year_of_quote"])
    rows = rows.merge(contexts[[*_USE, "sentence"]], on=_USE)
    rows = rows.merge(documents[["document_id", "posted_at"]], on="document_id")
    rows["elsewhere"] = [
        word not in words_of(sentence) for word, sentence in zip(rows["word"], rows["sentence"], strict=True)
    ]
    rows = rows.sort_values([*_MOVE, "elsewhere", "posted_at", "document_id", "field", "position"])
    rows = rows.drop_duplicates([*_MOVE, "document_id"]).drop_duplicates([*_MOVE, "sentence"])
    rows["quote"] = rows.groupby(_MOVE).cumcount() + 1
    return rows[rows["quote"] <= MOST]
