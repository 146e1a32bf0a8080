"""Links that name no document: those that could not be resolved, without the links of a document to itself."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from dashboard.data_access import Build
from pipeline.schema import LINKS_TO_ITSELF


def unresolved(data: Build) -> pd.DataFrame:
    """Return the rows of ``unresolved_links`` that name no document; a link of a document to itself names one."""
    table = data.table("unresolved_links")
    return table[table["why"] != LINKS_TO_ITSELF]


def unresolved_by_document(data: Build) -> Mapping[str, int]:
    """Return how many such links each document has, as far as it has any; ``where`` is a document and a position."""
    return Counter(where.rpartition(" #")[0] for where in data.once(unresolved)["where"].tolist())
