"""Who is who: one author id for each person, from records that name them in different ways.

``forum:<slug>`` where the slug is known, else ``forum-id:<user id>``; what has a scheme of its own stays as it is
(``eaforum:``, and ``name:`` for authors of papers, who are known by name alone). A slug and a user id are one person if a record
gives both, or if one record gives a document's only author by slug and another by user id.
"""

from collections import Counter
from collections.abc import Iterable

from pipeline.corpus.merge import Draft, Rank
from pipeline.records import AuthorRef


class People:
    """Answers who an author is, once every record is in.

    Parameters
    ----------
    drafts : iterable of Draft
        Every document.
    names : dict of AuthorRef to Rank
        Every author as named, and how much the record is believed that named them so.
    """

    def __init__(self, drafts: Iterable[Draft], names: dict[AuthorRef, Rank]) -> None:
        self._slug_of, self._newest_slug = _slugs(drafts, names)
        self._names: dict[str, tuple[Rank, str]] = {}
        self._user_ids: dict[str, str] = {}
        for author, rank in names.items():
            found = (rank, author.name or "")
            author_id = self.author_id(author)
            self._names[author_id] = max(found, self._names.get(author_id, found))
        for user_id, slug in sorted(self._slug_of.items(), reverse=True):
            self._user_ids[_id_of_slug(slug)] = user_id

    def author_id(self, author: AuthorRef) -> str:
        """Return the id of the person that a record names."""
        slug = self._slug_of.get(author.user_id or "") or author.slug
        if slug:
            return _id_of_slug(self._newest_slug.get(slug, slug))
        return author.user_id if author.user_id and ":" in author.user_id else f"forum-id:{author.user_id}"

    def name(self, author_id: str) -> str:
        """Return the display name as last seen; the id's own text where no record gives a name."""
        found = self._names.get(author_id)
        return found[1] if found else author_id.partition(":")[2]

    def user_id(self, author_id: str) -> str | None:
        """Return the forum's user id, or None if no record gives it."""
        scheme, _, rest = author_id.partition(":")
        return rest if scheme == "forum-id" else self._user_ids.get(author_id)


def _id_of_slug(slug: str) -> str:
    return slug if slug.startswith("eaforum:") else f"forum:{slug}"


def _slugs(drafts: Iterable[Draft], names: dict[AuthorRef, Rank]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the slug of each user id, and the newest slug of people who have had several."""
    together: dict[str, list[tuple[Rank, str]]] = {}
    guesses: dict[str, Counter[str]] = {}
    for draft in drafts:
        for author in draft.authors[1] if draft.authors else ():
            if author.slug and author.user_id:
                together.setdefault(author.user_id, []).append((draft.authors[0][2], author.slug))  # type: ignore[index]
        if len(draft.sole_slugs) == 1 and len(draft.sole_user_ids) == 1:
            guesses.setdefault(min(draft.sole_user_ids), Counter()).update(draft.sole_slugs)
    for author, rank in names.items():
        if author.slug and author.user_id:
            together.setdefault(author.user_id, []).append((rank, author.slug))
    slug_of = {user_id: max(found)[1] for user_id, found in together.items()}
    renamed = {old: slug_of[user_id] for user_id, found in together.items() for _, old in found}
    for user_id, counted in guesses.items():
        if user_id not in slug_of:
            slug_of[user_id] = min(counted, key=lambda slug: (-counted[slug], slug))
    return slug_of, {old: new for old, new in renamed.items() if old != new}
