"""What the key figures, the origins and the page of a document open, and how cards that are of no table tell their method."""

from dashboard import url_state
from dashboard.components.computed import computed
from dashboard.data_access import Build
from dashboard.markup import markup
from dashboard.pages import data, document, network, overview, works
from dashboard.rendering import _key_figures
from dashboard.url_state import View, accept


def listed(build: Build, address: str) -> int:
    view = url_state.read(works.parameters(build), address.partition("?")[2])
    assert not view.notes
    return len(works.layout(build, view).charts[0].table)


def test_a_key_figure_that_counts_documents_opens_as_many(build: Build) -> None:
    for page in (overview, data):
        figures = page.layout(build, accept(page.parameters(build), {})).key_figures
        opening = [one for one in figures if one.address.startswith("/works")]
        assert opening
        for one in opening:
            if "latest" not in one.label:
                assert f"{listed(build, one.address):,}" == one.number
        assert f'<a href="{opening[0].address}">'.replace("&", "&amp;") in markup(_key_figures(figures))


def test_the_latest_document_is_opened_by_its_day(build: Build) -> None:
    figures = overview.layout(build, accept((), {})).key_figures

    latest = build.table("documents")["posted_at"].dropna().str[:10].max()
    assert figures[-1].number == latest
    assert listed(build, figures[-1].address) == (build.table("documents")["posted_at"].str[:10] == latest).sum()


def test_an_origin_opens_exactly_the_documents_that_it_told_of(build: Build) -> None:
    chart = next(one for one in data.layout(build, accept(data.parameters(build), {})).charts if one.name == "origins")

    assert len(chart.table)
    for many, address in zip(chart.table["documents"], chart.opens, strict=True):
        assert address is not None
        assert listed(build, address) == many


def test_a_document_of_the_network_leads_to_its_place_there_and_another_does_not(build: Build) -> None:
    one, other = f"forum:{2:017d}", f"forum:{35:017d}"
    joined, alone = (document.layout(build, View({"id": name})).charts[0] for name in (one, other))

    assert joined.link is not None
    view = url_state.read(network.parameters(build), joined.link[1].partition("?")[2])
    assert not view.notes
    assert view["focus"] == one
    assert alone.link is None


def test_cards_that_are_of_no_table_say_how_they_are_made_and_no_other_table(build: Build) -> None:
    charts = {one.name: one for one in data.layout(build, accept(data.parameters(build), {})).charts}
    build_card, shelf, links = (
        markup(computed(charts[name], build)) for name in ("build", "tables", "unresolved-links")
    )

    assert "build.json" in build_card
    assert "A row is" not in build_card + shelf
    assert "lie as files" in shelf
    assert "A row is" in links
    assert "counted by the reason" in links
