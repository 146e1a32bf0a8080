"""Papers that cite the root work, from Semantic Scholar, with the sentences in which they do.

Site:    ``semantic_scholar``, https://api.semanticscholar.org: a request for each thousand citing papers. Without a key
         it answers from a pool that is often empty; a key goes in ``[gather.keys] semantic_scholar``.
Gives:   each citing paper's title, date, authors, DOI and arXiv id; that it cites the root work; the sentences around the
         citations and what the index takes their purpose to be, which stay on this machine.
Misses:  citations that the index has not found, and those beyond the first 9,999; posts of the forums.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.archive.session import Session
from pipeline.archive.store import Reply
from pipeline.errors import BadPage, NoAnswer, clean
from pipeline.progress import Progress
from pipeline.records import CitationRecord, ContextRecord, QuarantinedRecord, Record
from pipeline.settings import Settings
from pipeline.sources import _html, _papers
from pipeline.sources._outcome import SourceOutcome
from pipeline.sources._paper_index import Citing, Fetch, PaperIndex, root_papers

NAME = "semantic_scholar"
SITE = "semantic_scholar"
INDEX = PaperIndex(NAME, "Semantic Scholar", "x-api-key", "{}", "without a key it is often too busy to answer")
PAGE = 1000
MOST = 9999
"""Citations of one paper that the index gives."""

_FIELDS = "contexts,intents,isInfluential,title,year,publicationDate,externalIds,authors"
_CITED = re.compile(r"/graph/v1/paper/(?P<scheme>ARXIV|DOI):(?P<rest>.+)/citations$")
_PAPER = re.compile(r"[0-9a-f]{40}")
_LONGEST = 2000


def parse(reply: Reply) -> Iterator[Record]:
    """Read a page of the papers that cite one.

    Raises
    ------
    BadPage
        If it is none.
    """
    if reply.status != 200:
        return
    asked = _CITED.search(unquote(urlsplit(reply.url).path))
    if asked is None:
        raise BadPage(f"{_html.where(reply)}: expected an answer about who cites a paper, found another")
    cited_id = f"{asked['scheme'].lower()}:{asked['rest'].lower()}"
    for number, row in enumerate(_papers.rows(_papers.loads(reply).get("data")), 1):
        yield from _citing(row, cited_id, reply, f"{_html.where(reply)} #{number}")


def gather(settings: Settings, session: Session, progress: Progress) -> SourceOutcome | None:
    """Ask for the papers that cite each paper of the root work, page by page."""
    return INDEX.gather(settings, session, progress, _citers)


def probe(settings: Settings, session: Session) -> str:
    """Ask for the first page about the first paper of the root work and say what came."""
    return INDEX.probe(settings, session, _path(root_papers(settings)[0], 0), data=list)


def hosts(settings: Settings) -> set[str]:
    """Return the index's host, if it is to be asked."""
    return INDEX.hosts(settings)


def _citers(settings: Settings, fetch: Fetch, document_id: str) -> Citing | None:
    came, unusable, more = 0, 0, False
    for offset in range(0, MOST, PAGE):
        try:
            reply = INDEX.ask(settings, fetch, _path(document_id, offset), data=list)
        except (NoAnswer, BadPage) as why:
            if offset == 0:
                raise
            return Citing(came, more, unusable, why)
        if reply.status == 404:
            return Citing(came, more, unusable) if offset else None
        answer = _papers.loads(reply)
        records = list(parse(reply))
        came += sum(isinstance(record, CitationRecord) for record in records)
        unusable += sum(isinstance(record, QuarantinedRecord) for record in records)
        more = "next" in answer
        if not answer["data"] or not more:
            break
    return Citing(came, more, unusable)


def _citing(row: Any, cited_id: str, reply: Reply, where: str) -> Iterator[Record]:
    paper = _papers.members(row, "citingPaper")
    own = _papers.members(paper, "paperId")
    if not isinstance(own, str) or not _PAPER.fullmatch(own):
        why = f"citingPaper.paperId: expected 40 hex digits, found {clean(own)!r}"
        yield QuarantinedRecord(f"{NAME} paper", where, why)
        return
    known = _papers.members(paper, "externalIds")
    ids = _papers.paper_ids(
        f"semantic-scholar:{own}", doi=_papers.members(known, "DOI"), arxiv=_papers.members(known, "ArXiv")
    )
    yield _papers.document(
        ids, reply, NAME, where, title=_papers.members(paper, "title"),
        date=_papers.members(paper, "publicationDate") or _papers.members(paper, "year"),
        names=[_papers.members(author, "name") for author in _papers.rows(_papers.members(paper, "authors"))],
    )  # fmt: skip
    yield CitationRecord(ids[0], cited_id, "citation_index", NAME, reply.retrieved_at, where)
    intents = sorted({one for one in _papers.rows(_papers.members(row, "intents")) if isinstance(one, str)})
    influential = _papers.members(row, "isInfluential")
    texts = (_html.line(text) for text in _papers.rows(_papers.members(row, "contexts")) if isinstance(text, str))
    for position, text in enumerate(filter(None, texts), 1):
        yield ContextRecord(
            ids[0], cited_id, position, text[:_LONGEST], " | ".join(intents)[:200] or None,
            influential if isinstance(influential, bool) else None, NAME, reply.retrieved_at,
        )  # fmt: skip


def _path(document_id: str, offset: int) -> str:
    scheme, _, rest = document_id.partition(":")
    limit = min(PAGE, MOST - offset)
    return f"/graph/v1/paper/{scheme.upper()}:{rest}/citations?fields={_FIELDS}&limit={limit}&offset={offset}"
