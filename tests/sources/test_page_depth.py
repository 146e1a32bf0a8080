"""Pages beyond all reason are turned away before they cost minutes."""

from typing import Any

import pytest

from pipeline.errors import BadPage
from pipeline.sources import _html


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"<div>" * 100_000 + b"</div>" * 100_000, "512 elements within each other"),
        (b"<p><b><a href=x>" * 20_000, "512 elements within each other"),
        # Stray ends that go with no start cost as much as the depth they are looked for in.
        (b"<x-y></q>" * 500_000, "512 elements within each other"),
        (b"<p>x</p>" * 200_000, "50,000 elements"),
        (b"<a " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">", "1,000 attributes"),
    ],
)
def test_a_page_beyond_all_reason_is_turned_away(imported: Any, page: bytes, why: str) -> None:
    with pytest.raises(BadPage, match=why):
        _html.soup(imported("site", page))


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 500 + b"<a href=/x>deep</a>" + b"</div>" * 500,
        b"<div><a href=/x>flat</a></div>" * 5_000,
        b"<ul>" + b"<li>one<p>two" * 5_000 + b"<a href=/x>closed by what follows</a></ul>",
        b"</div>" * 20_000 + b"<a href=/x>stray ends</a>",
    ],
)
def test_a_deep_page_and_a_long_one_are_read(imported: Any, page: bytes) -> None:
    assert _html.soup(imported("site", page)).select_one("a") is not None
