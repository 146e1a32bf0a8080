"""One module a published table: builds it from the frames of the earlier stages.

An export module declares ``NAME``, a table of :mod:`pipeline.schema`, and ``build``, a function whose parameters name
what it needs: a resource, or another published table. It returns a frame with the table's columns, in any order of
rows. It may name as ``ROWS_FROM`` what all of its rows are made from (``term_counts``): where that is empty the table is,
and neither ``build`` is called nor what else it asks for made. A public table without a module is a frame of the corpus or the terms, published as it is.
"""

from pipeline.exports._driver import build_all, extra_columns
from pipeline.exports._population import population

__all__ = ["build_all", "extra_columns", "population"]
