"""How often which words are used, by whom, and beside what."""

from pipeline.schema._columns import (
    AUTHOR_ID,
    COVERED,
    DOCUMENT_ID,
    FAMILY,
    FIELD,
    GRAIN,
    PARTIAL,
    PERIOD,
    POSTED_AT,
    TERM,
    VENUE,
)
from pipeline.schema._types import Column, Table

_SHARES = (
    Column("documents", "integer", "documents of the period that use it", unit="documents"),
    Column("documents_total", "integer", "documents of the period in which the field is known", unit="documents"),
)
_COVERAGE = (
    Column("documents_known", "integer", "documents of the period known at all", unit="documents"),
    COVERED,
    PARTIAL,
)

TABLES = (
    Table(
        "terms",
        "a term",
        "The lexicon: every term of every family.",
        (
            FAMILY,
            TERM,
            Column("definition", "string", "in our own words"),
            Column("definition_source", "string", "where the term is defined"),
            Column("forms", "string", "ways to write it, joined by ` | `", missing="an idea without a form of its own"),
            Column("ambiguous", "boolean", "true where a form counts only in a stated context"),
            Column("first_known_use", "date", "earliest use known", missing="not known"),
            Column("first_known_by", "string", "who used it then", missing="not known"),
            Column("first_known_where", "string", "document or page of that use", missing="not known"),
            Column(
                "relation",
                "string",
                "`predecessor_of`, `successor_of`, `synonym_of`, `narrower_than`, `related_to`",
                missing="none stated",
            ),
            Column("related_term", "string", "the other term", missing="none stated"),
            Column("counted_as", "string", "digest of the forms and rules behind the counts; equal where counts are alike"),
        ),
        key=("family", "term"),
    ),
    Table(
        "term_counts",
        "a document x term x field",
        "Where each term occurs; documents without it have no row.",
        (
            DOCUMENT_ID,
            FAMILY,
            TERM,
            Column("field", "string", "as in `texts`, and `title`"),
            Column("occurrences", "integer", "longest match wins; overlaps count once", unit="occurrences"),
        ),
        key=("document_id", "term", "field"),
    ),
    Table(
        "term_contexts",
        "a term x year x word",
        "Words in the company of a term: the ten words on either side, stop words left out. Made from text, kept as counts.",
        (
            TERM,
            Column("year", "integer", "year of the documents"),
            Column("word", "string", "lower-case word"),
            Column("count", "integer", "times it stands within ten words of the term", unit="occurrences"),
            Column("word_total", "integer", "times it occurs that year at all", unit="occurrences"),
        ),
        key=("term", "year", "word"),
        stage="terms",
    ),
    Table(
        "topic_loadings",
        "a document x discovered topic",
        "Share of each discovered topic in a document with a body.",
        (
            DOCUMENT_ID,
            Column("topic", "string", "label: the topic's five heaviest words"),
            Column("loading", "number", "share of the topic in the document; a document's loadings sum to 1"),
        ),
        key=("document_id", "topic"),
        stage="terms",
    ),
    Table(
        "term_trends",
        "a period x term",
        "Use of each term over time.",
        (
            PERIOD,
            GRAIN,
            FAMILY,
            TERM,
            FIELD,
            *_SHARES[:1],
            *_SHARES[1:],
            Column("occurrences", "integer", "occurrences in the field", unit="occurrences"),
            Column("words_total", "integer", "words of the field in documents_total", unit="words"),
            Column("share_of_documents", "number", "documents / documents_total", missing="documents_total is 0"),
            Column("per_1000_words", "number", "1000 x occurrences / words_total", missing="words_total is 0"),
            Column(
                "ci_low",
                "number",
                "95 % Wilson interval of share_of_documents, lower end",
                missing="documents_total is 0",
            ),
            Column("ci_high", "number", "the same, upper end", missing="documents_total is 0"),
            VENUE,
            Column("authors", "integer", "distinct authors of `documents`", unit="authors"),
            Column(
                "documents_serials_once", "integer", "documents, the parts of one serial counted once", unit="documents"
            ),
            *_COVERAGE,
        ),
        key=("grain", "venue", "field", "family", "term", "period"),
    ),
    Table(
        "topic_trends",
        "a period x topic",
        "Families, tags and other topics over time.",
        (
            PERIOD,
            GRAIN,
            Column("topic_kind", "string", "`family`, `tag`, `community` or `discovered`"),
            Column("topic", "string", "name of the family, tag, community or topic"),
            *_SHARES,
            Column("share_of_documents", "number", "documents / documents_total", missing="documents_total is 0"),
            Column("ci_low", "number", "95 % Wilson interval of the share, lower end", missing="documents_total is 0"),
            Column("ci_high", "number", "the same, upper end", missing="documents_total is 0"),
            VENUE,
            Column(
                "field", "string", "field that families are looked for in", missing="topic is not looked for in text"
            ),
            Column(
                "occurrences",
                "integer",
                "occurrences of the family's terms",
                missing="topic is not counted in words",
                unit="occurrences",
            ),
            Column("authors", "integer", "distinct authors of `documents`", unit="authors"),
            Column(
                "documents_serials_once", "integer", "documents, the parts of one serial counted once", unit="documents"
            ),
            *_COVERAGE,
        ),
        key=("grain", "topic_kind", "venue", "field", "topic", "period"),
    ),
    Table(
        "term_first_uses",
        "an author x term",
        "Each author's first known use of each term.",
        (
            TERM,
            AUTHOR_ID,
            DOCUMENT_ID,
            POSTED_AT,
            FIELD,
            Column(
                "prior_exposure",
                "string",
                "what the record shows before it: `linked`, `coauthor`",
                missing="no recorded exposure",
            ),
            Column(
                "probable_later_edit",
                "boolean",
                "true where an earlier document of the author has the term, but was edited after the term existed",
            ),
        ),
        key=("term", "author_id"),
        order=("term", "posted_at", "author_id"),
    ),
)
