"""Drift: how far the company that a term keeps has moved from its first year, against shuffled dates.

The counts of ``term_contexts`` allow this much and no more: they hold, per term and year, the most frequent words
beside the term, without saying which stood together. So the null model shuffles the years of single words. Words of one
post come in clumps, which this cannot undo: a term used by few authors looks more drifted than it is.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.terms.contexts import BEST, LEAST

FEWEST_WORDS = 50
"""Words of company that a term's year needs to be compared."""

SHUFFLES = 199
SEED = 20190531
_SHOWN = 5

Floats = npt.NDArray[np.float64]


class Drift(NamedTuple):
    """A term's year against its first one; distances are 1 - cosine, from 0 (the same company) to 1 (no word shared)."""

    term: str
    year: int
    first_year: int
    distance: float
    shuffled_mean: float
    shuffled_high: float
    """The distance that 2.5 % of the shuffles reach or exceed."""

    as_far: int
    """Shuffles in which the two years lie at least as far apart."""

    words: int
    words_first_year: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def ppmi(counts: Floats, base: Floats) -> Floats:
    """Return the positive pointwise mutual information of words with a term's year.

    ``ln(share of the company / share of all words)`` where that is above 0; ``counts`` has shape (..., words), ``base`` is the
    words' share of all words.

    >>> ppmi(np.array([3.0, 1.0]), np.array([0.25, 0.75])).round(3).tolist()
    [1.099, 0.0]
    """
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.log(counts / np.where(total > 0, total, 1) / base)
    return np.maximum(np.where(counts > 0, information, 0.0), 0.0)


def distance(a: Floats, b: Floats) -> Floats:
    """Return 1 - cosine along the last axis; 1 where a side has no word that stands out."""
    norms = np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)
    return 1 - np.where(norms > 0, (a * b).sum(axis=-1) / np.where(norms > 0, norms, 1), 0.0)


def drift(contexts: pd.DataFrame) -> list[Drift]:
    """Compare every year of every term with the term's first year, and with the same years after shuffling.

    Parameters
    ----------
    contexts : pd.DataFrame
        Table ``term_contexts``.

    Returns
    -------
    list of Drift
        In order of term and year. The words' share of all words is taken over all years together, so that a word that the
        whole corpus took up counts as drift too. Words without a total are passed over. Years with fewer than 50 words of company are left out.
    """
    contexts = contexts[contexts["word_total"] > 0]
    totals = contexts.drop_duplicates(["year", "word"]).groupby("word")["word_total"].sum()
    base = totals / totals.sum()
    found: list[Drift] = []
    for term, rows in contexts.sort_values(["term", "year", "word"]).groupby("term"):
        company = rows.pivot_table(index="year", columns="word", values="count", fill_value=0, aggfunc="sum")
        company = company[company.sum(axis=1) >= FEWEST_WORDS]
        if len(company) > 1:
            found += _against_first(str(term), company, np.array(base[company.columns], dtype=np.float64))
    return found


def _against_first(term: str, company: pd.DataFrame, base: Floats) -> list[Drift]:
    counts = company.to_numpy(dtype=np.float64)
    vectors = ppmi(counts, base)
    observed = distance(vectors[1:], vectors[0])
    null = ppmi(_shuffled(counts.astype(np.int64)), base)
    shuffled = distance(null[:, 1:], null[:, :1])
    found = []
    for place, year in enumerate(company.index[1:], start=1):
        far = shuffled[:, place - 1]
        found.append(
            Drift(
                term,
                int(year),
                int(company.index[0]),
                float(observed[place - 1]),
                float(far.mean()),
                float(np.quantile(far, 0.975, method="inverted_cdf")),
                int((far >= observed[place - 1] - 1e-12).sum()),
                int(counts[place].sum()),
                int(counts[0].sum()),
                _most(vectors[place] - vectors[0], company.columns),
                _most(vectors[0] - vectors[place], company.columns),
            )
        )
    return found


def _shuffled(counts: npt.NDArray[np.int64]) -> Floats:
    """Return the counts with the words' years shuffled, shape (shuffles, years, words), cut as the real ones were."""
    years, words = counts.shape
    place = np.repeat(np.arange(years * words), counts.ravel())
    year, word = np.divmod(place, words)
    mixed = np.random.default_rng(SEED).permuted(np.tile(year, (SHUFFLES, 1)), axis=1)
    cells = (np.arange(SHUFFLES)[:, None] * years + mixed) * words + word
    drawn = np.bincount(cells.ravel(), minlength=SHUFFLES * years * words).reshape(SHUFFLES, years, words)
    if words > BEST:
        least = -np.partition(-drawn, BEST - 1, axis=-1)[..., BEST - 1 : BEST]
        drawn = np.where(drawn >= least, drawn, 0)
    kept: Floats = np.where(drawn >= LEAST, drawn, 0).astype(np.float64)
    return kept


def _most(change: Floats, words: pd.Index) -> tuple[str, ...]:
    """Return the words that changed most, at most five, none without change; equal ones in alphabetical order."""
    order = np.argsort(-change, kind="stable")[:_SHOWN]
    return tuple(str(words[place]) for place in order if change[place] > 0)
