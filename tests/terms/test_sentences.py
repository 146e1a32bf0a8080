"""The sentence around a use."""

import pytest

from pipeline.terms.sentences import REACH, sentence_around, sentences
from pipeline.terms.uses import find_uses, texts_with


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cats sleep. An owl hunts! Dogs bark.", "An owl hunts!"),
        ("Cats sleep\nAn owl hunts\nDogs bark", "An owl hunts"),
        ("Ada et al. Found an owl, e.g. Here. Dogs.", "Ada et al. Found an owl, e.g. Here."),
        ("At 3.5 metres an owl.com bird", "At 3.5 metres an owl.com bird"),
        ("“Cats.” “An owl.” “Dogs.”", "“An owl.”"),
        ("an owl", "an owl"),
    ],
)
def test_it_ends_where_sentences_and_blocks_end(text, expected):
    start = text.index("owl")
    assert sentence_around(text, start, start + 3) == expected


def test_a_long_sentence_is_cut_at_words():
    text = "night " * 100 + "owl" + " night" * 100
    shown = sentence_around(text, 600, 603)
    assert shown.startswith("… night night")
    assert shown.endswith("night night …")
    assert len(shown) <= 2 * REACH + 3 + 4


def test_each_use_in_a_text_has_a_row_and_titles_have_none(lexicon_of, documents_of, texts_of):
    documents = documents_of(("d:1", "2020", "Owl"))
    texts = texts_of(("d:1", "body", "An owl. No owls."), ("d:1", "quote", "The owl"))
    uses = find_uses(documents, texts, lexicon_of(owl=["owl", "owls"]))
    table = sentences(uses, texts_with(uses, documents, texts), [(), (), ("named", "negated"), ()])
    assert table[["field", "position", "form", "sentence"]].values.tolist() == [
        ["body", 3, "owl", "An owl."],
        ["body", 11, "owls", "No owls."],
        ["quote", 4, "owl", "The owl"],
    ]
    assert table["tags"].fillna("-").tolist() == ["-", "named | negated", "-"]
