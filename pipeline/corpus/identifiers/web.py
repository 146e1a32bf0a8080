"""Any other page: ``web:<address>``, written one way.

That is https, the host in lower case without ``www.``, no fragment, no tracking parameters, no trailing slash. Such
a page is a link and no citation, unless a work of the configuration names it.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("http://www.Intelligence.org:80/learned-optimization/?utm_source=x#overview", "")).names
'web:https://intelligence.org/learned-optimization'
"""

import re
from urllib.parse import quote, unquote, urlsplit

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import Named, bare

NAME = "web"
HOSTS: frozenset[str] = frozenset()
"""Empty: asked for every address that no other module has taken."""

_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|_ga|_hsenc|_hsmi|ref_src)(?:=|$)", re.IGNORECASE)
_SAFE = "/%:@!$&'()*+,;=~-._?"


def normalise(address: Address) -> str:
    """Return the one way to write the address of a page."""
    parts = urlsplit(address.url)
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = quote(parts.path, safe=_SAFE).rstrip("/")
    return f"https://{address.host}{port}{path}" + (f"?{quote(query, safe=_SAFE)}" if query else "")


def without_punctuation(page_id: str) -> str:
    """Return the id of a page whose address ends before the punctuation that texts leave behind one.

    >>> without_punctuation("web:https://intelligence.org/learned-optimization/%E2%80%9D).")
    'web:https://intelligence.org/learned-optimization'
    """
    if page_id[-1:].isalnum() and "%" not in page_id[-3:]:
        return page_id
    while (shorter := bare(unquote(page_id)).rstrip("/")) != page_id:
        page_id = shorter
    return quote(page_id, safe=_SAFE)


def identify(address: Address) -> Named:
    """Return the page."""
    return Named(f"{NAME}:{normalise(address)}", None)
