"""Papers that cite the root work, from OpenAlex.

Site:    ``openalex``, https://api.openalex.org: one request for the paper, one for each hundred works that cite it. It
         needs no key for that; one in ``[gather.keys] openalex`` raises the day's budget.
Gives:   each citing paper's title, date, authors, DOI and arXiv id; that it cites the root work. Data are CC0.
Misses:  where and why it cites; citations that the index has not found; posts of the forums, which it does not know.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import BadPage, NoAnswer, clean
from pipeline.progress import Progress
from pipeline.records import CitationRecord, DocumentRecord, QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _html, _papers
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._paper_index import Citing, Fetch, PaperIndex, root_papers

NAME = "openalex"
SITE = "openalex"
INDEX = PaperIndex(
    NAME, "OpenAlex", "Authorization", "Bearer {}", "its budget is renewed at midnight UTC, and a free key raises it"
)
PAGE = 100
LAST_PAGE = 100
"""The index numbers the first ten thousand works; more need a key and another way of paging."""

_FIELDS = "id,doi,title,publication_date,authorships,locations"
_WORK = re.compile(r"(?:https://openalex\.org/)?(W\d{1,15})")
_ARXIV = re.compile(
    r"https?://(?:(?:www\.)?arxiv\.org/(?:abs|pdf)/|(?:dx\.)?doi\.org/10\.48550/arxiv\.)(?P<id>[^?#]+?)(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_ASKED = re.compile(r"/works/doi:(?P<doi>[^?#]+)")


def parse(reply: Reply) -> Iterator[Record]:
    """Read an answer: the root paper, or a page of the works that cite it.

    Raises
    ------
    BadPage
        If it is neither.
    """
    if reply.status != 200:
        return
    answer = _papers.loads(reply)
    cited = re.fullmatch(r"cites:(W\d+)", parse_qs(urlsplit(reply.url).query).get("filter", [""])[0])
    if cited is None:
        yield _root(_document(answer, reply, _html.where(reply)), reply)
        return
    for number, row in enumerate(_papers.rows(answer.get("results")), 1):
        where = f"{_html.where(reply)} #{number}"
        try:
            document = _document(row, reply, where)
        except BadPage as bad:
            yield QuarantinedRecord(f"{NAME} work", where, str(bad))
            continue
        yield document
        yield CitationRecord(
            document.document_id, f"openalex:{cited[1]}", "citation_index", NAME, reply.retrieved_at, where
        )


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome | None:
    """Ask for each paper of the root work, and for the works that cite it, page by page."""
    return INDEX.gather(settings, session, progress, _citers)


def probe(settings: Settings, session: Session) -> str:
    """Ask for the first paper of the root work and say what came."""
    return INDEX.probe(settings, session, _paper(root_papers(settings)[0]), id=str)


def hosts(settings: Settings) -> set[str]:
    """Return the index's host, if it is to be asked."""
    return INDEX.hosts(settings)


def _paper(document_id: str) -> str:
    return f"/works/doi:{_papers.doi_of(document_id)}?select={_FIELDS}"


def _citers(settings: Settings, fetch: Fetch, document_id: str) -> Citing | None:
    paper = INDEX.ask(settings, fetch, _paper(document_id), id=str)
    return _citing(settings, fetch, _work_id(_papers.loads(paper))) if paper.status == 200 else None


def _citing(settings: Settings, fetch: Fetch, work: str) -> Citing:
    """Ask for every page of the works that cite a work, until there are as many as the index says, or no more come.

    A list that changes between two pages gives a work twice and leaves another out; a work that cannot be used came all the same.
    """
    seen: set[str] = set()
    unusable = total = 0
    for number in range(1, LAST_PAGE + 1):
        path = f"/works?filter=cites:{work}&select={_FIELDS}&per-page={PAGE}&page={number}"
        try:
            reply = INDEX.ask(settings, fetch, path, results=list, meta=dict)
            answer = _papers.loads(reply)
            total = _count(answer)
        except (NoAnswer, BadPage) as why:
            if number == 1:
                raise
            return Citing(len(seen), more=True, unusable=unusable, why=why)
        records = list(parse(reply))
        seen |= {record.citing_id for record in records if isinstance(record, CitationRecord)}
        unusable += sum(isinstance(record, QuarantinedRecord) for record in records)
        if not answer["results"] or len(seen) + unusable >= total:
            break
    return Citing(len(seen), more=len(seen) + unusable < total, unusable=unusable)


def _count(answer: Mapping[str, object]) -> int:
    total = _papers.members(answer, "meta", "count")
    if not isinstance(total, int):
        raise BadPage(f"{NAME}: meta.count: expected how many works there are, found {clean(repr(total), 100)}")
    return total


def _work_id(row: object) -> str:
    found = _WORK.fullmatch(str(_papers.members(row, "id")))
    if found is None:
        raise BadPage(f"id: expected an OpenAlex work, found {clean(_papers.members(row, 'id'))!r}")
    return found[1]


def _root(document: DocumentRecord, reply: Reply) -> DocumentRecord:
    """Return the paper that was asked for: it is the one of the address, whatever DOI the index now gives it.

    The index makes one work of a preprint and its published version, and may call it by the latter's DOI alone.
    """
    asked = _ASKED.fullmatch(urlsplit(reply.url).path)
    if asked is None:
        return document
    ids = _papers.paper_ids(document.document_id, doi=unquote(asked["doi"]), arxiv=None)[:1]
    others = dict.fromkeys((*(document.same_as or ()), *ids))
    others.pop(document.document_id, None)
    return replace(document, same_as=tuple(others) or None)


def _document(row: object, reply: Reply, where: str) -> DocumentRecord:
    places = (_papers.members(place, "landing_page_url") for place in _papers.rows(_papers.members(row, "locations")))
    on_arxiv = (_ARXIV.fullmatch(place) for place in places if isinstance(place, str))
    arxiv = next((match["id"] for match in on_arxiv if match), None)
    ids = _papers.paper_ids(f"openalex:{_work_id(row)}", doi=_papers.members(row, "doi"), arxiv=arxiv)
    names = [
        _papers.members(one, "author", "display_name") for one in _papers.rows(_papers.members(row, "authorships"))
    ]
    return _papers.document(
        ids, reply, NAME, where, title=_papers.members(row, "title"),
        date=_papers.members(row, "publication_date"), names=names,
    )  # fmt: skip
