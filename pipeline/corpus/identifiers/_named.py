"""What the modules of this folder share: their answer, the forums' hosts and the forms of ids."""

import re
from dataclasses import dataclass

from pipeline.corpus.addresses import Address
from pipeline.errors import MalformedIdentifier, clean

POST_ID = re.compile(r"[A-Za-z0-9]{17}|[0-9a-f]{24}")
_WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
_PUNCTUATION = frozenset(".,;:!?'\"`*_”’»…\\ \t\u00a0\u200b")
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}

FORUM_HOSTS = frozenset(
    {"alignment-forum.com", "alignmentforum.org", "arbital.com", "arbital.greaterwrong.com", "baserates.org"}
    | {"greaterwrong.com", "lessestwrong.com", "lesserwrong.com", "lesswrong.com", "lw2.issarice.com"}
)
"""LessWrong and the Alignment Forum, their old names and mirrors: one database, one id for a post on all of them."""

EA_HOSTS = frozenset(
    {"ea.greaterwrong.com", "eaforum.issarice.com", "forum-bots.effectivealtruism.org", "forum.effectivealtruism.org"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """What an address names: exactly (``names``), and the document that holds it, if the address alone says which."""

    names: str
    document_id: str | None


def bare(written: str) -> str:
    """Return a part of an address without the punctuation that texts leave behind it; brackets opened in it are its own.

    >>> bare("mesa-optimization)."), bare("10.1016/S0140-6736(05)67877-1)"), bare("10.1000/a(b)”")
    ('mesa-optimization', '10.1016/S0140-6736(05)67877-1', '10.1000/a(b)')
    """
    while written and (
        written[-1] in _PUNCTUATION
        or (written[-1] in _CLOSING and written.count(written[-1]) > written.count(_CLOSING[written[-1]]))
    ):
        written = written[:-1]
    return written


def checked_id(written: str, address: Address, scheme: str) -> str:
    """Return a post id without the punctuation that texts leave behind it.

    Raises
    ------
    MalformedIdentifier
        If what is left has no known form of an id.
    """
    found = bare(written)
    if not POST_ID.fullmatch(found):
        raise MalformedIdentifier(
            f"{scheme} link {clean(address.url)!r}: expected an id of 17 characters or 24 hex digits, "
            f"found {clean(written)!r}; if the forum has a new form of id, extend POST_ID"
        )
    return found


def post_id_in(path: tuple[str, ...]) -> str | None:
    """Return the part of a forum's path that should be a post id, or None if no post is named by id.

    >>> post_id_in(("s", "aBcDeFgHiJkLmNoPq", "p", "uMQ3cqWDPHhjtiesc"))
    'uMQ3cqWDPHhjtiesc'
    """
    match path:
        case ("posts", "slug", *_):
            return None
        case ("posts" | "events", post, *_) | ("s" | "g", _, "p", post, *_):
            return post
        case ("p", post, *_) if POST_ID.fullmatch(bare(post)) and not post.islower():
            return post
    return None


def comment_in(address: Address) -> str | None:
    """Return the id of the comment that a post's address points to, or None.

    An anchor may be a section's, which is called as its heading is: ``Misunderstandings`` has 17 letters, too. An id is a
    random choice from 55 signs; that it reads as a word, without a capital behind the first letter or in capitals alone,
    happens to one in 350,000. So such an anchor is a section's, unless ``comment-`` stands before it; ``commentId=`` always
    names a comment.
    """
    match address.path:
        case (*_, "comment" | "answer", comment):
            return _comment_id(comment)
    if named := _comment_id(address.query.get("commentId", "")):
        return named
    anchor = bare(address.fragment)
    return None if _WORD.fullmatch(anchor) else _comment_id(anchor)


def _comment_id(written: str) -> str | None:
    found = bare(written).removeprefix("comment-")
    return found if POST_ID.fullmatch(found) else None


def post(address: Address, scheme: str) -> Named | None:
    """Return the post that a forum's address names by id; comments and sections are kept in ``names``."""
    written = post_id_in(address.path)
    if written is None:
        return None
    document_id = f"{scheme}:{checked_id(written, address, scheme)}"
    if comment := comment_in(address):
        return Named(f"{scheme}-comment:{comment}", document_id)
    return Named(f"{document_id}#{address.fragment}" if address.fragment else document_id, document_id)
