"""The stage as a whole, with and without bundled facts."""

from types import SimpleNamespace

import pytest

from pipeline.tables import empty
from pipeline.terms import build_terms


@pytest.fixture
def corpus(documents_of, texts_of):
    documents = documents_of(("d:1", "2020-01-01", "An owl"), ("d:2", "2020-01-02", "A wren"))
    return SimpleNamespace(documents=documents, texts=texts_of(("d:1", "body", "owl owl")), links=empty("links"))


def test_without_bundled_facts_every_term_is_known_wherever_there_is_text(corpus, lexicon_of):
    made = build_terms(corpus, None, lexicon_of(owl=["owl"]))
    assert made["bundled_terms"] == {"owl"}
    assert made["term_counts"]["occurrences"].tolist() == [2, 1]


def test_bundled_facts_speak_for_text_that_is_not_here(corpus, lexicon_of, texts_of):
    lexicon = lexicon_of(owl=["owl"], wren=["wren"])
    elsewhere = SimpleNamespace(
        documents=corpus.documents, links=corpus.links, texts=texts_of(("d:1", "body", "-"), ("d:2", "body", "wren"))
    )
    facts = build_terms(elsewhere, None, lexicon)
    later = lexicon_of(owl=["owl", "owls"], wren=["wren"], jay=["jay"])
    made = build_terms(corpus, facts, later)
    assert made["bundled_terms"] == {"wren"}
    counts = made["term_counts"].set_index(["document_id", "term", "field"])["occurrences"]
    assert counts.to_dict() == {
        ("d:1", "owl", "body"): 2,
        ("d:1", "owl", "title"): 1,
        ("d:2", "wren", "body"): 1,
        ("d:2", "wren", "title"): 1,
    }
