"""Each contest's turn in one sentence: on all bases, or why these data do not answer it and what would."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.exports._wording import LATER, REMEDY
from pipeline.schema import TABLES
from pipeline.wording.shares import BASES

NAME = "term_turns"
ROWS_FROM = "term_crossovers"

MODEL = "isotonic"
"""The model that assumes the least; the other stands in ``term_crossovers``."""

_SAID = {"documents": "by documents", "authors": "by authors", "serials_once": "with serials counted once"}
_WHERE = {"title": "in titles", "all": "in title, body and footnotes"}
_NOT_ANSWERABLE = "Not answerable from these data"


def build(term_crossovers: pd.DataFrame) -> pd.DataFrame:
    """Return a row per contest, field and pair of sides; made from the published turns, so that each can be looked up.

    A turn is answered where the field is known for every month from the first use to the last and all bases agree: each
    basis's date lies in the interval of every other, or none of them has a turn.
    """
    key = ["contest", "field", "from_variant", "to_variant"]
    turns = term_crossovers[term_crossovers["model"] == MODEL].astype(object)
    rows: list[dict[str, Any]] = []
    for names, own in turns.where(turns.notna(), None).groupby(key):
        by_basis = {row["basis"]: row for row in own.to_dict("records")}
        dates = {
            f"{basis}_{column}": by_basis[basis][source]
            for basis in BASES
            for column, source in (("turn", "crossover"), ("ci_low", "ci_low"), ("ci_high", "ci_high"))
        }
        answerable, answer = _answer(by_basis)
        rows.append({**dict(zip(key, names, strict=True)), "answer": answer, "answerable": answerable, **dates})
    return pd.DataFrame(rows, columns=TABLES[NAME].names)


def _answer(by_basis: Mapping[str, Mapping[Any, Any]]) -> tuple[bool, str]:
    """Return whether the turn is answered, and the sentence."""
    facts = by_basis[BASES[0]]
    what = f"`{facts['to_variant']}` over `{facts['from_variant']}` {_WHERE[facts['field']]}"
    found = "; ".join(f"{_SAID[basis]}: {_finding(by_basis[basis])}" for basis in BASES)
    if facts["first_used"] is None:
        return False, f"{_NOT_ANSWERABLE}, {what}: no use in a covered month; {REMEDY}."
    if not facts["covered"]:
        reason = f"between {facts['first_used']} and {facts['last_used']} lie months of which too little is known"
        return False, f"{_NOT_ANSWERABLE}, {what}: {reason}; {REMEDY}. What was read says {found}."
    if any(_open(row) for row in by_basis.values()):
        return False, f"{_NOT_ANSWERABLE}, {what}: {found}; {LATER}."
    if not _agree(by_basis):
        return False, f"{_NOT_ANSWERABLE}, {what}: the bases disagree ({found}); {LATER}."
    return True, f"{what}: {found}."


def _open(row: Mapping[Any, Any]) -> bool:
    """Return whether a basis gives neither a date nor that there is no turn."""
    return row["crossover"] is None and not (row["note"] or "").startswith("none")


def _agree(by_basis: Mapping[str, Mapping[Any, Any]]) -> bool:
    """Return whether each date lies in every interval (an end that is None is open), or no basis has a date."""
    dates = [row["crossover"] for row in by_basis.values()]
    if None in dates:
        return set(dates) == {None} and len({_first(row) for row in by_basis.values()}) == 1
    return all(
        (row["ci_low"] or "") <= date <= (row["ci_high"] or "9999") for row in by_basis.values() for date in dates
    )


def _finding(row: Mapping[Any, Any]) -> str:
    """Say what a basis found: a date with its interval, or why there is none."""
    if row["crossover"] is None:
        return _first(row)
    return f"{row['crossover']} (95 % interval {row['ci_low'] or 'open'} to {row['ci_high'] or 'open'})"


def _first(row: Mapping[Any, Any]) -> str:
    """Return the first part of the note: what the fit says."""
    return str(row["note"]).partition("; ")[0].removeprefix("not answerable from these data: ")
