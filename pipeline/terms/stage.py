"""The whole stage: counts, mentions, contexts and topics, from the corpus and the bundled facts."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from pipeline.progress import Progress
from pipeline.terms._words import count_words
from pipeline.terms.contexts import find_companions, merge_contexts, term_contexts
from pipeline.terms.counts import alike, count_forms, count_terms, merge_counts
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.mentions import term_mentions
from pipeline.terms.sentences import sentences
from pipeline.terms.topics import Topics, find_topics, merge_topics
from pipeline.terms.uses import find_uses, texts_with


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
        ``terms``, ``term_counts``, ``term_mentions``, ``term_contexts``, ``contexts``, ``companions``,
        ``topic_loadings``, ``topic_words``, ``topic_choices``, ``form_counts`` (see
        :func:`pipeline.terms.counts.count_forms`), and ``bundled_terms``: the names of the terms whose bundled counts stand for
        documents without text on this machine (see :func:`pipeline.terms.counts.alike`); all, where no facts are bundled
        and so no such document exists.
    """
    documents, texts = corpus.documents, corpus.texts
    uses = find_uses(documents, texts, lexicon, progress)
    counts = count_terms(documents, texts, corpus.links, lexicon, uses)
    text_of = texts_with(uses, documents, texts)
    mentions, rules = term_mentions(uses, text_of, lexicon)
    words = count_words(texts["text"])
    companions = find_companions(uses, text_of, documents)
    company = term_contexts(companions, documents, texts, words)
    topics = find_topics(documents, texts, words)
    bundled_terms = frozenset(lexicon.family_of)
    if facts is not None:
        bundled_terms = alike(lexicon, facts.get("terms"))
        live = frozenset(texts["document_id"])
        counts = merge_counts(counts, facts["term_counts"], live, bundled_terms, lexicon)
        mentions = merge_counts(mentions, facts["term_mentions"], live, bundled_terms, lexicon, "term_mentions")
        known = facts["term_contexts"]
        company = merge_contexts(company, known[known["term"].isin(bundled_terms)])
        theirs = Topics(facts["topic_loadings"], facts["topic_words"], facts["topic_choices"])
        topics = merge_topics(topics, theirs)
    return {
        "terms": lexicon.table(),
        "term_counts": counts,
        "term_mentions": mentions,
        "term_contexts": company,
        "contexts": sentences(uses, text_of, rules),
        "companions": companions,
        "topic_loadings": topics.loadings,
        "topic_words": topics.words,
        "topic_choices": topics.choices,
        "form_counts": count_forms(uses, lexicon),
        "bundled_terms": bundled_terms,
    }
