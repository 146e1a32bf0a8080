"""Reading what the indexes of papers answer: ids, names, dates, and how one of their rows becomes a document."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from pipeline.archive.store import Reply
from pipeline.errors import BadPage, clean
from pipeline.records import AuthorRef, DocumentRecord, name_id
from pipeline.sources import _html, _json
from pipeline.sources._forum_rows import TITLE_LIMIT, utc

_BEFORE_DOI: Final = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi:\s*")
_DOI: Final = re.compile(r"10\.\d{4,9}/\S{1,200}")
_ARXIV: Final = re.compile(
    r"(?:arxiv:\s*|(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|html|pdf)/|10\.48550/arxiv\.)"
    r"(?P<number>\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?(?:\.pdf)?"
)
_DATE: Final = re.compile(r"(?:18|19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
MOST_AUTHORS: Final = 200
"""Of longer bylines the first so many are kept; the collaborations that have them are no authors of this field."""


def doi_of(document_id: str) -> str:
    """Return the DOI of a paper; arXiv gives one to each of its own.

    >>> doi_of("arxiv:1906.01820"), doi_of("doi:10.1/x")
    ('10.48550/arXiv.1906.01820', '10.1/x')
    """
    scheme, _, rest = document_id.partition(":")
    return f"10.48550/arXiv.{rest}" if scheme == "arxiv" else rest


def paper_id(written: str) -> str | None:
    """Return the id of the paper that a DOI or a number of arXiv names, in any of the ways these are written; None if none does.

    >>> {paper_id(one) for one in ("10.1000/ABC", "doi: 10.1000/abc", "https://dx.doi.org/10.1000/Abc", "DOI:10.1000/a%42c")}
    {'doi:10.1000/abc'}
    >>> paper_id("arXiv:1906.01820v3"), paper_id("https://doi.org/10.48550/arXiv.1906.01820"), paper_id("1906.01820")
    ('arxiv:1906.01820', 'arxiv:1906.01820', None)
    """
    name = unquote(written.strip()).lower()
    if before := _BEFORE_DOI.match(name):
        name = name[before.end() :]
    if on_arxiv := _ARXIV.fullmatch(name):
        return f"arxiv:{on_arxiv['number']}"
    return f"doi:{name}" if _DOI.fullmatch(name) and not name.startswith("10.48550/arxiv.") else None


def paper_ids(own: str, *, doi: object, arxiv: object) -> list[str]:
    """Return the ids of a paper, the best known first: arXiv's, then the DOI, then the index's own.

    >>> paper_ids("openalex:W1", doi="https://doi.org/10.48550/arXiv.1906.01820v3", arxiv=None)
    ['arxiv:1906.01820', 'openalex:W1']
    >>> paper_ids("openalex:W1", doi="10.1000/X", arxiv="1906.01820")
    ['arxiv:1906.01820', 'doi:10.1000/x', 'openalex:W1']
    """
    found = paper_id(f"arxiv:{arxiv or ''}"), paper_id(str(doi or ""))
    return [*dict.fromkeys(sorted(filter(None, found))), own]


def document(
    ids: list[str], reply: Reply, source: str, where: str, *, title: object, date: object, names: list[object]
) -> DocumentRecord:
    """Return a paper as a document; what is of another type than expected, or cannot be, is not known."""
    line = _html.line(title) if isinstance(title, str) else ""
    authors = dict.fromkeys(shown for name in names if isinstance(name, str) and (shown := _html.line(name)[:200]))
    return DocumentRecord(
        document_id=ids[0],
        kind="paper",
        origin=source,
        retrieved_at=reply.retrieved_at,
        where=where,
        title=line[:TITLE_LIMIT] or None,
        posted_at=_day(date, reply),
        authors=tuple(AuthorRef(None, name_id(name), name) for name in list(authors)[:MOST_AUTHORS]) or None,
        same_as=tuple(ids[1:]) or None,
    )


def members(value: object, *names: str) -> Any:
    """Return what lies at a path of members of JSON objects, or None where the path ends early."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def rows(value: object) -> Iterator[Any]:
    """Yield the items of a JSON list; of anything else none."""
    return iter(value) if isinstance(value, list) else iter(())


def loads(reply: Reply) -> dict[str, Any]:
    """Return the JSON object that a reply holds.

    Raises
    ------
    BadPage
        If it holds none.
    """
    where = _html.where(reply)
    value = _json.loads(reply.body, where)
    if not isinstance(value, dict):
        raise BadPage(f"{where}: expected a JSON object, found {clean(value)!r}")
    return value


def _day(date: object, reply: Reply) -> str | None:
    """Return a date in the precision it was given in, if the paper can have been published then."""
    text = str(date or "").strip()
    if not _DATE.fullmatch(text) or (len(text) == 10 and utc(text) is None):
        return None
    return text if text <= reply.retrieved_at[: len(text)] else None
