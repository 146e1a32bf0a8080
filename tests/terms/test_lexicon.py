"""Reading families: what a mistake is answered with, and what identifies a way of counting."""

import pytest

from pipeline.errors import UnknownName, UsageError
from pipeline.settings import Settings, Work, WorkDocument
from pipeline.terms.lexicon import BUNDLED_FAMILIES, load_lexicon, read_lexicon

GOOD = """\
description = "Birds."

[[terms]]
name = "owl"
definition = "A bird."
definition_source = "a book"
forms = ["owl", "owls"]
examples = ["An owl."]

[[terms]]
name = "wren"
definition = "A small bird."
definition_source = "a book"
forms = ["wren"]
examples = ["A wren."]
[[terms.context]]
needs = ["bird*"]
"""


def family(folder, text, name="birds"):
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'forms = ["wren"]',
            'form = ["wren"]',
            ", line 14: term no. 2 'wren': unknown key 'form'; did you mean 'forms'?",
        ),
        ('definition = "A small bird."\n', "", ", line 10: term no. 2 'wren': the key 'definition' is missing; add it"),
        (
            "needs =",
            "need =",
            ", line 17: term no. 2 'wren': context no. 1: unknown key 'need'; did you mean 'needs' or 'needs_in'?",
        ),
        (
            'forms = ["wren"]',
            'forms = "wren"',
            ", line 14: term no. 2 'wren': forms: expected a valid tuple, found 'wren'",
        ),
        (
            'forms = ["wren"]',
            'forms = ["a  b"]',
            ", line 14: term no. 2 'wren': forms: expected words with single spaces",
        ),
        ('examples = ["A wren."]\n', "", ", line 10: term no. 2 'wren': expected at least one example"),
        ('needs = ["bird*"]', 'forms = ["wren"]', "term no. 2 'wren': context no. 1: expected at least one of needs"),
        ("needs = [", 'forms = ["eagle"]\nneeds = [', ", line 10: term no. 2 'wren': context names 'eagle'"),
        ("description =", "description = 1 =", ": not TOML"),
        ('"owls"]', '"owls"', ", line 7: the list that begins here is not closed before line 8; end it with ]"),
        ('"owls"]', '"owls",', ", line 7: the list that begins here is not closed before line 8; end it with ]"),
        ('["bird*"]', '["bird*"', ", line 17: the list that begins here is not closed before the end of the file"),
        ('["wren"]', "[wren]", ", line 14: not TOML: Invalid value"),
        ('name = "wren"', 'nam = "wren"', ", line 11: term no. 2: unknown key 'nam'; did you mean 'name'?"),
        (
            '[[terms]]\nname = "wren"',
            '[[term]]\nname = "wren"',
            ", line 10: unknown key 'term'; did you mean 'terms'?",
        ),
        ('"Birds."', '"Birds."\ntitle = "B"', ", line 2: unknown key 'title'; known: description, terms"),
    ],
)
def test_a_mistake_is_answered_with_file_line_and_key(tmp_path, old, new, expected):
    assert old in GOOD
    path = family(tmp_path, GOOD.replace(old, new))
    with pytest.raises(UsageError) as caught:
        read_lexicon([tmp_path])
    assert str(caught.value).startswith(str(path))
    assert expected in str(caught.value)


def test_a_form_of_two_terms_is_refused_whatever_its_case(tmp_path):
    family(tmp_path, GOOD)
    family(tmp_path, GOOD.replace('"owl"', '"Wren"').replace('"owls"', '"OWLS"').replace('"wren"', '"snipe"'), "more")
    with pytest.raises(UsageError, match=r"more.toml: term 'Wren': the form 'Wren' stands for 'wren' too"):
        read_lexicon([tmp_path])


def test_a_form_that_stands_twice_in_a_term_is_refused(tmp_path):
    family(tmp_path, GOOD.replace('"owls"', '"OWL"'))
    with pytest.raises(UsageError, match="two forms are the same"):
        read_lexicon([tmp_path])


def test_one_name_for_two_terms_is_refused(tmp_path):
    family(tmp_path, GOOD)
    family(tmp_path, GOOD.replace('"owls"', '"owlet"').replace('["owl",', '["owling",'), "more")
    with pytest.raises(UsageError, match="has a term of this name"):
        read_lexicon([tmp_path])


