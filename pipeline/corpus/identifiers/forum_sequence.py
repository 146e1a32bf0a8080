"""Sequences of LessWrong and the Alignment Forum: ``forum-sequence:<id>``. A post inside one is the post.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("https://www.alignmentforum.org/s/r9tYkB2a8Fp4DN8yB", "")).document_id
'forum-sequence:r9tYkB2a8Fp4DN8yB'
>>> identify(parse("https://www.alignmentforum.org/s/r9tYkB2a8Fp4DN8yB/p/FkgsxrGf3QxhfLWHG", "")) is None
True
"""

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import FORUM_HOSTS, Named, checked_id, post_id_in

NAME = "forum-sequence"
HOSTS = FORUM_HOSTS


def identify(address: Address) -> Named | None:
    """Return the sequence, or None if the address names none."""
    if len(address.path) < 2 or address.path[0] not in ("s", "sequences") or post_id_in(address.path):
        return None
    document_id = f"{NAME}:{checked_id(address.path[1], address, NAME)}"
    return Named(document_id, document_id)
