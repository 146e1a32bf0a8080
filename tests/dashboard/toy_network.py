"""Documents and choices for the tests of the network."""

import pandas as pd

from dashboard import url_state
from dashboard.data_access import Build
from dashboard.pages import network
from dashboard.pages._network_table import Selection
from dashboard.url_state import View

ROOT, FIRST, LAST = "forum:rootrootrootroot1", f"forum:{1:017d}", f"forum:{11:017d}"


def view(build: Build, search: str = "") -> View:
    chosen = url_state.read(network.parameters(build), search)
    assert not chosen.notes
    return chosen


def table(**columns: list[object]) -> pd.DataFrame:
    """Some documents, a column each; what is not given is the same for all."""
    size = len(next(iter(columns.values())))
    whole = {
        "document_id": [f"d{place}" for place in range(size)],
        "title": ["A title"] * size,
        "kind": ["post"] * size,
        "authors": ["Somebody"] * size,
        "posted_at": ["2020-01-01T00:00:00Z"] * size,
        "local_citations": [0] * size,
        "generation": [1] * size,
        "community": [1] * size,
        "label": ["words"] * size,
        "hover": ["what a point says"] * size,
        **columns,
    }
    types = dict.fromkeys(("local_citations", "generation", "community"), "Int64")
    return pd.DataFrame(whole).astype(types).set_index("document_id", drop=False)


NO_PAIRS = pd.DataFrame({"citing_id": [], "cited_id": []})


def selection(nodes: pd.DataFrame, pairs: pd.DataFrame = NO_PAIRS) -> Selection:
    none = frozenset[str]()
    return Selection(nodes, pairs, nodes[:0], pairs, 0, "", none, none, none)
