"""What every term family must keep, the project's own and those that users add to it."""

import pytest

from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon
from pipeline.terms.matching import Matcher

LEXICON = read_lexicon([BUNDLED_FAMILIES])
MATCHER = Matcher(LEXICON)
TERMS = [pytest.param(term, id=f"{family}: {term.name}") for family, term in LEXICON]
UNRULED = [
    pytest.param(term.name, form, id=form)
    for _, term in LEXICON
    for form in term.forms
    if all(rule.forms and form not in rule.forms for rule in term.context)
]

RULED = [
    pytest.param(term, form, id=form)
    for _, term in LEXICON
    for form in term.forms
    if any(not rule.forms or form in rule.forms for rule in term.context)
]


@pytest.mark.parametrize("term", TERMS)
def test_each_example_has_its_term(term):
    for example in term.examples:
        as_text, as_title = MATCHER.count(example), MATCHER.count(example, None)
        assert term.name in as_text or term.name in as_title, example


@pytest.mark.parametrize("term", TERMS)
def test_no_near_miss_has_its_term(term):
    for near_miss in term.near_misses:
        assert term.name not in MATCHER.count(near_miss), near_miss


@pytest.mark.parametrize("term", TERMS)
def test_each_term_with_forms_has_an_example_and_a_near_miss(term):
    assert bool(term.examples) == bool(term.near_misses) == bool(term.forms)


@pytest.mark.parametrize(("name", "form"), UNRULED)
def test_a_form_without_a_rule_is_found_whole_wherever_it_stands_alone(name, form):
    found = [use for use in MATCHER.find(f"({form.upper()})") if use.term == name]
    assert [(use.start, use.end) for use in found] == [(1, 1 + len(form))]


@pytest.mark.parametrize(("term", "form"), RULED)
def test_a_form_with_a_rule_is_found_beside_a_word_that_the_rule_asks_for(term, form):
    rules = [rule for rule in term.context if not rule.forms or form in rule.forms]
    beside = " ".join(rule.needs[0].rstrip("*") for rule in rules if rule.needs)
    assert term.name in MATCHER.count(f"{beside} {form} {beside}", "", "2026-01-01")


@pytest.mark.parametrize("term", TERMS)
def test_each_term_says_when_it_was_first_known_where_and_what_it_is_related_to(term):
    assert term.first_known_use
    assert term.first_known_by
    assert term.first_known_where
    assert term.relation
    assert term.related_term != term.name


@pytest.mark.parametrize("term", TERMS)
def test_each_definition_is_one_sentence_with_a_source(term):
    assert term.definition[0].isupper()
    assert term.definition.endswith(".")
    assert ". " not in term.definition
    assert term.definition_source


@pytest.mark.parametrize("term", TERMS)
def test_related_terms_exist(term):
    assert term.related_term is None or term.related_term in LEXICON.term_named


@pytest.mark.parametrize("term", TERMS)
def test_what_is_ambiguous_says_how_its_rule_was_judged(term):
    if any(not rule.forms for rule in term.context):
        assert term.note


def test_the_bundled_families_hold_what_was_compiled():
    terms = LEXICON.term_named.values()
    assert len(LEXICON.families) == 9
    assert len(terms) == 93
    assert sum(len(term.forms) + len(term.links) for term in terms) == 478
