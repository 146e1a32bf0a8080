"""What a table is: columns with types, units and the meaning of a missing value."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "integer", "count", "number", "boolean", "datetime", "date"]
"""``count`` is an exact integer of any size: plain digits in CSV, text in Parquet.
``datetime`` is ISO 8601 text in UTC to the second, or as much of it as is known (``1998``)."""

Stage = Literal["corpus", "terms", "public", "local"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``missing`` says what an empty cell means; None: it is never empty."""

    name: str
    type: Type
    description: str
    missing: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row's meaning, its columns in published order, its key and its row order.

    ``open_columns`` names the plug-in kind that adds columns behind the fixed ones (metrics).
    ``stage`` is ``public`` for tables of ``data/exports``; other tables are kept beside them.
    """

    name: str
    row: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()
    stage: Stage = "public"
    open_columns: str | None = None

    @property
    def names(self) -> list[str]:
        """Column names in published order."""
        return [column.name for column in self.columns]

    @property
    def row_order(self) -> tuple[str, ...]:
        """Columns that the rows are sorted by; the key where nothing else is said."""
        return self.order or self.key
