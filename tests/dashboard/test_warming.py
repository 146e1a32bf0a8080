"""Every page is drawn once before it is asked for."""

from pathlib import Path

import pytest

from dashboard.app import create_app, load_pages, tables_of
from dashboard.data_access import Store
from dashboard.rendering import Route
from dashboard.standing import stand
from dashboard.warming import first_address, warm
from pipeline.settings import Settings
from tests.dashboard import toy


def test_a_page_that_was_warmed_is_not_laid_out_again(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = load_pages()
    store = Store(published, tables_of(pages))
    warm(pages, store)
    build = store.current()
    assert build is not None
    for page in pages:
        monkeypatch.setattr(page, "layout", lambda *_: pytest.fail("laid out again"))
    for page in pages:
        shown = stand(pages, store, Route(first_address(page, build), "", "light"))
        assert shown.shown["title"] != "A fault of the program"
        assert shown.first


def test_there_is_nothing_to_draw_before_the_first_build(tmp_path: Path) -> None:
    create_app(toy.settings_for(tmp_path)).warm_up()
