"""Every table: columns, types, units, keys, meaning of a missing value.

``TABLES`` is gathered from the modules of this folder; each defines its own ``TABLES`` tuple.
"""

import importlib
import pkgutil

from pipeline.schema._columns import KEPT, LINKS_TO_ITSELF
from pipeline.schema._types import Column, Table

__all__ = ["KEPT", "LINKS_TO_ITSELF", "TABLES", "Column", "Table"]


def _gather() -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for module in sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_")):
        for table in importlib.import_module(f"{__name__}.{module}").TABLES:
            if table.name in tables:
                raise ValueError(f"schema: two tables are called {table.name!r}; the second is in {module}.py")
            tables[table.name] = table
    return tables


TABLES: dict[str, Table] = _gather()
