"""Survival by hand, against published values and another program's estimate; who is at risk, case by case."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.spread.survival import authors_at_risk, kaplan_meier, quantile

# Remission times in weeks of the patients given 6-mercaptopurine, Freireich et al. 1963 (Blood 21, 699-716), the
# example of most textbooks.
REMISSION = [6, 6, 6, 7, 10, 13, 16, 22, 23]
ONGOING = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def test_the_textbook_example_is_reproduced() -> None:
    curve = kaplan_meier(REMISSION + ONGOING, [True] * len(REMISSION) + [False] * len(ONGOING)).set_index("days")

    with_event = curve[curve["events"] > 0]
    assert with_event["at_risk"].to_dict() == {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}
    assert with_event["surviving"].round(3).to_dict() == {
        6: 0.857,
        7: 0.807,
        10: 0.753,
        13: 0.690,
        16: 0.627,
        22: 0.538,
        23: 0.448,
    }
    assert quantile(curve.reset_index(), 0.5) == 23
    assert quantile(curve.reset_index(), 0.25) is None


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined:RuntimeWarning")
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=25))
def test_the_curve_and_its_band_are_those_of_scipy(observed: list[tuple[int, bool]]) -> None:
    days, event = [day for day, _ in observed], [ended for _, ended in observed]
    curve = kaplan_meier(days, event)

    peer = stats.ecdf(
        stats.CensoredData(
            uncensored=[day for day, ended in observed if ended], right=[day for day, ended in observed if not ended]
        )
    ).sf
    assert curve["surviving"].to_numpy() == pytest.approx(peer.evaluate(curve["days"]))
    with np.errstate(all="ignore"):
        band = peer.confidence_interval(method="log-log")
    inner = curve[curve["ci_low"].notna()]
    assert inner["ci_low"].to_numpy() == pytest.approx(band.low.evaluate(inner["days"]))
    assert inner["ci_high"].to_numpy() == pytest.approx(band.high.evaluate(inner["days"]))


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=25), st.randoms())
def test_everybody_is_at_risk_once_and_order_does_not_matter(
    observed: list[tuple[int, bool]], random: np.random.Generator
) -> None:
    curve = kaplan_meier([day for day, _ in observed], [ended for _, ended in observed])
    shuffled = sorted(observed, key=lambda _: random.random())

    assert curve["events"].sum() + curve["censored"].sum() == len(observed)
    assert curve["surviving"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(curve, kaplan_meier([day for day, _ in shuffled], [ended for _, ended in shuffled]))


def test_a_time_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1.0], [True])


def test_each_author_is_watched_from_when_they_could_cite_to_when_they_do_or_are_last_read(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    documents = make_documents(
        {
            "r": "2019-06-01",
            "early": "2018-01-01",
            "early cites": "2019-06-11",
            "new": "2019-06-21",
            "new, later": "2019-07-01",
            "new, unread": "2019-08-01",
            "listed": "2019-06-05",
            "unread": "2019-06-05",
            "undated": None,
        },
        has_body={"early cites": True, "new": True, "new, later": True, "undated": True},
    )
    documents["has_body"] = documents["has_body"].eq(True).astype("boolean")
    authorship = pd.DataFrame(
        [
            ("r", "root author"),
            ("early", "A"),
            ("early cites", "A"),
            ("early cites", "root author"),
            ("new", "B"),
            ("new, later", "B"),
            ("new, unread", "B"),
            ("listed", "C"),
            ("unread", "D"),
            ("undated", "E"),
        ],
        columns=["document_id", "author_id"],
    )
    citations = make_citations([("early cites", "r"), ("listed", "r")])

    found = authors_at_risk(documents, authorship, citations, {"r"}, {"root author"})

    times = found.times.fillna({"citing_id": "none"}).reset_index()
    assert times.to_numpy().tolist() == [["A", 10.0, True, "early cites"], ["B", 10.0, False, "none"]]
    assert (found.left_out_citing, found.left_out) == (1, 1)


def test_without_a_dated_root_nobody_is_at_risk(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    documents = make_documents({"a": "2020"}, has_body=True)
    authorship = pd.DataFrame({"document_id": ["a"], "author_id": ["A"]})

    assert authors_at_risk(documents, authorship, make_citations([]), {"r"}, set()).times.empty
