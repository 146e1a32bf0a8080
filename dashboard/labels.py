"""What names of the tables are called on a page."""

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


def venue(name: str) -> str:
    """Return what a venue is called; one that has no other name keeps its own."""
    return VENUES.get(name, name)
