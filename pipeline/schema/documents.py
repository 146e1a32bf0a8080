"""Documents and everything that hangs on one of them."""

from pipeline.schema._columns import AUTHOR_ID, DOCUMENT_ID, KEPT, POSTED_AT, RETRIEVED_AT, VENUE
from pipeline.schema._types import Column, Table

TABLES = (
    Table(
        "documents",
        "a document",
        "Every document of the corpus, connected to the root work or not.",
        (
            DOCUMENT_ID,
            Column("work_id", "string", "work that the document is a manifestation of", missing="a work of its own"),
            Column("kind", "string", "`post`, `comment`, `tag`, `paper`, `page`"),
            VENUE,
            Column("title", "string", "title as last seen", missing="comments have none; or not known"),
            Column(
                "author_ids",
                "string",
                "author ids joined by ` | `, in byline order",
                missing="account deleted, or not known",
            ),
            Column(
                "authors",
                "string",
                "display names joined by ` | `, in the same order",
                missing="account deleted, or not known",
            ),
            POSTED_AT,
            Column("modified_at", "datetime", "when the document was last edited, UTC", missing="not known"),
            Column("karma", "integer", "base score when last seen", missing="not known", unit="points"),
            Column(
                "words",
                "integer",
                "words of the body, footnotes and quotations included",
                missing="body not known",
                unit="words",
            ),
            Column("url", "string", "address to read it at", missing="none known"),
            Column("origin", "string", "where the facts came from, joined by ` | `"),
            RETRIEVED_AT,
            Column(
                "generation",
                "integer",
                "fewest citations between it and the root work; 0 is the root",
                missing="no path to the root",
            ),
            Column(
                "generation_longest",
                "integer",
                "most citations on a time-respecting path to the root",
                missing="no such path",
            ),
            Column("why_included", "string", "one sentence: what brought the document into the corpus"),
            Column("has_body", "boolean", "true where the body, and so the outgoing links, are known"),
            Column("af", "boolean", "the forum's Alignment Forum mark", missing="not known"),
            Column("slug", "string", "last part of the forum's address", missing="none"),
            Column(
                "parent_id",
                "string",
                "post, or tag, that a comment stands under",
                missing="not a comment, or not known",
            ),
            Column(
                "serial", "string", "name of the series of parts that the document belongs to", missing="stands alone"
            ),
            Column(
                "form",
                "string",
                "what it is within its kind: `question`, `event`, `shortform`, `answer`, `review`, `nomination`, `debate-response`",
                missing="a plain document of its kind, or not known",
            ),
            Column("reply_to", "string", "comment that a comment answers", missing="answers none, or not known"),
            Column(
                "same_as",
                "string",
                "other ids of the same document, joined by ` | `: a paper's DOI",
                missing="none known",
            ),
            Column(
                "gone_since",
                "datetime",
                "when its site was first seen to give it no more, UTC: deleted, or a draft again",
                missing="still there, or not asked about",
            ),
            Column(
                "hidden_since",
                "datetime",
                "when its site was first seen to hide it from guests, UTC",
                missing="not hidden, or not asked about",
            ),
        ),
        key=("document_id",),
        order=("posted_at", "document_id"),
    ),
    Table(
        "document_history",
        "a value of a fact that has changed",
        "What replies said of a document over time, where two replies of one source differ: edits, karma, whether its "
        "site still shows it. Imported dumps are left out; other facts of one reply alone stand in `documents`.",
        (
            DOCUMENT_ID,
            Column(
                "field",
                "string",
                "`title`, `posted_at`, `modified_at`, `karma`, `af`, `body` (a hash of it) or `visibility`",
            ),
            Column("value", "string", "what the replies said; of visibility `visible`, `gone` or `hidden`"),
            Column("first_seen_at", "datetime", "when the first reply that says so came, UTC"),
            Column("last_seen_at", "datetime", "when the last reply in a row that says so came, UTC"),
            Column("source", "string", "module that read the replies"),
        ),
        key=("document_id", "field", "source", "first_seen_at", "value"),
        order=("document_id", "field", "source", "first_seen_at", "last_seen_at", "value"),
    ),
    Table(
        "authors",
        "an author",
        "Everyone who has written a document of the corpus.",
        (
            AUTHOR_ID,
            Column("name", "string", "display name as last seen"),
            Column("user_id", "string", "the forum's user id; the EA Forum's after `eaforum:`", missing="not known"),
        ),
        key=("author_id",),
    ),
    Table(
        "authorship",
        "a document's author",
        "Who wrote what; a document has one row per author.",
        (DOCUMENT_ID, AUTHOR_ID, Column("position", "integer", "place in the byline, from 1")),
        key=("document_id", "author_id"),
        order=("document_id", "position"),
    ),
    Table(
        "document_tags",
        "a document's tag",
        "Tags of documents: those that a document carries, and those whose own pages list it.",
        (
            DOCUMENT_ID,
            Column("tag", "string", "slug of the tag"),
            Column("tag_name", "string", "name of the tag"),
            Column(
                "relevance",
                "integer",
                "votes for the tag's relevance, as the tag's own page shows them",
                missing="no page of the tag was read, or it does not say",
                unit="points",
            ),
        ),
        key=("document_id", "tag"),
    ),
    Table(
        "page_facts",
        "a fact that a page states",
        "What pages state about documents and no other table has a column for, as they word it: credibility, importance, "
        "quality and the like. Opinions of the page's keepers.",
        (
            DOCUMENT_ID,
            Column("fact", "string", "name of the fact"),
            Column("value", "string", "value as the page gives it"),
            Column("source", "string", "module that read the page"),
            RETRIEVED_AT,
        ),
        key=("document_id", "fact", "source"),
    ),
    Table(
        "definitions",
        "a glossary's entry",
        "Terms as glossaries define them, in the glossary's words; stays on this machine.",
        (
            DOCUMENT_ID,
            Column(
                "section",
                "string",
                "heading of the glossary under which the entry stands",
                missing="the page is about one concept",
            ),
            Column("term", "string", "term as the glossary writes it"),
            Column("text", "string", "its definition there"),
            Column("source", "string", "module that read the page"),
            RETRIEVED_AT,
        ),
        key=("document_id", "section", "term"),
        stage="local",
    ),
    Table(
        "texts",
        "a field of a document",
        "Text by field, made from the archive; stays on this machine.",
        (
            DOCUMENT_ID,
            Column("field", "string", "`body`, `footnote`, `quote`, `code`, `comment`"),
            Column("text", "string", "blocks separated by a line feed"),
        ),
        key=("document_id", "field"),
        stage="local",
    ),
    Table(
        "word_counts",
        "a field of a document",
        "Words per document and field, for rates per 1,000 words.",
        (
            DOCUMENT_ID,
            Column("field", "string", "as in `texts`, and `title`"),
            Column("words", "integer", "runs of letters and digits with inner hyphens and apostrophes", unit="words"),
        ),
        key=("document_id", "field"),
        stage="corpus",
    ),
    Table(
        "document_metrics",
        "a document",
        "One column a metric; see `atlas list metrics`, and `metric_caveats` for what each rests on.",
        (DOCUMENT_ID,),
        key=("document_id",),
        open_columns="document",
    ),
    Table(
        "author_metrics",
        "an author",
        "One column a metric; see `atlas list metrics`, and `metric_caveats` for what each rests on.",
        (AUTHOR_ID, Column("name", "string", "display name as last seen")),
        key=("author_id",),
        open_columns="author",
    ),
    Table(
        "metric_caveats",
        "a metric",
        "What each column of `document_metrics` and `author_metrics` rests on, and how much of that is known.",
        (
            Column("metric", "string", "name of the column"),
            Column("of", "string", "`document` (a column of `document_metrics`) or `author` (of `author_metrics`)"),
            Column("with_value", "integer", "documents, or authors, that have a value"),
            Column("out_of", "integer", "documents, or authors, in the table"),
            Column(
                "rests_on",
                "string",
                "what has to be known of a document: `links` (where its links lead), `links_to_root` (the same, of documents"
                " that may cite the root work), `bylines` (who wrote it) or `incoming_lists` (the site's list of what"
                " links to it)",
            ),
            Column(
                "documents_in_reach", "integer", "documents known that it rests on, comments apart", unit="documents"
            ),
            Column("documents_on_record", "integer", "of these, those of which `rests_on` is known", unit="documents"),
            Column("provisional", "boolean", "true where that is less than 90 % of documents_in_reach"),
            Column("note", "string", "the same in a sentence, and what is hidden or missing"),
        ),
        key=("metric",),
        order=("of", "metric"),
    ),
    Table(
        "methods",
        "a table, or a metric, x a function that computes it",
        "How each table and each metric is computed, in the words of the functions that compute it.",
        (
            Column("table", "string", "name of the table"),
            Column(
                "column",
                "string",
                "the metric, where the function gives one column of `document_metrics` or `author_metrics`",
                missing="the function serves the table as a whole",
            ),
            Column("function", "string", "where it stands in the program"),
            Column("summary", "string", "what it gives, in one line"),
            Column("definition", "string", "how, enough to follow", missing="the summary says it all"),
            Column("returns", "string", "rows, units, range and missing values", missing="nothing is said of it"),
            Column(
                "notes", "string", "what it does not measure; ties; what was chosen", missing="nothing is said of it"
            ),
            Column("source", "string", "the literature it follows, joined by ` | `", missing="none"),
        ),
        key=("table", "function"),
    ),
    Table(
        "quarantine",
        "a record",
        "Records that could not be used, whole or in part, and why.",
        (
            Column(
                "what", "string", f"source and kind of record; with `{KEPT}` at its end, all but a part of it is used"
            ),
            Column("where", "string", "archived reply and place in it"),
            Column("why", "string", "field, what was found, what was expected"),
        ),
        key=("what", "where", "why"),
    ),
    Table(
        "coverage",
        "a period x venue",
        "How much of what is known to exist has a body in this corpus.",
        (
            Column("period", "string", "`2019`, `2019-Q2` or `2019-06`; half-open, UTC"),
            Column("grain", "string", "`year`, `quarter` or `month`"),
            VENUE,
            Column("documents_known", "integer", "posts known to exist", unit="documents"),
            Column("documents_with_body", "integer", "posts whose body was read", unit="documents"),
            Column(
                "comments_known", "integer", "comments of which a record exists; never all there are", unit="comments"
            ),
            Column("words", "integer", "words in the bodies read", unit="words"),
            Column("share_with_body", "number", "documents_with_body / documents_known", missing="no posts known"),
            Column("authors_known", "integer", "authors of the posts known", unit="authors"),
            Column("authors_with_body", "integer", "authors of the posts whose body was read", unit="authors"),
            Column("covered", "boolean", "true where share_with_body is at least 0.9"),
            Column("partial", "boolean", "true where the data end before the period does"),
        ),
        key=("grain", "venue", "period"),
    ),
)
