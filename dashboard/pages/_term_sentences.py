"""What the trend tables say in sentences: where a term stands out, and where many documents are few voices."""

from collections.abc import Sequence

import pandas as pd

from dashboard import words
from dashboard.facts import records
from dashboard.labels import MARKED
from dashboard.labels import venue as venue_name
from dashboard.pages._term_figures import by_term, term_gaps
from dashboard.pages._term_peaks import AT_LEAST, standing_out
from dashboard.trends import called
from pipeline import periods

_SAID = ("period", "documents", "documents_total", "authors", "partial")
EVERY_PART = (
    "every part of a series among them, while those with a term count once a series: so a share is a lower bound"
)
"""What a share is where the parts of a series count once: of which documents any is a part, no table of trends tells."""
NAMED = 4
"""Terms that the answer names; a sentence with more is not read."""


def answer(table: pd.DataFrame, where: str, venue: str = "all", chosen: Sequence[str] = (), once: bool = False) -> str:
    """Say how many documents use each term, and in which period it stands out, where the data support naming one.

    ``table`` holds rows of ``term_trends``, all of one venue, of those of the ``chosen`` terms that are counted there; periods
    that the coverage rule excludes are left out of the sentence too. ``once`` says that they count the parts of a series once;
    of the documents known every part counts.
    """
    if table.empty:
        return (
            f"Nothing can be said of the chosen terms: none is counted in {where} here."
            if chosen
            else "Choose terms to see when they were used."
        )
    known = table[table["covered"].fillna(False).astype(bool)]
    if known.empty:
        if not all(gap.unlisted for gap in term_gaps(table)):
            return f"Too few of the texts are known to say anything about {where} here."
        if venue in MARKED:
            named = venue_name(venue)
            return f"Too few posts are known to bear the Alignment Forum's mark or not to say anything about {where} here ({named})."
        return f"Too few of the posts are known to say anything about {where} here."
    span = f"From {words.period(str(known['period'].min()))} to {words.period(str(known['period'].max()))}"
    read = int(known.drop_duplicates("period")["documents_total"].sum())
    parts = [_peak(term, rows) for term, rows in by_term(known)]
    more = [f"{len(parts) - NAMED} more are drawn"] if len(parts) > NAMED else []
    counted = f" ({EVERY_PART})" if once else ""
    return f"{span}, of the {read:,} {where} of that time that are known{counted}: {'; '.join(parts[:NAMED] + more)}."


def uncounted(table: pd.DataFrame, chosen: Sequence[str], where: str) -> list[str]:
    """Name the chosen terms of which ``table`` has no row: that is not 0, since they were not looked for."""
    missing = [term for term in chosen if term not in set(table["term"])]
    if not missing:
        return []
    named = words.listing([words.quoted(called(term)) for term in missing])
    are = "is" if len(missing) == 1 else "are"
    return [
        f"{named} {are} not counted in {where} here: without a form of its own, or with other forms than the bundled counts."
    ]


def _peak(term: str, rows: pd.DataFrame) -> str:
    total = int(rows["documents"].sum())
    if not total:
        return f"{words.quoted(called(term))} stands in none"
    peak = standing_out(records(rows, _SAID))
    if peak is None:
        return f"{words.quoted(called(term))} stands in {total:,}, and no period stands out from the others"
    incomplete = ", which is incomplete" if peak["partial"] else ""
    return (
        f"{words.quoted(called(term))} stands in {total:,} and stands out most in {words.period(peak['period'])}{incomplete} "
        f"({peak['documents']:,} of {peak['documents_total']:,}, {words.count(peak['authors'], 'author')})"
    )


def few_voices(table: pd.DataFrame) -> list[str]:
    """Name the periods in which many documents are few voices: one series in many parts, or one busy author.

    That is where at least five documents shrink to half when the parts of a series count once, or have three times as many
    documents as authors.
    """
    known = table[(table["covered"] & (table["documents"] >= AT_LEAST)).fillna(False).astype(bool)]
    series = known["documents_serials_once"] * 2 <= known["documents"]
    busy = known["authors"] * 3 <= known["documents"]
    few = known[(series | busy).fillna(False).astype(bool)]
    ranked = few.sort_values(["documents", "period", "term"], ascending=[False, True, True])
    return [_warning(row) for row in records(ranked.head(3))]


def early(table: pd.DataFrame, terms: pd.DataFrame) -> list[str]:
    """Say of which terms documents count in periods that end before the first known use, as far as that is known.

    ``table`` holds rows of ``term_trends``, ``terms`` the lexicon. Periods that the coverage rule excludes are left out.
    """
    dated = terms.dropna(subset=["first_known_use"])
    known = dict(zip(dated["term"], dated["first_known_use"], strict=True))
    drawn = table[(table["covered"] & (table["documents"] > 0)).fillna(False).astype(bool)]
    before: dict[str, int] = {}
    for row in records(drawn, ("term", "period", "documents")):
        day = known.get(row["term"], "")
        if periods.end(row["period"])[: len(day)] <= day and day:
            before[row["term"]] = before.get(row["term"], 0) + int(row["documents"])
    if not before:
        return []
    counted = words.listing(
        [f"{words.count(number, 'document')} with {words.quoted(name)}" for name, number in before.items()]
    )
    return [
        f"Older than the first known use as a term, and counted: {counted}. Where a word is a common one, too, it may mean something else there."
    ]


def _warning(row: dict[str, object]) -> str:
    documents, authors, once = (int(str(row[name])) for name in ("documents", "authors", "documents_serials_once"))
    series = f"; with the parts of a series counted once that is {once:,}" if once < documents else ""
    return (
        f"Read with care: in {words.period(str(row['period']))} {words.quoted(called(str(row['term'])))} stands in "
        f"{words.count(documents, 'document')} by only {words.count(authors, 'author')}{series}."
    )
