"""The company of terms."""

import pandas as pd

from pipeline.tables import conform
from pipeline.terms import contexts
from pipeline.terms._words import count_words
from pipeline.terms.contexts import merge_contexts
from pipeline.terms.uses import find_uses, texts_with


def term_contexts(documents, texts, lexicon):
    return contexts.term_contexts(companions(documents, texts, lexicon), documents, texts, count_words(texts["text"]))


def companions(documents, texts, lexicon):
    uses = find_uses(documents, texts, lexicon)
    return contexts.find_companions(uses, texts_with(uses, documents, texts), documents)


def rows(frame):
    return list(frame.itertuples(index=False, name=None))


def contexts_of(*entries):
    columns = ["term", "year", "word", "count", "word_total"]
    return conform(pd.DataFrame(list(entries), columns=columns), "term_contexts")


def test_words_within_ten_of_the_term_count_and_stop_words_take_up_room(lexicon_of, documents_of, texts_of):
    documents = documents_of(("d:1", "2020-03-01T00:00:00Z", None))
    text = "far near " + "the " * 9 + "owl " + "and " * 9 + "close distant"
    texts = texts_of(("d:1", "body", f"{text}\n{text}"))
    assert rows(term_contexts(documents, texts, lexicon_of(owl=["owl"]))) == [
        ("owl", 2020, "close", 2, 2),
        ("owl", 2020, "near", 2, 2),
    ]


def test_each_use_keeps_the_words_beside_it_and_how_often(lexicon_of, documents_of, texts_of):
    documents = documents_of(("d:1", "2020-03-01T00:00:00Z", None))
    texts = texts_of(("d:1", "body", "dark owl dark night"), ("d:1", "comment", "owl in a barn"))
    assert rows(companions(documents, texts, lexicon_of(owl=["owl"]))) == [
        ("d:1", "body", 5, "owl", 2020, "dark", 2),
        ("d:1", "body", 5, "owl", 2020, "night", 1),
        ("d:1", "comment", 0, "owl", 2020, "barn", 1),
    ]


def test_another_block_is_no_company_and_quotations_are_not_ones_own(lexicon_of, documents_of, texts_of):
    documents = documents_of(("d:1", "2020-03-01T00:00:00Z", None))
    texts = texts_of(("d:1", "body", "night\nowl\nnight"), ("d:1", "quote", "brown owl brown owl brown"))
    assert len(term_contexts(documents, texts, lexicon_of(owl=["owl"]))) == 0


def test_each_year_counts_its_own_documents_and_all_their_words(lexicon_of, documents_of, texts_of):
    documents = documents_of(("d:1", "2020", None), ("d:2", "2021-01-01", None), ("d:3", None, None))
    texts = texts_of(
        ("d:1", "body", "night owl night"),
        ("d:2", "comment", "night owl night\nnight"),
        ("d:3", "body", "night owl night"),
    )
    assert rows(term_contexts(documents, texts, lexicon_of(owl=["owl"]))) == [
        ("owl", 2020, "night", 2, 2),
        ("owl", 2021, "night", 2, 3),
    ]


def test_only_the_most_frequent_words_are_kept(lexicon_of, documents_of, texts_of, monkeypatch):
    monkeypatch.setattr(contexts, "BEST", 1)
    texts = texts_of(("d:1", "body", "dark night owl night night dark"))
    found = term_contexts(documents_of(("d:1", "2020", None)), texts, lexicon_of(owl=["owl"]))
    assert found["word"].tolist() == ["night"]


def test_of_two_records_of_a_year_the_fuller_one_stands_whole():
    live = contexts_of(("owl", 2020, "dark", 5, 9), ("owl", 2021, "dark", 2, 2))
    bundled = contexts_of(("owl", 2020, "night", 4, 9), ("owl", 2021, "night", 3, 3), ("owl", 2019, "dusk", 2, 2))
    assert merge_contexts(live, bundled)[["year", "word"]].values.tolist() == [
        [2019, "dusk"],
        [2020, "dark"],
        [2021, "night"],
    ]
