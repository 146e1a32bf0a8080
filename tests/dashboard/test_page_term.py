"""A term's page: every term has one, and what stands on it is counted by hand."""

from html import escape
from pathlib import Path
from typing import cast

import pandas as pd
import pytest
from dash.development.base_component import Component

from dashboard import routing, url_state
from dashboard.app import load_pages, tables_of
from dashboard.components.mentions import linked
from dashboard.content import Chart, Content
from dashboard.data_access import Build, Store
from dashboard.facts import having
from dashboard.pages import term, works
from dashboard.pages._quotes import Quote, few_of_each
from dashboard.pages._term_definition import entries
from dashboard.pages._term_documents import document_list, documents_with, forms_of, related_to
from dashboard.rendering import Route, render
from pipeline import tables
from tests.dashboard import toy, toy_words


def content(build: Build, name: str, search: str = "") -> Content:
    view = url_state.read(term.parameters(build), search, {"name": name})
    assert not view.notes
    return term.layout(build, view)


def chart(build: Build, name: str, which: str, search: str = "") -> Chart:
    return next(one for one in content(build, name, search).charts if one.name == which)


def words_of(node: object) -> str:
    if isinstance(node, Component):
        return words_of(getattr(node, "children", None))
    if isinstance(node, (list, tuple)):
        return " ".join(words_of(one) for one in node)
    return node if isinstance(node, str) else ""


def test_every_term_of_the_lexicon_has_a_page(build: Build) -> None:
    for name in sorted(term.names(build)):
        place = routing.find([term], f"/term/{routing.segment(name)}")
        assert place is not None
        page = render(place, build, Route(f"/term/{routing.segment(name)}", "", "light"))
        assert page.title == f"What does “{name}” mean, and who uses it?"
        assert f"“{name}”" in words_of(page.component)


def test_a_spelling_opens_the_page_of_its_term_and_narrows_works_to_it(build: Build, tmp_path: Path) -> None:
    terms = build.table("terms")
    forms = terms["term"].map({"new word": "new word | newword"})
    current = Store(toy.publish(tmp_path, terms=terms.assign(forms=forms)), toy.HELD).current()
    place = routing.find(load_pages(), "/term/newword")
    assert current is not None
    assert place is not None
    drawn = render(place, current, Route("", "", "light"))
    view = url_state.read(works.parameters(current), "?term=newword&kind=any")

    assert (drawn.status, drawn.path) == (200, "/term/new%20word")
    assert (view["term"], view.notes) == ("new word", ())
    assert render(place, build, Route("", "", "light")).status == 404
    assert url_state.read(works.parameters(build), "?term=newword").notes


def test_the_answer_counts_titles_texts_and_authors(build: Build) -> None:
    assert content(build, "old word").answer.translate(toy.MARKS) == (
        "“old word” stands in 2 of the 41 titles of posts that are known, in 1 of the 13 texts of posts that were read, from 2019-07-13 to 2019-08-25; 2 authors used it."
    )


def test_a_term_that_nobody_uses_says_in_how_many_texts_it_was_looked_for(build: Build) -> None:
    found = content(build, "unused word")

    assert (
        found.answer.translate(toy.MARKS)
        == "None of the 41 titles of posts that are known, and of the 13 texts read here, has “unused word” in a form that is counted."
    )
    assert chart(build, "unused word", "documents").table.empty


def test_documents_stand_in_order_of_uses_and_a_text_that_was_not_read_is_unknown(build: Build) -> None:
    table = documents_with(build, "old word")

    assert table["title"].tolist() == [toy.RIGHT_TO_LEFT, toy.HOSTILE]
    assert table["in_title"].tolist() == [2, 1]
    assert table["in_text"].tolist() == [3, 0]


def test_only_posts_are_counted_of_the_titles_of_posts(tmp_path: Path) -> None:
    documents = toy.documents()
    documents.loc[documents["document_id"] == f"forum:{2:017d}", "kind"] = "paper"
    row = {"family": "toy_family", "term": "old word", "field": "title", "occurrences": 1}
    counts = pd.DataFrame([{**row, "document_id": f"forum:{number:017d}"} for number in (1, 2)])
    current = Store(toy.publish(tmp_path, documents=documents, term_counts=counts), toy.HELD).current()
    assert current is not None

    assert "stands in 1 of the 40 titles of posts" in content(current, "old word").answer.translate(toy.MARKS)


def test_the_link_to_works_opens_as_many_posts_as_the_list_has(tmp_path: Path) -> None:
    uses = [(1, "title"), (2, "body"), (2, "footnote"), (20, "title"), (25, "title"), (3, "quote")]
    row = {"family": "toy_family", "term": "old word", "occurrences": 1}
    counts = [{**row, "document_id": f"forum:{number:017d}", "field": field} for number, field in uses]
    current = Store(toy.publish(tmp_path, term_counts=pd.DataFrame(counts)), tables_of(load_pages())).current()
    assert current is not None
    shown = chart(current, "old word", "documents")
    assert shown.link is not None
    view = url_state.read(works.parameters(current), shown.link[1].partition("?")[2])

    # Of posts 20 and 25 the title is known and the text is not; post 3 only quotes the word.
    assert not view.notes
    assert len(shown.table) == 4
    assert shown.link[0] == "The 4 posts among them in Works"
    assert len(works.layout(current, view).charts[0].table) == 4


def test_spellings_are_counted_in_titles_and_are_unknown_in_texts_without_text(build: Build) -> None:
    table = forms_of(build, "new word", "new word | newword")

    assert table["form"].tolist() == ["new word", "new words", "newword"]
    assert table["titles"].tolist() == [2, 1, 0]
    assert table["in_texts"].isna().all()


