"""What a reader does with pages, in a real browser; how every page looks is the matter of `test_real_pages.py`."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from dashboard.components.frame import TALL, table_frame
from dashboard.markup import element, markup
from tests.dashboard import toy
from tests.dashboard.browsing import GROUNDS, NARROW, Visit, ground, serving, violations, visiting

pytestmark = pytest.mark.browser


def test_a_choice_changes_the_charts_the_address_and_the_downloads(visit: Visit) -> None:
    page = visit.go("/terminology")
    before = page.locator(".answer").inner_text()
    page.evaluate("document.querySelector('#terminology-trend-figure .js-plotly-plot').dataset.same = 'yes'")
    page.get_by_label("Scale").first.click()
    page.get_by_role("option", name="number of documents").click()
    page.wait_for_url("**/terminology?scale=documents")
    page.get_by_label("Period", exact=True).first.click()
    page.get_by_role("option", name="year").click()
    page.wait_for_url("**/terminology?scale=documents&grain=year")
    visit.settle()

    assert page.locator(".answer").inner_text() != before
    assert page.get_by_role("link", name="CSV", exact=True).first.get_attribute("href") == (
        "/csv/terminology/trend.csv?scale=documents&grain=year"
    )
    # The chart was updated, not built anew: no flash, and the table tab stays open.
    assert page.evaluate("document.querySelector('#terminology-trend-figure .js-plotly-plot').dataset.same") == "yes"


def test_a_late_reply_to_an_older_choice_changes_nothing(visit: Visit) -> None:
    page = visit.go("/terminology")
    late: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if late:
            route.continue_()
        else:
            late.append(route)

    page.route("**/_dash-update-component*", hold_the_first)
    for scale in ("number of documents", "per 1,000 words"):
        page.get_by_label("Scale").first.click()
        page.get_by_role("option", name=scale).click()
    page.wait_for_url("**/terminology?scale=per-1000")
    expect(page.locator("#terminology-trend-figure .ytitle")).to_have_text("per 1,000 words")
    with page.expect_response("**/_dash-update-component*") as replied:
        late[0].continue_()
    replied.value.finished()
    visit.settle()

    expect(page.locator("#terminology-trend-figure .ytitle")).to_have_text("per 1,000 words")
    assert page.url.endswith("?scale=per-1000")


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=option).click()


def asks_for(request: Request, part: str) -> bool:
    return f'"output":"..{part}.children' in (request.post_data or "")


@pytest.mark.parametrize("page_first", [True, False])
def test_a_choice_made_while_the_page_is_renewed_stands_in_the_end_on_a_whole_page(
    visit: Visit, page_first: bool
) -> None:
    page = visit.go("/terminology")
    held: dict[str, Route] = {}

    def hold(route: Route) -> None:
        part = next((part for part in ("page", "answer") if asks_for(route.request, part) and part not in held), "")
        if part:
            held[part] = route
        else:
            route.continue_()

    page.route("**/_dash-update-component*", hold)
    page.get_by_label("Colours").select_option("dark")
    with page.expect_request(lambda request: asks_for(request, "answer")):
        choose(page, "Scale", "number of documents")
    expect(page.locator("#word")).to_have_text("The page is being made…")
    assert held.keys() == {"page", "answer"}
    with page.expect_request(lambda request: asks_for(request, "page")) as again:
        for part in ("page", "answer") if page_first else ("answer", "page"):
            with page.expect_response("**/_dash-update-component*"):
                held[part].continue_()
    assert '"search":"?scale=documents"' in (again.value.post_data or "")
    page.wait_for_url("**/terminology?scale=documents")
    expect(page.locator("#word")).to_be_empty()
    visit.settle()

    expect(page.locator("#terminology-trend-figure .ytitle")).to_have_text("documents")
    expect(page.get_by_label("Scale", exact=True).first).to_have_value("number of documents")
    assert ground(page) == GROUNDS["dark"]


def test_a_server_that_does_not_answer_is_named_until_it_does(visit: Visit) -> None:
    page = visit.go("/terminology")
    page.route("**/_dash-update-component*", lambda route: route.abort())
    choose(page, "Scale", "number of documents")
    expect(page.locator("#word")).to_contain_text("The server does not answer.")
    page.unroute("**/_dash-update-component*")
    expect(page.locator("#word")).to_be_empty()
    visit.settle()

    expect(page.get_by_label("Scale", exact=True).first).to_have_value("share of documents")
    assert page.url.endswith("/terminology")
    assert all("ERR_FAILED" in one or "did not respond" in one for one in visit.complaints)
    visit.complaints.clear()


def test_a_copied_link_opens_the_same_view_and_back_returns(visit: Visit) -> None:
    page = visit.go("/terminology?terms=report+word&grain=year&once=yes")
    answer = page.locator(".answer").inner_text()
    expect(page.get_by_label("Count the parts of a series once")).to_be_checked()
    assert "“report word”" in answer
    page.get_by_role("link", name="Spread", exact=True).click()
    expect(page.locator("h1")).to_have_text("Who cited the work, when, and where did it spread?")
    page.go_back()
    expect(page.locator(".answer")).to_have_text(answer)
    assert page.url.endswith("?terms=report+word&grain=year&once=yes")


def test_one_author_s_report_in_many_parts_is_named(visit: Visit) -> None:
    page = visit.go("/terminology?terms=report+word")

    expect(page.locator(".cautions")).to_contain_text("20 documents by only 1 author")


def test_a_choice_changes_the_answer_within_the_part_that_is_read_out(visit: Visit) -> None:
    page = visit.go("/terminology?terms=report+word&grain=year")
    answer = page.locator("#answer[aria-live=polite]")
    before = answer.inner_text()
    page.evaluate("document.getElementById('answer').stands = true")
    page.get_by_label("Count the parts of a series once").click()

    expect(answer).not_to_have_text(before)
    assert page.evaluate("document.getElementById('answer').stands")
    # The line that says what is under way is silent again: nobody hears of the choice twice.
    expect(page.locator("#word")).to_be_empty()


def test_wrong_settings_are_named_and_the_page_stands(visit: Visit) -> None:
    page = visit.go("/terminology?terms=nobody&scale=share&colour=red")
    note = page.locator("#answer .notice")

    expect(note).to_contain_text("terms: 'nobody' not known")
    expect(note).to_contain_text("colour: this page has no such setting")


def test_an_address_without_a_page_says_so(visit: Visit) -> None:
    page = visit.go("/nowhere", missing=True)

    expect(page.locator("h1")).to_have_text("There is no such page")


def test_the_chosen_scheme_is_remembered_and_charts_follow(visit: Visit) -> None:
    page = visit.go("/spread")
    page.get_by_label("Colours").select_option("Dark")
    page.wait_for_selector("html[data-scheme=dark]", state="attached")
    page.reload()
    page.wait_for_selector("figure .main-svg")
    visit.settle()

    assert ground(page) == GROUNDS["dark"]
    assert GROUNDS["dark"] in (page.locator("figure .main-svg").first.get_attribute("style") or "")


def test_works_are_searched_and_every_title_leads_outside_safely(visit: Visit) -> None:
    page = visit.go("/works")
    page.get_by_label("Title or author contains").fill("img src")
    page.wait_for_url("**/works?q=img+src")
    expect(page.locator(".ag-row")).to_have_count(1)
    expect(page.locator(".ag-row .titled a")).to_have_count(2)
    ours, outside = page.locator(".ag-row .titled a").all()

    assert outside.get_attribute("rel") == "noopener noreferrer"
    assert outside.get_attribute("target") == "_blank"
    expect(page.locator(".answer")).to_contain_text("1 of all 41 known documents")
    expect(ours).to_have_text(toy.HOSTILE)
    ours.click()
    expect(page.locator("h1")).to_have_text(toy.HOSTILE)
    assert page.url.endswith("/doc/forum:00000000000000001")


def test_a_bar_opens_as_many_works_as_it_counts(visit: Visit) -> None:
    page = visit.go("/doc/forum:rootrootrootroot1")
    bar = page.locator("figure .bars path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("html.opens", state="attached")
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url("**/works?cites=forum:rootrootrootroot1&from=*&to=*")
    expect(page.locator(".answer")).to_contain_text("of all 41 known documents fit")
    assert page.locator(".chip").count() == 3
    page.get_by_role("link", name="Take away: Cites", exact=False).first.click()
    page.wait_for_url("**/works?from=*&to=*")
    expect(page.locator(".chip")).to_have_count(2)
    visit.settle()


def test_the_keyboard_finds_the_search_and_its_keys(visit: Visit) -> None:
    page = visit.go("/spread")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search titles and authors")).to_be_focused()
    page.keyboard.type("number 12")
    page.keyboard.press("Enter")
    page.wait_for_url("**/works?q=number%2012&kind=any")
    expect(page.locator(".ag-row")).to_have_count(1)
    visit.settle()


def test_escape_leaves_the_focus_of_the_network_but_first_the_field(visit: Visit) -> None:
    page = visit.go(f"/network?focus=forum:{1:017d}")
    expect(page.get_by_role("heading", name="In focus")).to_be_visible()
    page.get_by_label("Find title or author").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="In focus")).to_be_visible()
    page.keyboard.press("Escape")

    page.wait_for_url("**/network")
    expect(page.get_by_role("heading", name="In focus")).to_have_count(0)
    visit.settle()


def test_an_unknown_subject_is_answered_in_words(visit: Visit) -> None:
    page = visit.go("/doc/forum:00000000000000099", missing=True)

    expect(page.locator("h1")).to_have_text("Document: nothing of that name is known")


def test_hostile_text_stays_text(visit: Visit) -> None:
    for path in ("/spread", "/works?sort=posted_at"):
        page = visit.go(path)
        expect(page.get_by_text(toy.HOSTILE).first).to_be_visible()
        assert page.locator("#main img, #main b, #main script").count() == 0
        assert "taken" not in page.title()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_chart_is_saved_as_a_picture_under_the_real_policy(visit: Visit, kind: str) -> None:
    page = visit.go("/spread")
    with page.expect_download() as saved:
        page.get_by_role("button", name=kind.upper()).first.click()

    assert saved.value.suggested_filename == f"spread-cumulative-documents.{kind}"
    assert Path(saved.value.path()).stat().st_size > 2_000


def test_a_picture_says_what_it_shows_as_of_when_and_of_how_many_documents(visit: Visit) -> None:
    page = visit.go("/spread")
    card = page.locator("section.card").filter(has=page.locator("#spread-cumulative-documents-figure"))
    with page.expect_download() as saved:
        card.get_by_role("button", name="SVG").click()
    picture = Path(saved.value.path()).read_text(encoding="utf-8")

    assert ">Citing posts so far</tspan>" in picture
    assert f">{card.locator('.as-of').inner_text()}</text>" in picture
    assert "documents behind it" in picture


def test_the_table_tab_shows_the_numbers_of_the_chart(visit: Visit) -> None:
    page = visit.go("/spread")
    page.get_by_role("tab", name="Table").first.click()
    table = page.get_by_role("table").first

    expect(table).to_contain_text("2020-Q3")
    expect(table).to_contain_text("cumulative documents")
    assert violations(page) == []


def test_tabs_are_opened_by_arrow_keys_and_stand_first_again_on_the_next_page(visit: Visit) -> None:
    page = visit.go("/spread")
    card = page.locator(".card[data-tab]").first
    chart, table, about = card.get_by_role("tab").all()
    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    expect(card.get_by_role("table")).to_be_visible()
    expect(card.locator("figure")).to_be_hidden()
    page.keyboard.press("End")
    expect(about).to_have_attribute("aria-selected", "true")
    expect(card.locator(".computed")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(chart).to_be_focused()
    expect(card.locator("figure")).to_be_visible()
    table.click()
    expect(card.get_by_role("table")).to_be_visible()
    assert [tab.get_attribute("tabindex") for tab in (chart, table, about)] == ["-1", "0", "-1"]
    page.get_by_role("link", name="Main path", exact=True).click()
    expect(page.locator("h1")).not_to_contain_text("Who cited the work")
    expect(page.locator("[role=tab][aria-selected=true]").first).to_have_text("Chart")
    assert page.locator(".card[data-tab]:not([data-tab=main])").count() == 0
    visit.settle()


def test_a_list_without_a_table_tab_tells_how_it_is_computed(visit: Visit) -> None:
    page = visit.go("/doc/forum:rootrootrootroot1")
    card = page.locator("section[aria-labelledby=document-measures-title]")
    card.get_by_role("tab", name="How is this computed?").click()

    expect(card.locator(".computed")).to_contain_text("The reader goes on along a random reference")


def test_the_menu_of_a_narrow_screen_opens_by_keyboard_and_closes_on_arrival(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=NARROW) as narrow:
        page = narrow.go("/")
        page.get_by_role("button", name="Menu").focus()
        page.keyboard.press("Enter")
        link = page.get_by_role("link", name="Works", exact=True)
        expect(link).to_be_in_viewport()
        link.click()
        expect(page.locator("h1")).to_contain_text("Which documents are there")
        expect(link).not_to_be_in_viewport()
        narrow.settle()


def test_an_empty_page_names_the_command_and_fills_by_itself(browser: Browser, tmp_path: Path) -> None:
    with serving(toy.settings_for(tmp_path)) as url, visiting(browser, url) as fresh:
        page = fresh.go("/")
        expect(page.locator("h1")).to_have_text("No data yet")
        expect(page.locator("#page code").first).to_have_text(f"atlas ingest --data-dir {tmp_path}")
        toy.publish(tmp_path)
        expect(page.locator(".key-figures")).to_contain_text("41", timeout=20_000)
        toy.publish(tmp_path, "second", documents=toy.documents().head(20))
        expect(page.locator(".key-figures")).to_contain_text("20", timeout=20_000)
        fresh.settle()


@pytest.mark.parametrize("letters", [12, 16, 24])
def test_a_long_list_far_below_is_as_high_before_it_is_laid_out_as_after(visit: Visit, letters: int) -> None:
    rows = [element("tr", element("td", f"document {number}")) for number in range(TALL)]
    shown = markup(table_frame("a list", [element("table", element("tbody", rows), className="plain-table")], TALL))
    page = visit.go("/")
    page.evaluate(
        """([shown, letters]) => {
            document.documentElement.style.fontSize = letters + "px";
            const far = document.createElement("div");
            far.id = "far";
            far.style.paddingTop = "20000px";
            far.innerHTML = shown;
            document.getElementById("main").append(far);
        }""",
        [shown, letters],
    )
    row, far = page.locator("#far td").first, page.locator("#far .tall")
    laid_out = "row => row.checkVisibility({ contentVisibilityAuto: true })"
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    before, high = row.evaluate(laid_out), far.bounding_box()
    far.scroll_into_view_if_needed()
    expect(row).to_be_in_viewport()
    after, as_high = row.evaluate(laid_out), far.bounding_box()

    assert (before, after) == (False, True)
    assert high is not None
    assert as_high is not None
    assert high["height"] == as_high["height"]


def test_no_component_counts_clicks(visit: Visit) -> None:
    page = visit.go("/terminology")
    for place in ("#answer .answer", ".card .subtitle", ".tab-main", "figure", ".card-foot", "#colophon"):
        page.locator(place).first.click(position={"x": 2, "y": 2})

    assert page.evaluate("JSON.stringify(dash_stores[0].getState().layout).match(/.n_clicks.:\\d/)") is None
