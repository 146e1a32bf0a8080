"""Posts of LessWrong by slug or by the old site's number: which one it is, the corpus knows.

``forum-slug:<slug>`` and ``forum-legacy:<number>/<slug>`` stand in ``names`` until :mod:`pipeline.corpus.resolve`
finds the post.

>>> from pipeline.corpus.addresses import parse
>>> identify(parse("http://lesswrong.com/r/discussion/lw/ly9/crude_measures/", ""))
Named(names='forum-legacy:ly9/crude_measures', document_id=None)
>>> identify(parse("https://www.lesswrong.com/rationality/singlethink", "")).names
'forum-slug:singlethink'
"""

from pipeline.corpus.addresses import Address
from pipeline.corpus.identifiers._named import FORUM_HOSTS, Named, bare

NAME = "forum-slug"
HOSTS = FORUM_HOSTS
_COLLECTIONS = ("codex", "highlights", "hpmor", "rationality")


def identify(address: Address) -> Named | None:
    """Return the slug or number that the address holds, or None if it holds none."""
    match address.path:
        case ("posts", "slug", slug, *_):
            return Named(f"{NAME}:{bare(slug.lower())}", None)
        case (collection, slug) if collection in _COLLECTIONS:
            return Named(f"{NAME}:{bare(slug.lower())}", None)
        case ("lw", number, *rest) | ("r", _, "lw", number, *rest):
            slug = bare(rest[0].lower()) if rest else ""
            return Named(f"forum-legacy:{bare(number.lower())}" + (f"/{slug}" if slug else ""), None)
    return None
