"""Links, citations, and what is drawn from them."""

from pipeline.schema._columns import (
    CAVEATS,
    CITED_ID,
    CITING_ID,
    DOCUMENT_ID,
    GRAIN,
    LINKS_TO_ITSELF,
    PARTIAL,
    PERIOD,
    POSTED_AT,
    RETRIEVED_AT,
    VENUE,
    caveats,
)
from pipeline.schema._types import Column, Table

_PLACES = "`body`, `footnote`, `quote`, `list` or `code`"

_EVIDENCE = (
    "every way in which the citation was found, joined by ` | `: `body` (a link in the text), `pingback_list` (the list on "
    "the cited page), `pingback_field` (the forum's own reading of the text), `citation_index` (of an "
    "index of papers), `cited_by_table` (on a page about the cited one), `edge_list` (an imported network)"
)

_MAIN_PATH = (
    Column("weight", "string", "`spc`, `splc`, `spnp`, or `length` for the longest paths: every citation counts 1"),
    Column(
        "search",
        "string",
        "`local_forward`, `local_backward`, `global`, `key_route_local` or `key_route_global`",
    ),
    Column("k", "integer", "first number of key routes at which the edge appears", missing="not a key-route search"),
    CITING_ID,
    CITED_ID,
    Column("count", "count", "the edge's weight, counted among those documents", unit="paths"),
    Column(
        "self_citation",
        "boolean",
        "true where citing and cited share an author",
        missing="an author is not known, or the edge stands for a cycle",
    ),
    Column(
        "month_documents",
        "integer",
        "documents known of the citing document's month, or of its year where no month is known; comments apart",
        unit="documents",
    ),
    Column("month_documents_with_links", "integer", "of these, those whose outgoing links are known", unit="documents"),
    Column(
        "covered",
        "boolean",
        "true where the links of at least 90 % of month_documents are known, every post of the month is known at least by "
        "its title, and the citing document is no comment",
    ),
    *CAVEATS,
)

