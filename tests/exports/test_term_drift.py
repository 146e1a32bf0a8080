"""A distance between two years of a term's company stands on both of them."""

import pandas as pd
import pytest

from pipeline.exports import term_drift
from pipeline.exports._shared import Definition
from pipeline.wording.drift import Drift, YearDrift

DRIFT = Drift("owl", 50, tuple(YearDrift(year, 60, None, 0, 0, None, (), (), ()) for year in (2019, 2020)), None, None)


@pytest.mark.parametrize(("covered", "expected"), [("2019", [True, False]), ("2020", [False, False])])
def test_a_year_is_covered_only_where_its_first_year_is_too(covered: str, expected: list[bool]) -> None:
    years = ["2019", "2020"]
    known = pd.DataFrame({"grain": "year", "period": years, "covered": [year == covered for year in years]})
    table = term_drift.build([DRIFT], {"owl": Definition("a bird", "lexicon")}, {"all": known})

    assert table["covered"].tolist() == expected
    assert table["note"].notna().tolist() == [not one for one in expected]
    assert table["definition_source"].tolist() == ["lexicon", "lexicon"]
