"""What takes the place of what stands in a browser: the parts that another view changes, or the whole page after a new build.

What stands there and what a newer build says are never mixed.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dash import set_props

from dashboard.data_access import Build
from dashboard.markup import TEXT
from dashboard.rendering import Drawn, Route


def is_older(standing: Any, data: Any, build: Build) -> bool:
    """Say whether what stands there, in words of :func:`dashboard.standing.shown`, comes from another build than this.

    Where nothing is known of it, it is what the route ``data`` asked for.
    """
    stands = stands_from(standing, data.get("build") if isinstance(data, Mapping) else None)
    return isinstance(stands, str) and stands not in ("", build.key)


def stands_from(standing: Any, otherwise: Any) -> Any:
    """Return the key of the build that what stands there comes from."""
    return standing.get("build") if isinstance(standing, Mapping) else otherwise


def renew(route: Route, build: Build) -> None:
    """Have the whole page shown again: a part from a newer build would stand among parts from the one before.

    The address of the window follows, as after any choice.
    """
    set_props("route", {"data": {**asdict(route), "build": build.key, "by": "choice"}})


def renew_cards(drawn: Drawn, shape: str, stands: Drawn | None) -> None:
    """Put a view in the place of one with the same cards, of that shape: ``stands``, or None where it is not known any more.

    Texts and figures come as one property, see :class:`dashboard.elements.Renewed`.
    """
    cards: dict[str, dict[str, Any]] = {card.key: {} for card in drawn.cards}
    for card, part, prop, value in drawn.changes(shape, stands):
        if prop == TEXT:
            cards[card.key][part] = value
        elif part == "graph":
            size = {"height": card.chart.height, "least_width": card.chart.least_width}
            cards[card.key][part] = {"figure": value, **size}
        else:
            set_props(card.part_id(part), {prop: value})
    set_props("renewed", {"cards": {key: parts for key, parts in cards.items() if parts}})
