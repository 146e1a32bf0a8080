"""Every table builds where there is nothing to tell: no documents at all, or none with a term."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import exports
from pipeline.archive.store import IMPORT, Archive
from pipeline.build import study
from pipeline.exports import co_terms
from pipeline.progress import Silent
from pipeline.registry import plugins
from pipeline.schema import TABLES
from pipeline.settings import Settings
from pipeline.sources import forum_dump
from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon

ROOT = "rootPost000000001"


POSTS = [
    {
        "_id": name,
        "title": f"About gears, part {number}",
        "slug": f"gears-{number}",
        "postedAt": f"2019-0{number + 1}-15T12:00:00.000Z",
        "htmlBody": f'<p>Cogs turn. <a href="https://www.lesswrong.com/posts/{ROOT}/gears-0">Before.</a></p>',
        "user": {"slug": "ada", "displayName": "Ada"},
    }
    for number, name in enumerate((ROOT, "gearsPost00000001", "gearsPost00000002"))
]
CONTESTS = {"gears": {"variants": ["optimization daemon", "inner optimizer", "mesa-optimizer"]}}


def _resources(
    folder: Path, posts: list[dict[str, Any]], contests: dict[str, dict[str, list[str]]] = CONTESTS
) -> dict[str, Any]:
    """Run the stages before the exports over a dump of posts."""
    settings = Settings.model_validate(
        {
            "root": "gears",
            "works": {"gears": {"title": "Gears", "documents": [{"id": f"forum:{ROOT}"}]}},
            "contests": contests,
            "data_dir": folder,
        }
    )
    body = json.dumps({"data": {"posts": {"results": posts}}}).encode()
    with Archive(settings.archive_path) as archive:
        archive.put(forum_dump.NAME, IMPORT, "file:dump.json", body=body)
        return study(settings, archive, None, read_lexicon([BUNDLED_FAMILIES]), Silent(), workers=1)


@pytest.fixture(scope="module")
def without_documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return exports.build_all(_resources(tmp_path_factory.mktemp("none"), []))


@pytest.fixture(scope="module")
def without_terms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return exports.build_all(_resources(tmp_path_factory.mktemp("unsaid"), POSTS))


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.stage == "public"])
def test_a_table_of_no_documents_has_its_columns(without_documents: dict[str, pd.DataFrame], name: str) -> None:
    assert without_documents[name].columns[: len(TABLES[name].names)].tolist() == TABLES[name].names


def test_where_nothing_is_known_every_turn_is_said_not_to_be_answerable(
    without_documents: dict[str, pd.DataFrame], without_terms: dict[str, pd.DataFrame]
) -> None:
    for built in (without_documents, without_terms):
        assert len(built["term_crossovers"]) > 0
        assert built["term_crossovers"]["crossover"].isna().all()
        assert built["term_crossovers"]["note"].str.startswith("not answerable").all()


def test_documents_without_a_term_are_counted_and_no_use_is_made_up(without_terms: dict[str, pd.DataFrame]) -> None:
    assert len(without_terms["documents"]) == 3
    assert len(without_terms["citations"]) == 2
    for name in ("term_counts", "term_first_uses", "term_bursts", "term_uptake", "co_terms", "term_drift"):
        assert without_terms[name].empty, name


WITH_A_TERM = [{**POSTS[0], "title": "A mesa-optimizer of gears"}, *POSTS[1:]]


@pytest.mark.parametrize(
    ("posts", "contests"),
    [([], {}), (POSTS, {}), (WITH_A_TERM, {}), ([], CONTESTS), (POSTS, CONTESTS)],
    ids=["no documents", "no terms", "terms, no contests", "no documents, contests", "no terms, contests"],
)
def test_tables_that_are_not_computed_for_want_of_rows_would_have_none(
    posts: list[dict[str, Any]],
    contests: dict[str, dict[str, list[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resources = _resources(tmp_path, posts, contests)
    quick = exports.build_all(resources)
    for module in plugins("pipeline.exports").values():
        monkeypatch.delattr(module, "ROWS_FROM", raising=False)
    computed = exports.build_all(resources)

    assert [name for name in quick if not quick[name].equals(computed[name])] == []


def test_rows_from_what_nothing_makes_are_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(co_terms, "ROWS_FROM", "term_count")
    with pytest.raises(ValueError, match="'co_terms' takes its rows from 'term_count', which nothing makes"):
        exports.build_all(_resources(tmp_path, []))
