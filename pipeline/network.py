"""Any citation network instead of the forum: takes its files into the archive, and says what they hold."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from pipeline.archive.store import IMPORT, Archive, Reply, now
from pipeline.corpus.identities import canonical, with_ids
from pipeline.corpus.works import with_canonical_works
from pipeline.errors import BadPage, UsageError, clean
from pipeline.importing import cannot_import
from pipeline.records import DocumentRecord, QuarantinedRecord, Record
from pipeline.settings import EVER, Settings, Work, WorkDocument
from pipeline.sources import edge_list

WORK = "imported"
"""Name of the root work of an imported network."""


def import_network(
    edges: Path,
    archive: Archive,
    *,
    documents: Path | None = None,
    root: str | None = None,
    arcs_reversed: bool = False,
) -> Iterator[str]:
    """Store a citation network and say, a line a fact, what it holds and what was done with it.

    Parameters
    ----------
    edges : Path
        CSV of ``citing_id, cited_id``, or a Pajek network.
    archive : Archive
        The archive of a data folder of its own: a network is not mixed with a forum. One that was imported before stays in
        the archive, and is studied no more.
    documents : Path, optional
        CSV of ``document_id, title, posted_at``; see :mod:`pipeline.sources.edge_list`.
    root : str, optional
        Document whose spread is studied, as the files name it; of a Pajek network a vertex's label or number. Without one,
        nothing has a generation.
    arcs_reversed : bool
        The arcs of a Pajek network run from the cited to the citing document.

    Raises
    ------
    UsageError
        If a file cannot be read or is not of its kind, the edges hold no citation, the root is in none, or the archive
        holds something else. Nothing is stored then.
    """
    moment = now()
    headers = {edge_list.ARCS: edge_list.CITED_TO_CITING} if arcs_reversed else {}
    replies = [_reply(path, headers, moment) for path in (edges, documents) if path is not None]
    read = [_read(path, reply) for path, reply in zip(filter(None, (edges, documents)), replies, strict=True)]
    if not any(isinstance(record, DocumentRecord) and record.outgoing for record in read[0]):
        raise UsageError(
            f"cannot import {edges} as a network: expected citations (columns citing_id and cited_id, or arcs of a Pajek "
            "network), found none that can be used; a list of documents goes behind --documents. It was not stored"
        )
    records = [record for one in read for record in one]
    known = {record.document_id for record in records if isinstance(record, DocumentRecord)}
    root_id, number = canonical(edge_list.document_id(root)) if root else None, ""
    if root is not None and root_id not in known:
        # In a Pajek file a vertex has a number, too; a label that looks like one comes first.
        root_id, number = edge_list.vertex_id(replies[0], root), f" (vertex {clean(root)})"
        if root_id is None:
            raise UsageError(
                f"--root: expected the id of one of the {len(known):,} documents as the files give it (in a Pajek file a "
                f"label or a vertex number), found {clean(root)!r}"
            )
        root_id = canonical(root_id)
    _refuse_a_mixture(archive)
    before = _imported(archive)
    stored = [
        archive.put(edge_list.NAME, IMPORT, reply.url, reply.body, headers=reply.headers, retrieved_at=moment)
        for reply in replies
    ]
    imported = {"files": [reply.key for reply in stored], "root": root_id}
    archive.put(edge_list.NAME, IMPORT, edge_list.NETWORK, json.dumps(imported).encode(), retrieved_at=moment)
    named = clean(root_id) + number if root_id else None
    told = [*_told(records, named), *_direction(replies[0], arcs_reversed)]
    return iter([*told, *_replaced(archive, before, _imported(archive))])


def holds_network(archive: Archive) -> bool:
    """Return whether the archive is that of an imported network."""
    return edge_list.NAME in archive.counts()


def study_settings(settings: Settings, archive: Archive) -> Settings:
    """Return the settings that the archive is studied with, the ids of works written one way.

    An imported network has its own root work, of one document or none, and no bundled facts, and its documents are
    all there are; any other archive has ``settings`` as they are.
    """
    if not holds_network(archive):
        return with_canonical_works(settings)
    _, root = _imported(archive)
    # Not validated: a network may have no root, and its ids may hold spaces; a configuration file can say neither.
    documents = (WorkDocument.model_construct(id=root, part=None, posted_at=None),) if root else ()
    work = Work.model_construct(title="Imported network", authors=(), documents=documents)
    return with_canonical_works(
        settings.model_copy(
            update={"root": WORK, "works": {WORK: work}, "contests": {}, "census": EVER, "snapshot": "none"}
        )
    )


def studied_replies(archive: Archive) -> Iterator[Reply]:
    """Yield the replies that the archive is studied with: of several networks imported one after the other, the last one's."""
    return map(archive.reply, _imported(archive)[0]) if holds_network(archive) else archive.replies()


