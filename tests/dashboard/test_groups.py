"""Brokers between groups, what sets a community apart, and how communities carried on."""

import re

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.components.panels import data_table
from dashboard.data_access import Build, Store
from dashboard.markup import markup
from dashboard.pages import main_path, network, works
from dashboard.pages._brokers import brokers_chart
from dashboard.pages._communities import flows_chart, words_chart
from tests.dashboard import toy

IN_REACH = {"documents_in_reach": 40, "documents_with_links": 12, "provisional": True}
KINDS = {"coordinator": 1, "gatekeeper": 2, "representative": 1, "itinerant": 0, "liaison": 0}


def broker(of: str, one: str, between: int) -> dict[str, object]:
    return {"between": "community", "of": of, "id": one, "between_groups": between, **KINDS, "left_out": 3, **IN_REACH}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The toy build with three brokers, one word of a community and two flows."""
    brokers = [
        broker("author", "forum:author-2", 1),
        broker("author", "forum:author-1", 3),
        broker("document", f"forum:{2:017d}", 3),
    ]
    ids = " | ".join(f"forum:{one:017d}" for one in (1, 2))
    word = {"relation": "citation", "community": 1, "rank": 1, "word": "number", "titles_with": 2, "titles_total": 9}
    flow = {
        "from_community": 1,
        "to_community": 1,
        "to_size": 8,
        "shared": 6,
        "jaccard": 0.75,
        "inclusion": 1.0,
        "document_ids": " | ".join(f"forum:{one:017d}" for one in range(1, 7)),
    }
    years = [("2019", "2020", None, "splits off", 6), ("2020", "2021", "rain", "continues", 8)]
    members = [("2019", range(1, 7)), ("2020", range(1, 9)), ("2021", range(2, 10))]
    yearly = [
        {"year": year, "document_id": f"forum:{one:017d}", "community": 1, "label": None, **IN_REACH}
        for year, numbers in members
        for one in numbers
    ]
    settings = toy.publish(
        tmp_path_factory.mktemp("groups"),
        community_years=pd.DataFrame(yearly),
        brokers=pd.DataFrame(brokers),
        community_labels=pd.DataFrame([{**word, "log_odds": 2.5, "z": 2.1, "document_ids": ids, **IN_REACH}]),
        community_flows=pd.DataFrame(
            [
                {
                    **flow,
                    "from_year": start,
                    "from_size": size,
                    "to_year": end,
                    "from_label": label,
                    "to_label": label,
                    "kind": kind,
                    **IN_REACH,
                }
                for start, end, label, kind, size in years
            ]
        ),
    )
    current = Store(settings, toy.HELD).current()
    assert current is not None
    return current


def test_brokers_stand_in_order_of_their_chains_between_groups_and_open_their_pages(build: Build) -> None:
    authors, documents = (brokers_chart(build, f"community:{of}") for of in ("author", "document"))

    assert authors.table["author_id"].tolist() == ["forum:author-1", "forum:author-2"]
    assert authors.table["name"].tolist() == ["Author B", "Author C"]
    assert 'href="/author/forum:author-1"' in markup(authors.body)
    assert f'href="/doc/forum:{2:017d}"' in markup(documents.body)
    assert authors.provisional
    assert "12 of 40" in authors.notes[0]
    assert "3 documents of the cascade" in authors.notes[1]


def test_groups_without_a_broker_have_words(build: Build) -> None:
    assert brokers_chart(build, "venue:author").table.empty


def test_a_word_of_a_community_opens_exactly_the_documents_whose_titles_have_it(build: Build) -> None:
    chart = words_chart(build, 1, "number")
    (address,) = chart.opens
    assert address is not None
    view = url_state.read(works.parameters(build), address.partition("?")[2])

    assert "community 1: number" in chart.title
    assert len(works.layout(build, view).charts[0].table) == chart.table["titles_with"].iloc[0]


def test_flows_say_which_community_led_to_which_the_latest_of_equal_ones_first(build: Build) -> None:
    chart = flows_chart(build)

    assert chart.table["from_group"].tolist() == ["1: rain", "1: nothing stands out"]
    assert chart.table["kind"].tolist() == ["continues", "splits off"]
    assert "Flows into 2021: 1 continues" in chart.notes[0]
    assert len(chart.notes) == 1


def test_a_flow_opens_the_documents_in_both_communities(build: Build) -> None:
    chart = flows_chart(build)
    view = url_state.read(works.parameters(build), chart.opens[0].partition("?")[2])

    assert (chart.opens[0], view.notes) == ("/works?kind=any&flow=2020:1:2021:1", ())
    assert sorted(works.layout(build, view).charts[0].table["document_id"]) == [
        f"forum:{one:017d}" for one in range(1, 7)
    ]
    (filters,) = [one for one in works.parameters(build) if one.name == "flow"]
    assert filters.called(view["flow"]) == "2020, 1: rain and 2021, 1: rain"
    assert markup(chart.body).count(">open</a>") == 2


def test_the_sizes_of_a_flow_open_the_documents_of_each_community_in_its_year(build: Build) -> None:
    shown = markup(flows_chart(build).body)
    links = re.findall(r'<a href="(/works[^"]*community_in[^"]*)"><bdi>(\d+)</bdi></a>', shown)
    views = [url_state.read(works.parameters(build), one.replace("&amp;", "&").partition("?")[2]) for one, _ in links]

    assert [number for _, number in links] == ["8", "8", "6", "8"]
    assert [len(works.layout(build, view).charts[0].table) for view in views] == [8, 8, 6, 8]
    assert not any(view.notes for view in views)
    (filters,) = [one for one in works.parameters(build) if one.name == "community_in"]
    assert filters.called("2019:1") == "2019, 1: nothing stands out"


def test_the_largest_flows_stand_open_and_the_others_are_folded() -> None:
    shown = markup(data_table(pd.DataFrame({"shared": range(300)}), "flows", at_first=20))

    assert shown.partition("<details>")[0].count("<tr>") == 21  # With the row of names.
    assert "rows 21 to 270" in shown
    assert "rows 271 to 300" in shown


def test_the_pages_show_them(build: Build) -> None:
    chosen = url_state.read(network.parameters(build), "scope=corpus")
    names = {chart.name for chart in network.layout(build, chosen).charts}
    paths = main_path.layout(build, url_state.read(main_path.parameters(build), "brokers=community:document"))

    assert "community-flows" in names
    assert paths.charts[-1].table["document_id"].tolist() == [f"forum:{2:017d}"]


def test_a_community_is_called_by_its_number_and_what_its_titles_share(build: Build) -> None:
    (filters,) = [one for one in works.parameters(build) if one.name == "community"]
    table = build.table("communities").drop_duplicates(["relation", "community"])
    row = table[table["label"].notna()].iloc[0]

    assert filters.called(f"{row['relation']}:{row['community']}").endswith(f"{row['community']}: {row['label']}")
