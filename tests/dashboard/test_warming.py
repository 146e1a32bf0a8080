"""Every page is drawn once before it is asked for."""

import gc
import os
import weakref
from itertools import islice
from pathlib import Path

import pytest

from dashboard import warming
from dashboard.app import create_app, load_pages, tables_of
from dashboard.data_access import Store
from dashboard.rendering import Route
from dashboard.standing import stand
from dashboard.warming import first_address, renewed, warm
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


def test_nothing_is_drawn_before_the_first_build_and_every_page_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, str]] = []
    monkeypatch.setattr(warming, "stand", lambda _pages, _store, route: drawn.append((route.pathname, route.search)))
    app = create_app(toy.settings_for(tmp_path))
    app.warm_up()
    assert drawn == []

    toy.publish(tmp_path)
    app.warm_up()
    pages = len(load_pages())
    assert [search for _, search in drawn[:pages]] == [""] * pages
    assert ("/terminology", "?grain=year") in drawn[pages:]
    assert "" not in [search for _, search in drawn[pages:]]


def publish_again(settings: Settings) -> None:
    """Give the published tables a new moment of publication, as a build that changes nothing does."""
    table = settings.exports.resolve() / "documents.parquet"
    os.utime(table, ns=(0, table.stat().st_mtime_ns + 1_000_000))


def test_a_build_is_given_when_it_is_published_and_once_only(tmp_path: Path) -> None:
    store = Store(toy.settings_for(tmp_path), tables_of(load_pages()))
    looks = 0

    def pause(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            toy.publish(tmp_path)
        if looks == 7:
            publish_again(store.settings)

    first, second = islice(renewed(store, pause), 2)
    assert looks == 7
    assert first != second


def test_a_build_that_was_drawn_is_let_go_of_when_another_takes_its_place(tmp_path: Path) -> None:
    pages, settings = load_pages(), toy.publish(tmp_path)
    store = Store(settings, tables_of(pages))
    builds = renewed(store, lambda _: publish_again(settings))
    next(builds)
    warm(pages, store)
    build = store.current()
    old = weakref.ref(build)
    del build
    gc.disable()  # What refers to itself would stay, as it does where the collector no longer looks at it.
    try:
        next(builds)
        assert old() is None
    finally:
        gc.enable()
