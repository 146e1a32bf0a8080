"""How long a site asks to wait: in seconds, or until a date, which is read by the site's own clock."""

import calendar
import time
from collections.abc import Iterator

import pytest

from pipeline.archive._answers import retry_after
from pipeline.archive.answer import Answer

NOON = float(calendar.timegm((2026, 11, 8, 12, 0, 0)))
"""Sunday, 8 November 2026, 12:00:00 UTC."""


@pytest.fixture(params=["PST8", "JST-9"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be where the clocks show another hour than UTC."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def asked(value: str, **headers: str) -> float | None:
    return retry_after(Answer(429, {"retry-after": value} | headers, b""), NOON)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    "date",
    [
        "Sun, 08 Nov 2026 12:01:30 GMT",
        "Sun Nov  8 12:01:30 2026",
        "Sun, 08 Nov 2026 12:01:30",
        "Sun, 08 Nov 2026 12:01:30 -0000",
        "Sunday, 08-Nov-26 12:01:30 GMT",
        "Sun, 08 Nov 2026 21:01:30 +0900",
    ],
)
def test_a_date_without_a_zone_is_of_utc(date: str) -> None:
    assert asked(date) == 90.0


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("Sun, 08 Nov 2026 11:00:00 GMT", 3690.0),
        ("Sun Nov  8 12:01:00 2026", 30.0),
        ("Sun, 08 Nov 2026 12:02:00 GMT", None),
        ("yesterday", 90.0),
        ("", 90.0),
    ],
)
def test_a_date_is_measured_from_what_the_site_takes_for_now(told: str, wait: float | None) -> None:
    assert asked("Sun, 08 Nov 2026 12:01:30 GMT", date=told) == wait
