"""Tags and wiki pages of LessWrong and the Alignment Forum: ``forum-tag:<slug>``.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("https://www.alignmentforum.org/tag/deceptive-alignment?sort=new", "")).document_id
'forum-tag:deceptive-alignment'
>>> identify(parse("https://arbital.com/p/utility_indifference/", "")).document_id
'forum-tag:utility_indifference'
>>> identify(parse("https://www.lesswrong.com/tags/all", "")) is None
True
"""

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import FORUM_HOSTS, Named, bare, post_id_in

NAME = "forum-tag"
HOSTS = FORUM_HOSTS
_ROUTES = ("p", "tag", "topics", "w", "wiki", "wikitags")


def identify(address: Address) -> Named | None:
    """Return the tag, or None if the address names none."""
    if len(address.path) < 2 or address.path[0] not in _ROUTES or post_id_in(address.path):
        return None
    slug = bare(address.path[1].lower())
    if not slug:
        return None
    document_id = f"{NAME}:{slug}"
    return Named(f"{document_id}#{address.fragment}" if address.fragment else document_id, document_id)
