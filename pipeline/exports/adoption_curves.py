"""The fitted adoption curves beside what they were fitted to, period by period."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._adoption import fitted_series
from pipeline.exports._caveats import in_reach, with_caveats
from pipeline.graph.moments import earliest

NAME = "adoption_curves"

_COLUMNS = ["grain", "venue", "kind", "series", "model", "period", "observed", "fitted", "ci_low", "ci_high"]


def build(
    spread: pd.DataFrame, adoption_baseline: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]
) -> pd.DataFrame:
    """Return a row a period that a curve was fitted to; series without a curve have none, see ``adoption_fits``."""
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    rows = [
        (one.grain, one.venue, one.kind, one.series, one.model, period, observed, *fitted)
        for one in (fitted_series(spread, adoption_baseline, since) if since else ())
        if one.fit.reason is None
        for period, observed, fitted in zip(one.periods, one.counts, one.fit.fitted, strict=True)
    ]
    return with_caveats(pd.DataFrame(rows, columns=_COLUMNS), in_reach(documents, root_ids))
