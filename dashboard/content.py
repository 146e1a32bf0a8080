"""What a page shows, apart from how: the answer in a sentence, charts, and what to be careful about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from dash.development.base_component import Component

Figure = dict[str, Any]
"""A plotly figure as plain dicts and lists: ten times as fast to send as ``go.Figure``, and easy to test."""


@dataclass(frozen=True)
class Behind:
    """How much stands behind a chart.

    Parameters
    ----------
    drawn : int
        What the figure shows, each thing once.
    hidden : int
        What is known beside it in periods that the coverage rule keeps from being drawn.
    one, many : str
        What is counted, where it is not documents.
    """

    drawn: int
    hidden: int = 0
    one: str = "document"
    many: str = "documents"


def part_id(part: str, key: str) -> dict[str, str]:
    """Return the id of a part of a card; ``key`` are the names of its page and its chart, with a hyphen between."""
    return {"type": part.partition(".")[0], "chart": key}


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart or table with what its furniture needs; each is equal to itself alone.

    Parameters
    ----------
    name : str
        ``[a-z0-9-]``, one of its kind on the page: part of ids, file names and addresses.
    title, subtitle : str
        What is seen; the unit and what is left out.
    figure : dict or None
        None: the table alone is shown.
    table : pd.DataFrame
        Exactly what is shown; this is what the CSV holds.
    source : str
        Table of the schema that describes the columns.
    documents : int, Behind or None
        How many distinct documents are behind what is drawn; :class:`Behind` where some periods are not drawn or something else
        is counted. None where that has no meaning.
    empty : str
        What to say when nothing is there to be drawn: the filter that emptied it, and what to do.
    notes : sequence of str
        Gaps, and what was left out. What marks a partial period is told by the card of every chart, in one set of words.
    explained : mapping
        Descriptions of columns that the schema does not know.
    provisional : bool
        Whether under 90 % of the links that it rests on are known.
    link : (label, address) or None
        Where more of the same is.
    body : Component or None
        What is shown instead of a plain table, where there is no figure.
    renewed : mapping
        Where ``body`` asks for data by itself and stays where it stands: what another view changes in it, properties with their
        values by part; several of one part as ``part.property``. The ids of the parts are those that :func:`part_id` gives.
    opens : sequence of str or None
        What each row of ``table`` opens: an address made by :mod:`dashboard.opening`. As many as rows, or none.
    method : str
        How it is computed, where no function of the pipeline does it.
    references : bool
        Whether ``document_id`` of its rows may be had as BibTeX, RIS and CSL-JSON.
    height : int
        Of the figure, in pixels.
    least_width : int
        Pixels under which the figure cannot be read: on a narrower screen it scrolls within its card. 0: it fits any.
    painted : bool
        Whether the browser paints the figure on a canvas, see :mod:`dashboard.painting`: for thousands of points. It then has
        buttons to come closer.
    wide : bool
        Whether it takes the whole width where charts stand side by side.
    rests_on : sequence of str
        Further tables that it draws on, and metrics that its rows name: their methods are told beside those of ``source``.
    none : bool
        Whether an empty table is a fact: there is none, which is not the same as that none is known.
    unseen : sequence of str
        Columns of ``table`` that the shown table leaves out, since others say the same; the CSV has them.
    """

    name: str
    title: str
    subtitle: str
    figure: Figure | None
    table: pd.DataFrame
    source: str
    documents: int | Behind | None = None
    empty: str = "There is nothing to show."
    notes: Sequence[str] = ()
    explained: Mapping[str, str] = field(default_factory=dict)
    provisional: bool = False
    link: tuple[str, str] | None = None
    body: Component | None = None
    renewed: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    opens: Sequence[str | None] = ()
    references: bool = False
    height: int = 380
    least_width: int = 0
    painted: bool = False
    wide: bool = False
    rests_on: Sequence[str] = ()
    none: bool = False
    unseen: Sequence[str] = ()
    method: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """A number that stands for itself, what it counts, and the address of what stands behind it."""

    number: str
    label: str
    address: str = ""


@dataclass(frozen=True)
class Content:
    """One page for one view.

    ``answer`` is the page's first line: one sentence made from the tables. ``cautions`` are what a careful reader wants to
    know before quoting it. ``charts`` are drawn in order; ``columns`` many of them stand side by side where there is room.
    """

    answer: str
    charts: Sequence[Chart]
    cautions: Sequence[str] = ()
    key_figures: Sequence[KeyFigure] = ()
    columns: int = 1
