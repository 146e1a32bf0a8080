"""Who changed words and who arrived with new ones, author by author, by their first uses."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.facts import ordered, records

EXPLAINED = {
    "author": "display name as last seen.",
    "first_variant": "the word of the contest that the author used first.",
    "first_document_id": "document of that use.",
    "later_variant": "the next word of the contest that the author took up; of the same day as the first, it may have come before it. Empty: kept to the first.",
    "later_at": "when that was posted, UTC. Empty: kept to the first.",
    "later_document_id": "document of that use. Empty: kept to the first.",
}
"""Columns that no table has; ``posted_at`` is that of the first use."""


_USES = (("first_variant", "posted_at"), ("later_variant", "later_at"))
"""Columns of both uses of a row: word and moment."""
_NONE = dict.fromkeys(("term", "posted_at", "document_id"))
"""Where a use is told of, and there is none."""


def people(first_uses: pd.DataFrame, variants: tuple[str, ...], authors: pd.DataFrame) -> pd.DataFrame:
    """Return who used a word of a contest first and which other they took up next, in order of the change.

    Parameters
    ----------
    first_uses : pd.DataFrame
        ``term_first_uses``; undated uses are left out.
    variants : tuple of str
        The words of the contest, oldest first; of two taken up in one moment, the older one counts as the first.
    authors : pd.DataFrame
        ``authors``, for names.

    Returns
    -------
    pd.DataFrame
        A row an author: those who took up a second word later first, the latest change on top; then those whose two words are of
        one document or day; then the others by first use.
    """
    order = {name: place for place, name in enumerate(variants)}
    by_author: dict[str, list[dict[str, Any]]] = {}
    for use in records(first_uses, ("author_id", "term", "posted_at", "document_id")):
        if use["term"] in order and isinstance(use["posted_at"], str):
            by_author.setdefault(use["author_id"], []).append(use)
    names = dict(zip(authors["author_id"].tolist(), authors["name"].tolist(), strict=True))
    rows = []
    for author_id, uses in sorted(by_author.items()):
        first, later, *_ = [*sorted(uses, key=lambda use: (use["posted_at"], order[use["term"]])), _NONE]
        said = (one[name] for one in (first, later) for name in _NONE)
        rows.append((author_id, names.get(author_id), *said))
    ends = ("variant", "at", "document_id")
    columns = ["author_id", "author", *(f"{which}_{end}" for which in ("first", "later") for end in ends)]
    table = pd.DataFrame(rows, columns=columns, dtype="str").rename(columns={"first_at": "posted_at"})
    table["apart"] = table["later_variant"].isna() * 2 + (_at_once(table) | _on_one_day(table))
    return ordered(table, "apart", "-later_at", "posted_at", "author_id").drop(columns="apart")


def early(table: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """Say how many of these uses are older than the word is known to be as a term; ``known`` has these days, as far as given."""
    found = [
        variant
        for which, at in _USES
        for variant, is_older in zip(table[which].tolist(), _older(table, which, at, known), strict=True)
        if is_older
    ]
    if not found:
        return []
    named = words.listing([words.quoted(name) for name in sorted(set(found))])
    said = f"{words.count(len(found), 'use')} of {named} listed here {'is' if len(found) == 1 else 'are'} older than the first known use as a term"
    which = "it" if len(found) == 1 else "they"
    return [f"{said}: where a word is a common one, too, {which} may mean something else."]


def _older(table: pd.DataFrame, which: str, at: str, known: Mapping[str, str]) -> list[bool]:
    """Say of each row whether its use is older than the word is known to be as a term."""
    uses = zip(table[which].tolist(), table[at].tolist(), strict=True)
    return [
        isinstance(variant, str)
        and isinstance(moment, str)
        and moment[: len(known.get(variant, ""))] < known.get(variant, "")
        for variant, moment in uses
    ]


def summary(table: pd.DataFrame, variants: tuple[str, ...], known: Mapping[str, str]) -> str:
    """Say how many kept to their word, how many took up another, and which words the others arrived with.

    ``known`` is as for :func:`early`: of those who took up another word it is said how many have a use older than that.
    """
    if table.empty:
        return "No dated first use of any of these words is known."
    took, at_once = table["later_variant"].notna(), _at_once(table)
    same = _on_one_day(table) & ~at_once
    arrived = table.loc[~took, "first_variant"].value_counts()
    kept = [
        f"{arrived[name]:,} {'to' if place else 'kept to'} {words.quoted(name)}"
        for place, name in enumerate(name for name in variants if arrived.get(name, 0))
    ]
    rest = f"; of the others, who used one word only, {words.listing(kept)}" if kept else ""
    changed = took & ~same & ~at_once
    first, later = (_older(table, which, at, known) for which, at in _USES)
    unsure = sum(one and (older or newer) for one, older, newer in zip(changed.tolist(), first, later, strict=True))
    but = f" ({unsure:,} of them with a use older than its word is known to be as a term)" if unsure else ""
    told = [f"{int(changed.sum()):,} took up another one after their first{but}"]
    for many, how in ((int(at_once.sum()), "in one document"), (int(same.sum()), "on the same day")):
        told += [f"{many:,} used two {how}"] if many else []
    no_order = ", which tells no order" if len(told) > 1 else ""
    return f"Of {words.count(len(table), 'author')} with a dated first use of any of these words, {words.listing(told)}{no_order}{rest}."


def _at_once(table: pd.DataFrame) -> "pd.Series[bool]":
    """Say whose first two words stand in one and the same document."""
    return (table["later_document_id"] == table["first_document_id"]).fillna(False).astype(bool)


def _on_one_day(table: pd.DataFrame) -> "pd.Series[bool]":
    """Say whose first two words are of the same day; a day that is not known is none."""
    return (table["later_at"].str[:10] == table["posted_at"].str[:10]).fillna(False).astype(bool)
