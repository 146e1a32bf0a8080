"""Posts of the Effective Altruism Forum by id: ``eaforum:<post id>``, on its own host, mirrors and bots' host.

Its ids are its own: the same id on LessWrong is another post.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("https://forum-bots.effectivealtruism.org/posts/BY8gXSpGijypbGitT/why", "")).document_id
'eaforum:BY8gXSpGijypbGitT'
>>> identify(parse("https://ea.greaterwrong.com/posts/BY8gXSpGijypbGitT#comment-Zq3cqWDPHhjtiescA", "")).names
'eaforum-comment:Zq3cqWDPHhjtiescA'
"""

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import EA_HOSTS, Named, post

NAME = "eaforum"
HOSTS = EA_HOSTS


def identify(address: Address) -> Named | None:
    """Return the post, or None if the address names none by id."""
    return post(address, NAME)
