"""The fast matcher against its definition, and the cases that break others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.terms._families import Family
from pipeline.terms.lexicon import Lexicon
from pipeline.terms.matching import Match, Matcher

FORMS = {
    "ab": ["ab", "ab-ba", "ab ba"],
    "longer": ["ab ba cab", "ba c"],
    "sharing": ["c ab", "b"],
    "strange": ["é b", "a ≠ b", "b's"],
}
PIECES = [
    "ab",
    "ba",
    "c",
    "cab",
    "b",
    "a",
    " ",
    "  ",
    "-",
    "‑",
    "\u00ad",
    "\n",
    "é",
    "É",
    "≠",
    "’s",
    "²",
    "ж",
    "😀",
    "A",
    "?",
    "—",
]


def lexicon(forms):
    terms = [
        {"name": name, "definition": "A.", "definition_source": "-", "forms": own, "examples": own}
        for name, own in forms.items()
    ]
    return Lexicon({"family": Family.model_validate({"description": "-", "terms": terms})})


MATCHER = Matcher(lexicon(FORMS))


def by_definition(text, forms):
    """Find uses character by character, word for word as the design has it; slow."""
    kept, places = [], []
    for place, char in enumerate(text):
        char = {"’": "'", "‑": "-"}.get(char, char).lower()
        if char == "\u00ad" or (char == " " and kept and kept[-1] == " "):
            continue
        kept.append(char)
        places.append(place)
    folded = "".join(kept)

    def is_letter(place):
        return 0 <= place < len(folded) and folded[place].isalnum() and folded[place] != "²"

    uses, at = [], 0
    while at < len(folded):
        fits = [
            (len(form), name, form)
            for name, own in forms.items()
            for form in own
            if folded.startswith(form, at) and not is_letter(at - 1) and not is_letter(at + len(form))
        ]
        if not fits:
            at += 1
            continue
        length, name, form = max(fits)
        uses.append(Match(places[at], places[at + length - 1] + 1, name, form))
        at += length
    return uses


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_use_is_found_as_the_definition_has_it(text):
    assert MATCHER.find(text) == by_definition(text, FORMS)


@given(st.text(max_size=60))
def test_any_text_at_all_is_read(text):
    assert sum(MATCHER.count(text).values()) == len(MATCHER.find(text))


def test_a_plain_regular_expression_counts_the_same_in_ordinary_text():
    text = "Ab ba, ab ba cab. Cab? AB-BA c ab\nba c b" * 20
    forms = sorted((form for own in FORMS.values() for form in own), key=len, reverse=True)
    pattern = re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, forms)) + r")(?![^\W_])", re.IGNORECASE)
    assert sum(MATCHER.count(text).values()) == len(pattern.findall(text))


def test_a_longer_form_that_touches_a_letter_does_not_hide_a_shorter_one():
    assert [use.form for use in MATCHER.find("ab ba cabs")] == ["ab ba"]


def test_two_terms_may_share_the_space_between_them():
    assert [use.form for use in Matcher(lexicon({"one": ["mesa"], "two": ["base"]})).find("mesa base mesa")] == [
        "mesa",
        "base",
        "mesa",
    ]


def test_overlapping_forms_count_once_and_the_leftmost_wins():
    assert [use.form for use in Matcher(lexicon({"one": ["a b"], "two": ["b c d"]})).find("a b c d")] == ["a b"]


def test_terms_that_share_a_word_behind_and_both_count():
    forms = {
        "inner": ["inner aim", "inner and outer aim", "inner/outer aim"],
        "outer": ["outer aim", "outer or inner aim", "outer aim problem"],
        "pair": ["one and outer aims"],
    }
    matcher = Matcher(lexicon(forms))
    assert [use.form for use in matcher.find("Inner and outer aim, outer or inner aim")] == [
        "inner and outer aim",
        "outer aim",
        "outer or inner aim",
        "inner aim",
    ]
    assert matcher.count("the inner/outer aim problem") == {"inner": 1, "outer": 1}
    assert matcher.count("inner and outer aims, one and outer aims") == {"pair": 1}


@pytest.mark.parametrize(
    "text",
    [
        "mesa‑optimizer",
        "MESA–OPTIMIZER",
        "mesa-opti\u00admizer",
        "(mesa-optimizer)",
        "mesa-optimizer²",
        "“mesa-optimizer”s",
    ],
)
def test_spelling_does_not_hide_a_word(text):
    if text.endswith("s"):
        text = text[:-1]
    assert Matcher(lexicon({"it": ["mesa-optimizer"]})).count(text) == {"it": 1}


@pytest.mark.parametrize(
    "text",
    [
        "mesa—optimizer",
        "mesa\noptimizer",
        "xmesa-optimizer",
        "mesa-optimizer2",
        "mesa-optimizerж",
        "mesa-optimizerе\u0301",
    ],
)
def test_what_is_another_word_is_not_found(text):
    assert Matcher(lexicon({"it": ["mesa-optimizer", "mesa optimizer"]})).count(text) == {}


def test_positions_are_those_of_the_text_itself():
    text = "A  mesa-\u00adopti\u00admizer, it’s  a base \t optimizer"
    found = Matcher(lexicon({"mesa": ["mesa-optimizer"], "base": ["base optimizer"]})).find(text)
    assert [text[use.start : use.end] for use in found] == ["mesa-\u00adopti\u00admizer", "base \t optimizer"]


def test_an_empty_lexicon_finds_nothing():
    assert Matcher(Lexicon({})).count("mesa") == {}


def ruled(**rule):
    term = {"name": "daemon", "definition": "A.", "definition_source": "-", "forms": ["daemon", "daemon-free"]}
    term |= {"examples": ["daemon"], "context": [{"forms": ["daemon"], **rule}]}
    return Matcher(Lexicon({"family": Family.model_validate({"description": "-", "terms": [term]})}))


def test_needed_words_may_stand_in_the_block_or_the_title_but_not_in_another_block():
    matcher = ruled(needs=["optimi*"])
    assert matcher.count("A daemon that optimizes") == {"daemon": 1}
    assert matcher.count("A daemon", "Optimisers") == {"daemon": 1}
    assert matcher.count("A daemon\nthat optimizes") == {}
    assert matcher.count("A daemon-free system") == {"daemon": 1}


def test_a_needed_word_without_star_is_whole():
    matcher = ruled(needs=["ai"])
    assert matcher.count("an AI’s daemon") == {"daemon": 1}
    assert matcher.count("a fair daemon, an air daemon") == {}


def test_titles_may_be_let_off_their_context():
    matcher = ruled(needs=["optimi*"], needs_in="text")
    assert matcher.count("Daemons and the daemon", None) == {"daemon": 1}
    assert matcher.count("Daemons and the daemon", "") == {}


def test_a_longer_phrase_and_a_telling_word_take_a_use_away():
    assert ruled(not_in=["print daemon*"]).count("The print daemon met a daemon") == {"daemon": 1}
    assert ruled(without=["unix"]).count("A Unix daemon\nand a daemon") == {"daemon": 1}


def test_an_older_sense_goes_by_date_and_an_unknown_date_is_not_older():
    matcher = ruled(not_before="2017-02")
    assert matcher.count("daemon", "", "2017-01-31T00:00:00Z") == {}
    assert matcher.count("daemon", "", "2017-02-01T00:00:00Z") == {"daemon": 1}
    assert matcher.count("daemon", "", None) == {"daemon": 1}


def test_a_use_that_its_rule_forbids_does_not_hide_another():
    terms = [
        {"name": "long", "forms": ["mesa daemon"], "context": [{"needs": ["never"]}]},
        {"name": "short", "forms": ["daemon"]},
    ]
    facts = {"definition": "A.", "definition_source": "-", "examples": ["-"]}
    family = Family.model_validate({"description": "-", "terms": [facts | term for term in terms]})
    assert Matcher(Lexicon({"family": family})).count("a mesa daemon") == {"short": 1}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("the print daemon", False),
        ("print daemons print daemon", False),
        ("a blueprint daemon", True),
        ("print daemonology, then a daemon", True),
        ("old print daemon", False),
    ],
)
def test_a_longer_phrase_is_one_of_whole_words_wherever_it_begins(text, counts):
    assert bool(ruled(not_in=["print daemon", "old print daemon"]).count(text)) is counts
