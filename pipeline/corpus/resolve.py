"""From what a link names to the document of the corpus: slugs, the old site's numbers, pages of works.

The old site wrote ``/lw/<number>/<slug>``, and its slugs lived on, with other joints (``do_we_dont`` became
``do-we-don-t``) and cut at another length. So they are compared by letters and digits alone, only with posts that
can come from there, and a longer slug of the old site also by its beginning.
"""

from collections.abc import Iterable

from pipeline.corpus.merge import Draft
from pipeline.corpus.naming import MALFORMED

OLD_SITE_ENDED = "2018-04"
"""LessWrong 2.0 took over in March 2018; later posts have no number of the old site."""

_CUT_AT = 38
"""The old site cut slugs at about 50 characters: 38 letters or more may be a beginning."""

SELF = "links to itself"


class Resolver:
    """Finds documents by what links name.

    Parameters
    ----------
    drafts : iterable of Draft
        Every document of the corpus.
    pages : iterable of str
        Ids of the scheme ``web`` that works name: links to them are citations.
    """

    def __init__(self, drafts: Iterable[Draft], pages: Iterable[str]) -> None:
        self._pages = frozenset(page for page in pages if page.startswith("web:"))
        self._by_slug: dict[str, list[str]] = {}
        self._old: dict[str, list[str]] = {}
        for draft in drafts:
            slug = draft.get("slug")
            if slug and draft.document_id.startswith("forum:"):
                self._by_slug.setdefault(slug, []).append(draft.document_id)
                if (draft.get("posted_at") or "9999") < OLD_SITE_ENDED:
                    self._old.setdefault(_letters(slug), []).append(draft.document_id)
        self._old_slugs = sorted(self._old)

    def resolve(self, names: str | None, resolved_id: str | None) -> tuple[str | None, str | None]:
        """Return the document that a link names and None, or None and why there is none.

        Both are None for links that need not name a document: other pages, notes, e-mail addresses.
        """
        if resolved_id is not None or names is None:
            return resolved_id, None
        scheme, _, rest = names.partition(":")
        if scheme == "web":
            return (names, None) if names in self._pages else (None, None)
        if scheme == "forum-slug":
            return _only(self._by_slug.get(rest, ()), "slug")
        if scheme == "forum-legacy":
            slug = rest.partition("/")[2]
            return (
                self._old_post(slug) if slug else (None, "number of the old site without a slug: no table of numbers")
            )
        if scheme == "agent-foundations":
            return None, "item of agentfoundations.org: no table of its numbers"
        if names.startswith(MALFORMED):
            return None, "malformed: expected a known form of an id"
        return None, None

    def _old_post(self, slug: str) -> tuple[str | None, str | None]:
        letters = _letters(slug)
        found = self._old.get(letters, [])
        if not found and len(letters) >= _CUT_AT:
            found = [one for key in self._old_slugs if key.startswith(letters) for one in self._old[key]]
        return _only(found, "slug of the old site")


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
