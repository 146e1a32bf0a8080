"""Any citation network: an edge list and a list of documents as CSV, or a Pajek network.

Files:   a CSV with the columns ``citing_id`` and ``cited_id``; a CSV with ``document_id`` and, as far as known,
         ``title``, ``posted_at`` (a date or a year), ``authors`` (joined by `` | ``), ``karma`` and ``url``; or a
         Pajek file with ``*Vertices`` and ``*Arcs`` or ``*Arcslist``. Columns parted by comma, semicolon or tab.
Gives:   documents with what they cite. A pair given twice counts once, a document's citation of itself not at all;
         both are reported. Cycles stay: what is done with them is a setting of the measures.
Misses:  text, so words and terms of titles alone; where in a document a citation stands.
"""

import csv
import io
import re
from collections.abc import Iterator

from pipeline.archive.store import IMPORT, Reply
from pipeline.errors import BadPage, clean
from pipeline.records import KINDS, AuthorRef, DocumentRecord, QuarantinedRecord, Record, slug_of_name
from pipeline.sources import _pajek
from pipeline.sources._forum_rows import utc
from pipeline.sources._papers import paper_id

NAME = "edge_list"
CITED_ONLY = "edge_list, cited only"
"""Origin of a document that nothing but others' citations names; what it cites is not known."""

NETWORK = "root:"
"""Address of the reply that says what was imported last: which files, and which root (in older archives the root alone)."""

ARCS = "arcs"
CITED_TO_CITING = "cited-citing"
"""Header of a reply whose Pajek arcs run from the cited to the citing document, and its value."""

DOCUMENTS, EDGES = "1 documents", "2 edges"
"""``where`` of the records: of two files that were imported at once, the edge list knows better what a document cites,
and the list of documents everything else."""

_EDGES = {"citing_id", "cited_id"}
_READ = {"document_id", "title", "posted_at", "authors", "karma", "url"}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_YEAR_AS_NUMBER = re.compile(r"(\d{4})\.0+")


def document_id(given: str) -> str:
    """Return an id as it is kept: as given where it carries a known scheme, else with the scheme ``doc``.

    DOIs and numbers of arXiv, which files write in many ways, are told by their form and written in one.

    >>> document_id("arXiv:1906.01820v2"), document_id("Garfield 1955"), document_id("isbn:1")
    ('arxiv:1906.01820', 'doc:Garfield 1955', 'doc:isbn:1')
    >>> document_id("10.1000/ABC"), document_id("https://doi.org/10.1000/abc")
    ('doi:10.1000/abc', 'doi:10.1000/abc')
    """
    if paper := paper_id(given):
        return paper
    scheme, separator, rest = given.partition(":")
    return given if separator and rest and scheme in KINDS else f"doc:{given}"


def is_pajek(reply: Reply) -> bool:
    """Say whether an imported file is a Pajek network, which does not tell which way its arcs run."""
    return _pajek.is_pajek(_text(reply.body, reply.url))


def vertex_id(reply: Reply, number: str) -> str | None:
    """Return the id of a vertex of a Pajek network by its number; None if the file is none or has no such vertex."""
    text = _text(reply.body, reply.url)
    vertices = _pajek.read(text, reply.url)[0] if _pajek.is_pajek(text) else []
    return next((document_id(name) for own, name in vertices if str(own) == number), None)


def parse(reply: Reply) -> Iterator[Record]:
    """Read one imported file of a network.

    Yields
    ------
    Record
        A document per row of a list of documents, or per vertex, which cites nothing unless an edge list says so; a
        document per id of an edge list, with what it cites, or without a word of it where it is only cited; and a
        quarantined record for each row, or part of one, that was not used.

    Raises
    ------
    BadPage
        If the file is none of these kinds.
    """
    if reply.url == NETWORK:
        return
    where = reply.url.removeprefix("file:")
    if reply.method != IMPORT:
        raise BadPage(f"{where}: expected an imported file, found a reply to {reply.method}")
    text = _text(reply.body, where)
    if _pajek.is_pajek(text):
        vertices, arcs = _pajek.read(text, where)
        for _, title in vertices:
            yield _document(document_id(title), reply, DOCUMENTS, title=title, outgoing=())
        turned = reply.headers.get(ARCS) == CITED_TO_CITING
        yield from _citations([(row, *(pair[::-1] if turned else pair)) for row, pair in arcs], reply, where)
        return
    names, rows = _table(text, where)
    if set(names) >= _EDGES:
        yield from _citations(
            [(number, row.get("citing_id") or "", row.get("cited_id") or "") for number, row in rows], reply, where
        )
    elif "document_id" in names:
        yield from _documents(names, rows, reply, where)
    else:
        raise BadPage(
            f"{where}: expected the columns citing_id and cited_id, or document_id, or a Pajek network; found "
            f"{clean(', '.join(names))!r}; name the columns in the first row"
        )


