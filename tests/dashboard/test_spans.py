"""Months and whole numbers, from an address and from a control."""

from typing import Any

import pytest

from dashboard import url_state
from dashboard.spans import Months, smoothing

PARAMETERS = (Months("time", "Time", ("2016-01", "2025-08")), smoothing())


@pytest.mark.parametrize("given", ["2019-01..2020-12", [24228, 24251], ("2019-01", "2020-12")])
def test_a_span_of_months_is_read_from_an_address_and_from_a_slider(given: Any) -> None:
    view = url_state.accept(PARAMETERS, {"time": given})

    assert view["time"] == ("2019-01", "2020-12")
    assert url_state.write(PARAMETERS, view) == "?time=2019-01..2020-12"


def test_whole_years_are_their_months_as_far_as_there_are_months() -> None:
    assert url_state.accept(PARAMETERS, {"time": "2019..2020"})["time"] == ("2019-01", "2020-12")
    whole = url_state.accept(PARAMETERS, {"time": "2016..2025"})
    assert (whole["time"], whole.notes) == (("2016-01", "2025-08"), ())


@pytest.mark.parametrize(
    "given",
    [
        "2019-13..2020-01",
        "2019..2020-02",
        "2020..2019",
        "2015..2020",
        "2020-02..2020-01",
        "2015-12..2020-01",
        [1, 2],
        5,
        None,
        ["2019-01"],
        "x",
    ],
)
def test_what_is_no_span_is_named_and_the_whole_is_shown(given: Any) -> None:
    view = url_state.accept(PARAMETERS, {"time": given})

    assert view["time"] == ("2016-01", "2025-08")
    assert view.notes[0].startswith("time: ")


@pytest.mark.parametrize("given", ["2020-02..2020-01", "2020..2019", [24251, 24228]])
def test_a_span_that_ends_before_it_starts_is_told_so(given: Any) -> None:
    (note,) = url_state.accept(PARAMETERS, {"time": given}).notes

    assert "runs backward: its end is before its start" in note


@pytest.mark.parametrize(("given", "read"), [("3", 3), (6, 6), ("0", 0)])
def test_smoothing_is_a_whole_number(given: Any, read: int) -> None:
    assert url_state.accept(PARAMETERS, {"smooth": given})["smooth"] == read


@pytest.mark.parametrize("given", ["7", -1, "", "1.5", True, None, "²", "9" * 50])
def test_other_smoothing_is_refused(given: Any) -> None:
    view = url_state.accept(PARAMETERS, {"smooth": given})

    assert view["smooth"] == 0
    assert len(view.notes) == 1
