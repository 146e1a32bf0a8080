"""What names of the tables are called on a page."""

import re

VENUES = {
    "all": "all venues",
    "af": "Alignment Forum",
    "lw": "LessWrong only",
    "forum": "forum, mark unknown",
    "eaf": "EA Forum",
    "arxiv": "arXiv",
    "web": "web",
}
MARKED = frozenset({"af", "lw", "forum"})
"""Venues that the Alignment Forum's mark tells apart; it is not known of every post."""
OFF_FORUM = frozenset({"arxiv", "web"})
"""Venues of what stands on no forum, so that gathering a forum brings none of its texts."""
FIELDS = {
    "title": "titles",
    "all": "titles, bodies and footnotes",
    "body": "bodies",
    "footnote": "footnotes",
    "quote": "quotations",
    "code": "code",
    "comment": "comments",
}
KINDS = {
    "all": "documents",
    "post": "posts",
    "comment": "comments",
    "tag": "tag pages",
    "paper": "papers",
    "page": "web pages",
}

NAMES = {
    "posted_at": "posted",
    "modified_at": "edited",
    "retrieved_at": "retrieved",
    "ci_low": "95 % interval, low",
    "ci_high": "95 % interval, high",
    "citing_ids": "cited by",
    "citing_id": "citing document",
    "cited_id": "cited document",
    "share_citing": "share citing (of 1)",
    "documents_serials_once": "documents, parts of a series counted once",
    "from_document_id": "from document",
    "to_document_id": "to document",
    "generation": "distance from the work",
    "generation_longest": "longest chain from the work",
    "why_included": "why it is here",
    "author_ids": "ids of its authors",
    "parent_id": "stands under",
    "work_id": "work",
    "document_id": "id",
    "local_citations": "citations in the corpus",
    "local_references": "references in the corpus",
    "k_core": "core number",
    "pagerank": "PageRank",
    "cited_half_life_days": "cited half-life, days",
    "citing_half_life_days": "citing half-life, days",
    "hub": "hub weight",
    "authority": "authority weight",
    "coupling": "cites the same",
    "co_citation": "cited together",
    "spc": "SPC",
    "splc": "SPLC",
    "spnp": "SPNP",
    "global": "global",
    "local_forward": "local, forward",
    "local_backward": "local, backward",
    "key_route_global": "key routes, global",
    "key_route_local": "key routes, local",
    "backward_then_condense": "citations of newer documents left out, what then still runs in a circle taken as one",
    "condense": "what runs in a circle taken as one",
    "drop": "citations within circles left out",
    "first_exposure": "the first it could know of",
    "last_exposure": "the latest it cites",
    "step_last_exposure": "steps of the cascade, from the latest cited",
    "step_first_exposure": "steps of the cascade, from the first it could know of",
    "fisher_pry": "Fisher-Pry curve",
    "serials_once": "parts of a series counted once",
    "body": "text",
    "pingback_list": "list of incoming links",
    "pingback_field": "the forum's own reading",
    "citation_index": "index of papers",
    "cited_by_table": "table of citing pages",
    "edge_list": "imported network",
    "forum_dump": "dump of the forum",
    "predecessor_of": "came before",
    "successor_of": "came after",
    "synonym_of": "means the same as",
    "narrower_than": "is a kind of",
    "related_to": "is related to",
}
"""What names of columns and of what stands in them are called, where their own words are not plain enough."""
CODED = frozenset(
    "family family_a family_b topic policy origin search weight rule model basis series evidence relation measure fact".split()  # noqa: SIM905
)
"""Columns that hold names of the program, no outside text: a page shows them in words, with the name behind."""
_ACRONYMS = {"rlo": "RLO"}
_MACHINE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

UNTITLED = "(untitled)"
_INVISIBLE = re.compile(r"[\s\u00ad\u115f\u1160\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2800\u3164\ufeff\uffa0]*")


def is_blank(text: str) -> bool:
    """Say whether nothing of a text would be seen: it is empty, or white space and signs without width.

    >>> is_blank("\u200b "), is_blank("?")
    (True, False)
    """
    return _INVISIBLE.fullmatch(text) is not None


def venue(name: str) -> str:
    """Return what a venue is called; one that has no other name keeps its own."""
    return VENUES.get(name, name)


def spoken(name: str) -> str:
    """Return a name of the program in words, also several joined by `` | ``; what is none stays as it is.

    >>> spoken("local_forward"), spoken("rlo_core"), spoken("self_citation_share"), spoken("AI control")
    ('local, forward', 'RLO core', 'self citation share', 'AI control')
    >>> spoken("body | pingback_list")
    'text, list of incoming links'
    """
    if " | " in name:
        return ", ".join(map(spoken, name.split(" | ")))
    if name in NAMES:
        return NAMES[name]
    if not _MACHINE.fullmatch(name):
        return name
    return " ".join(_ACRONYMS.get(part, part) for part in name.split("_"))
