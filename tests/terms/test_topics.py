"""Discovered topics."""

import numpy as np
import pytest

from pipeline.terms import topics
from pipeline.terms.topics import merge_topics, topic_loadings

KITCHEN = ["flour", "butter", "oven", "bread", "dough", "yeast"]
HARBOUR = ["mast", "sail", "rope", "anchor", "tide", "deck"]


@pytest.fixture
def corpus(documents_of, texts_of):
    draw = np.random.default_rng(1)
    names = [f"d:{number:02d}" for number in range(40)]
    words = [KITCHEN if number % 2 else HARBOUR for number in range(40)]
    bodies = [(name, "body", " the ".join(draw.choice(own, 30))) for name, own in zip(names, words, strict=True)]
    return documents_of(*((name, "2020", None) for name in names)), texts_of(*bodies)


@pytest.fixture
def _two_topics(monkeypatch):
    monkeypatch.setattr(topics, "TOPICS", 2)


@pytest.mark.usefixtures("_two_topics")
def test_two_vocabularies_are_two_topics(corpus):
    loadings = topic_loadings(*corpus)
    largest = loadings.sort_values("loading").drop_duplicates("document_id", keep="last").set_index("document_id")
    labels = largest["topic"].groupby([int(name[2:]) % 2 for name in largest.index]).unique()
    assert [len(own) for own in labels] == [1, 1]
    assert set(labels[1][0].split(", ")) < set(KITCHEN)
    assert set(labels[0][0].split(", ")) < set(HARBOUR)


def test_the_loadings_of_a_document_sum_to_one_and_are_at_most_three(corpus):
    loadings = topic_loadings(*corpus)
    assert loadings["topic"].nunique() == 4
    assert loadings.groupby("document_id")["loading"].sum().tolist() == pytest.approx([1.0] * 40, abs=1e-12)
    assert loadings.groupby("document_id").size().max() <= 3


def test_the_order_of_documents_does_not_matter(corpus):
    documents, texts = corpus
    assert topic_loadings(documents[::-1], texts[::-1]).equals(topic_loadings(documents, texts))


def test_a_few_documents_have_no_topics(corpus):
    documents, texts = corpus
    assert len(topic_loadings(documents, texts.head(15))) == 0


def test_comments_have_no_topics(corpus):
    documents, texts = corpus
    assert len(topic_loadings(documents.assign(kind="comment"), texts)) == 0


def test_topics_of_two_runs_are_never_mixed(corpus):
    full = topic_loadings(*corpus)
    half = full[full["document_id"] < "d:20"]
    assert merge_topics(half, full) is full
    assert merge_topics(full, half) is full


@pytest.mark.usefixtures("_two_topics")
def test_topics_of_the_same_label_are_one(corpus, monkeypatch):
    monkeypatch.setattr(
        topics, "_factorise", lambda bodies, number: (np.ones((len(bodies), number)), ["same"] * number)
    )
    loadings = topic_loadings(*corpus)
    assert loadings["loading"].tolist() == [1.0] * 40
