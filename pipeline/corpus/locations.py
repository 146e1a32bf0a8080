"""Where a document stands: its venue, and the address to read it at."""

from pipeline.corpus.identifiers._named import POST_ID

_AGENT_FOUNDATIONS_LENGTH = 24
_FORUM = "https://www.lesswrong.com"
_EA_FORUM = "https://forum.effectivealtruism.org"


def venue(document_id: str, af: bool | None) -> str:
    """Return ``af``, ``lw``, ``forum`` (mark unknown), ``eaf``, ``arxiv`` or ``web``.

    >>> venue("forum:5bd75cc58225bf0670375041", None), venue("forum:FkgsxrGf3QxhfLWHG", None)
    ('af', 'forum')
    """
    scheme, _, rest = document_id.partition(":")
    if scheme.startswith("forum"):
        old = len(rest) == _AGENT_FOUNDATIONS_LENGTH and POST_ID.fullmatch(rest)
        return "af" if af or (old and scheme == "forum") else "forum" if af is None else "lw"
    if scheme.startswith("eaforum"):
        return "eaf"
    return "arxiv" if scheme == "arxiv" else "web"


def url(document_id: str, slug: str | None, parent_id: str | None, given: str | None) -> str | None:
    """Return the address to read a document at; made from its id where its scheme says how.

    >>> url("forum:FkgsxrGf3QxhfLWHG", "risks", None, None)
    'https://www.lesswrong.com/posts/FkgsxrGf3QxhfLWHG/risks'
    """
    scheme, _, rest = document_id.partition(":")
    match scheme:
        case "forum":
            return f"{_FORUM}/posts/{rest}" + (f"/{slug}" if slug else "")
        case "eaforum":
            return f"{_EA_FORUM}/posts/{rest}" + (f"/{slug}" if slug else "")
        case "forum-comment" | "eaforum-comment":
            if parent_id is None or parent_id.startswith("forum-tag:"):
                return given
            host = _FORUM if scheme == "forum-comment" else _EA_FORUM
            return f"{host}/posts/{parent_id.partition(':')[2]}?commentId={rest}"
        case "forum-tag":
            return f"{_FORUM}/w/{rest}"
        case "forum-sequence":
            return f"{_FORUM}/s/{rest}"
        case "arxiv":
            return f"https://arxiv.org/abs/{rest}"
        case "doi":
            return f"https://doi.org/{rest}"
        case "web":
            return rest
    return given