@pytest.mark.parametrize("name", ["a_birds", "z_birds"])
def test_of_a_clash_with_the_project_s_families_the_user_s_file_is_blamed(tmp_path, name):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    family(ours, GOOD, "m_birds")
    path = family(theirs, GOOD, name)
    with pytest.raises(UsageError, match=f"^{path}: term 'owl': family 'm_birds' has a term of this name"):
        read_lexicon([ours, theirs])
    family(theirs, GOOD.replace('"owl"\n', '"owlet"\n'), name)
    with pytest.raises(UsageError, match=f"^{path}: term 'owlet': the form 'owl' stands for 'owl' too"):
        read_lexicon([ours, theirs])


def test_a_relation_to_a_term_that_no_family_has_is_answered_with_the_nearest(tmp_path):
    related = GOOD.replace('forms = ["wren"]', 'forms = ["wren"]\nrelation = "related_to"\nrelated_term = "owll"')
    path = family(tmp_path, related)
    with pytest.raises(UnknownName, match=f"related_term in {path}, line 16: 'owll'; did you mean 'owl'"):
        read_lexicon([tmp_path])
    family(tmp_path, related.replace("owll", "hawk"))
    family(tmp_path, GOOD.replace('"owl', '"hawk').replace('"wren"', '"kite"'), "left_out")
    assert list(read_lexicon([tmp_path], ["birds"]).families) == ["birds"]


def test_an_unknown_family_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(UnknownName, match="unknown term family 'rlo_cor'; did you mean 'rlo_core'"):
        read_lexicon([BUNDLED_FAMILIES, tmp_path], ["rlo_cor"])


def test_users_add_families_beside_their_data_and_choose_among_all(tmp_path):
    (tmp_path / "families").mkdir()
    family(tmp_path / "families", GOOD)
    settings = Settings(
        root="x",
        works={"x": Work(title="X", documents=(WorkDocument(id="doc:x"),))},
        data_dir=tmp_path,
        families=("birds", "predecessor"),
    )
    assert list(load_lexicon(settings).families) == ["birds", "predecessor"]


def test_a_family_of_the_same_name_replaces_the_bundled_one(tmp_path):
    family(tmp_path, GOOD, "predecessor")
    lexicon = read_lexicon([BUNDLED_FAMILIES, tmp_path], ["predecessor"])
    assert sorted(lexicon.term_named) == ["owl", "wren"]


def test_the_table_has_a_row_a_term(tmp_path):
    family(tmp_path, GOOD)
    table = read_lexicon([tmp_path]).table()
    assert table[["term", "forms", "ambiguous"]].values.tolist() == [
        ["owl", "owl | owls", False],
        ["wren", "wren", True],
    ]


def test_terms_are_counted_alike_until_their_forms_rules_or_surroundings_change(tmp_path):
    def counted_as(text, *more):
        for number, extra in enumerate(("", *more)):
            if extra:
                family(tmp_path, extra, f"extra{number}")
        family(tmp_path, text)
        lexicon = read_lexicon([tmp_path])
        for path in tmp_path.glob("extra*"):
            path.unlink()
        return lexicon.counted_as("owl"), lexicon.counted_as("wren")

    owl, wren = counted_as(GOOD)
    assert counted_as(GOOD.replace("A small bird.", "Another definition.")) == (owl, wren)
    assert counted_as(GOOD.replace("bird*", "bird")) == (owl, counted_as(GOOD.replace("bird*", "bird"))[1])
    assert counted_as(GOOD.replace("bird*", "bird"))[1] != wren
    assert counted_as(GOOD.replace('"owls"', '"owlet"'))[0] != owl
    longer = GOOD.replace('"owls"', '"night owl"').replace('"owl"', '"bird of night"').replace('"wren"', '"x"')
    assert counted_as(GOOD, longer) != (owl, wren)
    assert counted_as(GOOD, longer)[1] == wren


def test_the_digest_changes_with_any_word(tmp_path):
    family(tmp_path, GOOD)
    before = read_lexicon([tmp_path]).digest()
    family(tmp_path, GOOD.replace("A small bird.", "A small brown bird."))
    assert read_lexicon([tmp_path]).digest() != before
