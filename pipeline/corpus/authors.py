"""Who is who: one author id for each person, from records that name them in different ways.

``forum:<slug>`` where the slug is known, else ``forum-id:<user id>``; what has a scheme of its own stays as it is
(``eaforum:``, and ``name:`` for authors of papers, who are known by name alone). A slug and a user id are one person if a record
gives both, or if one record gives a document's only author by slug and another by user id.

Whether two documents share a person is asked more widely, of :func:`persons_behind`: people of a forum are known to
papers by their name, and the two forums' copies of a post by one name are by one person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.corpus.merge import Draft, Rank
from pipeline.records import AuthorRef, name_id

_FORUMS: Final = ("forum", "eaforum")


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
    """Return the slug of each user id, and the newest slug of people who have had several.

    A slug that somebody has now is theirs alone; of several people who gave up the same one, the last had it longest.
    """
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
    for user_id, counted in guesses.items():
        if user_id not in slug_of:
            slug_of[user_id] = min(counted, key=lambda slug: (-counted[slug], slug))
    told = sorted((*one, user_id) for user_id, found in together.items() for one in found)
    current = set(slug_of.values())
    return slug_of, {old: slug_of[user_id] for _, old, user_id in told if old not in current}


def persons_behind(
    drafts: Mapping[str, Draft],
    byline: Mapping[str, list[str]],
    people: People,
    named: Mapping[str, frozenset[str]],
) -> dict[str, frozenset[str]]:
    """Return every id that the authors of each document go by; two documents that share one share a person.

    A writer of a forum is the author of that name in papers, unless several writers of that forum have the name; it
    takes nothing from them that somebody has it on the other forum. Writers of the two forums are one person only where
    both stand, by one name, on the bylines of two copies of a post.

    Parameters
    ----------
    drafts : mapping of str to Draft
        Every document; some name their copy on the other forum.
    byline : mapping of str to list of str
        Author ids of the documents whose authors are known.
    people : People
        Who they are called.
    named : mapping of str to frozenset of str
        Ids in papers that the configuration knows of a document's authors.
    """
    names = {one: name_id(people.name(one)) for ids in byline.values() for one in ids}
    shared = Counter((_forum(one), name) for one, name in names.items() if not one.startswith("name:"))
    called: dict[str, frozenset[str]] = {}
    for one, name in names.items():
        if one.startswith("name:"):
            called[one] = _in_papers(one)
        else:
            own = frozenset({f"{_forum(one)} {name}"}) if shared[_forum(one), name] == 1 else frozenset()
            called[one] = own | {one}
    for one, twins in _on_both_forums(drafts, byline, names).items():
        called[one] |= twins
    return {
        document_id: frozenset().union(
            *(called[one] for one in ids), *(_in_papers(name) for name in named.get(document_id, ()))
        )
        for document_id, ids in byline.items()
    }


def _forum(author_id: str) -> str:
    return "eaforum" if author_id.startswith("eaforum:") else "forum"


def _in_papers(name: str) -> frozenset[str]:
    """Return what an author of papers goes by: their name, and the writer of that name on each forum."""
    return frozenset({name, *(f"{forum} {name}" for forum in _FORUMS)})


def _on_both_forums(
    drafts: Mapping[str, Draft], byline: Mapping[str, list[str]], names: Mapping[str, str]
) -> dict[str, set[str]]:
    """Return, for writers of the EA Forum, who they are on the other: one name on the bylines of two copies says so."""
    twins: dict[str, set[str]] = defaultdict(set)
    for document_id, draft in drafts.items():
        both = [*byline.get(document_id, ()), *byline.get(draft.get("crosspost_id") or "", ())]
        for one in both:
            if _forum(one) == "eaforum":
                twins[one].update(other for other in both if _forum(other) == "forum" and names[other] == names[one])
    return twins
