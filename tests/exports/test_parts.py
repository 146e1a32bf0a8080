"""Links to the parts of the root work and their sections, period by period."""

import pandas as pd

from pipeline.exports import parts
from pipeline.settings import Settings
from pipeline.tables import conform

SETTINGS = Settings.model_validate(
    {
        "root": "w",
        "works": {"w": {"title": "W", "documents": [{"id": "w:1", "part": "One"}, {"id": "w:2", "part": "Two"}]}},
    }
)
ROOT = frozenset({"w:1", "w:2"})
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["w:1", "early", "a", "b", "c"],
        "posted_at": ["2019-06-01", "2019-01-01", "2019-06-11", "2019-10-02", "2019-10-03"],
        "has_body": pd.array([True, True, True, True, False], dtype="boolean"),
        "kind": "post",
    }
)
CITATIONS = pd.DataFrame(
    {
        "citing_id": ["early", "a", "b", "b", "c"],
        "cited_id": ["w:1", "w:1", "w:1", "w:2", "w:2"],
        "n_links": [1, 2, 1, 1, 0],
    }
)
LINKS = pd.DataFrame(
    [
        ("early", "w:1#old", "w:1"),
        ("a", "w:1", "w:1"),
        ("a", "w:1#sec", "w:1"),
        ("b", "w:1#sec", "w:1"),
        ("b", "w:2#:~:text=x", "w:2"),
        ("b", "elsewhere#sec", "elsewhere"),
        ("b", None, None),
    ],
    columns=["document_id", "names", "resolved_id"],
)


def test_each_part_and_section_has_the_documents_and_links_that_name_it() -> None:
    table = conform(parts.build(DOCUMENTS, CITATIONS, LINKS, ROOT, SETTINGS, "2019-12-31"), "parts")
    quarters = table[table["grain"] == "quarter"]

    shown = quarters[["period", "part", "section", "citing_documents", "links", "citing_documents_any"]]
    assert shown.sort_values(["part", "section", "period"]).to_numpy().tolist() == [
        ["2019-Q2", "One", "all", 1, 2, 1],
        ["2019-Q3", "One", "all", 0, 0, 0],
        ["2019-Q4", "One", "all", 1, 1, 1],
        ["2019-Q2", "One", "sec", 1, 1, 1],
        ["2019-Q4", "One", "sec", 1, 1, 1],
        ["2019-Q2", "Two", "all", 0, 0, 1],
        ["2019-Q3", "Two", "all", 0, 0, 0],
        ["2019-Q4", "Two", "all", 1, 1, 1],
        ["2019-Q4", "Two", "quoted words", 1, 1, 1],
    ]


def test_shares_are_of_the_documents_that_cite_any_part_and_periods_say_their_coverage() -> None:
    table = parts.build(DOCUMENTS, CITATIONS, LINKS, ROOT, SETTINGS, "2019-12-31")
    quarters = table[(table["grain"] == "quarter") & (table["section"] == "all")].set_index(["part", "period"])

    assert quarters.loc[("One", "2019-Q4"), "share_of_citing"] == 1.0
    assert quarters.loc[("Two", "2019-Q4"), "listed_only"] == 1, "c, which no known link connects with the part"
    assert pd.isna(quarters.loc[("One", "2019-Q3"), "share_of_citing"])
    assert quarters.loc["One", "documents_total"].tolist() == [1, 0, 2]
    assert quarters.loc["One", "covered"].tolist() == [True, False, False]
    assert quarters.loc["One", "partial"].tolist() == [False, False, True]


def test_without_a_root_there_are_no_parts() -> None:
    settings = SETTINGS.model_copy(update={"works": {"w": SETTINGS.works["w"].model_copy(update={"documents": ()})}})

    table = parts.build(DOCUMENTS, CITATIONS, LINKS, frozenset(), settings, "2019-12-31")

    assert conform(table, "parts").empty
