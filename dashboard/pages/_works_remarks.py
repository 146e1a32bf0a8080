"""What a reader should know of settings of Works that leave nothing, or change nothing."""

from collections.abc import Sequence

from dashboard.opening import bounds
from dashboard.url_state import View
from dashboard.words import period

WORDS = ("term", "also", "without", "family")
"""Settings that a field narrows."""


def remarks(view: View, whole: tuple[str, str]) -> Sequence[str]:
    """Return what to say of a view: spans of time that share no day, and a setting without effect.

    ``whole`` are the first and the last month of all documents, which narrow nothing.
    """
    first, last = bounds(view["time"][0])[0], bounds(view["time"][1])[1]
    since, until = view["from"], view["to"]
    said = []
    if since and until and since > until:
        said.append(f"No day lies from {since} to {until}: the span runs backward, so that no document fits.")
    elif view["time"] != whole and ((until and until < first) or since > last):
        said.append(
            f"No day of {' to '.join(map(period, view['time']))} lies {_days(since, until)}, so that no document fits."
        )
    if view["field"] and not any(view[name] for name in WORDS):
        said.append("field: no word is chosen that could be counted there, so it changes nothing.")
    return said


def _days(since: str, until: str) -> str:
    return " and ".join([*([f"from {since} on"] if since else []), *([f"up to {until}"] if until else [])])
