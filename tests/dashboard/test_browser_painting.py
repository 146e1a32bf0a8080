"""The painted map in a real browser: what stands on the canvas, what the pointer does, and that pictures hold it all."""

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.dashboard.browsing import visiting

ROOT, FIRST = "forum:rootrootrootroot1", f"forum:{1:017d}"

SPOT = """id => {
    const plot = document.querySelector('.js-plotly-plot'), layout = plot._fullLayout;
    for (const [number, trace] of plot.data.entries()) {
        const place = (trace.customdata || []).findIndex(one => one.endsWith(id));
        if (place >= 0) {
            const point = plot.calcdata[number][place];
            return [layout.xaxis._offset + layout.xaxis.l2p(point.x), layout.yaxis._offset + layout.yaxis.l2p(point.y)];
        }
    }
}"""
INK = """([name, x, y]) => {
    const canvas = document.querySelectorAll('canvas.painted')[name === 'over' ? 1 : 0];
    if (!canvas) {
        return false;
    }
    const copy = document.createElement('canvas'), ratio = window.devicePixelRatio;
    copy.width = copy.height = 5;
    const at = copy.getContext('2d', { willReadFrequently: true });
    at.drawImage(canvas, x * ratio - 2, y * ratio - 2, 5, 5, 0, 0, 5, 5);
    return at.getImageData(0, 0, 5, 5).data.some(one => one > 0);
}"""
PLOT = "document.querySelector('.js-plotly-plot')"
SPAN = "() => { const r = document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range.map(Date.parse); return r[1] - r[0]; }"


def spot(page: Page, document: str) -> tuple[float, float]:
    """Where the point of a document stands, within the figure."""
    x, y = page.evaluate(SPOT, document)
    return x, y


def painted(page: Page, document: str) -> Any:
    return page.wait_for_function(INK, arg=["under", *spot(page, document)])


def point_at(page: Page, document: str) -> None:
    page.locator("figure").scroll_into_view_if_needed()
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    x, y = spot(page, document)
    page.mouse.move(box["x"] + x - 2, box["y"] + y)
    page.mouse.move(box["x"] + x, box["y"] + y)


def test_points_stand_where_plotly_finds_them_and_pictures_hold_them_all(browser: Browser, address: str) -> None:
    with visiting(browser, address, device_scale_factor=2) as visit:
        page = visit.go("/network")
        painted(page, ROOT)
        assert page.locator(".js-plotly-plot .point").count() == 0
        before = page.evaluate(SPAN)
        page.get_by_role("button", name="Closer").click()
        page.wait_for_function(f"() => ({SPAN})() < {before}")
        page.get_by_role("button", name="The whole of it").click()
        page.wait_for_function(f"() => Math.abs(({SPAN})() - {before}) < 1")
        page.evaluate(f"AtlasPlotly.relayout({PLOT}, {{'xaxis.range': ['2019-01-01', '2030-01-01']}})")
        painted(page, ROOT)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="SVG").first.click()
        picture = Path(waiting.value.path()).read_text(encoding="utf-8")
        points = page.evaluate(f"{PLOT}.data.reduce((sum, one) => sum + (one.customdata || []).length, 0)")

    assert points > 10
    assert len(re.findall(r'<path[^>]*transform="translate\([^>]*fill: rgb', picture)) >= points
    assert "citation: the later cites the earlier" in picture


def test_the_pointer_shows_lines_and_name_the_wheel_scrolls_and_a_click_puts_in_focus(
    browser: Browser, address: str
) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/network?edges=path")
        painted(page, FIRST)
        point_at(page, FIRST)
        page.wait_for_selector(".hoverlayer .hovertext")
        (x0, y0), (x1, y1) = spot(page, ROOT), spot(page, FIRST)
        assert page.evaluate(INK, ["over", (x0 + x1) / 2, (y0 + y1) / 2]), (
            "a line under the pointer that is not drawn else"
        )
        before, top = page.evaluate(SPAN), page.evaluate("scrollY")
        page.mouse.wheel(0, 40)
        page.wait_for_function(f"() => scrollY > {top}")
        assert page.evaluate(SPAN) == before
        page.keyboard.down("Control")
        page.mouse.wheel(0, -120)
        page.keyboard.up("Control")
        page.wait_for_function(f"() => ({SPAN})() < {before}")
        painted(page, FIRST)
        # On a busy machine coming closer may still be drawing, and a click within that is lost: a reader clicks again.
        deadline = time.monotonic() + 60
        while "focus=" not in page.url and time.monotonic() < deadline:
            page.mouse.move(0, 0)
            page.wait_for_selector("html:not(.opens)")
            point_at(page, FIRST)
            page.wait_for_selector("html.opens")
            page.mouse.down()
            page.mouse.up()
            page.wait_for_timeout(1000)
        page.wait_for_url(f"**/network?edges=path&focus={FIRST}")
