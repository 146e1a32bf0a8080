"""Columns that many tables share, so that the same quantity has the same name everywhere."""

from pipeline.schema._types import Column

DOCUMENT_ID = Column("document_id", "string", "`<scheme>:<id>`, e.g. `forum:FkgsxrGf3QxhfLWHG`")
CITING_ID = Column("citing_id", "string", "document that gives the citation")
CITED_ID = Column("cited_id", "string", "document that receives it; it may lie beyond the corpus")
AUTHOR_ID = Column(
    "author_id",
    "string",
    "`forum:<slug>`, or `forum-id:<user id>` where no slug is known; `name:<name>` for authors of papers, told apart by name",
)
POSTED_AT = Column("posted_at", "datetime", "when the document was posted, UTC", missing="not known")
RETRIEVED_AT = Column("retrieved_at", "datetime", "when the archived reply was received, UTC", missing="bundled fact")
PERIOD = Column("period", "string", "`2019`, `2019-Q2` or `2019-06`; half-open, UTC")
GRAIN = Column("grain", "string", "`year`, `quarter` or `month`")
VENUE = Column("venue", "string", "`af`, `lw`, `forum` (af mark unknown), `eaf`, `arxiv`, `web`; `all` is their sum")
FAMILY = Column("family", "string", "term family; one file of `pipeline/terms/families`")
TERM = Column("term", "string", "canonical name of the term")
FIELD = Column(
    "field", "string", "`title`, `body`, `footnote`, `quote`, `code`, `comment`; `all` = title + body + footnote"
)
KEPT = ", kept"
"""End of what a quarantined record is called of which only a part is not used: a remark on a record that is kept."""
LINKS_TO_ITSELF = "links to itself"
"""Why a link that was resolved stands among those that were not: it is no citation."""
PARTIAL = Column("partial", "boolean", "true where the data end before the period does")
COVERED = Column(
    "covered",
    "boolean",
    "true where the field is known for at least 90 % of the venue's known documents of the period, and these are all there were",
)


def caveats(reach: str) -> tuple[Column, ...]:
    """Describe the columns that say how much of what a result rests on could be read; ``reach`` says what that is."""
    return (
        Column("documents_in_reach", "integer", reach, unit="documents"),
        Column("documents_with_links", "integer", "of these, those whose outgoing links are known", unit="documents"),
        Column("provisional", "boolean", "true where the links of less than 90 % of documents_in_reach are known"),
    )


CAVEATS = caveats("documents known that may cite the root work: not dated before it, comments apart")
