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

_RULE = Column("rule", "string", "`named`, `called`, `judged`, `rejected`, `quotation_marks`, `negated`")

_FROM_FIRST_USE = (
    "A series begins in the period of its first use and runs to that of the venue's last known post (or comment), zeros "
    "included: a period before its first row has 0 uses in what is known of that period, not no data. How much is known stands in "
    "the rows of other series of the period."
)

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
            Column(
                "counted_as", "string", "digest of the forms and rules behind the counts; equal where counts are alike"
            ),
            Column(
                "counted_in",
                "string",
                "`all`: in every body known; `texts`: only in those on this machine, since the bundled facts were counted "
                "with other forms",
            ),
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
        "term_forms",
        "a period x form of a term x field",
        "Which spellings of each term posts use. Titles of all posts; other fields only of posts whose text is on this machine, "
        "since bundled facts count terms and not their forms. Periods without the form have no row.",
        (
            PERIOD,
            GRAIN,
            FAMILY,
            TERM,
            Column("form", "string", "the form found, as the lexicon writes it"),
            Column("field", "string", "as in `texts`, and `title`"),
            Column("documents", "integer", "posts of the period that use the form", unit="documents"),
            Column("occurrences", "integer", "occurrences of the form in them", unit="occurrences"),
        ),
        key=("grain", "field", "family", "term", "form", "period"),
    ),
    Table(
        "term_mentions",
        "a document x term x field x rule",
        "Uses that speak of a term rather than with it, or deny it, by rule; rules are defined in `pipeline/terms/mentions.py`.",
        (
            DOCUMENT_ID,
            FAMILY,
            TERM,
            Column("field", "string", "as in `texts`, and `title`"),
            _RULE,
            Column("occurrences", "integer", "occurrences that fall under the rule", unit="occurrences"),
            Column(
                "occurrences_total", "integer", "occurrences of the term in the field, links apart", unit="occurrences"
            ),
        ),
        key=("document_id", "term", "field", "rule"),
    ),
    Table(
        "term_manners",
        "a period x term x manner",
        "How posts use each term: as their own word, in quoted blocks, and of their own words, under each rule of mention.",
        (
            PERIOD,
            GRAIN,
            FAMILY,
            TERM,
            Column("manner", "string", "`own`, `quoted`, or a rule of `term_mentions`"),
            Column("occurrences", "integer", "occurrences in that manner", unit="occurrences"),
            Column(
                "occurrences_total",
                "integer",
                "`own` and `quoted`: all in titles, bodies, footnotes and quotations; a rule: all but those in quotations",
                unit="occurrences",
            ),
            Column(
                "share_of_occurrences", "number", "occurrences / occurrences_total", missing="occurrences_total is 0"
            ),
            Column("documents", "integer", "posts with at least one use in that manner", unit="documents"),
            Column("documents_total", "integer", "posts with a use that occurrences_total counts", unit="documents"),
            Column("share_of_documents", "number", "documents / documents_total", missing="documents_total is 0"),
            Column(
                "ci_low",
                "number",
                "95 % Wilson interval of share_of_documents, lower end",
                missing="documents_total is 0",
            ),
            Column("ci_high", "number", "the same, upper end", missing="documents_total is 0"),
            COVERED,
            PARTIAL,
        ),
        key=("grain", "term", "manner", "period"),
    ),
    Table(
        "contexts",
        "a use of a term",
        "The sentence around each use in a text of the archive; stays on this machine.",
        (
            DOCUMENT_ID,
            TERM,
            Column("form", "string", "the form found, as the lexicon writes it"),
            Column("field", "string", "as in `texts`"),
            Column("position", "integer", "where the use begins in the field", unit="characters"),
            Column("sentence", "string", "the sentence, at most some 200 characters on either side, within one block"),
            Column("manner", "string", "`quoted` in a quoted block, `code` in code, else `own`"),
            Column("tags", "string", "rules of `term_mentions` it falls under, joined by ` | `", missing="none"),
        ),
        key=("document_id", "field", "position", "term"),
        stage="local",
    ),
    Table(
        "companions",
        "a use of a term x word",
        "Which word stands within ten words of which use, in authors' own words; what `term_contexts` is counted from. "
        "Stays on this machine.",
        (
            DOCUMENT_ID,
            Column("field", "string", "as in `texts`"),
            Column("position", "integer", "where the use begins in the field, as in `contexts`", unit="characters"),
            TERM,
            Column("year", "integer", "year of the document"),
            Column("word", "string", "lower-case word"),
            Column("count", "integer", "times it stands within ten words of the use", unit="occurrences"),
        ),
        key=("document_id", "field", "position", "term", "word"),
        stage="local",
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
        "topic_words",
        "a discovered topic x word",
        "What each discovered topic is named for, and how far other fits find it again.",
        (
            Column("topic", "string", "label: the topic's five heaviest words"),
            Column("rank", "integer", "place of the word in the topic, from 1"),
            Column("word", "string", "lower-case word"),
            Column("share_of_topic", "number", "weight of the word / weight of all words of the topic"),
            Column("documents", "integer", "posts with the word", unit="documents"),
            Column("documents_total", "integer", "posts in which topics were looked for", unit="documents"),
            Column(
                "agreement",
                "number",
                "of the topic: share of its ten words in its partner of a fit from another seed on another draw of posts, "
                "as Jaccard index, mean over the fits",
            ),
        ),
        key=("topic", "rank"),
    ),
    Table(
        "topic_choices",
        "a number of topics",
        "The numbers of discovered topics that were tried; the greatest whose topics agree between fits as well as the best, a standard error apart, was chosen.",
        (
            Column("topics", "integer", "number of topics", unit="topics"),
            Column("fits", "integer", "fits, each from its own seed on its own draw of posts", unit="fits"),
            Column(
                "agreement",
                "number",
                "mean over pairs of fits and their matched topics of the words in common, as in `topic_words`",
            ),
            Column("chosen", "boolean", "true for the number used"),
        ),
        key=("topics",),
    ),
    Table(
        "term_trends",
        "a period x term",
        f"Use of each term over time. {_FROM_FIRST_USE}",
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
        f"Families, tags and other topics over time. {_FROM_FIRST_USE}",
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
            Column("title", "string", "title of the document", missing="comments have none; or not known"),
            Column(
                "before_root",
                "boolean",
                "true where the use is older than the root work",
                missing="no root work, or not known",
            ),
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
