"""Hosts of the forums and of their mirror, and what the page at an address there shows."""

import re
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

FORUMS: Final = {
    "lesswrong.com": "forum",
    "alignmentforum.org": "forum",
    "forum.effectivealtruism.org": "eaforum",
    "forum-bots.effectivealtruism.org": "eaforum",
}
"""The forums' own hosts, without ``www.``, and the scheme of what stands there."""

MIRRORS: Final = {"greaterwrong.com": "forum", "ea.greaterwrong.com": "eaforum"}
"""The same of GreaterWrong."""

SCHEMES: Final = FORUMS | MIRRORS

HOMES: Final = {"forum": "https://www.lesswrong.com", "eaforum": "https://forum.effectivealtruism.org"}
"""What relative links in the documents of a scheme are relative to."""

Shown = Literal["post", "comment", "tag", "person", "front page"]

_SHOWS: Final[tuple[tuple[Shown, re.Pattern[str]], ...]] = (
    ("comment", re.compile(r"/(?:posts|events)/[^/]+/[^/]+/(?:comment|answer)/[^/]+/?")),
    ("post", re.compile(r"/(?:(?:posts|events)|[sg]/[^/]+/p)/[^/]+(?:/.*)?")),
    ("tag", re.compile(r"/(?:w|wiki|wikitags|tag|topics)/[^/]+(?:/.*)?")),
    ("person", re.compile(r"/users/[^/]+(?:/.*)?")),
    ("front page", re.compile(r"/?")),
)


def host_of(url: str) -> str:
    """Return the host of an address in lower case and without ``www.``; of what is no address, an empty text."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def shown_at(url: str) -> Shown | None:
    """Say what the page at an address of a forum or of its mirror shows; None where the host is another's, or of other pages.

    >>> shown_at("https://www.lesswrong.com/posts/FkgsxrGf3QxhfLWHG/risks"), shown_at("https://lesswrong.com")
    ('post', 'front page')
    >>> shown_at("https://www.lesswrong.com/allPosts"), shown_at("https://roots.example/posts/FkgsxrGf3QxhfLWHG")
    (None, None)
    """
    if host_of(url) not in SCHEMES:
        return None
    parts = urlsplit(url)
    shown = next((what for what, path in _SHOWS if path.fullmatch(parts.path)), None)
    return "comment" if shown == "post" and "commentId" in parse_qs(parts.query) else shown


def of_lesswrong(url: str) -> bool:
    """Say whether an address is of LessWrong, the Alignment Forum or their mirror, whose tags and people alone are read."""
    return SCHEMES.get(host_of(url)) == "forum"


def on_forum(url: str, *shown: Shown) -> bool:
    """Say whether a forum itself shows one of these at an address."""
    return host_of(url) in FORUMS and shown_at(url) in shown


def on_mirror(url: str, *shown: Shown) -> bool:
    """Say whether the forums' mirror shows one of these at an address."""
    return host_of(url) in MIRRORS and shown_at(url) in shown
