"""Uptake with and without citation: does the idea travel by link, by word, or by both?"""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from fractions import Fraction

import pandas as pd

from pipeline.terms.lexicon import Lexicon
from pipeline.wording.shares import Unit

GROUPS = ("cites_and_uses", "cites_only", "uses_only", "neither")


def vocabulary(lexicon: Lexicon, root_ids: Collection[str]) -> list[str]:
    """Return the terms that the root work brought: those whose first known use stands in one of its documents."""
    return sorted(term.name for _, term in lexicon if term.first_known_where in root_ids)


def groups(document_ids: Iterable[str], citing: AbstractSet[str], using: AbstractSet[str]) -> "pd.Series[str]":
    """Return the group of each document, by id.

    >>> groups(["a", "b", "c", "d"], citing={"a", "b"}, using={"b", "c"}).tolist()
    ['cites_only', 'cites_and_uses', 'uses_only', 'neither']
    """
    named = {
        name: GROUPS[0]
        if name in citing & using
        else GROUPS[1]
        if name in citing
        else GROUPS[2]
        if name in using
        else GROUPS[3]
        for name in document_ids
    }
    return pd.Series(named, dtype="str", name="group")


def property_units(uses: pd.DataFrame, citing: AbstractSet[str]) -> list[Unit]:
    """Return the uses of a term as a contest: with citation against without.

    A term has become common property when uses without citation overtake those with it; :func:`pipeline.wording.crossover.turn`
    dates that. ``uses`` has ``document_id`` and ``posted_at``.
    """
    one, none = Fraction(1), Fraction(0)
    rows = sorted({(moment, name) for moment, name in zip(uses["posted_at"], uses["document_id"], strict=True)})
    return [
        Unit(moment[:7], moment, name, one, (one, none) if name in citing else (none, one)) for moment, name in rows
    ]
