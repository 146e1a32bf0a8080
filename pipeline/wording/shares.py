"""Shares of the variants that compete for one meaning, by documents, by authors, and with serials counted once.

Everything is counted in fractions, so that a share is exactly what it says and sums to one exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from pipeline.periods import period

BASES = ("documents", "authors", "serials_once")


class Split(NamedTuple):
    """A document of a contest: its weight of one, split among the sides by occurrences."""

    document_id: str
    posted_at: str
    parts: tuple[Fraction, ...]


class Unit(NamedTuple):
    """A document as it counts under its owner, who counts once in the period: itself, an author, or a serial."""

    period: str
    moment: str
    owner: str
    """The same in every period."""

    weight: Fraction
    """One, shared equally among the owner's documents of the period."""

    parts: tuple[Fraction, ...]
    """Share of each side; they sum to 1."""


def split_documents(uses: pd.DataFrame, sides: Sequence[Sequence[str]]) -> list[Split]:
    """Split each document that uses a side of the contest among the sides, in order of time.

    Parameters
    ----------
    uses : pd.DataFrame
        ``document_id``, ``posted_at``, ``term``, ``occurrences``.
    sides : sequence of sequences
        The terms of each side; a contest of single variants has sides of one term.

    Examples
    --------
    >>> uses = pd.DataFrame(
    ...     [("d", "2019-06-01", "old", 1), ("d", "2019-06-01", "new", 3), ("e", "2019-07-01", "else", 5)],
    ...     columns=["document_id", "posted_at", "term", "occurrences"],
    ... )
    >>> [split] = split_documents(uses, [["old"], ["new"]])
    >>> [str(part) for part in split.parts]
    ['1/4', '3/4']
    """
    side_of = {term: number for number, terms in enumerate(sides) for term in terms}
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(sides))
    relevant = uses[uses["term"].isin(list(side_of))]
    columns = (relevant[name].tolist() for name in ("posted_at", "document_id", "term", "occurrences"))
    for posted_at, document_id, term, occurrences in zip(*columns, strict=True):
        counted[posted_at, document_id][side_of[term]] += occurrences
    return [
        Split(document_id, posted_at, tuple(Fraction(count, sum(counts)) for count in counts))
        for (posted_at, document_id), counts in sorted(counted.items())
    ]


def owners_by_document(basis: str, documents: pd.DataFrame, authorship: pd.DataFrame) -> Mapping[str, list[str]]:
    """Return, per document, whom it is counted under: itself, each of its authors, or the serial it is a part of.

    A document whose authors are not known is counted under no author.
    """
    if basis == "documents":
        return {name: [name] for name in documents["document_id"]}
    if basis == "serials_once":
        named = documents["serial"].where(documents["serial"].notna(), documents["document_id"])
        return {name: [serial] for name, serial in zip(documents["document_id"], named, strict=True)}
    if basis == "authors":
        writers: dict[str, list[str]] = defaultdict(list)
        for document_id, author_id in sorted(zip(authorship["document_id"], authorship["author_id"], strict=True)):
            writers[document_id].append(author_id)
        return writers
    raise ValueError(f"basis: expected one of {BASES}, found {basis!r}")


def units(splits: Iterable[Split], owners: Mapping[str, list[str]], grain: str) -> list[Unit]:
    """Weigh documents so that each owner counts once a period, all their documents there with equal weight.

    Documents keep their own moments, so that a change of words within a period is dated as it happened. Documents whose date
    is not known to the grain's exactness are left out.

    Returns
    -------
    list of Unit
        A document once per owner; in order of moment, owner and document.
    """
    gathered: dict[tuple[str, str], list[Split]] = defaultdict(list)
    for split in splits:
        label = period(split.posted_at, grain)
        if label is not None:
            for owner in owners.get(split.document_id, ()):
                gathered[label, owner].append(split)
    made = [
        (
            split.posted_at,
            owner,
            split.document_id,
            Unit(label, split.posted_at, owner, Fraction(1, len(mine)), split.parts),
        )
        for (label, owner), mine in gathered.items()
        for split in mine
    ]
    return [unit for *_, unit in sorted(made)]


def numerators(found: Iterable[Unit]) -> dict[str, tuple[tuple[Fraction, ...], int]]:
    """Return, per period, what each side holds and how many owners there are: their ratio is the side's share.

    >>> old, new, one = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), Fraction(1)
    >>> found = [Unit("2019", "2019-06", "a", one / 2, old), Unit("2019", "2019-07", "a", one / 2, new)]
    >>> held = numerators([*found, Unit("2019", "2019-07", "b", one, new)])
    >>> [(label, [str(part) for part in parts], n) for label, (parts, n) in held.items()]
    [('2019', ['1/2', '3/2'], 2)]
    """
    by_period: dict[str, list[Unit]] = defaultdict(list)
    for unit in found:
        by_period[unit.period].append(unit)
    return {
        label: (
            tuple(
                sum((unit.weight * part for unit, part in zip(mine, parts, strict=True)), Fraction(0))
                for parts in zip(*(unit.parts for unit in mine), strict=True)
            ),
            len({unit.owner for unit in mine}),
        )
        for label, mine in sorted(by_period.items())
    }
