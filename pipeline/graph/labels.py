"""What the titles of a group share: words that stand out against all other titles."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.corpus.words import WORD

PRIOR_WORDS = 1000.0
"""Most weight of the prior, in words; where all titles together have fewer, it weighs as much as they."""
STANDS_OUT = 1.96
LEAST_TITLES = 2
LABEL_WORDS = 3
FUNCTION_WORDS = frozenset(
    """
    a about after again against all am an and any are as at be because been before being between both but by can
    could did do does doing don't down each every few for from further had has have having he her here him his how
    i i'm if in into is isn't it it's its just let like me more most my no nor not now of off on once one only or
    other our out over own part per same she should so some such than that that's the their them then there these
    they this those through to too under until up us use vs was way we were what what's when where which while who
    whom why will with without would you your
    """.split()  # noqa: SIM905 - a list of a word a line would hide the rest
)
"""Say nothing of a subject; in titles they stand out for a writer's manner."""


def title_words(titles: "pd.Series[Any]", phrases: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return ``document_id`` and ``word``, each word of a title once.

    Letters are lower-case; numbers, single letters and function words are left out.

    Parameters
    ----------
    titles : pd.Series
        Titles by document id; those that are not known have no words.
    phrases : pd.DataFrame, optional
        ``document_id`` and ``term``: phrases known to stand in a title; each counts as one more word of it.

    Examples
    --------
    >>> title_words(pd.Series({"x": "The Goal of a Goal, part 2", "y": None}))["word"].tolist()
    ['goal']
    """
    rows = [
        (document, word)
        for document, title in titles.dropna().items()
        for word in sorted({match.lower().replace("’", "'") for match in WORD.findall(title)})
        if len(word) > 1 and not word.isdigit() and word not in FUNCTION_WORDS
    ]
    words = pd.DataFrame(rows, columns=["document_id", "word"])
    if phrases is None or phrases.empty:
        return words
    named = phrases[["document_id", "term"]].set_axis(["document_id", "word"], axis=1)
    return pd.concat([words, named], ignore_index=True).drop_duplicates(ignore_index=True)


def distinctive_words(words: pd.DataFrame, groups: "pd.Series[Any]") -> pd.DataFrame:
    """Find the words that set the titles of each group apart from those of the others.

    A word's weight is the difference between its log odds in the group and in the other groups, with a Dirichlet
    prior after its frequency in all titles, divided by the standard deviation of that difference.

    Parameters
    ----------
    words : pd.DataFrame
        What :func:`title_words` gives for all documents, in a group or not: the prior.
    groups : pd.Series
        Group by document id, for the documents that are in one.

    Returns
    -------
    pd.DataFrame
        ``group``, ``word``, ``titles_with`` (titles of the group that have it), ``titles_total`` (of the group),
        ``log_odds``, ``z`` and ``document_ids`` (those titles, joined by `` | ``): the words with z above 1.96 in two
        titles or more, the heaviest first in each group.

    References
    ----------
    .. [1] Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' words: lexical feature selection and
       evaluation for identifying the content of political conflict. Political Analysis 16(4), 372-403.
       doi:10.1093/pan/mpn018

    Examples
    --------
    >>> ids = list("abcdefghijklmnop")
    >>> titles = pd.Series(["Goal misgeneralization"] * 8 + ["A book review"] * 8, index=ids)
    >>> found = distinctive_words(title_words(titles), pd.Series([1] * 8 + [2] * 8, index=ids))
    >>> found.groupby("group")["word"].agg(sorted).to_dict()
    {1: ['goal', 'misgeneralization'], 2: ['book', 'review']}
    """
    place = groups.index.get_indexer(pd.Index(words["document_id"]))
    inside = place >= 0
    document = place[inside]
    # Groups and words stand as numbers, and both together as one: to group by text takes several times as long.
    group_of, names = pd.factorize(groups)
    word_of, vocabulary = pd.factorize(words["word"])
    group, word = group_of[document], word_of[inside]
    keys = group * len(vocabulary) + word
    found, titles_with = np.unique(keys, return_counts=True)
    found, here = found[titles_with >= LEAST_TITLES], titles_with[titles_with >= LEAST_TITLES]
    its_group, its_word = np.divmod(found, max(len(vocabulary), 1))

    weight = min(PRIOR_WORDS, float(len(words)))
    expected = np.bincount(word_of)[its_word] * (weight / max(len(words), 1))
    own = np.bincount(group)[its_group]
    there, others = np.bincount(word)[its_word] - here, len(group) - own
    # Where the titles are hardly more than one word, the odds of it are infinite, and their ratio is no number.
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_here = (here + expected) / (own + weight - here - expected)
        odds_there = (there + expected) / (others + weight - there - expected)
        log_odds = np.log(odds_here / odds_there)
    z = log_odds / np.sqrt(1 / (here + expected) + 1 / (there + expected))
    titles = np.bincount(np.unique(group * len(groups) + document) // max(len(groups), 1))

    stands_out = z > STANDS_OUT
    holders: dict[int, list[str]] = {key: [] for key in found[stands_out].tolist()}
    held = np.isin(keys, found[stands_out])
    for key, holder in zip(keys[held].tolist(), groups.index[document[held]], strict=True):
        holders[key].append(holder)
    standing = pd.DataFrame(
        {
            "group": names[its_group[stands_out]],
            "word": vocabulary[its_word[stands_out]],
            "titles_with": here[stands_out],
            "log_odds": log_odds[stands_out],
            "z": z[stands_out],
            "titles_total": titles[its_group[stands_out]],
            "document_ids": pd.Series([" | ".join(sorted(documents)) for documents in holders.values()], dtype="str"),
        }
    )
    return standing.sort_values(["group", "z", "word"], ascending=[True, False, True], ignore_index=True)


def labels(words: pd.DataFrame) -> "pd.Series[Any]":
    """Return a label by group: its heaviest words; a word that a heavier phrase of the label holds is left out."""
    return words.groupby("group")["word"].agg(_label)


def _label(words: "pd.Series[Any]") -> str:
    chosen: list[str] = []
    for word in words:
        if len(chosen) < LABEL_WORDS and not any(word in longer.split() for longer in chosen):
            chosen.append(word)
    return ", ".join(chosen)
