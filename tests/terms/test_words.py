"""Counting words, against counting them one by one; and the words that are left out."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from pipeline.terms._words import count_words, stop_words, words_of

WORDS = st.sampled_from(["owl", "Owl's", "barn-owl", "don’t", "naïve", "жук", "2019", "--", "a\nb", "'x'", ""])


@given(st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=5))
def test_counts_of_all_texts_at_once_are_those_of_each_alone(texts):
    counted = count_words(texts)
    assert counted.counts.shape == (len(texts), len(counted.words))
    for row, text in zip(counted.counts.toarray(), texts, strict=True):
        found = {word: int(count) for word, count in zip(counted.words, row, strict=True) if count}
        assert found == Counter(words_of(text))


def test_the_stop_words_are_those_that_scikit_learn_publishes():
    assert stop_words() == ENGLISH_STOP_WORDS
