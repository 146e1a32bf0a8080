"""The forum's clock and ours: either may be ahead of the other, so no moment of one is taken for one of the other."""

import datetime
from typing import Final

APART: Final = datetime.timedelta(hours=1)
"""So far apart the clocks may be, and still nothing is lost."""


def earlier(moment: str) -> str:
    """Return the moment from which on something may have been unknown at another one, both ISO to the second.

    >>> earlier("2020-10-13T00:30:00Z"), earlier("2020-10-13T00:30:00.000Z")
    ('2020-10-12T23:30:00Z', '2020-10-12T23:30:00Z')
    """
    before = datetime.datetime.fromisoformat(moment) - APART
    return before.strftime("%Y-%m-%dT%H:%M:%SZ")
