"""Results that several tables are made from, computed once; exports ask for them by the function's name."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.exports._adoption import Fitted, fitted_series
from pipeline.exports._caveats import Reach, counted, in_reach
from pipeline.exports._population import Population
from pipeline.exports._wording import FIELDS, field_coverage
from pipeline.graph.acyclic import Acyclic
from pipeline.graph.arrays import EdgeArrays
from pipeline.graph.communities import Partition, find_communities
from pipeline.graph.labels import distinctive_words, title_words
from pipeline.graph.similarity import RELATIONS, Pairs, Relation, related
from pipeline.moments import earliest
from pipeline.settings import Contest, Settings
from pipeline.terms._words import says_something, stop_words, words_of
from pipeline.terms.lexicon import Lexicon
from pipeline.wording.drift import Drift, drift
from pipeline.wording.uses import post_uses

LEXICON = "lexicon"
"""Source of a definition that no glossary gives."""


class Definition(NamedTuple):
    """What defines a term, and the glossaries that say it, or :data:`LEXICON`."""

    text: str
    source: str


def reach(documents: pd.DataFrame, root_ids: AbstractSet[str]) -> Reach:
    """Count the documents that may cite the root work."""
    return counted(in_reach(documents, root_ids))


def graph_reach(graph_documents: pd.DataFrame, root_ids: AbstractSet[str]) -> Reach:
    """Count those that may cite it in the graph that results are taken on, where crossposts may be one."""
    return counted(in_reach(graph_documents, root_ids))


def descent(acyclic: Acyclic, generations: pd.DataFrame, root_ids: AbstractSet[str]) -> EdgeArrays:
    """Return the acyclic citations among the root work and the documents that descend from it; all, without a root."""
    if not root_ids:
        return acyclic.edges.compact()
    connected = acyclic.edges.numbers(
        acyclic.representative[document] for document in generations.index if document in acyclic.representative
    )
    inside = np.zeros(acyclic.edges.nodes, dtype=bool)
    inside[connected] = True
    return acyclic.edges.keep(inside[acyclic.edges.citing] & inside[acyclic.edges.cited]).compact()


def pairs(graph_citations: pd.DataFrame, documents: pd.DataFrame) -> dict[Relation, Pairs]:
    """Return the ties between documents, by relation."""
    return {relation: related(relation, graph_citations, documents) for relation in RELATIONS}


def partitions(pairs: Mapping[Relation, Pairs]) -> dict[Relation, Partition]:
    """Return the communities, by relation."""
    return {relation: find_communities(ties) for relation, ties in pairs.items()}


def membership(pairs: Mapping[Relation, Pairs], partitions: Mapping[Relation, Partition]) -> pd.DataFrame:
    """Return ``relation``, ``document_id`` and ``community`` of every document that is in one."""
    parts = [
        pd.DataFrame(
            {
                "relation": relation,
                "document_id": pairs[relation].ids[partition.documents],
                "community": partition.community,
            }
        )
        for relation, partition in partitions.items()
    ]
    return pd.concat(parts, ignore_index=True)


def community_words(membership: pd.DataFrame, documents: pd.DataFrame, term_counts: pd.DataFrame) -> pd.DataFrame:
    """Return the words that stand out in each community's titles, as ``distinctive_words`` gives them, by relation."""
    titles = documents.set_index("document_id")["title"]
    phrases = term_counts.loc[term_counts["field"] == "title", ["document_id", "term"]]
    words = title_words(titles, phrases)
    parts = [
        distinctive_words(words, rows.set_index("document_id")["community"]).assign(relation=relation)
        for relation, rows in ((relation, membership[membership["relation"] == relation]) for relation in RELATIONS)
    ]
    return pd.concat(parts, ignore_index=True)


def fitted_curves(
    spread: pd.DataFrame, adoption_baseline: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]
) -> list[Fitted]:
    """Return the adoption series with their curves; none without a date of the root work."""
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    return list(fitted_series(spread, adoption_baseline, since)) if since else []


def contests(settings: Settings) -> dict[str, Contest]:
    """Return the contests by name, in alphabetical order."""
    return dict(sorted(settings.contests.items()))


def term_uses(term_counts: pd.DataFrame, documents: pd.DataFrame, lexicon: Lexicon) -> dict[str, pd.DataFrame]:
    """Return the uses of every term in dated posts, by field; those that betray a later edit left out."""
    return {field: post_uses(term_counts, documents, field, lexicon) for field in FIELDS}


def coverage_by_field(documents: pd.DataFrame, as_of: str, population: Population) -> dict[str, pd.DataFrame]:
    """Return, by field, what is known of the posts of each period."""
    return {field: field_coverage(documents, field, as_of, population) for field in FIELDS}


def drifts(term_contexts: pd.DataFrame, defining_texts: Mapping[str, Definition]) -> list[Drift]:
    """Return the drift of every term from its first year and from its definition (:func:`defining_texts`)."""
    silent = stop_words()
    defining = {
        name: sorted({word for word in words_of(definition.text) if says_something(word, silent)})
        for name, definition in defining_texts.items()
    }
    return drift(term_contexts, defining)


def defining_texts(lexicon: Lexicon, definitions: pd.DataFrame, root_ids: AbstractSet[str]) -> dict[str, Definition]:
    """Return the text that defines each term: the root work's glossary, else other glossaries, else the lexicon.

    Glossaries are read where this machine holds them; what the lexicon says is written in our own words.
    """
    texts = {term.name: Definition(term.definition, LEXICON) for _, term in lexicon}
    own = definitions["document_id"].isin(root_ids)
    for entries in (definitions[~own], definitions[own]):
        stated = {
            name: Definition("\n".join(rows["text"]), " | ".join(sorted(set(rows["document_id"]))))
            for name, rows in entries.groupby(entries["term"].str.casefold())
        }
        texts |= {name: stated[name.casefold()] for name in texts if name.casefold() in stated}
    return texts
