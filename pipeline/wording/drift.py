"""Drift: how far the company that a term keeps has moved, from its first year and from its definition.

The counts of ``term_contexts`` say, per term and year, the most frequent words beside the term, not in which post. Words
of one post come in clumps, so that years of single words shuffled at random lie closer together than any real years do, and
nearly every year would seem to have drifted. So the null model shuffles whole years: words stay with those they came
with, and what is tested is whether years lie farther apart the more time lies between them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

FEWEST_WORDS = 50
"""Words of company that a term's year needs to be compared."""

FEWEST_YEARS = 5
"""Years that a test of their order needs: of four, 2 of 24 orders are as steady as can be, which is above 5 %."""

DRAWS = 100
MOST_ORDERS = 5040
SEED = 20190531
_SHOWN = 5
_TIE = 1e-9

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class YearDrift(NamedTuple):
    """A year of a term; distances are 1 - cosine, from 0 (the same company) to 1 (no word shared)."""

    year: int
    words: int
    from_first: float | None
    """None for the first year itself."""

    pairs_as_far: int
    """Pairs of the term's years that lie at least as far apart; this one is among them."""

    pairs: int
    from_definition: float | None
    """None where the definition has no word that says something."""

    of_definition: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


class Order(NamedTuple):
    """How steadily a distance goes with time: a correlation, and how many orders of the years have one as high."""

    correlation: float
    as_high: int
    orders: int


class Drift(NamedTuple):
    """A term: its years with enough company, and whether they lie the farther apart the more time lies between them."""

    term: str
    words_compared: int
    """Words that each year was drawn down to: those of the year that has fewest."""

    years: tuple[YearDrift, ...]
    apart: Order | None
    """Distance between two years against the time between them; None for fewer than five years."""

    off: Order | None
    """Distance from the definition against time, either way; None too where there is none, or it never changes."""


def ppmi(counts: npt.NDArray[np.number], base: Floats) -> Floats:
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


def drift(contexts: pd.DataFrame, definitions: Mapping[str, Collection[str]]) -> list[Drift]:
    """Compare the years of every term with each other and with the term's definition.

    Parameters
    ----------
    contexts : pd.DataFrame
        Table ``term_contexts``.
    definitions : mapping
        The words of each term's definition that say something.

    Returns
    -------
    list of Drift
        In order of term; terms with fewer than two years of 50 words of company are left out. The words' share of all
        words is taken over all years together, so that a word that the whole corpus took up counts as drift too. Words
        without a total are passed over.

    Notes
    -----
    A small year lies far from every other by chance alone. So each year is drawn down, without replacement, to as many
    words as the smallest has, and distances are means over 100 such draws. The definition is a profile in which each of its
    words weighs the same; a word counts only in the form in which the definition has it.
    """
    contexts = contexts[contexts["word_total"] > 0]
    totals = contexts.drop_duplicates(["year", "word"]).groupby("word")["word_total"].sum()
    share_of_all = totals / totals.sum()
    rows: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    columns = (contexts[name].tolist() for name in ("term", "year", "word", "count"))
    for term, year, word, count in sorted(zip(*columns, strict=True)):
        rows[term].append((year, word, count))
    found = []
    for term, own in rows.items():
        table = _by_year(own)
        table = table[table.sum(axis=1) >= FEWEST_WORDS]
        table = table.loc[:, table.sum(axis=0) > 0]
        if len(table) > 1:
            base = share_of_all[table.columns].to_numpy(dtype=np.float64)
            found.append(_compare(term, table, base, set(definitions.get(term, ()))))
    return found


def _by_year(rows: Sequence[tuple[int, str, int]]) -> pd.DataFrame:
    """Return the counts of a term's company, a row a year and a column a word, both in order."""
    years, words = sorted({year for year, _, _ in rows}), sorted({word for _, word, _ in rows})
    row_of = {year: place for place, year in enumerate(years)}
    column_of = {word: place for place, word in enumerate(words)}
    counts = np.zeros((len(years), len(words)), dtype=np.int64)
    for year, word, count in rows:
        counts[row_of[year], column_of[word]] += count
    return pd.DataFrame(counts, index=years, columns=words)


