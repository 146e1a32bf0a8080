"""From drafts and analyses to the tables of the corpus."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.corpus import citations, locations
from pipeline.corpus.authors import People
from pipeline.corpus.bundled import rows
from pipeline.corpus.history import GONE, HIDDEN, History
from pipeline.corpus.merge import Draft, by_id
from pipeline.corpus.naming import name_target
from pipeline.corpus.reading import Reading
from pipeline.corpus.resolve import Resolver
from pipeline.corpus.serials import name_serials
from pipeline.corpus.words import count_words
from pipeline.records import CitationRecord, Record
from pipeline.schema import LINKS_TO_ITSELF
from pipeline.tables import conform

LATER_COLUMNS = ("generation", "generation_longest", "why_included")
_OWN_WORDS = ("body", "comment", "footnote", "quote")
_DOCUMENT_COLUMNS = (
    ["document_id", "work_id", "kind", "venue", "title", "author_ids", "authors", "posted_at", "modified_at", "karma", "words", "url", "origin", "retrieved_at", "has_body", "af", "slug", "parent_id", "serial", "form", "reply_to", "same_as", "gone_since", "hidden_since"]
)  # fmt: skip
_BESIDE = 0
"""Position of what a link post points to, which stands beside its body."""

_LINK_COLUMNS = ["document_id", "position", "href", "place", "names", "resolved_id", "repaired"]
_JOINED = " | "


def bylines(drafts: Mapping[str, Draft], people: People) -> dict[str, list[str]]:
    """Return the author ids of each document whose authors are known, in byline order."""
    return {
        draft.document_id: list(dict.fromkeys(people.author_id(author) for author in draft.authors[1]))
        for draft in by_id(drafts.values())
        if draft.authors and draft.authors[1]
    }


def tabulate_authors(byline: Mapping[str, list[str]], people: People) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables ``authors`` and ``authorship``."""
    known = sorted({author_id for authors in byline.values() for author_id in authors})
    authors = [(author_id, people.name(author_id), people.user_id(author_id)) for author_id in known]
    wrote = [(document, one, place) for document, ids in byline.items() for place, one in enumerate(ids, 1)]
    return (
        conform(pd.DataFrame(authors, columns=["author_id", "name", "user_id"]), "authors"),
        conform(pd.DataFrame(wrote, columns=["document_id", "author_id", "position"]), "authorship"),
    )


def tabulate_documents(
    drafts: Mapping[str, Draft],
    byline: Mapping[str, list[str]],
    people: People,
    works: Mapping[str, str],
    words: pd.DataFrame,
    history: History,
) -> pd.DataFrame:
    """Return the table ``documents``, without the columns that later stages add."""
    gone, hidden = history.since(GONE), history.since(HIDDEN)
    counted = words[words["field"].isin(_OWN_WORDS)].groupby("document_id")["words"].sum().to_dict()
    serials = name_serials(
        (document_id, draft.get("title"), tuple(sorted(byline.get(document_id, ()))))
        for document_id, draft in drafts.items()
        if draft.get("kind") == "post"
    )
    table = [
        (
            draft.document_id,
            works.get(draft.document_id),
            draft.get("kind"),
            locations.venue(draft.document_id, draft.get("af")),
            draft.get("title"),
            _JOINED.join(byline.get(draft.document_id, ())),
            _JOINED.join(people.name(one) for one in byline.get(draft.document_id, ())),
            draft.get("posted_at"),
            draft.get("modified_at"),
            draft.get("karma"),
            counted.get(draft.document_id, 0) if draft.has_body else None,
            locations.url(draft.document_id, draft.get("slug"), draft.get("parent_id"), draft.get("url")),
            _JOINED.join(sorted(draft.origins)),
            draft.retrieved_at,
            draft.has_body,
            draft.get("af"),
            draft.get("slug"),
            draft.get("parent_id"),
            serials.get(draft.document_id),
            draft.get("form"),
            draft.get("reply_to"),
            _JOINED.join(sorted(draft.same_as)),
            gone.get(draft.document_id),
            hidden.get(draft.document_id),
        )
        for draft in by_id(drafts.values())
    ]
    return conform(pd.DataFrame(table, columns=_DOCUMENT_COLUMNS), "documents", omit=LATER_COLUMNS)


def tabulate_words(reading: Reading, snapshot: Mapping[str, pd.DataFrame] | None) -> pd.DataFrame:
    """Return the table ``word_counts``: titles, bodies read now, and bundled counts of the other bodies."""
    counts = [
        (draft.document_id, "title", count_words(draft.get("title")))
        for draft in by_id(reading.merger.drafts.values())
        if draft.get("title")
    ]
    counts += [
        (document_id, field, words)
        for document_id, analysis in reading.analyses.items()
        for field, _, words in analysis.texts
    ]
    if snapshot is not None:
        counts += [
            (document_id, field, words)
            for document_id, field, words in rows(snapshot["word_counts"], "document_id", "field", "words")
            if field != "title" and document_id not in reading.analyses
        ]
    return conform(pd.DataFrame(counts, columns=["document_id", "field", "words"]), "word_counts")


