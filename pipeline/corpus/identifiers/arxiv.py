"""Papers on arXiv: ``arxiv:<id>``, the version dropped, old ids without their subject class.

>>> from pipeline.corpus.addresses import parse
>>> [identify(parse(url, "")).document_id for url in (
...     "http://arxiv.org/pdf/1906.01820v3.pdf", "https://doi.org/10.48550/arXiv.1906.01820",
...     "https://www.arxiv.org/abs/math.GT/0309136", "https://arxiv.org/ftp/arxiv/papers/0808/0808.3156.pdf")]
['arxiv:1906.01820', 'arxiv:1906.01820', 'arxiv:math/0309136', 'arxiv:0808.3156']
"""

import re

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import Named, bare
from pipeline.errors import MalformedIdentifier, clean

NAME = "arxiv"
HOSTS = frozenset(
    {"alphaxiv.org", "ar5iv.labs.arxiv.org", "ar5iv.org", "arxiv.org", "browse.arxiv.org", "de.arxiv.org"}
    | {"dx.doi.org", "doi.org", "export.arxiv.org", "lanl.arxiv.org", "xxx.lanl.gov"}
)
_ROUTES = ("abs", "e-print", "format", "ftp", "html", "pdf", "ps", "src")
_DOI = "10.48550"
_ID = re.compile(
    r"(?:.*/)?(?:arxiv[.:])?(?:(?P<new>\d{4}\.\d{4,5})|(?P<archive>[a-z-]+)(?:\.[a-z]{2})?/(?P<number>\d{7}))"
    r"(?:v\d+)?(?:\.pdf|\.ps|\.html)?",
    re.IGNORECASE,
)


def identify(address: Address) -> Named | None:
    """Return the paper, or None if the address names none.

    Raises
    ------
    MalformedIdentifier
        If it has the shape of a paper's address but holds no id.
    """
    if len(address.path) < 2 or address.path[0] not in ((_DOI,) if address.host.endswith("doi.org") else _ROUTES):
        return None
    match = _ID.fullmatch(bare("/".join(address.path[1:])))
    if match is None:
        raise MalformedIdentifier(
            f"arxiv link {clean(address.url)!r}: expected an id like 1906.01820 or math/0309136, "
            f"found {clean('/'.join(address.path[1:]))!r}"
        )
    document_id = f"{NAME}:{match['new'] or match['archive'].lower() + '/' + match['number']}"
    return Named(document_id, document_id)
