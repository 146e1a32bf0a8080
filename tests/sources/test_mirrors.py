"""Every document of a page of GreaterWrong is told for a mirror's copy, and no other one is."""

from pathlib import Path

import pytest

from pipeline.records import DocumentRecord
from pipeline.registry import plugins
from pipeline.sources import SOURCES
from tests.sources.cases import CASES, is_refused, name, reply_of


@pytest.mark.parametrize("case", [case for case in CASES if not is_refused(case)], ids=name)
def test_documents_of_a_mirror_say_so(case: Path) -> None:
    records = plugins(SOURCES)[case.parent.name].parse(reply_of(case))
    told = {record.mirror for record in records if isinstance(record, DocumentRecord)}

    assert told <= {case.parent.name.startswith("greaterwrong")}