def _citations(rows: list[tuple[int, str, str]], reply: Reply, where: str) -> Iterator[Record]:
    cites: dict[str, dict[str, None]] = {}
    for number, citing, cited in rows:
        place = f"{where} #{number}"
        citing, cited = citing.strip(), cited.strip()
        if not citing or not cited:
            why = f"expected two ids, found {clean(citing)!r} and {clean(cited)!r}"
            yield QuarantinedRecord(f"{NAME} citation", place, why)
            continue
        citing_id, cited_id = document_id(citing), document_id(cited)
        known = cites.setdefault(citing_id, {})
        cites.setdefault(cited_id, {})
        if citing_id == cited_id:
            yield QuarantinedRecord(
                f"{NAME} citation, left out", place, f"{clean(citing)}: a document's citation of itself"
            )
        elif cited_id in known:
            yield QuarantinedRecord(
                f"{NAME} citation, kept", place, f"{clean(citing)} cites {clean(cited)}: given before; counted once"
            )
        else:
            known[cited_id] = None
    for citing_id, cited_ids in cites.items():
        yield _document(citing_id, reply, EDGES, outgoing=tuple(cited_ids) if cited_ids else None)


def _documents(names: list[str], rows: list[tuple[int, dict[str, str]]], reply: Reply, where: str) -> Iterator[Record]:
    seen: set[str] = set()
    for number, row in rows:
        place = f"{where} #{number}"
        given = (row.get("document_id") or "").strip()
        if not given:
            yield QuarantinedRecord(f"{NAME} document", place, "document_id: expected an id, found none")
            continue
        known_as = document_id(given)
        if known_as in seen:
            yield QuarantinedRecord(f"{NAME} document", place, f"{clean(given)}: given before; the first row stands")
            continue
        seen.add(known_as)
        said = {name: value.strip() for name, value in row.items() if name in _READ and value and value.strip()}
        posted_at = _moment(said["posted_at"]) if "posted_at" in said else None
        if "posted_at" in said and posted_at is None:
            why = f"posted_at: found {clean(said['posted_at'])!r}, wanted a year or an ISO date; kept without it"
            yield QuarantinedRecord(f"{NAME} document, kept", f"{place} ({clean(given)})", why)
        karma = said.get("karma", "")
        if karma and not re.fullmatch(r"[+-]?\d{1,15}(\.0+)?", karma):
            why = f"karma: found {clean(karma)!r}, wanted a whole number; kept without it"
            yield QuarantinedRecord(f"{NAME} document, kept", f"{place} ({clean(given)})", why)
            karma = ""
        authors = [name.strip() for name in said.get("authors", "").split(" | ") if name.strip()]
        yield _document(
            known_as,
            reply,
            DOCUMENTS,
            title=said.get("title"),
            posted_at=posted_at,
            karma=int(float(karma)) if karma else None,
            url=said.get("url"),
            authors=tuple(dict.fromkeys(AuthorRef(slug_of_name(name), None, name) for name in authors)) or None,
            outgoing=(),
        )
    for name in sorted(set(names) - _READ):
        why = f"{clean(name)}: unknown column, not read"
        yield QuarantinedRecord(f"{NAME} field, kept", where, why)


def _document(
    known_as: str,
    reply: Reply,
    where: str,
    *,
    title: str | None = None,
    posted_at: str | None = None,
    karma: int | None = None,
    url: str | None = None,
    authors: tuple[AuthorRef, ...] | None = None,
    outgoing: tuple[str, ...] | None = None,
) -> DocumentRecord:
    return DocumentRecord(
        document_id=known_as,
        kind=KINDS[known_as.partition(":")[0]],
        origin=CITED_ONLY if outgoing is None else NAME,
        retrieved_at=reply.retrieved_at,
        where=where,
        title=title,
        posted_at=posted_at,
        karma=karma,
        url=url,
        authors=authors,
        outgoing=outgoing,
    )


def _moment(given: str) -> str | None:
    """Return a date in the precision it was given in.

    >>> [_moment(text) for text in ("1998", "1998.0", "2019-05", "2019-05-31", "2019-05-31T10:00:00+02:00", "May")]
    ['1998', '1998', '2019-05', '2019-05-31', '2019-05-31T08:00:00Z', None]
    """
    if year := _YEAR_AS_NUMBER.fullmatch(given):
        return year[1]
    if _DATE.fullmatch(given):
        return given if len(given) < 10 or utc(given) else None
    return utc(given) if len(given) > 10 else None


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPage(f"{where}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _table(text: str, where: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the column names, and each row with its number in the file (the first row is the names)."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", strict=True)
    try:
        names = [(name or "").strip() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        if repeated := next((name for name in names if name and names.count(name) > 1), None):
            raise BadPage(f"{where}: the column {clean(repeated)!r} stands twice in the first row; rename one")
        rows = []
        for row in reader:
            row.pop("", None)
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise BadPage(f"{where}, line {reader.line_num}: not CSV: {error}; mend that line") from error
    return [name for name in names if name], rows
