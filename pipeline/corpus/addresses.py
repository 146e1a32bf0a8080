"""An address as written -> an address that can be looked at: resolved, mended, taken apart.

>>> parse("/posts/FkgsxrGf3QxhfLWHG?commentId=x#y", "https://www.lesswrong.com/").path
('posts', 'FkgsxrGf3QxhfLWHG')
>>> parse("greaterwrong.com/posts/FkgsxrGf3QxhfLWHG", "https://www.lesswrong.com/").repaired
'scheme'
>>> parse("https://web.archive.org/web/2019/http://www.LessWrong.com:80/lw/if/", "").host
'lesswrong.com'
>>> parse("javascript:alert(1)", "") is None
True
>>> parse("https://www.lesswrong.com/posts/FkgsxrGf3QxhfLWHG#Part_2:~:text=some%20words", "").fragment
'Part_2'
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+-]*):")
_HOST_LIKE = re.compile(
    r"/{0,2}((?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|io|ai|uk|de|fr|eu|ch|au|ca|info|me|co|xyz|fyi|blog|ru|tv))"
    r"(?::\d+)?(?=[/?#]|$)"
)
_ARCHIVED = re.compile(r"/web/(?:\d+|\*)(?:[a-z]{2}_)?/(?P<inner>.+)", re.DOTALL)
_SLASHES = re.compile(r"^([A-Za-z]+):/*")
_BLANKS = re.compile(r"[\t\n\r]")
_OPENED = re.compile(r"""[(\[{<"'“‘«*_]+(?=https?://)""", re.IGNORECASE)
"""Punctuation that texts leave before an address."""
_REDIRECTS = {
    "lesswrong.com": ("/out", ("url",)),
    "alignmentforum.org": ("/out", ("url",)),
    "forum.effectivealtruism.org": ("/out", ("url",)),
    "forum-bots.effectivealtruism.org": ("/out", ("url",)),
    "greaterwrong.com": ("/out", ("url",)),
    "ea.greaterwrong.com": ("/out", ("url",)),
    "google.com": ("/url", ("q", "url")),
    "l.facebook.com": ("/l.php", ("u",)),
}
_MOST_WRAPPERS = 5


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in parts: ``host`` in lower case without ``www.``, ``path`` decoded, without empty parts.

    ``fragment`` lacks the words that a browser should mark (``#:~:text=...``): they are text, not a place.

    ``repaired`` says how it was mended (`scheme`, `web-archive`, `redirect`, joined by ` | `), None if it was not.
    """

    url: str
    host: str
    path: tuple[str, ...]
    query: dict[str, str]
    fragment: str
    repaired: str | None


def parse(href: str, base_url: str) -> Address | None:
    """Return the web address that ``href`` stands for on the page ``base_url``, or None if it is none.

    None stands for links inside the page (``#note``), other schemes (``mailto:``, ``javascript:``), e-mail addresses
    without a scheme, and addresses that are no web address at all (bad port, user name before the host).
    """
    repairs: list[str] = []
    url = _BLANKS.sub("", href.strip(" \x00\t\n\r\f\v\u200b\xa0"))
    url = url[found.end() :] if (found := _OPENED.match(url)) else url
    for _ in range(_MOST_WRAPPERS):
        absolute = _absolute(url, base_url, repairs)
        parts = None if absolute is None else _split(absolute)
        if absolute is None or parts is None:
            return None
        inner = _unwrap(parts, repairs)
        if inner is None:
            return _address(absolute, parts, repairs)
        url = inner
    return None


def _absolute(url: str, base_url: str, repairs: list[str]) -> str | None:
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() in ("http", "https"):
        return _SLASHES.sub(lambda found: f"{found[1].lower()}://", url)
    if scheme and not re.match(r"\d+(?:[/?#]|$)", url[scheme.end() :]):
        return None
    if not url or url.startswith("#"):
        return None
    if url.startswith("//"):
        return "https:" + url
    if _HOST_LIKE.match(url):
        repairs.append("scheme")
        return "https://" + url.lstrip("/")
    if "@" in url.partition("/")[0] or scheme:
        return None
    return urljoin(base_url, url) if base_url else None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        named = parts.port is None or parts.port > 0
    except ValueError:  # a port beyond 65535, or half a pair of brackets: nowhere to go
        return None
    return parts if parts.hostname and named and "@" not in parts.netloc else None


def _unwrap(parts: SplitResult, repairs: list[str]) -> str | None:
    """Return the address inside a web archive's or a redirect's address, or None if it is neither."""
    host = _host(parts)
    if host in ("web.archive.org", "archive.org") and (match := _ARCHIVED.match(parts.path)):
        repairs.append("web-archive")
        tail = f"?{parts.query}" if parts.query else ""
        tail += f"#{parts.fragment}" if parts.fragment else ""
        inner = match["inner"] + tail
        return inner if _SCHEME.match(inner) else "http://" + inner
    route, keys = _REDIRECTS.get(host, ("", ()))
    if route and parts.path.rstrip("/") == route:
        query = dict(parse_qsl(parts.query))
        for key in keys:
            if key in query:
                repairs.append("redirect")
                return query[key]
    return None


def _address(url: str, parts: SplitResult, repairs: list[str]) -> Address:
    return Address(
        url,
        _host(parts),
        tuple(part for part in unquote(parts.path).split("/") if part),
        dict(parse_qsl(parts.query)) if parts.query else {},
        unquote(parts.fragment).partition(":~:")[0],
        " | ".join(dict.fromkeys(repairs)) or None,
    )


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # too long a label, or an empty one: keep it as written, it names no host we know
        return quote(host)
