"""The card of uses with and without a citation, against a slow count of the toy build."""

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.data_access import Build, Store
from dashboard.markup import markup
from dashboard.pages import works
from dashboard.pages._term_uptake import GROUPS, uptake_chart
from tests.dashboard import toy

TERM = "old word"
ROOT = "forum:rootrootrootroot1"


def slowly(documents: pd.DataFrame, citing: set[str], using: set[str]) -> pd.DataFrame:
    """Rows of ``term_uptake``: every post that was read, but the work's own, in one of four groups of its year."""
    rows = []
    for year in ("2019", "2020", "2021"):
        posts = [row for row in documents.to_dict("records") if row["posted_at"][:4] == year]
        read = {row["document_id"] for row in posts if row["has_body"]} - {ROOT}
        covered = len(read) >= 0.9 * len({row["document_id"] for row in posts} - {ROOT})
        rows.append(
            {
                "period": year,
                "grain": "year",
                "term": TERM,
                "cites_and_uses": len(read & citing & using),
                "cites_only": len((read & citing) - using),
                "uses_only": len((read & using) - citing),
                "neither": len(read - citing - using),
                "field": "all",
                "documents_total": len(read),
                "documents_known": len({row["document_id"] for row in posts} - {ROOT}),
                "covered": covered,
                "partial": False,
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The toy build, in which the work itself and a post that does not cite it use the word, too."""
    posts = toy.documents()
    citing = set(posts.loc[(posts["generation"] == 1).fillna(False), "document_id"])
    own = [
        {"document_id": one, "family": "toy_family", "term": TERM, "field": "body", "occurrences": 1}
        for one in (ROOT, f"forum:{11:017d}")
    ]
    counts = pd.concat([toy.term_counts(), pd.DataFrame(own)], ignore_index=True)
    using = set(counts.loc[counts["term"] == TERM, "document_id"])
    table = slowly(posts, citing, using)
    settings = toy.publish(tmp_path_factory.mktemp("uptake"), term_counts=counts, term_uptake=table)
    current = Store(settings, toy.HELD).current()
    assert current is not None
    return current


def test_every_part_of_a_bar_opens_exactly_the_posts_that_it_counts(build: Build) -> None:
    chart = uptake_chart(build, TERM, "year")
    assert chart.figure is not None
    counted = 0
    for group, trace in zip(GROUPS, chart.figure["data"], strict=True):
        for many, address in zip(chart.table[group], trace["customdata"], strict=True):
            assert (address is None) == (many == 0)
            if address is not None:
                view = url_state.read(works.parameters(build), address.partition("?")[2])
                assert len(works.layout(build, view).charts[0].table) == many, address
                counted += many

    assert counted == int(chart.table[[*GROUPS]].to_numpy().sum()) > 10


def test_the_work_itself_is_not_among_what_does_not_cite_it(build: Build) -> None:
    view = url_state.read(works.parameters(build), "not_citing=root&kind=any")
    listed = set(works.layout(build, view).charts[0].table["document_id"])

    assert ROOT not in listed
    assert f"forum:{11:017d}" in listed


def test_a_year_of_which_too_little_was_read_is_not_drawn(build: Build) -> None:
    chart = uptake_chart(build, TERM, "year")
    assert chart.figure is not None

    assert chart.table["covered"].tolist() == [True, False, False]
    assert all(trace["y"][1:] == [None, None] for trace in chart.figure["data"])
    assert any("to fill the gap" in note for note in chart.notes)


def test_the_uses_that_are_drawn_are_summed_in_words(build: Build) -> None:
    first = uptake_chart(build, TERM, "year").table.iloc[0]
    both, alone = int(first["cites_and_uses"]), int(first["uses_only"])

    assert any(
        f"{alone:,} of {both + alone:,} posts with the word" in note for note in uptake_chart(build, TERM, "year").notes
    )


def test_a_word_that_the_work_did_not_bring_has_words_instead(build: Build) -> None:
    chart = uptake_chart(build, "report word", "year")

    assert chart.table.empty
    assert "none of them" in chart.empty
    assert "or only the work's own do" in chart.empty


def test_where_no_year_may_be_drawn_the_counts_are_listed_and_each_opens_its_posts(build: Build) -> None:
    table = build.table("term_uptake")
    build._frames["term_uptake"] = table.assign(covered=False)
    build._derived.clear()
    chart = uptake_chart(build, TERM, "year")
    build._frames["term_uptake"] = table
    build._derived.clear()
    shown = markup(chart.body)

    assert chart.figure is None
    assert "the posts listed are only those known here, because" in chart.notes[0]
    assert shown.count("<a ") == int((chart.table[[*GROUPS]] > 0).to_numpy().sum())
    assert all(f">{count}</a>" in shown for count in chart.table["cites_only"] if count)
    assert chart.documents == int(chart.table[[*GROUPS]].sum(axis=None)) > 0