def _imported(archive: Archive) -> tuple[list[str], str | None]:
    """Return the keys of the files that were imported last, and the root named with them."""
    said = archive.get(edge_list.NAME, IMPORT, edge_list.NETWORK)
    if said is not None and said.body.startswith(b"{"):
        imported = json.loads(said.body)
        return imported["files"], imported["root"]
    files = [reply.key for reply in archive.replies(edge_list.NAME) if reply.url != edge_list.NETWORK]
    # An earlier release kept the root alone, with its id as it was then written.
    return files, edge_list.document_id(said.body.decode().removeprefix("doc:")) if said else None


def _read(path: Path, reply: Reply) -> list[Record]:
    try:
        return [with_ids(record, canonical) for record in edge_list.parse(reply)]
    except BadPage as error:
        raise cannot_import(path, reply.url, error) from error


def _reply(path: Path, headers: dict[str, str], moment: str) -> Reply:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check the name and the file's permissions") from error
    return Reply(
        "",
        edge_list.NAME,
        IMPORT,
        f"file:{path.absolute().parent.name}/{path.name}",
        None,
        200,
        headers,
        body,
        "",
        moment,
    )


def _refuse_a_mixture(archive: Archive) -> None:
    if others := sorted(set(archive.counts()) - {edge_list.NAME}):
        raise UsageError(
            f"the archive {archive.path} holds replies of {others[0]}: a network needs a data folder of its own; "
            "name a new one with --data-dir"
        )


def _replaced(archive: Archive, before: tuple[list[str], str | None], after: tuple[list[str], str | None]) -> list[str]:
    """Say what the network takes the place of, if that is not the very same."""
    if not before[0] or before == after:
        return []
    files = [archive.reply(key) for key in before[0]]
    names = " and ".join(clean(reply.url.removeprefix("file:")) for reply in files)
    root = f"with the root {clean(before[1])}" if before[1] else "without a root"
    return [f"takes the place of what was imported before ({names}, {root}), which stays in the archive"]


def _direction(edges: Reply, arcs_reversed: bool) -> list[str]:
    """Say how the arcs of a Pajek network were read: programs draw them either way, and the file does not tell."""
    if not edge_list.is_pajek(edges):
        return []
    read = "from the cited to the citing document" if arcs_reversed else "from the citing to the cited document"
    other = "leave out --reversed" if arcs_reversed else "add --reversed"
    return [f"arcs: read {read}; where the file draws them the other way, import it again and {other}"]


def _told(records: list[Any], root: str | None) -> list[str]:
    given = (
        (record.document_id, cited)
        for record in records
        if isinstance(record, DocumentRecord)
        for cited in record.outgoing or ()
        if cited != record.document_id
    )
    pairs = list(dict.fromkeys(given))
    documents = {record.document_id for record in records if isinstance(record, DocumentRecord)}
    described = {
        record.document_id
        for record in records
        if isinstance(record, DocumentRecord) and (record.title or record.posted_at)
    }
    dated = {record.document_id for record in records if isinstance(record, DocumentRecord) and record.posted_at}
    lines = [f"documents: {len(documents):,}, with a date: {len(dated):,}; citations: {len(pairs):,}"]
    if bare := documents - described:
        lines.append(f"documents known by their id alone: {len(bare):,}, such as {clean(min(bare))}")
    graph = nx.DiGraph(pairs)
    cycles = [component for component in nx.strongly_connected_components(graph) if len(component) > 1]
    if cycles:
        most = max(cycles, key=lambda component: (len(component), min(component)))
        lines.append(
            f"cycles: {len(cycles):,}, of {sum(map(len, cycles)):,} documents, the largest of {len(most):,} with "
            f"{clean(min(most))}: kept; acyclic_effects.csv says what the measures make of them"
        )
    reported = Counter(record.what for record in records if isinstance(record, QuarantinedRecord))
    for what, count in sorted(reported.items()):
        example = next(record for record in records if isinstance(record, QuarantinedRecord) and record.what == what)
        at = example.where.partition("/")[2]  # the file without the folder before it
        lines.append(f"{what}: {count:,}, first in {at}: {example.why}")
    lines.append(f"root: {root}" if root else "no root: nothing has a generation; name one with --root ID")
    return lines
