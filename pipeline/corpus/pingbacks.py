"""Lists of incoming links: which document each item is, as far as the list says."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

import pandas as pd

from pipeline.corpus.merge import Draft
from pipeline.records import PingbackRecord, recency
from pipeline.tables import conform

BY_ID, BY_TITLE_AND_MINUTE, BY_TITLE = "id", "title+minute", "title"
_UNIFIED = str.maketrans("‘’‚‛“”„‟‐‑‒–—―−\u00a0\u00ad", "''''\"\"\"\"------- \u00ad")
_COLUMNS = [
    "listed_on",
    "position",
    "kind",
    "title",
    "citing_id",
    "posted_at",
    "points",
    "source",
    "retrieved_at",
    "resolved_by",
    "site",
    "host_id",
    "authors",
]


def match_pingbacks(items: Iterable[PingbackRecord], drafts: Iterable[Draft]) -> pd.DataFrame:
    """Return the table ``pingbacks``.

    An item without an id is found by its title and the minute it was posted, else by a title that only one document
    of that day has. A comment's item shows the title of the post that holds it: that gives ``host_id``, and never a
    citing document. Of several copies of a list, see :func:`_standing`.
    """
    finder = _Finder(drafts)
    lists: dict[tuple[str, str], list[PingbackRecord]] = defaultdict(list)
    for item in items:
        lists[item.listed_on, item.source].append(item)
    rows = []
    for item in (item for _, copies in sorted(lists.items()) for item in _standing(copies)):
        citing_id, host_id, resolved_by = finder.find(item)
        rows.append(
            (
                item.listed_on,
                item.position,
                item.kind,
                item.title,
                citing_id,
                item.posted_at,
                item.points,
                item.source,
                item.retrieved_at,
                resolved_by,
                item.site,
                host_id,
                item.authors,
            )
        )
    return conform(pd.DataFrame(rows, columns=_COLUMNS), "pingbacks")


def _standing(copies: Iterable[PingbackRecord]) -> Iterator[PingbackRecord]:
    """Yield what stands of all copies of a list, by position: each item once, as it was shown last.

    An imported copy counts as older than any that the site gave. The newest item at a position stands there, unless a newer copy shows it at another. What newer copies show no more,
    because it lost its points or was withdrawn, was there all the same: it follows at the end if it names a document.
    """
    at: dict[int, PingbackRecord] = {}
    latest: dict[Hashable, PingbackRecord] = {}
    for item in sorted(copies, key=recency):
        at[item.position] = latest[_identity(item)] = item
    shown = {place: item for place, item in at.items() if recency(item) == recency(latest[_identity(item)])}
    yield from (shown[place] for place in sorted(shown))
    known = {_identity(item) for item in shown.values()}
    gone = [item for name, item in latest.items() if name not in known and item.citing_id is not None]
    for place, item in enumerate(sorted(gone, key=lambda item: (item.position, str(item.citing_id))), max(at) + 1):
        yield replace(item, position=place)


def _identity(item: PingbackRecord) -> Hashable:
    return item.citing_id or (item.kind, item.title, item.posted_at, item.site, item.host_id, item.authors)


class _Finder:
    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._posts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for draft in drafts:
            scheme = draft.document_id.partition(":")[0]
            if draft.get("title") and scheme in ("forum", "eaforum"):
                key = (scheme, unified(draft.get("title")))
                self._posts[key].append((draft.get("posted_at") or "", draft.document_id))

    def find(self, item: PingbackRecord) -> tuple[str | None, str | None, str]:
        """Return the citing document, the post that holds a citing comment, and how they were found."""
        if item.citing_id is not None:
            return item.citing_id, item.host_id, BY_ID
        if not item.title:
            return None, item.host_id, "not resolved: no title"
        found = self._posts.get((item.site, unified(item.title)), [])
        if item.kind != "post":
            host_id = item.host_id or _host(found, item.posted_at)
            return (
                None,
                host_id,
                "not resolved: the list names no comment, "
                + ("its post by title" if host_id else "and no post has the title"),
            )
        if not found:
            where = "the EA Forum's" if item.site == "eaforum" else "the corpus's"
            return None, None, f"not resolved: none of {where} known posts has the title"
        at = item.posted_at or ""
        for size, how in ((16, BY_TITLE_AND_MINUTE), (10, BY_TITLE)):
            same = sorted({document_id for moment, document_id in found if at and moment[:size] == at[:size]})
            if len(same) == 1:
                return same[0], None, how
        return None, None, f"not resolved: {len(found)} posts have the title, none of them its date alone"


def _host(found: list[tuple[str, str]], commented_at: str | None) -> str | None:
    """Return the one post that was there when the comment was written."""
    earlier = {document_id for moment, document_id in found if not commented_at or moment <= commented_at}
    return min(earlier) if len(earlier) == 1 else None


def unified(title: str) -> str:
    """Return a title as it is compared: one kind of quote, one dash however long, one space, no case.

    >>> unified("A  “mesa–optimizer”’s goal") == unified('a "Mesa-Optimizer"\\'s goal')
    True
    >>> unified("Gardens -- and Roots") == unified("Gardens — and Roots")
    True
    """
    plain = unicodedata.normalize("NFKC", title.translate(_UNIFIED)).replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub("-+", "-", plain)).strip().casefold()
