"""Rules of mention: what each finds, what it lets pass, and how uses are counted under them."""

import pytest

from pipeline.terms.mentions import RULES, rules_of, term_mentions
from pipeline.terms.uses import find_uses, texts_with

OWL = "mesa-owl"
EXAMPLES = {
    "named": [
        "We use the term X for both.",
        "The phrase “X” is Ada's.",
        "That rather clumsy word X stays.",
        "Papers on the terms X and jay differ.",
    ],
    "called": [
        "So-called X are rare.",
        "This is what they call an X.",
        "A bird of prey, also known as the X, flew by.",
        "We call these X.",
        "It was dubbed “X” later.",
    ],
    "judged": [
        "X is a confusing term.",
        "“X” seems like the wrong word for it.",
        "X was an unlucky choice? X is the name we kept.",
    ],
    "rejected": [
        "I don't like the word X.",
        "I don’t much like the term “X”.",
        "Let us stop using the word X.",
        "She dislikes the phrase X.",
        "We avoid the label X here.",
    ],
    "quotation_marks": ["A “X” came.", "The 'X', it said.", '"X." That was all.', "‘X,’ said Bo"],
    "negated": [
        "This is not a X.",
        "There are no X here.",
        "It isn’t really an X.",
        "A wood without any X.",
        "Rather than X, think of jays.",
        "A non-X bird.",
        "It does not involve X.",
    ],
}
NEAR_MISSES = {
    "named": [
        "In the long term X win.",
        "In other words X win.",
        "The short-term X.",
        "In terms of X it is late.",
        "The concept of X is old.",
    ],
    "called": ["They called for X to be banned.", "I called an X expert.", "Call it what you like, X or jay."],
    "judged": ["X is a long-term risk.", "X is a short term risk.", "X is a bird."],
    "rejected": ["I like the word X.", "I don't like X.", "The word X is not liked.", "We avoid X."],
    "quotation_marks": ["“An X came.”", "“The X”", "The X's “nest”", "An “X\n”"],
    "negated": [
        "Not only X but jays.",
        "It is not clear that X exist.",
        "No. X exist.",
        "It is not about jays, it is about X.",
        "Note X.",
    ],
}


def found(sentence):
    start = sentence.replace("X?", "##").index("X") if "X?" not in sentence else sentence.index("X", 5)
    text = sentence[:start] + OWL + sentence[start + 1 :]
    return rules_of(text, start, start + len(OWL))


def cases(table):
    return [pytest.param(rule, sentence, id=sentence) for rule, own in table.items() for sentence in own]


@pytest.mark.parametrize(("rule", "sentence"), cases(EXAMPLES))
def test_a_rule_finds_its_examples(rule, sentence):
    assert rule in found(sentence.replace("X was an unlucky choice? ", ""))


@pytest.mark.parametrize(("rule", "sentence"), cases(NEAR_MISSES))
def test_a_rule_lets_its_near_misses_pass(rule, sentence):
    assert rule not in found(sentence)


def test_every_rule_has_examples_and_a_use_of_no_rule_is_one_s_own():
    assert sorted(EXAMPLES) == sorted(NEAR_MISSES) == sorted(RULES)
    assert found("Each X hunts at night.") == ()


def test_a_name_that_is_not_liked_is_a_name_too():
    assert found("I don't like the word “X”.") == ("named", "quotation_marks", "rejected")


def test_what_stands_in_another_block_is_not_looked_at():
    assert found("the term\nX") == ()


def test_mentions_are_counted_per_document_field_and_rule_among_all_uses_there(lexicon_of, documents_of, texts_of):
    lexicon = lexicon_of(owl=["owl", "owls"], jay=["jay"])
    documents = documents_of(("d:1", "2020", "The  word “owl”"), ("d:2", "2020", "Jay"))
    texts = texts_of(("d:1", "body", "no owl\nno owls, the owl, a jay"), ("d:2", "quote", "not a jay"))
    uses = find_uses(documents, texts, lexicon)
    table, rules = term_mentions(uses, texts_with(uses, documents, texts), lexicon)
    assert table.drop(columns="family").values.tolist() == [
        ["d:1", "owl", "body", "negated", 2, 3],
        ["d:1", "owl", "title", "named", 1, 1],
        ["d:1", "owl", "title", "quotation_marks", 1, 1],
        ["d:2", "jay", "quote", "negated", 1, 1],
    ]
    assert len(rules) == len(uses)
