"""The contacts of adopters: those before the first citing document, and those that stand in it."""

import re
from html import unescape
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.content import Content
from dashboard.data_access import Build, Store
from dashboard.facts import titles
from dashboard.markup import markup
from dashboard.pages import author, authors, works
from dashboard.url_state import accept
from pipeline.schema import TABLES
from tests.dashboard import toy

FIRST = {number: f"forum:{number:017d}" for number in range(1, 7)}
"""The first citing documents of the authors 1 to 6 of the toy build."""


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Of six adopters the second met the work before, the fourth in the first citing document, both through author 1."""
    adopters = toy.author_exposures(toy.documents()).set_index("author_id")
    adopters.loc["forum:author-4", "exposed_at"] = adopters.loc["forum:author-4", "first_citing_at"]
    adopters.loc["forum:author-6", ["exposures", "exposed_at", "exposed_by"]] = ["no recorded exposure", None, None]
    adopters["brought_in"] = (adopters.index == "forum:author-1") * 2
    pairs = [("2", "2019-06-02", f"forum:{40:017d}"), ("2", "2019-08-01", FIRST[2]), ("4", "2019-11-01", FIRST[4])]
    rows = [
        {"author_id": f"forum:author-{who}", "kind": "linked", "at": f"{day}T00:00:00Z", "document_id": one}
        | {"via_document_id": FIRST[1], "via_author_id": "forum:author-1"}
        for who, day, one in pairs
    ]
    contacts = pd.DataFrame(rows).reindex(columns=TABLES["exposures"].names)
    settings = toy.publish(tmp_path_factory.mktemp("met"), exposures=contacts, author_exposures=adopters.reset_index())
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    return current


def content(page: ModuleType, data: Build, **chosen: str) -> Content:
    shown: Content = page.layout(data, accept(page.parameters(data), chosen))
    return shown


def test_contacts_in_the_first_citing_document_are_counted_apart_from_those_before(met: Build) -> None:
    shown = content(authors, met)
    newcomers, listed = shown.charts

    assert "for 2 of them (33 %) the record shows a contact" in shown.answer
    assert "1 before their first citing document and 1 in that very document" in shown.answer
    assert "Of the recorded contacts 1 came before the post that is counted, 1 stand in it." in newcomers.notes
    assert "before it." not in newcomers.subtitle
    assert authors.SHOWN["exposures"] == "contacts by then"
    assert "or in it" in listed.subtitle


def test_a_first_contact_in_the_first_citing_document_is_not_said_to_come_before_it(met: Build) -> None:
    before, within = (content(author, met, id=f"forum:author-{number}") for number in (2, 4))

    assert "after a first recorded contact on 2019-06-02 (linked)" in before.answer
    assert "in the very document that holds their first recorded contact (linked)" in within.answer
    assert "after" not in within.answer
    cards = [next(one for one in shown.charts if one.name == "contacts") for shown in (before, within)]
    assert cards[0].notes == ["In the first citing document itself: 1 of 2 contacts."]
    assert cards[1].notes == ["In the first citing document itself: 1 of 1 contact."]
    assert "or in it" in cards[1].subtitle


def test_adopters_brought_in_by_their_first_citing_document_alone_are_told_apart(met: Build) -> None:
    said = content(author, met, id="forum:author-1").answer

    assert "2 later adopters met the work through them, 1 of them in their first citing document alone" in said


def test_the_list_says_that_the_work_s_own_authors_are_left_out_and_their_page_has_their_number(
    met: Build, tmp_path: Path
) -> None:
    def subtitle(who: str) -> str:
        return content(authors, met, who=who).charts[1].subtitle

    rows = met.table("author_exposures")
    own = rows["author_id"] == "forum:author-1"
    ours = rows.assign(role=rows["role"].mask(own, "root_author"))
    settings = toy.publish(tmp_path, exposures=met.table("exposures"), author_exposures=ours)
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None

    assert subtitle("adopters").startswith(
        "The work's own authors are left out, whatever they brought in: choose “all authors”"
    )
    assert subtitle("all").startswith("A name opens")
    said = content(author, current, id="forum:author-1").answer
    assert "an author of the work itself" in said
    assert "; 2 later adopters met the work through them, 1 of them in their first citing document alone" in said


def test_the_number_brought_in_opens_as_many_first_citing_documents(met: Build) -> None:
    (listed,) = [one for one in content(authors, met).charts if one.name == "authors"]
    ((address, number),) = re.findall(r'href="(/works[^"]*brought_by[^"]*)"><bdi>(\d+)<', markup(listed.body))
    view = url_state.read(works.parameters(met), address.replace("&amp;", "&").partition("?")[2])

    assert (number, view.notes) == ("2", ())
    assert sorted(works.layout(met, view).charts[0].table["document_id"]) == [FIRST[2], FIRST[4]]


def test_contacts_are_listed_by_titles_and_names_and_days(met: Build) -> None:
    card = next(one for one in content(author, met, id="forum:author-2").charts if one.name == "contacts")
    shown = markup(card.body)
    heads, said = (
        re.findall(r"<th[^>]*>([^<]*)</th>", shown),
        re.findall(r"<bdi>([^<]*)</bdi>", unescape(shown.replace("&lt;", "‹"))),
    )
    first, own = (titles(met.table("documents"))[FIRST[number]].replace("<", "‹") for number in (1, 2))

    assert heads == ["document", "on", "contact", "met", "by"]
    assert said == [
        *("Post number 40", "linked", first, "Author B"),
        *(own, "linked", first, "Author B"),
    ]
    assert "2019-06-02T" not in shown
    assert card.table["via_author_id"].tolist() == ["forum:author-1"] * 2
