"""What the command that writes a part of a table says beside it."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from pipeline import build, cli
from pipeline.tables import conform, write_parquet

YEARS = "at other times there are rows, from 2019 to 2021: change --from or --to"


@pytest.fixture
def _built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build whose table of first uses has three rows, and whose table of facts has none."""
    uses = pd.DataFrame(
        {
            "term": ["owl, snowy", "owl, snowy", "jay"],
            "author_id": ["forum:ada", "forum:ben", "forum:ada"],
            "document_id": ["forum:a", "forum:b", "forum:c"],
            "posted_at": ["2019-06-01T10:00:00Z", "2021-01-31T23:59:59Z", None],
            "field": ["title", "title", "body"],
            "title": ["Of owls", None, None],
            "before_root": [False, False, None],
            "prior_exposure": [None, "linked", None],
            "probable_later_edit": [False, False, False],
        }
    )
    facts = pd.DataFrame(columns=["document_id", "fact", "value", "source", "retrieved_at"])
    for name, frame in (("term_first_uses", uses), ("page_facts", facts)):
        write_parquet(conform(frame, name), name, tmp_path / "exports")
    made = SimpleNamespace(folder=tmp_path, facts={"graph": {}, "as_of": "2022-01-01T00:00:00Z"}, censuses={})
    monkeypatch.setattr(build, "current", lambda _settings: made)


@pytest.mark.usefixtures("_built")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["term_first_uses", "--from", "2018", "--to", "2018-06-30"], f"no row fits: --from 2018 --to 2018-06-30; {YEARS}"),
        (["term_first_uses", "--terms", "owl, snowy", "--to", "2018"], f"no row fits: --to 2018 --terms 'owl, snowy'; {YEARS}"),
        (["term_first_uses", "--terms", "jay", "--field", "title"], "no row fits: --terms jay --field title; leave one of them out"),
        (["page_facts"], "table page_facts has no row; `atlas list sources` says what gives which facts"),
    ],
)  # fmt: skip
def test_a_part_without_a_row_is_a_header_and_a_sentence_that_says_what_to_change(
    words: list[str], said: str, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert cli.main(["export", *words, "--data-dir", str(tmp_path)]) == 0

    shown, told = capsysbinary.readouterr()
    assert shown.count(b"\n") == 1
    assert told.decode() == f"atlas: {said}\n"


@pytest.mark.usefixtures("_built")
def test_a_part_with_rows_comes_without_a_word(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    line = ["export", "term_first_uses", "--terms", "owl, snowy", "--terms", "jay", "--data-dir", str(tmp_path)]

    assert cli.main(line) == 0

    shown, told = capsysbinary.readouterr()
    assert shown.count(b"\n") == 4
    assert told == b""
