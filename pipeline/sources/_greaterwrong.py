"""What the pages of GreaterWrong, and their text, have in common."""

import datetime

MAIN_SITES = {"": "forum", "EA Forum": "eaforum", "LW": "forum", "LessWrong": "forum"}
"""What a list item calls the forum of the citing post, and its scheme here; the page's own forum goes unnamed."""

# Not strptime: its month names follow the locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown_moment(text: str) -> str | None:
    """Return a moment as GreaterWrong shows it in ISO form, or None.

    >>> shown_moment("2 Jun 2019 7:01 UTC"), shown_moment("31 Feb 2019 7:01")
    ('2019-06-02T07:01:00Z', None)
    """
    try:
        day, month, year, clock = text.removesuffix("UTC").split()
        hour, minute = clock.split(":")
        numbers = int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute)
        exact = datetime.datetime(*numbers, tzinfo=datetime.UTC)
    except ValueError:
        return None
    return exact.strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch_moment(value: str) -> str | None:
    """Return an epoch in milliseconds as ISO, or None.

    >>> epoch_moment("1559346293000"), epoch_moment("soon")
    ('2019-05-31T23:44:53Z', None)
    """
    if not (value.isascii() and value.isdigit() and len(value) < 15):
        return None
    return datetime.datetime.fromtimestamp(int(value) // 1000, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
