"""Items of the closed site agentfoundations.org, whose posts and comments moved to the Alignment Forum.

Their numbers were not kept there, so ``agent-foundations:<number>`` names a document that nothing can find: such
links are counted as unresolved. In what moved, the items link each other by path alone, and no forum has such a path.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("https://agentfoundations.org/item?id=1225", ""))
Named(names='agent-foundations:1225', document_id=None)
>>> identify(parse("/item?id=47", "https://www.lesswrong.com"))
Named(names='agent-foundations:47', document_id=None)
"""

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import FORUM_HOSTS, Named

NAME = "agent-foundations"
HOSTS = frozenset({"agentfoundations.org"}) | FORUM_HOSTS


def identify(address: Address) -> Named | None:
    """Return the item, or None if the address names none."""
    number = address.query.get("id", "")
    return Named(f"{NAME}:{number}", None) if address.path == ("item",) and number.isdigit() else None
