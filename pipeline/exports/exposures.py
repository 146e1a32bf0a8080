"""Every recorded contact of an author with an earlier adopter up to the author's first citing document."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.settings import Settings
from pipeline.spread import exposure
from pipeline.spread.root_authors import root_authors

NAME = "exposures"


def build(
    graph_documents: pd.DataFrame,
    authorship: pd.DataFrame,
    authors: pd.DataFrame,
    graph_citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    settings: Settings,
) -> pd.DataFrame:
    """Return a row an author, kind and pair of documents through which the contact is known."""
    own = root_authors(authorship, authors, root_ids, settings.root_work.authors)
    return exposure.exposures(graph_documents, authorship, graph_citations, root_ids, own)
