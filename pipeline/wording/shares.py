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
    """What counts once in a period: a document, an author's documents, or a serial's parts."""

    period: str
    moment: str
    """When its first document was posted."""

    cluster: str
    """Whom it belongs to: the document, author or serial, the same in every period."""

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
    """Gather documents into what counts once a period: all of one owner's documents there, each with equal weight.

    Documents whose date is not known to the grain's exactness are left out.

    Returns
    -------
    list of Unit
        In order of moment, then cluster.
    """
    gathered: dict[tuple[str, str], list[Split]] = defaultdict(list)
    for split in splits:
        label = period(split.posted_at, grain)
        if label is not None:
            for owner in owners.get(split.document_id, ()):
                gathered[label, owner].append(split)
    made = [
        Unit(label, min(split.posted_at for split in mine), owner, _mean([split.parts for split in mine]))
        for (label, owner), mine in gathered.items()
    ]
    return sorted(made, key=lambda unit: (unit.moment, unit.cluster))


def numerators(found: Iterable[Unit]) -> dict[str, tuple[tuple[Fraction, ...], int]]:
    """Return, per period, what each side holds and how many units there are: their ratio is the side's share.

    >>> halves = (Fraction(1, 2), Fraction(1, 2))
    >>> found = [Unit("2019", "2019-06", "a", halves), Unit("2019", "2019-07", "b", (Fraction(0), Fraction(1)))]
    >>> [(label, [str(part) for part in held], n) for label, (held, n) in numerators(found).items()]
    [('2019', ['1/2', '3/2'], 2)]
    """
    by_period: dict[str, list[tuple[Fraction, ...]]] = defaultdict(list)
    for unit in found:
        by_period[unit.period].append(unit.parts)
    return {
        label: (tuple(sum(column, Fraction(0)) for column in zip(*parts, strict=True)), len(parts))
        for label, parts in sorted(by_period.items())
    }


def _mean(parts: Sequence[tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    return tuple(sum(column, Fraction(0)) / len(parts) for column in zip(*parts, strict=True))
