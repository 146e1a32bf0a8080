"""Logistic and Bass curves of adoption, with intervals, or why the data support none."""

from collections.abc import Sequence

import pandas as pd

from pipeline.exports._adoption import Fitted
from pipeline.exports._caveats import Reach, with_counts
from pipeline.spread.curves import PARAMETERS

NAME = "adoption_fits"

_COLUMNS = ["grain", "venue", "kind", "series", "model", "parameter", "value", "ci_low", "ci_high"]
_COLUMNS += ["adoptions", "periods_used", "periods_known", "reason"]


def build(fitted_curves: Sequence[Fitted], reach: Reach) -> pd.DataFrame:
    """Return a row a parameter of each curve; without a curve its value is missing and ``reason`` says why."""
    rows = []
    for one in fitted_curves:
        for parameter in PARAMETERS[one.model]:
            names = (one.grain, one.venue, one.kind, one.series, one.model, parameter)
            value = one.fit.parameters.get(parameter, (None, None, None))
            rows.append((*names, *value, sum(one.counts), len(one.periods), one.periods_known, one.fit.reason))
    return with_counts(pd.DataFrame(rows, columns=_COLUMNS), *reach)
