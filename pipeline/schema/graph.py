"""What main paths and communities rest on."""

from pipeline.schema._columns import CAVEATS, DOCUMENT_ID
from pipeline.schema._types import Column, Table

_RELATION = Column("relation", "string", "`citation`, `coupling` or `co_citation`")

TABLES = (
    Table(
        "main_path_core",
        "a document",
        "Documents near the main paths, and how firmly each belongs there.",
        (
            DOCUMENT_ID,
            Column(
                "criticality",
                "integer",
                "longest chain from the root work of all, less the longest through the document; 0 is the robust core",
                unit="citations",
            ),
            Column("searches", "integer", "of the 15 main paths (weight x search), those that it lies on"),
            Column("runs_on_path", "integer", "runs in which it lies on the global main path by SPC", unit="runs"),
            Column("runs", "integer", "runs, each without a random tenth of the citations", unit="runs"),
            Column("share_of_runs", "number", "runs_on_path / runs"),
            *CAVEATS,
        ),
        key=("document_id",),
        order=("criticality", "document_id"),
    ),
    Table(
        "acyclic_effects",
        "a policy",
        "What each way of making the citation graph acyclic takes away, and how far results depend on it.",
        (
            Column("policy", "string", "`backward_then_condense`, `condense` or `drop`"),
            Column("used", "boolean", "true for the policy behind the other tables"),
            Column("citations", "integer", "citations within the corpus", unit="citations"),
            Column("dropped", "integer", "taken out: backward, or inside a cycle", unit="citations"),
            Column("cycles", "integer", "groups of documents that cite each other in a circle", unit="groups"),
            Column("documents_in_cycles", "integer", "documents in those groups", unit="documents"),
            Column("citations_within_cycles", "integer", "gone because their group became one", unit="citations"),
            Column("citations_merged", "integer", "parallel to another after that", unit="citations"),
            Column("citations_kept", "integer", "citations of the acyclic graph", unit="citations"),
            Column(
                "longest_chain",
                "integer",
                "greatest generation_longest",
                missing="no root work",
                unit="citations",
            ),
            Column("main_path_documents", "integer", "documents on the global main path by SPC", unit="documents"),
            Column("main_path_shared", "integer", "of these, on that of the policy used too", unit="documents"),
        ),
        key=("policy",),
    ),
    Table(
        "community_labels",
        "a word of a community",
        "Words that set the titles of a community apart, the heaviest ten, with the documents that have them.",
        (
            _RELATION,
            Column("community", "integer", "as in `communities`"),
            Column("rank", "integer", "place by z, from 1; a label is made from the first"),
            Column("word", "string", "word of a title, or term of the lexicon that stands in one; lower-case"),
            Column("titles_with", "integer", "titles of the community that have it", unit="documents"),
            Column("titles_total", "integer", "titles of the community with a word to count", unit="documents"),
            Column("log_odds", "number", "log odds in the community minus those in the others, smoothed by all titles"),
            Column("z", "number", "log_odds / its standard deviation; above 1.96"),
            Column("document_ids", "string", "the documents, joined by ` | `"),
        ),
        key=("relation", "community", "word"),
        order=("relation", "community", "rank"),
    ),
    Table(
        "community_runs",
        "a start x relation",
        "The seeded starts behind the communities: how much another start would have changed.",
        (
            _RELATION,
            Column("start", "integer", "number of the start, from 1"),
            Column("quality", "number", "constant Potts model, per twice the summed strength of ties"),
            Column("communities", "integer", "communities found", unit="communities"),
            Column("adjusted_rand_index", "number", "likeness to the best start, which is published; 1 is the same"),
        ),
        key=("relation", "start"),
    ),
)
