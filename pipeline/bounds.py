"""How much of one text is read, whoever sent it: real ones stay far below, and hostile ones cost seconds, not hours; how much may get lost.

A parser of HTML looks through all open elements at every end tag without a start, so what it costs is the length of
the text times its depth. It cannot be stopped within a piece it has been given; hence the slices.
"""

import re
from collections.abc import Iterator
from typing import Final

DEEPEST: Final = 512
"""Elements within each other, as many as browsers allow; the deepest of 8,000 real bodies has 32."""

MOST_LINKS: Final = 500
"""Links of one body; the most that one of 8,000 real bodies has is 437."""

MOST_ELEMENTS: Final = 50_000
"""Elements of one page, of which a tree is made, at a thousand bytes each; real pages have up to 5,000."""

MOST_ATTRIBUTES: Final = 1000
"""Attributes of one element of a page."""

SHRUNK: Final = 0.8
"""Anything that comes with less than this share of what was known of it has to be looked at."""

_SLICE: Final = 1 << 15
_LONG_TAG: Final = re.compile(r"<[A-Za-z][^<>]{65536,}")
"""Most such tags hold an image, whose text has hardly an equals sign."""


def slices(html: str) -> Iterator[bytes]:
    """Yield HTML as UTF-8 in pieces of at most 32,768 characters, each cut before a tag where there is one.

    >>> [piece.count(b"<p>") for piece in slices("<p>one" * 6000)]
    [5461, 539]
    """
    start = 0
    while start < len(html):
        end = start + _SLICE
        if end < len(html) and (tag := html.rfind("<", start + 1, end)) > 0:
            end = tag
        yield html[start:end].encode("utf-8", "replace")
        start = end


def crowded_tag(html: str) -> int | None:
    """Return where a long tag with more than :data:`MOST_ATTRIBUTES` attributes begins, if there is one.

    The parser keeps the name of every attribute that it ever saw, so it must not see these.

    >>> crowded_tag("<p>" + "<a " + "n=1 " * 20_000 + ">"), crowded_tag(f"<img src='{'A' * 80_000}=='>")
    (3, None)
    """
    return next((tag.start() for tag in _LONG_TAG.finditer(html) if tag[0].count("=") > MOST_ATTRIBUTES), None)
