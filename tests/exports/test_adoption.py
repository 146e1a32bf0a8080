"""Adoption against its baseline, and the curves fitted to it, on corpora with known answers."""

import numpy as np
import pandas as pd
import pytest

from pipeline.exports import adoption_baseline, adoption_curves, adoption_fits, population, spread
from pipeline.exports._shared import fitted_curves, reach
from pipeline.settings import EVER, WHOLE
from pipeline.spread.curves import cumulative
from pipeline.tables import conform

ROOT = frozenset({"r"})


def corpus(
    monthly: dict[str, tuple[int, int]], read: bool = True, af: object = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return documents and citations: per month (posts, posts that cite the root), the citing ones with the most karma."""
    rows = [("r", "2019-05-31T12:00:00Z", 100, True)]
    pairs = []
    for month, (posts, citing) in monthly.items():
        for number in range(posts):
            name = f"{month} {number:03d}"
            rows.append((name, f"{month}-15", number, read))
            if number >= posts - citing:
                pairs.append((name, "r"))
    documents = pd.DataFrame(rows, columns=["document_id", "posted_at", "karma", "has_body"])
    documents["has_body"] = documents["has_body"].astype("boolean")
    documents["karma"] = documents["karma"].astype("Int64")
    documents["kind"], documents["venue"] = "post", "forum"
    return documents, pd.DataFrame(pairs, columns=["citing_id", "cited_id"], dtype="str")


def test_growth_of_the_forum_is_no_growth_of_the_idea() -> None:
    documents, citations = corpus({"2019-06": (10, 1), "2019-07": (20, 2), "2019-08": (40, 4)})

    table = conform(adoption_baseline.build(documents, citations, ROOT, "2019-09-01"), "adoption_baseline")
    months = table[(table["grain"] == "month") & (table["period"] >= "2019-06")].set_index("period")

    assert months["citing_documents"].tolist() == [1, 2, 4]
    assert months["expected_documents"].tolist() == pytest.approx([1, 2, 4])
    assert months["ratio"].tolist() == pytest.approx([1, 1, 1])
    assert months["share_citing"].tolist() == pytest.approx([0.1] * 3)
    assert not months["partial"].any()
    assert (months["ratio_low"] < 1).all()
    assert (months["ratio_high"] > 1).all()


def test_the_root_work_is_compared_with_posts_of_its_month_and_karma() -> None:
    documents, citations = corpus({"2019-05": (9, 0), "2019-06": (10, 3)})
    citations = pd.concat([citations, pd.DataFrame({"citing_id": ["2019-06 000"], "cited_id": ["2019-05 008"]})])

    table = adoption_baseline.build(documents, citations, ROOT, "2019-07-01").set_index(["grain", "period"])

    june = table.loc[("month", "2019-06")]
    assert (june["root_posts"], june["matched_posts"]) == (1, 1), "of ten posts of May two are in the upper fifth"
    assert (june["root_citations_per_post"], june["matched_citations_per_post"]) == (3, 1)
    assert ("month", "2019-05") not in table.index, "posts of May that are older than the root work cannot cite it"


def test_without_known_links_nothing_is_expected() -> None:
    documents, citations = corpus({"2019-06": (10, 2)}, read=False)

    table = conform(adoption_baseline.build(documents, citations, ROOT, "2019-07-01"), "adoption_baseline")

    assert table["citing_documents"].eq(0).all()
    assert table["expected_documents"].isna().all()
    assert table["ratio"].isna().all()
    assert not table["covered"].any()


def test_without_a_root_there_is_no_baseline() -> None:
    documents, citations = corpus({"2019-06": (10, 2)})

    assert adoption_baseline.build(documents, citations, frozenset(), "2019-07-01").empty


@pytest.fixture(scope="module")
def planted() -> tuple[pd.DataFrame, pd.DataFrame]:
    months = [str(month) for month in pd.period_range("2019-06", "2023-05", freq="M")]
    edges = np.linspace(0, 4, len(months) + 1)
    counts = np.diff(cumulative("logistic", edges, 400, 3, 2)).round().astype(int)
    return corpus({month: (40, int(count)) for month, count in zip(months, counts, strict=True)})


def fits(documents: pd.DataFrame, citations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    authorship = pd.DataFrame({"document_id": documents["document_id"], "author_id": documents["document_id"]})
    bounded = population(documents, {WHOLE: EVER}).bound(
        spread.build(documents, citations, authorship, ROOT, "2023-06-01")
    )
    table = conform(bounded, "spread")
    baseline = conform(adoption_baseline.build(documents, citations, ROOT, "2023-06-01"), "adoption_baseline")
    curves = fitted_curves(table, baseline, documents, ROOT)
    return (
        conform(adoption_fits.build(curves, reach(documents, ROOT)), "adoption_fits"),
        conform(adoption_curves.build(curves, reach(documents, ROOT)), "adoption_curves"),
    )


def test_a_planted_curve_is_found_in_its_interval(planted: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    table, curves = fits(*planted)
    found = table[(table["venue"] == "all") & (table["model"] == "logistic")].set_index(
        ["grain", "series", "parameter"]
    )

    for grain in ("quarter", "month"):
        for series in ("citing_documents", "new_authors"):
            for parameter, truth in (("ceiling", 400), ("growth_per_year", 3), ("midpoint_years", 2)):
                row = found.loc[(grain, series, parameter)]
                assert row["ci_low"] <= truth <= row["ci_high"], (grain, series, parameter)
    drawn = curves[(curves["venue"] == "all") & (curves["grain"] == "quarter") & (curves["model"] == "logistic")]
    assert drawn["fitted"].between(drawn["ci_low"], drawn["ci_high"]).mean() > 0.9
    assert not table["provisional"].any()


def test_venues_that_are_told_apart_only_where_a_body_is_known_get_no_curve(
    planted: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    documents, citations = planted
    marked = documents.assign(venue=["af" if number % 2 else "forum" for number in range(len(documents))])

    table, curves = fits(marked, citations)

    of_af = table[table["venue"] == "af"]
    assert of_af["value"].isna().all()
    assert set(of_af["reason"]) == {"the coverage rule admits only 0 of 16 periods: links or venues are not known"}
    assert table.loc[table["venue"] == "all", "value"].notna().any()
    assert set(curves["venue"]) == {"all"}


def test_a_series_of_too_few_covered_periods_is_refused_in_words() -> None:
    documents, citations = corpus({"2019-06": (30, 10), "2019-07": (30, 20)})

    table, curves = fits(documents, citations)

    assert curves.empty
    assert table["value"].isna().all()
    assert table["reason"].notna().all()
    assert "2 periods of known links, at least 8 are needed" in set(table["reason"])