def tabulate_texts(reading: Reading) -> pd.DataFrame:
    """Return the table ``texts``; it stays on this machine. Takes the texts out of ``reading``: they are the most of it."""
    ids, fields, texts = [], [], []
    for document_id, analysis in reading.analyses.items():
        for field, text, _ in analysis.texts:
            ids.append(document_id)
            fields.append(field)
            texts.append(text)
    reading.analyses.clear()
    column = pd.array(pa.array(texts, type=pa.large_binary()).cast(pa.large_string()), dtype="str")
    return conform(pd.DataFrame({"document_id": ids, "field": fields, "text": column}), "texts")


def tabulate_links(
    reading: Reading, snapshot: Mapping[str, pd.DataFrame] | None, resolver: Resolver
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables ``links`` and ``unresolved_links``."""
    columns: dict[str, list[Any]] = {name: [] for name in _LINK_COLUMNS}
    unresolved = set()
    for document_id, position, href, place, names, stated_id, repaired in _written(reading, snapshot):
        resolved_id, why = resolver.resolve(names, stated_id)
        if resolved_id == document_id:
            why = LINKS_TO_ITSELF
        if why is not None:
            unresolved.add((href or names, f"{document_id} #{position}", why))
        row = (document_id, position, href, place, names, resolved_id, repaired)
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return (
        conform(pd.DataFrame(columns), "links"),
        conform(pd.DataFrame(sorted(unresolved), columns=["what", "where", "why"]), "unresolved_links"),
    )


def _written(reading: Reading, snapshot: Mapping[str, pd.DataFrame] | None) -> Iterator[tuple[Any, ...]]:
    """Yield every link as written, with what it names.

    Those of bodies read now, those of the other bundled bodies, and what link posts point to where no body shows it: a
    page does, a row of the forum's API has it beside the body.
    """
    pointed = {draft.document_id: link for draft in reading.merger.drafts.values() if (link := draft.get("link"))}
    targets = {document_id: name_target(link, "") for document_id, link in pointed.items()}
    for document_id, analysis in sorted(reading.analyses.items()):
        for position, (href, place, target) in enumerate(analysis.links, 1):
            yield document_id, position, href, place, target.names, target.resolved_id, target.repaired
            if document_id in targets and target.names == targets[document_id].names:
                del targets[document_id]
    if snapshot is not None:
        for row in rows(snapshot["links"], *_LINK_COLUMNS):
            document_id, position, _, _, names, *_ = row
            if document_id in reading.analyses or (position == _BESIDE and document_id in targets):
                continue
            yield row
            if document_id in targets and names == targets[document_id].names:
                del targets[document_id]
    for document_id, target in sorted(targets.items()):
        yield (
            document_id, _BESIDE, pointed[document_id], "body", target.names, target.resolved_id, target.repaired
        )  # fmt: skip


def tabulate_citations(
    drafts: Mapping[str, Draft],
    links: pd.DataFrame,
    pingbacks: pd.DataFrame,
    authors: Mapping[str, frozenset[str]],
    stated: Iterable[Record],
    works: Mapping[str, str],
) -> pd.DataFrame:
    """Return the table ``citations``, without the columns that the graph stage adds.

    What is on the list of a comment cites the post or tag that holds the comment, as a link to a comment does; the
    list itself says which comment it is of. A comment whose post is not known is cited by nobody.
    """
    holds = {
        document_id: draft.get("parent_id") for document_id, draft in drafts.items() if draft.get("kind") == "comment"
    }
    resolved = links[links["resolved_id"].notna()]
    listed = pingbacks[pingbacks["citing_id"].notna()]
    outgoing: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for draft in drafts.values():
        outgoing[citations.GIVEN in draft.origins] += (
            (draft.document_id, cited) for cited in draft.get("outgoing") or ()
        )
    return citations.build_citations(
        rows(resolved, "document_id", "resolved_id", "place"),
        (
            (citing, cited)
            for citing, listed_on in rows(listed, "citing_id", "listed_on")
            if (cited := holds.get(listed_on, listed_on))
        ),
        outgoing[False],
        {document_id: draft.get("posted_at") for document_id, draft in drafts.items()},
        authors,
        outgoing[True],
        ((one.citing_id, one.cited_id, one.evidence) for one in stated if isinstance(one, CitationRecord)),
        works,
    )


def tabulate_quarantine(reading: Reading) -> pd.DataFrame:
    """Return the table ``quarantine``: records that were not used, and bodies that were read in part."""
    found = sorted(
        {(record.what, record.where, record.why) for record in reading.quarantined}
        | {("body, kept", document_id, why) for document_id, one in reading.analyses.items() for why in one.left_out}
    )
    return conform(pd.DataFrame(found, columns=["what", "where", "why"]), "quarantine")