TABLES = (
    Table(
        "citations",
        "a citing -> cited pair",
        "Resolved citations, one row a pair; links of a document to itself are left out.",
        (
            CITING_ID,
            CITED_ID,
            Column(
                "n_links",
                "integer",
                "links or references behind the pair; 0 where only a list on the cited side names it",
                unit="links",
            ),
            Column("evidence", "string", _EVIDENCE),
            Column(
                "citation_age_days",
                "number",
                "citing date minus cited date; negative after later edits",
                missing="a date is not known",
                unit="days",
            ),
            Column("backward", "boolean", "true where the cited document is newer than the citing one"),
            Column(
                "spc",
                "count",
                "search path count on the acyclic graph",
                missing="pair is not in the acyclic graph",
                unit="paths",
            ),
            Column("splc", "count", "search path link count", missing="pair is not in the acyclic graph", unit="paths"),
            Column(
                "spnp", "count", "search path node pair count", missing="pair is not in the acyclic graph", unit="paths"
            ),
            Column("n_body", "integer", "links in running text, of posts and pages", unit="links"),
            Column("n_footnote", "integer", "links in footnotes, of posts and pages", unit="links"),
            Column("n_quote", "integer", "links in quotations, of posts and pages", unit="links"),
            Column("n_list", "integer", "links in lists, of posts and pages", unit="links"),
            Column("n_code", "integer", "links in code, of posts and pages", unit="links"),
            Column("n_comment", "integer", "links of a comment, wherever they stand in it", unit="links"),
            Column(
                "n_crosspost",
                "integer",
                "links to a copy of the same work on another site; the seven n_ columns sum to n_links (an edge list"
                " gives none of them)",
                unit="links",
            ),
            Column(
                "self_citation",
                "boolean",
                "true where citing and cited share an author",
                missing="an author is not known",
            ),
            Column("dangling", "boolean", "true where the cited document is beyond the corpus"),
        ),
        key=("citing_id", "cited_id"),
    ),
    Table(
        "citation_evidence",
        "a cited document x way of finding",
        "In which ways the citations of each document were found, and which of them one way alone found. A list of "
        "incoming links is never taken as complete, and neither is any other way.",
        (
            CITED_ID,
            Column("evidence", "string", "one way, named as in `citations`"),
            Column("found", "integer", "citing documents found in this way", unit="documents"),
            Column("found_only", "integer", "of these, found in no other way", unit="documents"),
            Column("citing_documents", "integer", "citing documents found in any way", unit="documents"),
            Column("posts", "integer", "of `found`, posts", unit="documents"),
            Column("comments", "integer", "of `found`, comments", unit="documents"),
            Column(
                "body_read",
                "integer",
                "of `found`, documents whose body was read: where `body` is not among their ways, the link is not in it now",
                unit="documents",
            ),
            Column(
                "not_named",
                "integer",
                "items of lists on the cited document's page that name no citing document, and that no other copy of the list "
                "names; they count nowhere",
                missing="not a list of incoming links",
                unit="items",
            ),
        ),
        key=("cited_id", "evidence"),
    ),
    Table(
        "citation_contexts",
        "a sentence in which a paper cites",
        "Sentences around citations between papers, as an index of citations shows them; stays on this machine.",
        (
            CITING_ID,
            CITED_ID,
            Column("position", "integer", "place in the index's list, from 1"),
            Column("text", "string", "the sentence, as the index cut it"),
            Column("intents", "string", "what the index takes the citation for, joined by ` | `", missing="not said"),
            Column(
                "influential",
                "boolean",
                "true where the index takes the citation for one that matters",
                missing="not said",
            ),
            Column("source", "string", "module that read the index"),
            RETRIEVED_AT,
        ),
        key=("citing_id", "cited_id", "source", "position"),
        stage="local",
    ),
    Table(
        "links",
        "a link as written",
        "Every link of every known body, with its place and what it names.",
        (
            DOCUMENT_ID,
            Column(
                "position",
                "integer",
                "order in the document, from 1; 0: the address that a link post points to, where no body shows it",
            ),
            Column("href", "string", "address as written", missing="bundled fact: only what it names is kept"),
            Column("place", "string", _PLACES),
            Column(
                "names",
                "string",
                "what exactly is named: document, `#section`, comment or page; a slug or number where only that is known",
                missing="no page: a place in the document itself, an e-mail address, a script, a broken address",
            ),
            Column(
                "resolved_id",
                "string",
                "document that it resolves to",
                missing="not resolved, see unresolved_links; or a page outside",
            ),
            Column(
                "repaired",
                "string",
                "how a broken address was mended: `scheme`, `web-archive`, `redirect`",
                missing="as written",
            ),
        ),
        key=("document_id", "position"),
    ),
    Table(
        "unresolved_links",
        "a link",
        "Links that should name a document but could not be resolved; and those of a document to itself, which are no citations.",
        (
            Column("what", "string", "the address as written"),
            Column("where", "string", "document and position of the link"),
            Column("why", "string", f"what was looked for; `{LINKS_TO_ITSELF}`: the document was found"),
        ),
        key=("where", "what", "why"),
    ),
    Table(
        "pingbacks",
        "an item of a list of incoming links",
        "Lists of incoming links as the site showed them; never complete.",
        (
            Column("listed_on", "string", "document whose page shows the list"),
            Column(
                "position", "integer", "place in the list, from 1; after its last, items that only older copies show"
            ),
            Column("kind", "string", "`post` or `comment`"),
            Column("title", "string", "title of the post, or of the post that holds the comment"),
            Column("citing_id", "string", "citing document", missing="the item does not name it"),
            POSTED_AT,
            Column("points", "integer", "karma as the list showed it", missing="not shown", unit="points"),
            Column("source", "string", "module that read the list"),
            RETRIEVED_AT,
            Column("resolved_by", "string", "`id`, `title+minute`, `title`, or why it is not resolved"),
            Column("site", "string", "`forum` or `eaforum`: where the citing item stands"),
            Column("host_id", "string", "post that holds a citing comment", missing="not a comment, or not known"),
            Column("authors", "string", "author shown", missing="not shown"),
        ),
        key=("listed_on", "source", "position"),
    ),
    Table(
        "main_paths",
        "an edge of a main path",
        "Main paths of the acyclic citation graph, among the root work and the documents that descend from it.",
        _MAIN_PATH,
        key=("weight", "search", "citing_id", "cited_id"),
    ),
    Table(
        "main_paths_between_authors",
        "an edge of a main path",
        "The same when citations between documents that share an author are left out.",
        _MAIN_PATH,
        key=("weight", "search", "citing_id", "cited_id"),
    ),
    Table(
        "main_path_summary",
        "a main path",
        "What each main path rests on, and what it can and cannot claim.",
        (
            *_MAIN_PATH[:2],
            Column("between_authors", "boolean", "true for the paths of `main_paths_between_authors`"),
            Column("documents", "integer", "documents on it", unit="documents"),
            Column("authors", "integer", "their distinct authors, as far as known", unit="authors"),
            Column("citations", "integer", "its edges", unit="citations"),
            Column(
                "self_citations", "integer", "of these, those between documents of a shared author", unit="citations"
            ),
            Column("covered_citations", "integer", "of its edges, those from covered months", unit="citations"),
            Column("covered_until", "datetime", "newest citing document of a covered month", missing="there is none"),
            Column("first_at", "datetime", "its oldest document", missing="no date is known"),
            Column("last_at", "datetime", "its newest document", missing="no date is known"),
            Column("note", "string", "what it can and cannot claim"),
            *CAVEATS,
        ),
        key=("weight", "search", "between_authors"),
    ),
    Table(
        "communities",
        "a document x relation",
        "Communities by three relations between documents.",
        (
            Column("relation", "string", "`citation`, `coupling` or `co_citation`"),
            DOCUMENT_ID,
            Column("community", "integer", "number of the community, the largest first, from 1"),
            Column("label", "string", "what its titles share, against all other titles", missing="nothing stands out"),
            *CAVEATS,
        ),
        key=("relation", "document_id"),
        order=("relation", "community", "document_id"),
    ),
    Table(
        "similar_documents",
        "a pair",
        "Pairs of documents that cite the same, or are cited together.",
        (
            Column("relation", "string", "`coupling` or `co_citation`"),
            Column("document_a", "string", "the lesser id of the pair"),
            Column("document_b", "string", "the greater id of the pair"),
            Column("count", "integer", "references, or citing documents, in common", unit="documents"),
            Column("jaccard", "number", "in common / in either"),
            Column("association_strength", "number", "2 m a_ij / (k_i k_j)"),
            Column("pairs_a", "integer", "documents with which document_a has anything in common", unit="documents"),
            Column("pairs_b", "integer", "documents with which document_b has anything in common", unit="documents"),
            *caveats(
                "coupling: the two; co-citation: documents known that may cite both, dated before neither, comments apart"
            ),
        ),
        key=("relation", "document_a", "document_b"),
    ),
    Table(
        "spread",
        "a period x venue x kind",
        "Documents that cite the root work, and their authors, over time.",
        (
            PERIOD,
            GRAIN,
            VENUE,
            Column("kind", "string", "`post`, `comment`, `tag`, `paper`, `page`; `all` is their sum"),
            Column("citing_documents", "integer", "documents of the period that cite the root work", unit="documents"),
            Column("citing_authors", "integer", "their distinct authors", unit="authors"),
            Column(
                "new_authors",
                "integer",
                "authors whose first citing document of this venue and kind falls in the period",
                unit="authors",
            ),
            Column("cumulative_documents", "integer", "citing documents up to the period's end", unit="documents"),
            Column("cumulative_authors", "integer", "citing authors up to the period's end", unit="authors"),
            Column("documents_total", "integer", "documents of the period known at all", unit="documents"),
            Column(
                "documents_with_links", "integer", "of these, those whose outgoing links are known", unit="documents"
            ),
            Column(
                "covered",
                "boolean",
                "true where the links of at least 90 % of documents_total are known; never for comments, which are known"
                " for a few authors alone, and for tag pages, papers and other pages in imported networks alone: elsewhere "
                "those are known that touch the work",
            ),
            PARTIAL,
        ),
        key=("grain", "venue", "kind", "period"),
    ),
)
