"""Authors where sources name one of several: what is said of it, and who stands in references to the work."""

import json
from pathlib import Path

import pytest

from dashboard.bibliography import FORMATS
from dashboard.data_access import Build, Store
from dashboard.downloads import references
from dashboard.facts import byline_cautions
from dashboard.markup import markup
from dashboard.pages import author, authors, document, overview, spread
from dashboard.pages._document_facts import facts_chart
from dashboard.pages._document_tables import record
from dashboard.url_state import View, accept
from tests.dashboard import toy

ROOT = "forum:rootrootrootroot1"
AUTHORS = ("Ann Lee", "Vladimir Ro", "Vlad Ro")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The toy build with three names of two authors in the configuration, one of whom signs elsewhere alone."""
    settings = toy.publish(tmp_path_factory.mktemp("bylines"))
    work = settings.root_work.model_copy(update={"authors": AUTHORS})
    current = Store(settings.model_copy(update={"works": {settings.root: work}}), toy.HELD).current()
    assert current is not None
    return current


@pytest.mark.parametrize("page", [overview, spread, authors], ids=lambda page: page.NAME)
def test_a_page_that_counts_authors_says_that_only_first_bylines_are_known(page: object, build: Build) -> None:
    content = page.layout(build, accept(page.parameters(build), {}))  # type: ignore[attr-defined]

    assert any("each of the 41 signed documents names one author" in text for text in content.cautions)
    assert "shared byline" not in content.answer


def test_where_a_document_has_two_authors_nothing_is_said(tmp_path: Path) -> None:
    posts = toy.documents()
    posts.loc[3, "author_ids"] = "forum:author-1 | forum:author-2"
    current = Store(toy.publish(tmp_path, documents=posts, recounted=False), toy.HELD).current()
    assert current is not None

    assert byline_cautions(current) == []


def test_references_to_the_work_name_its_authors_and_others_their_byline(build: Build) -> None:
    own, other = references(build, [ROOT, f"forum:{4:017d}"])

    assert own.authors == ["Ann Lee", "Vladimir Ro"]
    assert other.authors == ["Author E"]
    assert "author = {{Ann Lee} and {Vladimir Ro}}" in FORMATS["bib"][2]([own])
    assert "AU  - Ann Lee\r\nAU  - Vladimir Ro\r\n" in FORMATS["ris"][2]([own])
    assert [one["literal"] for one in json.loads(FORMATS["json"][2]([own]))[0]["author"]] == ["Ann Lee", "Vladimir Ro"]


def test_the_first_line_of_a_part_of_the_work_names_its_authors_and_the_one_of_its_record(build: Build) -> None:
    def said(document_id: str) -> str:
        return document.layout(build, accept(document.parameters(build), {"id": document_id})).answer.translate(
            {ord("\u2068"): "“", ord("\u2069"): "”"}
        )

    names = "by “Ann Lee” and “Vladimir Ro”, the authors of the work by the configuration (its record names “Author A”)"
    assert names in said(ROOT)
    assert "This is a post (LessWrong only) by “Author E”, posted" in said(f"forum:{4:017d}")


def test_the_page_of_a_part_of_the_work_names_its_authors(build: Build) -> None:
    shown = markup(facts_chart(record(build, ROOT), ["Ann Lee", "Vladimir Ro"]).body)

    assert "authors of the work, by the configuration" in shown
    assert "Ann Lee, Vladimir Ro" in shown
    assert "by the configuration" not in markup(facts_chart(record(build, ROOT)).body)


def test_an_author_whom_only_the_configuration_names_is_said_to_be_named_there_alone(build: Build) -> None:
    rows = build.table("author_exposures")
    someone = str(rows["author_id"].iloc[0])
    build._frames["author_exposures"] = rows.assign(
        role=rows["role"].where(rows["author_id"] != someone, "root_author")
    )
    build._derived.clear()
    answer = author.layout(build, View({"id": someone})).answer
    build._frames["author_exposures"] = rows
    build._derived.clear()

    assert "by the configuration; none of its documents names them here" in answer


def test_a_comment_under_a_post_without_a_title_is_named_by_its_id(tmp_path: Path) -> None:
    posts = toy.documents()
    posts.loc[[4, 5], ["kind", "title"]] = ["comment", None]
    posts["parent_id"] = posts["document_id"].shift(-1).where(posts["kind"] == "comment")
    current = Store(toy.publish(tmp_path, documents=posts, recounted=False), toy.HELD).current()
    assert current is not None

    shown = references(current, [f"forum:{5:017d}", f"forum:{4:017d}"])
    assert [one.title for one in shown] == ["Comment on “Post number 6”", f"forum:{4:017d}"]
