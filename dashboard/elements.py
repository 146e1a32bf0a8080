"""Components of our own, in the place of packages whose scripts take a browser longer to read than a page takes to be drawn.

What each does in the browser stands under the same name: the first ones in ``assets/elements.js``, the controls in
``mantine/entry.js``, from which ``assets/controls.min.js`` is made. Every page has the first ones.
"""

from typing import Any

from dash.development.base_component import Component

Identity = str | dict[str, str]
SILENT: dict[str, Any] = {"disable_n_clicks": True}
"""What an element of Dash is given beside its id: else it counts clicks, also those within it, and tells every component of each."""


class _Element(Component):
    """What is the same for each: its properties are those that it is made with."""

    _namespace = "atlas_elements"

    def __init__(self, **props: Any) -> None:
        self._type, self._prop_names = type(self).__name__, [*props]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(**props)  # type: ignore[no-untyped-call]


class Chart(_Element):
    """A figure, drawn by ``assets/draw.js`` when it is its turn, and again when ``figure`` is another or its size changes.

    ``name`` is its own on the page; ``height`` is in pixels, and so is ``least_width``, the width that it keeps on a narrower screen.
    """

    def __init__(
        self, identity: Identity, name: str, figure: dict[str, Any], height: int, least_width: int = 0
    ) -> None:
        super().__init__(id=identity, name=name, figure=figure, height=height, least_width=least_width)


class Store(_Element):
    """What callbacks hand on, in the browser's memory."""

    def __init__(self, identity: Identity, data: Any = None) -> None:
        super().__init__(id=identity, data=data)


class Renewed(_Element):
    """What another view changes in the cards that stay: ``cards``, texts and figures by part and by the key of their card.

    They come as one property, since in the browser each one that is put in by itself is told to every component of the page.
    """

    def __init__(self, identity: Identity, cards: dict[str, Any] | None = None) -> None:
        super().__init__(id=identity, cards=cards)


class Value(_Element):
    """The value of a parameter whose control is no component: a script sets it, and callbacks read it."""

    def __init__(self, identity: Identity, value: str) -> None:
        super().__init__(id=identity, value=value)


class Tick(_Element):
    """A clock: ``n_intervals`` counts how often ``interval`` milliseconds have passed."""

    def __init__(self, identity: Identity, interval: int) -> None:
        super().__init__(id=identity, interval=interval, n_intervals=0)


class Control(_Element):
    """A control of Mantine's: ``kind`` is its name in ``mantine/entry.js``, where it is said what each takes."""

    _namespace = "atlas_controls"

    def __init__(self, kind: str, identity: Identity, **props: Any) -> None:
        super().__init__(id=identity, **props)
        self._type = kind


class Themed(_Element):
    """What gives the controls within it their colours: those of ``scheme``, light or dark."""

    _namespace = "atlas_controls"

    def __init__(self, children: Component, scheme: str) -> None:
        super().__init__(children=children, scheme=scheme)
