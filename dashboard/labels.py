"""What names of the tables are called on a page."""

import re

VENUES = {
    "all": "all venues",
    "af": "Alignment Forum",
    "lw": "LessWrong only",
    "forum": "forum, mark unknown",
    "eaf": "EA Forum",
    "arxiv": "arXiv",
    "web": "web",
}
FIELDS = {
    "title": "titles",
    "all": "titles, bodies and footnotes",
    "body": "bodies",
    "footnote": "footnotes",
    "quote": "quotations",
    "code": "code",
    "comment": "comments",
}
KINDS = {
    "all": "documents",
    "post": "posts",
    "comment": "comments",
    "tag": "tag pages",
    "paper": "papers",
    "page": "web pages",
}

UNTITLED = "(untitled)"
_INVISIBLE = re.compile(r"[\s\u00ad\u115f\u1160\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2800\u3164\ufeff\uffa0]*")


def is_blank(text: str) -> bool:
    """Say whether nothing of a text would be seen: it is empty, or white space and signs without width.

    >>> is_blank("\u200b "), is_blank("?")
    (True, False)
    """
    return _INVISIBLE.fullmatch(text) is not None


def venue(name: str) -> str:
    """Return what a venue is called; one that has no other name keeps its own."""
    return VENUES.get(name, name)
