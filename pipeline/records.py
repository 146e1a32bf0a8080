"""What a source reads out of one archived reply: plain records, the same from every site."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pipeline.schema import KEPT

Markup = Literal["html", "html-rendered", "markdown"]
"""How a body is written: as authors wrote it, as a page shows it (relative links), or in Markdown."""

Statement = Literal["citation_index", "cited_by_table"]
"""Where a citation is stated: by an index of citations, by a table on the cited page."""

KINDS: Final = {
    "forum": "post",
    "forum-comment": "comment",
    "eaforum": "post",
    "eaforum-comment": "comment",
    "forum-tag": "tag",
    "forum-sequence": "page",
    "arxiv": "paper",
    "doi": "paper",
    "web": "page",
    "doc": "paper",
}
"""Known schemes of ids, and the kind of document that an id of each names."""

CROSSPOST: Final = "crosspost"
"""The fact that a record names a document's copy on another forum: its value is the id of the copy."""

DESCRIBES: Final = "describes"
"""The fact that a page is about another document: its value is the other's address, or its id where that is no address."""

OLD_SLUGS: Final = "old_slugs"
"""The fact that a tag has had other slugs, joined by `` | ``: the forum leads from them to the tag."""

Recency = tuple[bool, str]
"""By what the later of two records is told; see :func:`recency`."""


@dataclass(frozen=True, slots=True)
class AuthorRef:
    """An author as a record names them; at least one of ``slug`` and ``user_id`` is known.

    Both are LessWrong's, or carry their scheme: ``eaforum:``, of authors of papers ``name:``.
    """

    slug: str | None
    user_id: str | None
    name: str | None


def slug_of_name(name: str) -> str:
    """Return what somebody who is known by name alone is called in ids: letters and digits, joined by hyphens.

    >>> slug_of_name("Garfield, E.")
    'garfield-e'
    """
    return "-".join(re.findall(r"\w+", name.casefold())) or name


def name_id(name: str) -> str:
    """Return the id of an author of papers, who is told apart by name alone."""
    return f"name:{slug_of_name(name)}"


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text as received; relative links are resolved against ``base_url``."""

    markup: Markup
    text: str
    base_url: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document as one reply shows it. None means: this reply does not say.

    ``authors``, ``tags`` and ``outgoing`` are empty where the reply says that there are none.
    ``outgoing`` holds document ids that the forum itself found in the body (its *pingbacks*).
    ``form`` says what a post or a comment is within its kind: ``question``, ``event``, ``shortform``, ``answer``,
    ``review``, ``nomination``, ``debate-response``. ``reply_to`` is the comment that a comment answers; ``parent_id``
    is the post or tag under which it stands. ``crosspost_id`` is its copy on another forum. ``link`` is the address that a link post points to, where the reply keeps it
    apart from the body. ``same_as`` holds other ids of this very document, such as the DOI of a
    paper known by its arXiv id. An id of the scheme ``web`` may hold any address, as it was found: the corpus writes it
    one way, and knows a paper's or a post's address for what it is. ``authors_in_part``: the reply names who posted it, but
    was not asked for coauthors, or is a list, whose rows need not show them all. ``mirror``: it comes from a site that
    shows what another one has, perhaps as it was some time ago. ``imported``: see :func:`recency`.
    """

    document_id: str
    kind: str
    origin: str
    retrieved_at: str
    where: str
    title: str | None = None
    slug: str | None = None
    posted_at: str | None = None
    modified_at: str | None = None
    karma: int | None = None
    af: bool | None = None
    url: str | None = None
    authors: tuple[AuthorRef, ...] | None = None
    tags: tuple[tuple[str, str], ...] | None = None
    body: Body | None = None
    outgoing: tuple[str, ...] | None = None
    parent_id: str | None = None
    crosspost_id: str | None = None
    form: str | None = None
    reply_to: str | None = None
    same_as: tuple[str, ...] | None = None
    link: str | None = None
    authors_in_part: bool = False
    mirror: bool = False
    imported: bool = False


@dataclass(frozen=True, slots=True)
class PingbackRecord:
    """An item of a list of incoming links, as the site showed it; ``authors`` as names, ``wrote`` where it gives their ids."""

    listed_on: str
    position: int
    kind: str
    title: str | None
    citing_id: str | None
    posted_at: str | None
    points: int | None
    source: str
    retrieved_at: str
    site: str = "forum"
    host_id: str | None = None
    authors: str | None = None
    wrote: tuple[AuthorRef, ...] | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """A citation that a source states outright: an entry of a citation index, of a "cited by" table.

    ``evidence`` is the kind of statement, as the column of the same name in ``citations`` keeps it.
    """

    citing_id: str
    cited_id: str
    evidence: Statement
    source: str
    retrieved_at: str
    where: str


@dataclass(frozen=True, slots=True)
class ContextRecord:
    """A sentence in which a paper cites another, as an index of citations shows it, and what it takes the purpose to be.

    ``intents`` and ``influential`` are the index's judgement of all citations of the pair; None: it does not say.
    """

    citing_id: str
    cited_id: str
    position: int
    text: str
    intents: str | None
    influential: bool | None
    source: str
    retrieved_at: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class TaggingRecord:
    """A document that a tag's own page lists, with how relevant readers voted it to be; None: the page does not say.

    ``mirror``: the page is of a site that shows what another one has, perhaps as it was some time ago.
    """

    document_id: str
    slug: str
    name: str
    relevance: int | None
    source: str
    retrieved_at: str
    mirror: bool = False
    imported: bool = False


@dataclass(frozen=True, slots=True)
class FactRecord:
    """One fact that a page states about a document and that no other record has a field for, such as a credibility."""

    document_id: str
    fact: str
    value: str
    source: str
    retrieved_at: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class DefinitionRecord:
    """A term as a glossary defines it; ``document_id`` is the glossary, ``section`` its heading."""

    term: str
    text: str
    section: str
    document_id: str
    source: str
    retrieved_at: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class VisibilityRecord:
    """Whether a site still shows a document to guests: ``visible``, ``gone`` (deleted, or a draft again) or ``hidden``.

    ``mirror``: the site shows what another one has, perhaps as it was some time ago.
    """

    document_id: str
    state: str
    retrieved_at: str
    source: str
    mirror: bool = False


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that could not be used: which source, where in which reply, and why."""

    what: str
    where: str
    why: str

    @property
    def is_remark(self) -> bool:
        """Say whether all but a part of the record is used."""
        return self.what.endswith(KEPT)


Record = (
    DocumentRecord
    | PingbackRecord
    | CitationRecord
    | ContextRecord
    | TaggingRecord
    | FactRecord
    | DefinitionRecord
    | VisibilityRecord
    | QuarantinedRecord
)

Copied = DocumentRecord | PingbackRecord | ContextRecord | TaggingRecord | FactRecord | DefinitionRecord
"""Records of which several copies of a page may give one each, with different values."""


def recency(record: Copied) -> Recency:
    """Return what sorts records by when they were true.

    What a site answered was true on that day. Of a file that somebody saved only the day of its import is known, which
    may be years later: any answer of a site counts as later than it. Bundled facts, which have no day, come first.

    >>> old = FactRecord("forum:a", "karma", "7", "page", "2026-11-10T00:00:00Z", imported=True)
    >>> recency(old) < recency(FactRecord("forum:a", "karma", "9", "page", "2026-11-01T00:00:00Z"))
    True
    """
    return bool(record.retrieved_at) and not record.imported, record.retrieved_at


def from_file(record: Any) -> Any:
    """Return a record of a file that somebody imported, marked as such."""
    return replace(record, imported=True) if isinstance(record, Copied) else record
