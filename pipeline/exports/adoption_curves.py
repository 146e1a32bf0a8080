"""The fitted adoption curves beside what they were fitted to, period by period."""

from collections.abc import Sequence

import pandas as pd

from pipeline.exports._adoption import Fitted
from pipeline.exports._caveats import Reach, with_counts

NAME = "adoption_curves"

_COLUMNS = ["grain", "venue", "kind", "series", "model", "period", "observed", "fitted", "ci_low", "ci_high"]


def build(fitted_curves: Sequence[Fitted], reach: Reach) -> pd.DataFrame:
    """Return a row a period that a curve was fitted to; series without a curve have none, see ``adoption_fits``."""
    rows = [
        (one.grain, one.venue, one.kind, one.series, one.model, period, observed, *fitted)
        for one in fitted_curves
        if one.fit.reason is None
        for period, observed, fitted in zip(one.periods, one.counts, one.fit.fitted, strict=True)
    ]
    return with_counts(pd.DataFrame(rows, columns=_COLUMNS), *reach)
