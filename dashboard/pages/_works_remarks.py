"""What a reader should know of settings of Works that leave nothing, or change nothing."""

from collections.abc import Sequence

from dashboard.url_state import View

WORDS = ("term", "also", "without", "family")
"""Settings that a field narrows."""


def remarks(view: View, whole: tuple[int, int]) -> Sequence[str]:
    """Return what to say of a view: spans of time that share no day, and a setting without effect.

    ``whole`` are the first and the last year of all documents, which narrow nothing.
    """
    first, last = view["years"]
    since, until = view["from"], view["to"]
    said = []
    if since and until and since > until:
        said.append(f"No day lies from {since} to {until}: the span runs backward, so that no document fits.")
    elif view["years"] != whole and ((until and until < str(first)) or since > f"{last}-12-31"):
        said.append(f"No day of {first} to {last} lies {_days(since, until)}, so that no document fits.")
    if view["field"] and not any(view[name] for name in WORDS):
        said.append("field: no word is chosen that could be counted there, so it changes nothing.")
    return said


def _days(since: str, until: str) -> str:
    return " and ".join([*([f"from {since} on"] if since else []), *([f"up to {until}"] if until else [])])