def order_of_pairs(years: Ints, distances: Floats) -> Order:
    """Correlate the distance between two years with the time between them, and shuffle the years as wholes.

    Under the null model the years' profiles are exchangeable: any order of them is as likely (Mantel's test). All orders
    are tried up to seven years, of more 5,040 that are drawn with a fixed seed, the real one among them.

    >>> gaps = np.abs(np.subtract.outer(np.arange(5), np.arange(5))).astype(float)
    >>> order_of_pairs(np.arange(2019, 2024), gaps)
    Order(correlation=1.0, as_high=2, orders=120)
    """
    gaps = np.abs(np.subtract.outer(years, years)).astype(np.float64)
    first, second = np.triu_indices(len(years), 1)
    orders = _orders(len(years))
    return _rank(distances[orders[:, first], orders[:, second]], gaps[first, second])


def order_of_years(years: Ints, values: Floats) -> Order:
    """Correlate a year's value with time, and shuffle the years; ``correlation`` keeps its sign, ranks go by its size."""
    return _rank(values[_orders(len(years))], years.astype(np.float64), either_way=True)


def _compare(term: str, table: pd.DataFrame, base: Floats, definition: set[str]) -> Drift:
    counts, years, words = table.to_numpy(dtype=np.int64), table.index.to_numpy(dtype=np.int64), table.columns.tolist()
    size = int(counts.sum(axis=1).min())
    chance = np.random.default_rng(SEED)
    drawn = np.stack(
        [chance.multivariate_hypergeometric(own, size, size=DRAWS, method="marginals") for own in counts], axis=1
    )
    profiles = ppmi(drawn, base)
    norms = np.linalg.norm(profiles, axis=-1, keepdims=True)
    profiles = np.divide(profiles, norms, out=np.zeros_like(profiles), where=norms > 0)
    apart: Floats = 1 - (profiles @ profiles.swapaxes(-1, -2)).mean(axis=0).round(12)
    shared = np.array([word in definition for word in words])
    off: Floats | None = None
    if definition:
        off = 1 - (profiles[..., shared].sum(axis=-1) / np.sqrt(len(definition))).mean(axis=0).round(12)
    pairs = apart[np.triu_indices(len(years), 1)]
    whole = ppmi(counts, base)
    rows = tuple(
        YearDrift(
            int(year),
            int(counts[place].sum()),
            float(apart[0, place]) if place else None,
            int((pairs >= apart[0, place] - _TIE).sum()) if place else 0,
            len(pairs) if place else 0,
            None if off is None else float(off[place]),
            tuple(word for word, is_shared in zip(words, shared & (counts[place] > 0), strict=True) if is_shared),
            _most(whole[place] - whole[0], words),
            _most(whole[0] - whole[place], words),
        )
        for place, year in enumerate(years.tolist())
    )
    if len(years) < FEWEST_YEARS:
        return Drift(term, size, rows, None, None)
    moves = off is not None and float(np.ptp(off)) > _TIE
    return Drift(
        term,
        size,
        rows,
        order_of_pairs(years, apart),
        order_of_years(years, off) if off is not None and moves else None,
    )


def _orders(count: int) -> Ints:
    """Return orders of so many things, the real one first: all, or 5,040 of them."""
    if count <= 7:
        return np.array(list(permutations(range(count))), dtype=np.int64)
    chance = np.random.default_rng(SEED)
    drawn = chance.permuted(np.tile(np.arange(count), (MOST_ORDERS - 1, 1)), axis=1)
    return np.vstack([np.arange(count), drawn])


def _rank(values: Floats, against: Floats, *, either_way: bool = False) -> Order:
    """Return the correlation of the first row of ``values`` with ``against``, and how many rows have one as high."""
    centred = against - against.mean()
    away = values - values.mean(axis=1, keepdims=True)
    spread = np.linalg.norm(away, axis=1) * np.linalg.norm(centred)
    found = np.divide(away @ centred, spread, out=np.zeros(len(values)), where=spread > _TIE)
    sized = np.abs(found) if either_way else found
    return Order(round(float(found[0]), 12), int((sized >= sized[0] - _TIE).sum()), len(found))


def _most(change: Floats, words: list[str]) -> tuple[str, ...]:
    """Return the words that changed most, at most five, none without change; equal ones in alphabetical order."""
    order = np.argsort(-change, kind="stable")[:_SHOWN]
    return tuple(words[place] for place in order if change[place] > 0)
