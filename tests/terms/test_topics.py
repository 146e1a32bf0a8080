"""Discovered topics."""

import numpy as np
import pytest

from pipeline.terms import topics
from pipeline.terms._words import count_words
from pipeline.terms.topics import find_topics, merge_topics, no_topics

KITCHEN = ["flour", "butter", "oven", "bread", "dough", "yeast"]
HARBOUR = ["mast", "sail", "rope", "anchor", "tide", "deck"]


def topic_loadings(documents, texts):
    return topics_of(documents, texts).loadings


def topics_of(documents, texts):
    return find_topics(documents, texts, count_words(texts["text"]))


@pytest.fixture
def corpus(documents_of, texts_of):
    draw = np.random.default_rng(1)
    names = [f"d:{number:02d}" for number in range(40)]
    words = [KITCHEN if number % 2 else HARBOUR for number in range(40)]
    bodies = [(name, "body", " the ".join(draw.choice(own, 30))) for name, own in zip(names, words, strict=True)]
    return documents_of(*((name, "2020", None) for name in names)), texts_of(*bodies)


@pytest.fixture
def _two_topics(monkeypatch):
    monkeypatch.setattr(topics, "NUMBERS", (2,))


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
    full = topics_of(*corpus)
    half = full._replace(loadings=full.loadings[full.loadings["document_id"] < "d:20"])
    assert merge_topics(half, full) is full
    assert merge_topics(full, half) is full
    assert merge_topics(full, no_topics()) is full


@pytest.mark.usefixtures("_two_topics")
def test_topics_of_the_same_label_are_one(corpus, monkeypatch):
    def alike(weights, number, seed, start):
        return np.ones((weights.shape[0], number), np.float32), np.ones((number, weights.shape[1]), np.float32)

    monkeypatch.setattr(topics, "_fit", alike)
    found = topics_of(*corpus)
    assert found.loadings["loading"].tolist() == [1.0] * 40
    assert found.words["rank"].tolist() == list(range(1, 11))


@pytest.mark.usefixtures("_two_topics")
def test_a_topic_shows_its_words_with_their_weight_and_how_often_other_fits_find_them(corpus):
    words = topics_of(*corpus).words
    harbour = words[words["word"].isin(HARBOUR)]
    assert sorted(harbour["word"]) == sorted(HARBOUR)
    assert harbour["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    assert harbour["share_of_topic"].sum() == pytest.approx(1, abs=1e-4)
    assert (harbour["share_of_topic"].diff().dropna() <= 0).all()
    assert harbour["documents"].between(15, 20).all()
    assert set(words["documents_total"]) == {40}
    # Six words are the topic's own; the other four of its ten weigh nothing, and are any.
    assert (words["agreement"] >= 6 / 14).all()


def test_the_number_of_topics_is_the_one_that_is_found_again(corpus, monkeypatch):
    monkeypatch.setattr(topics, "NUMBERS", (2, 4))
    monkeypatch.setattr(topics, "WORDS", 6)
    choices = topics_of(*corpus).choices
    assert choices["topics"].tolist() == [2, 4]
    assert choices["chosen"].tolist() == [True, False]
    assert choices["agreement"].tolist()[0] == 1


def test_bodies_that_say_nothing_have_no_topics(documents_of, texts_of):
    names = [f"d:{number}" for number in range(30)]
    documents = documents_of(*((name, "2020", None) for name in names))
    texts = texts_of(*((name, "body", "it is what it is") for name in names))
    assert topics_of(documents, texts).loadings.empty
