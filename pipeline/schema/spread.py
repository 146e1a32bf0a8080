"""How the root work spread: cascade, timing, curves, exposure, venues, parts."""

from pipeline.schema._columns import AUTHOR_ID, CAVEATS, DOCUMENT_ID, GRAIN, PARTIAL, PERIOD, POSTED_AT, VENUE
from pipeline.schema._types import Column, Table

_RULE = Column(
    "rule",
    "string",
    "parent of a document: the member it cites that joined the cascade first (`first_exposure`) or last (`last_exposure`)",
)
_SERIES = (
    GRAIN,
    VENUE,
    Column("kind", "string", "`all` kinds of documents; `post` against the baseline"),
    Column(
        "series",
        "string",
        "`citing_documents`, `citing_authors` or `new_authors` of `spread`; `against_baseline`: citing posts over expected "
        "ones of `adoption_baseline`, times the mean expectation",
    ),
    Column(
        "model",
        "string",
        "`logistic`: K / (1 + exp(-r (t - t0))); `bass`: K (1 - e) / (1 + q/p e), e = exp(-(p + q) t)",
    ),
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
            *CAVEATS,
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
            *CAVEATS,
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
            *CAVEATS,
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
            Column(
                "citing_ids",
                "string",
                "documents with which they cite then, joined by ` | `; coauthors share one",
                missing="nobody cites then",
            ),
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
            *CAVEATS,
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
                "documents that link it and are not older than the work",
                unit="documents",
            ),
            Column(
                "listed_only", "integer", "others that only a list of incoming links names; left out", unit="documents"
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
            *CAVEATS,
        ),
        key=("part", "document_id"),
    ),
    Table(
        "adoption_baseline",
        "a period",
        "Posts (and papers) that cite the root work, beside what those of the same month and like karma make one expect. Only links of "
        "posts whose links are known count, for the root work and for the posts it is compared with.",
        (
            PERIOD,
            GRAIN,
            Column(
                "citing_documents",
                "integer",
                "posts of the period with known links that cite the root work",
                unit="documents",
            ),
            Column(
                "documents_with_links",
                "integer",
                "posts of the period whose outgoing links are known",
                unit="documents",
            ),
            Column("share_citing", "number", "citing_documents / documents_with_links", missing="no links known"),
            Column(
                "expected_documents",
                "number",
                "citing posts to be expected if, in each fifth of a month's posts by karma, the same share cited throughout "
                "(that of all covered months)",
                missing="no links known, or no month is covered",
                unit="documents",
            ),
            Column(
                "expected_share", "number", "expected_documents / posts with known links and karma", missing="as there"
            ),
            Column(
                "ratio",
                "number",
                "citing posts of known karma / expected_documents: 1 is as expected",
                missing="none is expected",
            ),
            Column("ratio_low", "number", "95 % interval (Poisson), lower end", missing="none is expected"),
            Column("ratio_high", "number", "the same, upper end", missing="none is expected"),
            Column(
                "documents_without_band",
                "integer",
                "posts with known links left out of the expectation: karma not known",
                unit="documents",
            ),
            Column("root_posts", "integer", "posts of the root work of known month and karma", unit="documents"),
            Column(
                "root_citations_per_post",
                "number",
                "citations that they received from the period's posts, per post",
                missing="no such posts",
                unit="documents",
            ),
            Column("matched_posts", "integer", "other posts of the same months and fifths by karma", unit="documents"),
            Column(
                "matched_citations_per_post",
                "number",
                "citations that these received, per post",
                missing="no such posts",
                unit="documents",
            ),
            Column("documents_total", "integer", "posts of the period known at all", unit="documents"),
            Column("covered", "boolean", "true where the links of at least 90 % of documents_total are known"),
            PARTIAL,
        ),
        key=("grain", "period"),
    ),
    Table(
        "adoption_fits",
        "a parameter of a curve",
        "S-curves fitted to the adoptions of covered periods, t in years since the root work; least squares, intervals by "
        "seeded bootstrap.",
        (
            *_SERIES,
            Column(
                "parameter",
                "string",
                "`ceiling` (K, adoptions); logistic: `growth_per_year` (r), `midpoint_years` (t0); Bass: "
                "`innovation_per_year` (p), `imitation_per_year` (q)",
            ),
            Column("value", "number", "least-squares value", missing="no curve, see reason"),
            Column("ci_low", "number", "95 % bootstrap interval, lower end", missing="no curve, see reason"),
            Column("ci_high", "number", "the same, upper end", missing="no curve, see reason"),
            Column("adoptions", "number", "sum of the series over the periods used"),
            Column(
                "periods_used",
                "integer",
                "whole periods since the root work that the coverage rule admits",
                unit="periods",
            ),
            Column("periods_known", "integer", "whole periods since the root work", unit="periods"),
            Column("reason", "string", "why there is no curve", missing="there is one"),
            *CAVEATS,
        ),
        key=("grain", "venue", "kind", "series", "model", "parameter"),
    ),
    Table(
        "adoption_curves",
        "a period of a fitted curve",
        "Adoptions per period, as counted and as the fitted curve has them; see `adoption_fits` for series without a curve.",
        (
            *_SERIES,
            PERIOD,
            Column("observed", "number", "adoptions of the period"),
            Column("fitted", "number", "adoptions of the period by the curve"),
            Column("ci_low", "number", "95 % bootstrap band of the curve, lower end"),
            Column("ci_high", "number", "the same, upper end"),
            *CAVEATS,
        ),
        key=("grain", "venue", "kind", "series", "model", "period"),
    ),
    Table(
        "exposures",
        "a contact of an author with an adopter",
        "What the record shows of authors' contacts with earlier adopters, up to their first citation of the root work. "
        "Reading leaves no record; comments are known for a few authors alone.",
        (
            AUTHOR_ID,
            Column(
                "kind",
                "string",
                "`linked` a document of the adopter that cites the root work, `commented` under one or under the root work, "
                "`replied` to a comment of the adopter, `coauthored` a document",
            ),
            Column("at", "datetime", "date of the author's own document"),
            Column("document_id", "string", "the author's own document"),
            Column("via_document_id", "string", "document that was linked, commented, answered or signed together"),
            Column("via_author_id", "string", "the adopter: who cited the root work before, or wrote it"),
        ),
        key=("author_id", "kind", "document_id", "via_document_id", "via_author_id"),
        order=("author_id", "at"),
    ),
    Table(
        "author_exposures",
        "an adopting author, or an author of the root work",
        "Who took the root work up when, after which recorded contacts, and whom each brought in.",
        (
            AUTHOR_ID,
            Column("name", "string", "display name as last seen"),
            Column("role", "string", "`adopter` or `root_author`"),
            Column(
                "first_citing_id",
                "string",
                "first dated document that cites the root work",
                missing="author of the root work",
            ),
            Column("first_citing_at", "datetime", "its date", missing="author of the root work"),
            Column(
                "exposures",
                "string",
                "kinds of contact joined by ` | `, or `no recorded exposure`",
                missing="author of the root work",
            ),
            Column("linked", "integer", "own documents that link an adopter's citing document", unit="documents"),
            Column(
                "commented",
                "integer",
                "own comments under an adopter's citing document, or under the root work",
                unit="comments",
            ),
            Column("replied", "integer", "own comments that answer an adopter's", unit="comments"),
            Column("coauthored", "integer", "documents signed together with an adopter", unit="documents"),
            Column(
                "exposed_at",
                "datetime",
                "date of the first contact; that of `first_citing_at` where it stands in that very document",
                missing="no recorded exposure",
            ),
            Column("exposed_by", "string", "its kind", missing="no recorded exposure"),
            Column("exposed_via", "string", "the adopter of the first contact", missing="no recorded exposure"),
            Column(
                "brought_in",
                "integer",
                "adopters who had contact with this author before their first citing document or in it",
                unit="authors",
            ),
            Column(
                "credit",
                "number",
                "their shares: one for each adopter, divided evenly among the distinct adopters they had contact with",
                unit="authors",
            ),
            Column("documents_known", "integer", "the author's documents known, comments apart", unit="documents"),
            Column(
                "own_documents_with_links",
                "integer",
                "of these, those whose outgoing links are known",
                unit="documents",
            ),
            Column("comments_known", "integer", "the author's comments known; never all there are", unit="comments"),
            *CAVEATS,
        ),
        key=("author_id",),
        order=("role", "first_citing_at", "author_id"),
    ),
    Table(
        "venue_lags",
        "a pair of venues",
        "How long things took from venue to venue. Forum documents whose mark is not known are compared with none.",
        (
            Column(
                "measure",
                "string",
                "`root_work`: first appearance of the work itself; `first_citing`: first document that cites it; "
                "`step_first_exposure`, `step_last_exposure`: steps of the cascade, parent to child; `crosspost`: two "
                "documents of one work, earlier to later",
            ),
            Column(
                "from_venue", "string", "`af`, `lw`, `eaf`, `arxiv` or `web`; the earlier one for first appearances"
            ),
            Column("to_venue", "string", "the other venue; it may be the same for steps and crossposts"),
            Column("pairs", "integer", "pairs of documents behind the lag; 1 for first appearances", unit="pairs"),
            Column("lag_days", "number", "lag, the median where there are several pairs", unit="days"),
            Column("lag_low", "number", "lower quartile", missing="first appearances", unit="days"),
            Column("lag_high", "number", "upper quartile", missing="first appearances", unit="days"),
            Column("from_document_id", "string", "first document in from_venue", missing="steps and crossposts"),
            Column("to_document_id", "string", "first document in to_venue", missing="steps and crossposts"),
            Column(
                "unmarked_before",
                "integer",
                "documents of unknown venue dated before the later document: where there are any, the lag may be another",
                missing="steps and crossposts",
                unit="documents",
            ),
            Column("left_out", "integer", "documents, or pairs, of the measure left out: venue or date not known"),
            *CAVEATS,
        ),
        key=("measure", "from_venue", "to_venue"),
    ),
    Table(
        "parts",
        "a period x part of the root work",
        "Which part of the root work lives on: documents that cite it, by the part and the section that their links name.",
        (
            PERIOD,
            GRAIN,
            Column("part", "string", "part of the root work, as the configuration calls it"),
            DOCUMENT_ID,
            Column(
                "section",
                "string",
                "`all`, or the part of the address after `#`; `quoted words` where it leads to words instead of a heading",
            ),
            Column("citing_documents", "integer", "documents of the period that link it", unit="documents"),
            Column("links", "integer", "their links to it", unit="links"),
            Column(
                "listed_only", "integer", "others that only a list of incoming links names; left out", unit="documents"
            ),
            Column("citing_documents_any", "integer", "documents of the period that link any part", unit="documents"),
            Column(
                "share_of_citing", "number", "citing_documents / citing_documents_any", missing="none links any part"
            ),
            Column(
                "documents_total", "integer", "documents of the period known at all, comments apart", unit="documents"
            ),
            Column(
                "documents_with_links", "integer", "of these, those whose outgoing links are known", unit="documents"
            ),
            Column("covered", "boolean", "true where the links of at least 90 % of documents_total are known"),
            PARTIAL,
        ),
        key=("grain", "document_id", "section", "period"),
    ),
    Table(
        "brokers",
        "a document or an author, per kind of group",
        "Through whom the root work passed from group to group: chains c <- b <- a of the cascade where a does not cite c "
        "itself, counted at b (Gould & Fernandez 1989).",
        (
            Column("between", "string", "`venue`, or `community` of the relation `citation`"),
            Column("of", "string", "`document` or `author`, who has the sum of the own documents"),
            Column("id", "string", "document id or author id"),
            Column("between_groups", "integer", "gatekeeper + representative + liaison", unit="chains"),
            Column("coordinator", "integer", "c, b and a are of one group", unit="chains"),
            Column("gatekeeper", "integer", "b and a are of one group: b brings in", unit="chains"),
            Column("representative", "integer", "c and b are of one group: b carries out", unit="chains"),
            Column("itinerant", "integer", "c and a are of one group, b of another", unit="chains"),
            Column("liaison", "integer", "all three differ", unit="chains"),
            Column("left_out", "integer", "documents of the cascade without a known group", unit="documents"),
            *CAVEATS,
        ),
        key=("between", "of", "id"),
    ),
)
