"""Pages nested beyond all reason are turned away before they cost minutes."""

from typing import Any

import pytest

from pipeline.errors import BadPage
from pipeline.sources import _html


@pytest.mark.parametrize("page", [b"<div>" * 100_000 + b"</div>" * 100_000, b"<p><b><a href=x>" * 20_000])
def test_a_page_nested_too_deeply_is_turned_away(imported: Any, page: bytes) -> None:
    with pytest.raises(BadPage, match="nested so deeply"):
        _html.soup(imported("site", page))


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 5_000 + b"<a href=/x>deep</a>" + b"</div>" * 5_000,
        b"<div><a href=/x>flat</a></div>" * 20_000,
        b"<ul>" + b"<li>one<p>two" * 20_000 + b"<a href=/x>closed by what follows</a></ul>",
        b"</div>" * 20_000 + b"<a href=/x>stray ends</a>",
    ],
)
def test_a_deep_page_and_a_long_one_are_read(imported: Any, page: bytes) -> None:
    assert _html.soup(imported("site", page)).select_one("a") is not None
