"""How the root work spread: cascade, timing, curves, exposure, venues, parts."""

from pipeline.schema._columns import DOCUMENT_ID, POSTED_AT
from pipeline.schema._types import Column, Table

_CAVEATS = (
    Column(
        "documents_in_reach",
        "integer",
        "documents known that may cite the root work: not dated before it",
        unit="documents",
    ),
    Column("documents_with_links", "integer", "of these, those whose outgoing links are known", unit="documents"),
    Column("provisional", "boolean", "true where the links of less than 90 % of documents_in_reach are known"),
)
_RULE = Column(
    "rule",
    "string",
    "parent of a document: the member it cites that joined the cascade first (`first_exposure`) or last (`last_exposure`)",
)

TABLES = (
    Table(
        "cascade",
        "a document x rule",
        "The cascade tree: every document that descends from the root work, with the document it hangs on.",
        (
            _RULE,
            DOCUMENT_ID,
            Column("parent_id", "string", "document that it is taken to have the idea from", missing="the root work"),
            Column("depth", "integer", "citations up to the root work", unit="citations"),
            Column("children", "integer", "documents that hang on it", unit="documents"),
            Column("descendants", "integer", "documents below it in the tree", unit="documents"),
            POSTED_AT,
            *_CAVEATS,
        ),
        key=("rule", "document_id"),
        order=("rule", "depth", "posted_at", "document_id"),
    ),
    Table(
        "cascade_generations",
        "a depth x rule",
        "Breadth and branching number of each generation of the cascade.",
        (
            _RULE,
            Column("depth", "integer", "citations up to the root work, which is one node at 0", unit="citations"),
            Column("documents", "integer", "documents of this depth", unit="documents"),
            Column("parents", "integer", "of these, those on which others hang", unit="documents"),
            Column("branching_number", "number", "documents of the next depth / documents of this one"),
            *_CAVEATS,
        ),
        key=("rule", "depth"),
    ),
    Table(
        "cascade_summary",
        "a rule",
        "Size, depth, breadth and structural virality of the cascade.",
        (
            _RULE,
            Column("documents", "integer", "documents that descend from the root work", unit="documents"),
            Column("depth", "integer", "greatest depth", unit="citations"),
            Column("breadth", "integer", "most documents of one depth", unit="documents"),
            Column("leaves", "integer", "documents on which none hangs", unit="documents"),
            Column(
                "structural_virality",
                "number",
                "mean distance between two nodes of the tree; 2 for a broadcast, a third of the size for a chain",
                missing="nothing descends from the root work",
                unit="citations",
            ),
            *_CAVEATS,
        ),
        key=("rule",),
    ),
)
