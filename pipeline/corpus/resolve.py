"""From what a link names to the document of the corpus: slugs, the old site's numbers, pages of works.

The old site wrote ``/lw/<number>/<slug>``, and its slugs lived on, with other joints (``do_we_dont`` became
``do-we-don-t``) and cut at another length. So they are compared by letters and digits alone, only with posts that
can come from there, and a longer slug of the old site also by its beginning.
"""

import bisect
from collections.abc import Iterable, Mapping

from pipeline.corpus.identifiers.web import without_punctuation
from pipeline.corpus.merge import Draft
from pipeline.corpus.naming import MALFORMED

OLD_SITE_ENDED = "2018-04"
"""LessWrong 2.0 took over in March 2018; later posts have no number of the old site."""

_NUMBERED = (
    (0, "2006-11"),
    (1648, "2009-09"),
    (9326, "2011-08"),
    (18472, "2012-08"),
    (22165, "2013-04"),
    (29981, "2016-01"),
    (36**4, OLD_SITE_ENDED),
)
"""Numbers of the old site (base 36) and the months of posts that carry them. They rose from draft to draft."""

_CUT_AT = 38
"""The old site cut slugs at about 50 characters: 38 letters or more may be a beginning."""


class Resolver:
    """Finds documents by what links name.

    Parameters
    ----------
    drafts : iterable of Draft
        Every document of the corpus.
    pages : iterable of str
        Ids of the scheme ``web`` that works name: links to them are citations, as are links to pages of the corpus.
    aliases : mapping of str to str
        Ids of documents that have several or had another, and the one that is kept.
    """

    def __init__(self, drafts: Iterable[Draft], pages: Iterable[str], aliases: Mapping[str, str]) -> None:
        self._pages = {page for page in pages if page.startswith("web:")}
        self._aliases = aliases
        self._by_slug: dict[str, list[str]] = {}
        self._old: dict[str, list[tuple[str, str]]] = {}
        for draft in drafts:
            if draft.document_id.startswith("web:"):
                self._pages.add(draft.document_id)
            slug = draft.get("slug")
            if slug and draft.document_id.startswith("forum:"):
                self._by_slug.setdefault(slug, []).append(draft.document_id)
                if (posted_at := draft.get("posted_at") or "9999") < OLD_SITE_ENDED:
                    self._old.setdefault(_letters(slug), []).append((posted_at, draft.document_id))
        self._old_slugs = sorted(self._old)

    def resolve(self, names: str | None, resolved_id: str | None) -> tuple[str | None, str | None]:
        """Return the document that a link names and None, or None and why there is none.

        Both are None for links that need not name a document: other pages, notes, e-mail addresses.
        """
        if resolved_id is not None:
            return self._aliases.get(resolved_id, resolved_id), None
        if names is None:
            return None, None
        scheme, _, rest = names.partition(":")
        if scheme == "web":
            known = (one for one in (names, without_punctuation(names)) if one in self._pages)
            return next(known, None), None
        if scheme == "forum-slug":
            return _only(self._by_slug.get(rest, ()), "slug")
        if scheme == "forum-legacy":
            number, _, slug = rest.partition("/")
            if not slug:
                return None, "number of the old site without a slug: no table of numbers"
            return self._old_post(number, slug)
        if scheme == "agent-foundations":
            return None, "item of agentfoundations.org: no table of its numbers"
        if names.startswith(MALFORMED):
            return None, "malformed: expected a known form of an id"
        return None, None

    def _old_post(self, number: str, slug: str) -> tuple[str | None, str | None]:
        letters = _letters(slug)
        found = self._old.get(letters, [])
        if not found and len(letters) >= _CUT_AT:
            found = [one for key in self._old_slugs if key.startswith(letters) for one in self._old[key]]
        first, last = _written_between(number)
        return _only((one for posted_at, one in found if first <= posted_at[:7] <= last), "slug of the old site")


def _written_between(number: str) -> tuple[str, str]:
    """Return the first and last month in which a post of that number can have been posted.

    A draft may have waited a year. Later posts sometimes took up an old title again; the number tells them apart.

    >>> _written_between("lt6"), _written_between("n7w")
    (('2013-04', '2017-01'), ('2016-01', '2018-04'))
    """
    value = int(number, 36) if number.isascii() and number.isalnum() else 0
    place = min(bisect.bisect_right([known for known, _ in _NUMBERED], value), len(_NUMBERED) - 1)
    latest = _NUMBERED[place][1]
    return _NUMBERED[place - 1][1], min(f"{int(latest[:4]) + 1}{latest[4:]}", OLD_SITE_ENDED)


def _letters(slug: str) -> str:
    """Return the letters and digits of a slug.

    >>> _letters("do_we_believe_everything_were_told") == _letters("do-we-believe-everything-we-re-told")
    True
    """
    return "".join(character for character in slug if character.isalnum())


def _only(found: Iterable[str], what: str) -> tuple[str | None, str | None]:
    ids = sorted(set(found))
    if len(ids) == 1:
        return ids[0], None
    return None, f"{what}: no post of the corpus has it" if not ids else f"{what}: {len(ids)} posts have it"
