"""Logistic and Bass curves of adoption, with intervals, or why the data support none."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._adoption import fitted_series
from pipeline.exports._caveats import in_reach, with_caveats
from pipeline.graph.moments import earliest
from pipeline.spread.curves import PARAMETERS

NAME = "adoption_fits"

_COLUMNS = ["grain", "venue", "kind", "series", "model", "parameter", "value", "ci_low", "ci_high"]
_COLUMNS += ["adoptions", "periods_used", "periods_known", "reason"]


def build(
    spread: pd.DataFrame, adoption_baseline: pd.DataFrame, documents: pd.DataFrame, root_ids: AbstractSet[str]
) -> pd.DataFrame:
    """Return a row a parameter of each curve; without a curve its value is missing and ``reason`` says why."""
    since = earliest(documents.loc[documents["document_id"].isin(root_ids), "posted_at"])
    rows = []
    for one in fitted_series(spread, adoption_baseline, since) if since else ():
        for parameter in PARAMETERS[one.model]:
            names = (one.grain, one.venue, one.kind, one.series, one.model, parameter)
            value = one.fit.parameters.get(parameter, (None, None, None))
            rows.append((*names, *value, sum(one.counts), len(one.periods), one.periods_known, one.fit.reason))
    return with_caveats(pd.DataFrame(rows, columns=_COLUMNS), in_reach(documents, root_ids))
