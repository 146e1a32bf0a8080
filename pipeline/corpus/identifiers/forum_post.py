"""Posts of LessWrong and the Alignment Forum by id: ``forum:<post id>``.

A post shown on both has one id, so both addresses become one document. A link to a comment is a citation of the
post that holds it; what it names is kept. The fixed pages are posts whose ids the forum's software holds.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("https://www.lesswrong.com/s/aBcDeFgHiJkLmNoPq/p/uMQ3cqWDPHhjtiesc", "")).document_id
'forum:uMQ3cqWDPHhjtiesc'
>>> identify(parse("https://www.greaterwrong.com/posts/uMQ3cqWDPHhjtiesc/x/comment/Zq3cqWDPHhjtiescA", "")).names
'forum-comment:Zq3cqWDPHhjtiescA'
>>> identify(parse("https://alignmentforum.org/posts/uMQ3", ""))
Traceback (most recent call last):
    ...
pipeline.errors.MalformedIdentifier: forum link 'https://alignmentforum.org/posts/uMQ3': \
expected an id of 17 characters or 24 hex digits, found 'uMQ3'; if the forum has a new form of id, extend POST_ID

Route shapes: https://github.com/ForumMagnum/ForumMagnum (lib/routeChecks).
"""

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import FORUM_HOSTS, Named, post

NAME = "forum"
HOSTS = FORUM_HOSTS

_FIXED_PAGES = {
    "about": "bJ2haLkcGeLtTWaD5",
    "contact": "ehcYkvyz7dh9L7Wt8",
    "donate": "LcpQQvcpWfPXvW7R9",
    "faq": "2rWKkWuPrgTMpLRbp",
}
_FORUMS_OWN = frozenset({"lesswrong.com", "lesserwrong.com", "lessestwrong.com"})


def identify(address: Address) -> Named | None:
    """Return the post, or None if the address names none by id."""
    if len(address.path) == 1 and address.host in _FORUMS_OWN and address.path[0] in _FIXED_PAGES:
        document_id = f"{NAME}:{_FIXED_PAGES[address.path[0]]}"
        return Named(f"{document_id}#{address.fragment}" if address.fragment else document_id, document_id)
    return post(address, NAME)
