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
    Table(
        "time_to_cite",
        "a time at which somebody cites or is last seen",
        "Kaplan-Meier curve of the authors who have not yet cited the root work. Watched are authors of a document with known "
        "links since the root work, its own left out: from its date, or from their first document if that is later, to "
        "their first citing document or, censored, to their last one with known links.",
        (
            Column("days", "number", "days since the author could have cited", unit="days"),
            Column("at_risk", "integer", "authors watched at that time who had not cited before", unit="authors"),
            Column("events", "integer", "of these, those who cite then", unit="authors"),
            Column("censored", "integer", "of these, those last seen then, without a citation", unit="authors"),
            Column("surviving", "number", "share not yet citing after that time"),
            Column("ci_low", "number", "95 % band (log-log), lower end", missing="nobody has cited yet, or all have"),
            Column("ci_high", "number", "the same, upper end", missing="nobody has cited yet, or all have"),
            Column(
                "authors_left_out_citing",
                "integer",
                "citing authors not watched: none of their citing documents has known links and a date",
                unit="authors",
            ),
            Column(
                "authors_left_out",
                "integer",
                "other authors with documents since the root work, none of known links",
                unit="authors",
            ),
            *_CAVEATS,
        ),
        key=("days",),
    ),
    Table(
        "attention",
        "the root work, or a part of it",
        "How long attention lasted: the age by which half of the known citations had come.",
        (
            Column("part", "string", "part of the root work; `all` is the work, dated by its earliest document"),
            Column("document_id", "string", "the part's document", missing="the whole work"),
            Column(
                "citing_documents",
                "integer",
                "documents that cite it and are not older than the work",
                unit="documents",
            ),
            Column("undated", "integer", "of these, those without a date", unit="documents"),
            Column("half_life_days", "number", "median age at citation", missing="no dated citation", unit="days"),
            Column(
                "ci_low", "number", "95 % interval by order statistics, lower end", missing="fewer than 6", unit="days"
            ),
            Column("ci_high", "number", "the same, upper end", missing="fewer than 6", unit="days"),
            Column("last_days", "number", "age at the last known citation", missing="no dated citation", unit="days"),
            Column(
                "observed_days",
                "number",
                "from the part's date to the latest date known: no age can be greater",
                unit="days",
            ),
            *_CAVEATS,
        ),
        key=("part", "document_id"),
    ),
)
