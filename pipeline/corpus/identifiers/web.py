"""Any other page: ``web:<address>``, written one way.

That is https, the host in lower case without ``www.``, no fragment, no tracking parameters, no trailing slash. Such
a page is a link and no citation, unless a work of the configuration names it.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("http://www.Intelligence.org:80/learned-optimization/?utm_source=x#overview", "")).names
'web:https://intelligence.org/learned-optimization'
"""

import re
from urllib.parse import quote, urlsplit

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import Named

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


def identify(address: Address) -> Named:
    """Return the page."""
    return Named(f"{NAME}:{normalise(address)}", None)
