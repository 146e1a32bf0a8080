"""Works with a DOI: ``doi:<doi in lower case>``; DOIs of arXiv are its papers.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("https://dx.doi.org/10.1001/JAMA.1992.03490170092032", "")).document_id
'doi:10.1001/jama.1992.03490170092032'
>>> identify(parse("https://doi.org/10/dqjsk8", "")) is None  # a short form: another name of an unknown one
True
"""

import re

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import Named, bare

NAME = "doi"
HOSTS = frozenset({"dx.doi.org", "doi.org"})
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def identify(address: Address) -> Named | None:
    """Return the work, or None if the address names none."""
    doi = bare("/".join(address.path).lower())
    if not _DOI.fullmatch(doi) or doi.startswith("10.48550/arxiv"):
        return None
    return Named(f"{NAME}:{doi}", f"{NAME}:{doi}")
