"""The questions a reader asks, answered by the published tables of a planted forum, against answers worked out by hand."""

import gzip
import json
from pathlib import Path

import pytest

from tests.test_line import atlas, link, post, rows

ROOT = "FkgsxrGf3QxhfLWHG"
"""Id of the first post of Risks from Learned Optimization, so that the lexicon knows which terms it brought."""
ATLAS_TOML = f"""
root = "planted"
snapshot = "none"
census = {{ start = "2019-05-01", end = "2020-08-01" }}

[works.planted]
title = "A Planted Root"
authors = ["Ada"]
documents = [{{ id = "forum:{ROOT}", part = "All of it", posted_at = "2019-05-31" }}]
"""


def _cites(*numbers: int) -> str:
    """Return a body with a link to each post of these numbers; 0 is the root work."""
    targets = (f"Line{number:013d}" if number else ROOT for number in numbers)
    return f"<p>After {' and '.join(map(link, targets))}.</p>" if numbers else "<p>Alone.</p>"


PLANTED = [
    post(0, "2019-05-31", "ada", "The root", "<p>Of the mesa-optimizer.</p>", _id=ROOT, af=True),
    post(1, "2019-06-10", "bo", "First", _cites(0), af=True),
    post(2, "2019-07-01", "chi", "Second-hand", _cites(1), af=True),
    post(3, "2019-08-01", "chi", "Both", _cites(0, 2), af=True),
    post(4, "2019-09-01", "dot", "Third-hand", _cites(3), af=False),
    post(5, "2020-01-15", "dot", "At the source", _cites(0), af=False),
    post(6, "2020-02-01", "eve", "Out of nowhere", _cites(0), af=False),
    post(7, "2020-03-01", "fay", "A mesa-optimizer", "<p>A mesa-optimizer without any link.</p>", af=False),
    post(8, "2020-03-05", "fay", "Another", _cites(), af=False),
    post(9, "2020-03-09", "eve", "Named and linked", f"<p>The mesa-optimizer of {link(ROOT)}.</p>", af=False),
    post(10, "2020-06-01", "gil", "Apart", _cites(), af=False),
    post(11, "2020-06-15", "gil", "Apart again", _cites(10), af=False),
    post(12, "2020-07-01", "hal", "The end of the chain", _cites(4), af=False),
]
"""Citations of the root work's kin, older first: 0-1, 1-2, 0-3, 2-3, 3-4, 0-5, 0-6, 0-9, 4-12; and 10-11 apart."""


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    (folder / "atlas.toml").write_text(ATLAS_TOML, encoding="utf-8")
    (folder / "dump.json.gz").write_bytes(gzip.compress(json.dumps(PLANTED).encode(), mtime=0))
    atlas(folder, "import", "dump", "dump.json.gz")
    atlas(folder, "build")
    return folder / "state" / "exports"


def _number(document_id: str) -> int:
    return 0 if document_id == f"forum:{ROOT}" else int(document_id.removeprefix("forum:Line"))


def test_who_cited_it_when_and_how_deep_the_chains_go(exports: Path) -> None:
    generations = {
        _number(row["document_id"]): (int(row["generation"]), int(row["generation_longest"]))
        for row in rows(exports, "documents")
        if row["generation"]
    }
    # 3 cites the root work, and post 2 whose chain back is of two.
    assert generations == {
        0: (0, 0), 1: (1, 1), 2: (2, 2), 3: (1, 3), 4: (2, 4), 5: (1, 1), 6: (1, 1), 9: (1, 1), 12: (3, 5),
    }  # fmt: skip
    depth = {row["rule"]: (row["documents"], row["depth"]) for row in rows(exports, "cascade_summary")}
    assert depth == {"first_exposure": ("8", "3"), "last_exposure": ("8", "5")}


def test_who_picked_it_up_from_whom(exports: Path) -> None:
    parents = {
        _number(row["document_id"]): _number(row["parent_id"])
        for row in rows(exports, "cascade")
        if row["rule"] == "first_exposure" and row["parent_id"]
    }
    assert parents == {1: 0, 2: 1, 3: 0, 4: 3, 5: 0, 6: 0, 9: 0, 12: 4}
    taken_up = {
        row["name"]: (row["first_citing_at"][:10], row["exposures"], row["exposed_via"])
        for row in rows(exports, "author_exposures")
        if row["role"] == "adopter"
    }
    assert taken_up == {
        "Bo": ("2019-06-10", "no recorded exposure", ""),
        "Chi": ("2019-08-01", "linked", "forum:bo"),
        "Dot": ("2020-01-15", "linked", "forum:chi"),
        "Eve": ("2020-02-01", "no recorded exposure", ""),
    }


def test_which_posts_carried_it_onward(exports: Path) -> None:
    path = {
        (_number(row["cited_id"]), _number(row["citing_id"])): row["count"]
        for row in rows(exports, "main_paths")
        if (row["weight"], row["search"]) == ("spc", "global")
    }
    # Two ways lead to 3, directly and by 1 and 2, and one on from there; the longer sums to 1 + 1 + 1 + 2 + 2.
    assert path == {(0, 1): "1", (1, 2): "1", (2, 3): "1", (3, 4): "2", (4, 12): "2"}
    bridges = {
        _number(row["id"]): (row["gatekeeper"], row["representative"])
        for row in rows(exports, "brokers")
        if (row["between"], row["of"]) == ("venue", "document") and row["between_groups"] != "0"
    }
    # 3 stands on the Alignment Forum and passes what it has from there to 4, which passes it on within LessWrong.
    assert bridges[4] == ("1", "0")
    assert bridges[3][0] == "0"


def test_which_communities_formed(exports: Path) -> None:
    community = {
        _number(row["document_id"]): row["community"]
        for row in rows(exports, "communities")
        if row["relation"] == "citation"
    }
    assert community[10] == community[11]
    assert [document for document, one in community.items() if one == community[10]] == [10, 11]
    assert not {7, 8} & community.keys()


def test_words_without_link_and_link_without_words(exports: Path) -> None:
    uses = {
        row["period"]: [row[column] for column in ("cites_and_uses", "cites_only", "uses_only", "neither")]
        for row in rows(exports, "term_uptake")
        if (row["grain"], row["term"], row["field"]) == ("year", "mesa-optimizer", "all")
    }
    # Of the eight posts of 2020, 5 to 12: 9 does both, 5 and 6 cite alone, 7 uses the word alone.
    assert uses["2020"] == ["1", "2", "1", "4"]


def test_where_it_went_first_and_how_long_the_step_took(exports: Path) -> None:
    lags = {
        (row["from_venue"], row["to_venue"]): (row["lag_days"], _number(row["from_document_id"]), _number(row["to_document_id"]))
        for row in rows(exports, "venue_lags")
        if row["measure"] == "first_citing"
    }  # fmt: skip
    # From 10 June 2019 to 15 January 2020.
    assert lags == {("af", "lw"): ("219.0", 1, 5)}


def test_every_number_says_how_much_may_be_believed(exports: Path) -> None:
    assert {row["provisional"] for row in rows(exports, "cascade_summary")} == {"false"}
    told = {row["metric"]: row for row in rows(exports, "metric_caveats")}
    assert told["pagerank"]["note"].startswith("Outgoing links are known for 13 of 13 documents.")
    assert (told["pagerank"]["with_value"], told["pagerank"]["out_of"]) == ("11", "13")
    assert told["pagerank"]["provisional"] == "false"
    assert told["site_citations"]["provisional"] == "true"
