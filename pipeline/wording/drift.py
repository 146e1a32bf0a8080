"""Drift: how far the company that a term keeps has moved from its first year, against shuffled dates.

The counts of ``term_contexts`` allow this much and no more: they hold, per term and year, the most frequent words
beside the term, without saying which stood together. So the null model shuffles the years of single words. Words of one
post come in clumps, which this cannot undo: a term used by few authors looks more drifted than it is.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
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
        In order of term and year. The words' share of all words is taken over all years together, so that a word that
        the whole corpus took up counts as drift too. Words without a total are passed over, and years with fewer than 50
        words of company left out.
    """
    contexts = contexts[contexts["word_total"] > 0]
    totals = contexts.drop_duplicates(["year", "word"]).groupby("word")["word_total"].sum()
    share_of_all = dict(zip(totals.index, (totals / totals.sum()).tolist(), strict=True))
    by_term: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    columns = (contexts[name].tolist() for name in ("term", "year", "word", "count"))
    for term, year, word, count in sorted(zip(*columns, strict=True)):
        by_term[term].append((year, word, count))
    found: list[Drift] = []
    for term, rows in by_term.items():
        seen = Counter({year: 0 for year, *_ in rows})
        for year, _, count in rows:
            seen[year] += count
        years = [year for year in seen if seen[year] >= FEWEST_WORDS]
        words = sorted({word for year, word, _ in rows if year in years})
        if len(years) > 1:
            counts = np.zeros((len(years), len(words)), dtype=np.int64)
            for year, word, count in rows:
                if year in years:
                    counts[years.index(year), bisect_left(words, word)] = count
            found += _against_first(term, years, words, counts, np.array([share_of_all[word] for word in words]))
    return found


def _against_first(
    term: str, years: list[int], words: list[str], counts: npt.NDArray[np.int64], base: Floats
) -> list[Drift]:
    vectors = ppmi(counts.astype(np.float64), base)
    observed = distance(vectors[1:], vectors[0])
    null = ppmi(_shuffled(counts), base)
    shuffled = distance(null[:, 1:], null[:, :1])
    found = []
    for place, year in enumerate(years[1:], start=1):
        far = shuffled[:, place - 1]
        found.append(
            Drift(
                term,
                year,
                years[0],
                float(observed[place - 1]),
                float(far.mean()),
                float(np.quantile(far, 0.975, method="inverted_cdf")),
                int((far >= observed[place - 1] - 1e-12).sum()),
                int(counts[place].sum()),
                int(counts[0].sum()),
                _most(vectors[place] - vectors[0], words),
                _most(vectors[0] - vectors[place], words),
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


def _most(change: Floats, words: list[str]) -> tuple[str, ...]:
    """Return the words that changed most, at most five, none without change; equal ones in alphabetical order."""
    order = np.argsort(-change, kind="stable")[:_SHOWN]
    return tuple(words[place] for place in order if change[place] > 0)