def test_terms_beside_it_are_summed_over_years_of_posts_that_were_read() -> None:
    pairs = pd.DataFrame(
        [
            ("a", "b", 2, "year", "all"),
            ("b", "c", 5, "year", "all"),
            ("a", "b", 1, "year", "all"),
            ("b", "d", 9, "quarter", "all"),
        ],
        columns=["term_a", "term_b", "documents", "grain", "field"],
    )

    class Held:
        def matching(self, _name: str, **equal: str) -> pd.DataFrame:
            return having(pairs, **equal)

    assert related_to(cast("Build", Held()), "b").to_numpy().tolist() == [["c", 5], ["a", 3]]


def test_a_relation_is_told_from_both_sides() -> None:
    terms = pd.DataFrame(
        {"term": ["new", "old"], "relation": ["successor_of", None], "related_term": ["old", None], "family": "f"}
    )

    assert entries(terms, "old")["term"].tolist() == ["old", "new"]
    assert entries(terms, "new")["term"].tolist() == ["new"]


def test_a_source_that_names_a_document_leads_to_its_page() -> None:
    first, rest = linked("forum:FkgsxrGf3QxhfLWHG title <b>", {"forum:FkgsxrGf3QxhfLWHG": "Owls"})
    unknown, _ = linked("forum:FkgsxrGf3QxhfLWHG title <b>", {})

    assert first.href == "/doc/forum:FkgsxrGf3QxhfLWHG"
    assert rest.children == " title <b>"
    assert (unknown.to_plotly_json()["type"], unknown.title) == ("Span", "forum:FkgsxrGf3QxhfLWHG")


def test_without_text_the_page_names_the_command_and_lists_the_documents(build: Build) -> None:
    shown = chart(build, "old word", "contexts")

    assert "No text on this machine" in words_of(shown.body)
    assert escape(toy.HOSTILE) in words_of(shown.body)


@pytest.fixture
def with_text(tmp_path: Path) -> Build:
    """A build with one sentence of this machine."""
    settings = toy.publish(tmp_path)
    toy_words.add_text(settings.exports.resolve().parent / "local")
    current = Store(settings, toy.HELD).current()
    assert current is not None
    return current


def test_a_sentence_is_shown_as_text_with_its_document_and_never_handed_out(with_text: Build) -> None:
    found = content(with_text, "new word")
    shown = next(one for one in found.charts if one.name == "contexts")

    assert "A <i>planned</i> " in words_of(shown.body)
    assert "Post number 7" in words_of(shown.body)
    assert "1 use in texts of this machine" in shown.subtitle
    assert all("planned" not in tables.csv_text(one.table) for one in found.charts)


def test_one_document_has_at_most_three_sentences() -> None:
    quotes = [Quote(str(n), "", "body", "", "forum:a" if n < 9 else "forum:b", "", "", "") for n in range(11)]

    assert [quote.sentence for quote in few_of_each(quotes)] == ["0", "1", "2", "9", "10"]


def test_what_a_glossary_says_is_quoted_with_its_page_and_never_handed_out(tmp_path: Path) -> None:
    settings = toy.publish(tmp_path)
    entry = ("web:https://glossary.example/g", "Section 1", "new word", "A <b>word</b> that is new.", "a_page", None)
    columns = tables.empty("definitions").columns
    tables.write_parquet(
        pd.DataFrame([entry], columns=columns), "definitions", settings.exports.resolve().parent / "local"
    )
    current = Store(settings, toy.HELD).current()
    assert current is not None

    found = content(current, "new word")
    shown = next(one for one in found.charts if one.name == "definition")
    assert "A <b>word</b> that is new." in words_of(shown.body)
    assert "Section 1 of" in words_of(shown.body)
    assert all("that is new" not in tables.csv_text(one.table) for one in found.charts)
    other = next(one for one in content(current, "old word").charts if one.name == "definition")
    assert "In glossaries" not in words_of(other.body)


@pytest.mark.parametrize(("known", "counted"), [("2020", 1), ("2020-06-02", 2), ("2019", 0), (None, 0)])
def test_documents_older_than_the_first_known_use_are_counted_in_words(known: str | None, counted: int) -> None:
    documents = pd.DataFrame({"posted_at": ["2019-12-31T23:59:59Z", "2020-06-01T00:00:00Z", None]})
    said = term.older(documents, pd.DataFrame({"first_known_use": [known]}, dtype="str"))

    assert [text.partition(" ")[0] for text in said] == ([str(counted)] if counted else [])


def test_a_comment_is_called_by_its_author_where_documents_are_listed(build: Build) -> None:
    table = documents_with(build, "old word").head(2)
    shown = document_list(
        table.assign(title=["A title", pd.NA], kind=["post", "comment"], authors=["A", "Ada"]), "some"
    )

    assert "a comment by Ada" in words_of(shown)
    assert f">{table['document_id'].iloc[1]}<" not in words_of(shown)


def test_where_no_text_is_here_no_uses_are_counted_in_texts(build: Build) -> None:
    assert chart(build, "new word", "contexts").subtitle.startswith("No text with it is on this machine: ")


def test_a_term_that_is_not_counted_in_a_field_is_not_said_to_stand_nowhere_in_it(tmp_path: Path) -> None:
    lexicon = toy.terms().assign(forms=lambda table: table["forms"].mask(table["term"] == "unused word"))
    current = Store(toy.publish(tmp_path, terms=lexicon), toy.HELD).current()
    assert current is not None
    shown = chart(current, "unused word", "trend")

    assert shown.table.empty
    assert shown.empty.startswith("It is not counted in titles, ")
