"""The whole stage: counts, contexts and topics, from the corpus and the bundled facts."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from pipeline.progress import Progress
from pipeline.terms.contexts import merge_contexts, term_contexts
from pipeline.terms.counts import alike, count_terms, merge_counts
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.topics import merge_topics, topic_loadings


class Studied(Protocol):
    """What this stage needs of a corpus."""

    @property
    def documents(self) -> pd.DataFrame: ...
    @property
    def texts(self) -> pd.DataFrame: ...
    @property
    def links(self) -> pd.DataFrame: ...


def build_terms(
    corpus: Studied, facts: Mapping[str, pd.DataFrame] | None, lexicon: Lexicon, progress: Progress | None = None
) -> dict[str, Any]:
    """Make the tables of this stage.

    Parameters
    ----------
    corpus : Corpus
        Its documents, texts and links are used.
    facts : mapping or None
        The bundled tables by name. ``terms`` among them says how the bundled counts were made.

    Returns
    -------
    dict
        ``terms``, ``term_counts``, ``term_contexts``, ``topic_loadings``, and ``bundled_terms``: the names of the terms
        whose bundled counts stand for documents without text on this machine
        (see :func:`pipeline.terms.counts.alike`); all, where no facts are bundled and so no such document exists.
    """
    counts = count_terms(corpus.documents, corpus.texts, corpus.links, lexicon, progress)
    contexts = term_contexts(corpus.documents, corpus.texts, lexicon)
    topics = topic_loadings(corpus.documents, corpus.texts)
    bundled_terms = frozenset(lexicon.family_of)
    if facts is not None:
        bundled_terms = alike(lexicon, facts.get("terms"))
        live = frozenset(corpus.texts["document_id"])
        counts = merge_counts(counts, facts["term_counts"], live, bundled_terms, lexicon)
        known = facts["term_contexts"]
        contexts = merge_contexts(contexts, known[known["term"].isin(bundled_terms)])
        topics = merge_topics(topics, facts["topic_loadings"])
    return {
        "terms": lexicon.table(),
        "term_counts": counts,
        "term_contexts": contexts,
        "topic_loadings": topics,
        "bundled_terms": bundled_terms,
    }
