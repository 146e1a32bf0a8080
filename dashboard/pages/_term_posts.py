"""Which posts stand behind a term's number, and the addresses that show them."""

import functools
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import opening
from dashboard.content import Behind
from dashboard.coverage import stands_behind
from dashboard.data_access import Build
from dashboard.trends import CHOICE_OF_FAMILY
from pipeline import periods

OWN_TEXT = ("title", "body", "footnote")
"""Fields of the author's own words; together they are the field ``all``."""
NAMED = 90
"""Documents that an address can name one by one."""
LATER_EDITS = "Probable later edits, uses in documents older than the word, are not counted here; Works lists them with the others."


@functools.lru_cache(maxsize=50_000)
def using(term: str, field: str, period: str = "", also: str = "", venue: str = "") -> str | None:
    """Return the address of the documents of a period that use a term, or a word of a family, in a field.

    None for several terms joined by `` | ``. In the field ``all`` only posts whose text was read are counted.

    >>> using("mesa-optimizer", "title", "2019")
    '/works?term=mesa-optimizer&field=title&from=2019-01-01&to=2019-12-31'
    >>> using("a", "all", also="b")
    '/works?term=a&also=b&field=all&text=yes'
    >>> using("family:deception", "title", venue="af")
    '/works?family=deception&field=title&venue=af'
    """
    if " | " in term:
        return None
    family = term.removeprefix(CHOICE_OF_FAMILY)
    what = {"term": term} if family == term else {"family": family}
    return opening.works(
        kind="comment" if field == "comment" else "post",
        **what,
        also=also,
        field=field,
        text="yes" if field == "all" else "",
        venue=venue,
        period=period,
    )


def named(ids: Sequence[str]) -> str | None:
    """Return the address of exactly these documents; None for more than an address can name, or none."""
    return opening.works(ids=ids) if 0 < len(ids) <= NAMED else None


def posts_by_period(
    data: Build, terms: tuple[str, ...], field: str, grain: str, venue: str = "all"
) -> dict[str, list[str]]:
    """Return the dated posts that use any of the terms or families in a field, by period, each post once.

    In the field ``all``, title, body and footnotes of posts whose text was read; in ``comment``, comments instead of posts.
    These are the documents that ``term_trends`` counts.
    """
    counts, documents = data.table("term_counts"), data.table("documents")
    families = [name.removeprefix(CHOICE_OF_FAMILY) for name in terms if name.startswith(CHOICE_OF_FAMILY)]
    chosen = counts["term"].isin(terms) | counts["family"].isin(families)
    used = counts[chosen & counts["field"].isin(OWN_TEXT if field == "all" else (field,))]
    kind = "comment" if field == "comment" else "post"
    posts = documents[(documents["kind"] == kind) & documents["posted_at"].notna()]
    if venue != "all":
        posts = posts[posts["venue"] == venue]
    posts = posts[posts["document_id"].isin(used["document_id"])]
    if field == "all":
        posts = posts[posts["has_body"].fillna(False).astype(bool)]
    found: dict[str, list[str]] = {}
    for document_id, moment in zip(posts["document_id"], posts["posted_at"], strict=True):
        if (label := periods.period(moment, grain)) is not None:
            found.setdefault(label, []).append(document_id)
    return found


def behind_periods(table: pd.DataFrame, posts: Mapping[str, Sequence[str]]) -> Behind:
    """Return how many of :func:`posts_by_period` the rows of several terms or topics count, each document once."""
    periods_shown = table.drop_duplicates("period")
    return stands_behind(
        periods_shown.assign(posts=[len(posts.get(one, ())) for one in periods_shown["period"]]), "posts"
    )
