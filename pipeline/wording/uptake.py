"""Uptake with and without citation: does the idea travel by link, by word, or by both?"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from fractions import Fraction

import pandas as pd

from pipeline.terms.lexicon import Lexicon
from pipeline.wording.shares import Unit

GROUPS = ("cites_and_uses", "cites_only", "uses_only", "neither")


def vocabulary(lexicon: Lexicon, root_ids: Collection[str]) -> list[str]:
    """Return the terms that the root work brought: those whose first known use stands in one of its documents."""
    return sorted(term.name for _, term in lexicon if term.first_known_where in root_ids)


def count_groups(dated: pd.DataFrame, uses: pd.DataFrame, citing: AbstractSet[str]) -> pd.DataFrame:
    """Count, per term and period, the documents that cite and use, cite only, use only, or do neither.

    Parameters
    ----------
    dated : pd.DataFrame
        ``document_id``, ``grain``, ``period``: the documents looked at, once a grain.
    uses : pd.DataFrame
        ``term``, ``document_id``, one row a pair; documents that are not among ``dated`` are passed over.
    citing : set of str
        Documents that cite the root work.

    Returns
    -------
    pd.DataFrame
        ``term``, ``grain``, ``period`` and the four groups, for every term of ``uses`` and period of ``dated``.

    Examples
    --------
    >>> dated = pd.DataFrame({"document_id": list("abcd"), "grain": "year", "period": "2020"})
    >>> uses = pd.DataFrame({"term": "t", "document_id": ["b", "c"]})
    >>> count_groups(dated, uses, {"a", "b"})[list(GROUPS)].to_numpy().tolist()
    [[1, 1, 1, 1]]
    """
    period = ["grain", "period"]
    dated = dated.assign(cites=dated["document_id"].isin(citing))
    whole = dated.groupby(period)["cites"].agg(total="size", citing="sum").reset_index()
    with_term = uses.merge(dated, on="document_id").groupby(["term", *period])["cites"].agg(using="size", both="sum")
    table = whole.merge(uses[["term"]].drop_duplicates(), how="cross")
    table = table.merge(with_term.reset_index(), how="left", on=["term", *period])
    using, both = (table[name].fillna(0).astype(int) for name in ("using", "both"))
    counts = [both, table["citing"] - both, using - both, table["total"] - table["citing"] - using + both]
    return table[["term", *period]].assign(**dict(zip(GROUPS, counts, strict=True)))


def property_units(uses: pd.DataFrame, citing: AbstractSet[str]) -> list[Unit]:
    """Return the uses of a term as a contest: with citation against without.

    A term has become common property when uses without citation overtake those with it;
    :func:`pipeline.wording.crossover.turn` dates that. ``uses`` has ``document_id`` and ``posted_at``.
    """
    one, none = Fraction(1), Fraction(0)
    rows = sorted(set(zip(uses["posted_at"], uses["document_id"], strict=True)))
    return [
        Unit(moment[:7], moment, name, one, (one, none) if name in citing else (none, one)) for moment, name in rows
    ]
