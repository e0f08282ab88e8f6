"""The explorer in a browser: from a search to the words, four views of one question, and whoever cannot use a mouse."""

import csv
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.web import known
from tests.web.conftest import Guarded

NARROW = {"width": 360, "height": 740}


def found(page: Page, query: str = "") -> list[dict[str, Any]]:
    """Meetings as the API gives them."""
    data: list[dict[str, Any]] = page.request.get(f"/v1/meetings{query}").json()["data"]
    return data


def addresses(page: Page) -> dict[str, str]:
    """A page of every kind, by what it is."""
    (trilateral,) = found(page, "?country=KOR,JPN,CHN")
    article = page.request.get(f"/v1/meetings/{trilateral['id']}").json()["sources"][0]["article"]["id"]
    person = trilateral["participants"][2]["people"][0]["id"]
    return {
        "search": "/", "narrow": "/?country=KOR&datetime=2023", "meeting": f"/meetings/{trilateral['id']}",
        "article": f"/articles/{article}", "country": "/countries/KOR", "countries": "/countries",
        "person": f"/people/{person}", "people": "/people", "calendar": "/calendar", "try": "/try?example",
        "error": "/?country=Wakanda", "nothing": "/nothing/here", "tables": "/tables?country=KOR",
    }  # fmt: skip


def drawn(page: Page) -> None:
    """Wait until all views of the page are there, and see that none failed."""
    expect(page.locator('.view .picture[aria-busy="true"]')).to_have_count(0)
    expect(page.locator(".failed")).to_have_count(0)


def asks(page: Page, part: str) -> None:
    """Wait until the address asks for something."""
    page.wait_for_url(lambda url: part in url)


def count(page: Page) -> int:
    """How many meetings the list says there are."""
    return int(re.match(r"\d+", page.locator("#count").inner_text()).group())


def test_from_a_search_to_a_meeting_to_its_words(pages: Guarded):
    """A country is typed, a card is chosen, a value is pointed at, and the sentence that says so lights up."""
    page = pages.page("/")
    page.get_by_label("Country").fill("China")
    page.get_by_role("button", name="Search").click()
    asks(page, "?country=China")
    page.locator(".card", has_text="South Korea").get_by_role("link").first.click()

    page.locator('.fact[data-key="start"]').hover()
    expect(page.locator(".lit-word")).to_have_text(["Tuesday", "Sept. 26"])
    assert "".join(page.locator(".lit").all_inner_texts()).startswith("SEOUL - Diplomats of South Korea")
    expect(page.locator(".hint")).to_have_text("2 of 2 articles say so.")

    page.locator('.fact[data-key="person-Chung_Byung_won"]').hover()
    expect(page.locator(".lit-word")).to_have_text(["Chung Byung-won"])
    expect(page.locator(".contest", has_text="Level").locator(".claims li")).to_have_count(2)


def test_a_value_lights_up_that_was_pointed_at_before_scripts_were_there(pages: Guarded):
    """Scripts come after the first sight of a page, and find the pointer where it is."""
    page = pages.page("/?country=CHN")
    address = page.locator(".card", has_text="South Korea").get_by_role("link").first.get_attribute("href")
    held: list[Route] = []
    page.route("**/evidence.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks the function
    page.goto(address, wait_until="commit")
    page.locator('.fact[data-key="start"]').hover()
    while not held:
        page.wait_for_timeout(20)
    expect(page.locator(".lit-word")).to_have_count(0)
    held[0].continue_()

    expect(page.locator(".lit-word")).to_have_text(["Tuesday", "Sept. 26"])


def test_each_view_draws_what_the_api_gives(pages: Guarded):
    """As many marks as meetings with a date, places, countries, pairs, and numbers of countries in years."""
    page = pages.page("/")
    drawn(page)
    every = found(page, "?limit=500")
    dated = [one for one in every if one["start"]]
    countries = {code for one in every for code in one["countries"]}
    pairs = {(a, b) for one in every for a in one["countries"] for b in one["countries"] if a < b}
    vague = [one for one in dated if one["start"]["earliest"] != one["start"]["latest"]]
    cells = {(code, one["start"]["earliest"][:4]) for one in dated for code in one["countries"]}

    expect(page.locator("#timeline .mark")).to_have_count(len(dated))
    expect(page.locator("#timeline .mark.vague")).to_have_count(len(vague))
    expect(page.locator("#map .venue")).to_have_count(len({one["place"]["city"] for one in every if one["place"]}))
    expect(page.locator("#network .node")).to_have_count(len(countries))
    expect(page.locator("#network .edge")).to_have_count(len(pairs))
    expect(page.locator("#matrix tbody td a")).to_have_count(len(cells))


def test_a_vague_date_is_drawn_over_all_its_days(pages: Guarded):
    """A year is about twelve times as wide as a month, and a day is a point."""
    page = pages.page("/")
    drawn(page)
    widths = sorted(
        page.locator("#timeline .vague rect").evaluate_all("all => all.map(one => one.width.baseVal.value)")
    )

    assert len(widths) == 2
    assert 365 / 31 * 0.9 < widths[1] / widths[0] < 365 / 31 * 1.1


def brush(page: Page, first: float, last: float) -> None:
    """Draw a range over a part of the strip below the timeline."""
    box = page.locator("#timeline .brush .overlay").bounding_box()
    page.mouse.move(box["x"] + first * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + last * box["width"], box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()


def test_brushing_one_view_filters_the_others_and_back_undoes_it(pages: Guarded):
    """The list, the choices, the map, the network and the matrix follow; the address can be shared."""
    page = pages.page("/")
    drawn(page)
    everything, nodes = count(page), page.locator("#network .node").count()
    page.locator("#timeline").scroll_into_view_if_needed()
    brush(page, 0.02, 0.3)
    asks(page, "datetime=")
    drawn(page)
    expect(page.locator("#count")).not_to_have_text(f"{everything} meetings")
    within = found(page, "?" + page.url.partition("?")[2])

    assert 0 < len(within) < everything
    assert count(page) == len(within)
    expect(page.locator("#network .node")).to_have_count(len({code for one in within for code in one["countries"]}))

    page.go_back()
    expect(page.locator("#count")).to_have_text(f"{everything} meetings")
    expect(page.locator("#network .node")).to_have_count(nodes)


def test_choosing_in_a_picture_asks_for_it(pages: Guarded):
    """A place on the map, a country in the network, a number of the matrix; each again is not asked for."""
    page = pages.page("/")
    drawn(page)
    page.locator("#map .venue").first.click()
    asks(page, "place=")
    drawn(page)
    assert page.locator("#map .venue").count() == 2
    page.locator("#map .venue.chosen").click()
    page.wait_for_url(lambda url: "?" not in url)
    drawn(page)
    page.locator("#network .node", has_text="KOR").click()
    asks(page, "?country=KOR")
    drawn(page)
    page.get_by_role("link", name="South Korea in 2023", exact=False).click()
    asks(page, "?country=KOR&datetime=2023")


def test_an_address_leads_to_the_same_view(pages: Guarded):
    """What one sees is in the address alone."""
    page = pages.page("/?country=KOR&datetime=2023")
    drawn(page)

    assert count(page) == len(found(page, "?country=KOR&datetime=2023")) == page.locator("#timeline .mark").count()
    assert page.locator(".chip").all_text_contents() == ["🇰🇷South Korea×: remove", "when: 2023×: remove"]
    expect(page.locator("#timeline .selection")).to_be_visible()


def test_every_view_says_how_to_ask_the_api_for_it(pages: Guarded):
    """And the answer is there."""
    page = pages.page("/?country=KOR")
    drawn(page)
    recipes = page.locator(".copies")
    for number in range(recipes.count()):
        recipes.nth(number).locator("summary").click()
        address = recipes.nth(number).locator("pre").first.inner_text()

        assert "country=KOR" in address
        assert page.request.get(address).ok
        assert recipes.nth(number).locator("pre", has_text="curl '").count() == 1
        assert recipes.nth(number).locator("pre", has_text="import httpx").count() == 1


def test_a_view_is_had_as_a_file(pages: Guarded):
    """With a row for each mark, and a title with a comma in one cell."""
    page = pages.page("/")
    drawn(page)
    page.locator("#timeline .copies summary").click()
    with page.expect_download() as download:
        page.locator("#timeline .recipe").get_by_role("link", name="CSV").click()
    with download.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))

    assert rows[0] == ["First day", "Meeting", "Status"]
    assert len(rows) - 1 == page.locator("#timeline .mark").count()
    assert {len(row) for row in rows} == {3}


def test_every_picture_has_a_table_and_a_description(pages: Guarded):
    """With a row for each mark."""
    page = pages.page("/")
    drawn(page)
    for view in ("timeline", "map", "network", "matrix"):
        figure = page.locator(f"#{view}")
        figure.locator(".data summary").click()
        expect(figure.locator(".data tbody tr").nth(1)).to_be_visible()
        assert figure.locator(".found").inner_text()
        assert set(figure.get_attribute("aria-describedby").split()) == {f"{view}-about", f"{view}-found"}
    assert page.locator("#timeline .data tbody tr").count() == page.locator("#timeline .mark").count()


def test_all_of_it_with_the_keyboard(pages: Guarded):
    """From the skip link to a search, a card, a value and its words, without a mouse."""
    page = pages.page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.name") != "country":
        page.keyboard.press("Tab")
    page.keyboard.type("China")
    page.keyboard.press("Enter")
    asks(page, "?country=China")
    expect(page.locator("#count")).to_have_text(re.compile("^2 "))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.card h3') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/*")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('fact')"):
            break
    expect(page.locator(".lit-word").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".lit-word")).to_have_count(0)


def test_a_picture_is_worked_with_the_keyboard(pages: Guarded):
    """Whoever chose with the keyboard stays where they were."""
    page = pages.page("/")
    drawn(page)
    page.locator("#timeline .tools a", has_text="Zoom in").focus()
    page.keyboard.press("Enter")
    asks(page, "datetime=")
    drawn(page)

    assert page.evaluate("document.activeElement.textContent") == "Zoom in"
    page.locator("#network .node").first.focus()
    page.keyboard.press("Enter")
    asks(page, "country=")


def test_dark_as_the_system_says_or_somebody_chooses(pages: Guarded):
    """The choice stays."""
    page = pages.page("/", color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("button.theme").click()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()

    assert (dark, light) == ("rgb(17, 21, 27)", "rgb(255, 255, 255)")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


@pytest.mark.parametrize("size", [360, 2000])
def test_no_page_is_wider_than_the_screen(pages: Guarded, size: int):
    """On a small telephone, and on a large screen."""
    page = pages.page("/", viewport={"width": size, "height": 800})
    for address in addresses(page).values():
        page.goto(address)
        if page.locator(".view").count():
            drawn(page)
        wide = page.evaluate("document.scrollingElement.scrollWidth")

        assert wide <= size, address


def test_without_scripts_there_are_lists_pages_and_links(pages: Guarded):
    """A search, its pages, a meeting with marks that links lead to; no view that would stay empty."""
    page = pages.page("/?limit=4", java_script_enabled=False)
    assert page.locator(".card").count() == 4
    assert not page.locator(".view").first.is_visible()
    assert not page.locator("button.theme").is_visible()
    page.get_by_role("link", name="More meetings").click()
    assert "cursor=" in page.url
    page.get_by_label("Country").fill("china")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/?limit=4&country=china")
    page.get_by_role("link", name="as tables").click()
    assert page.locator("table").count() == 4
    page.get_by_role("link", name="Back to the list").click()
    page.locator(".card h3 a").first.click()
    page.locator('.fact[data-key="start"]').click()

    assert page.url.endswith("#w-start")
    assert page.locator(".passage :target").inner_text() == "Tuesday"


def test_an_empty_store_welcomes_whoever_comes(chrome, empty_site):
    """It says how to fill it."""
    guarded = Guarded(chrome, empty_site)
    page = guarded.page("/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing here yet")
    expect(page.get_by_text("summitry ingest").first).to_be_visible()
    assert serious_violations(page) == []
    assert guarded.foreign == []


def test_an_error_is_shown_and_can_be_tried_again(pages: Guarded):
    """In the views, which the list does without; then in the list."""
    page = pages.page()
    problem = {"status": 503, "content_type": "application/problem+json", "body": '{"detail": "The store sleeps."}'}
    page.route("**/views*", lambda route: route.fulfill(**problem))
    page.goto("/")
    alert = page.locator("#timeline").get_by_role("alert")
    expect(alert).to_contain_text("The store sleeps.")
    expect(page.locator(".card").first).to_be_visible()
    page.unroute("**/views*")
    alert.get_by_role("button").click()
    expect(page.locator("#timeline .mark").first).to_be_visible()
    expect(page.locator("#network .node").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)

    page.route(re.compile(r"/\?status="), lambda route: route.fulfill(**problem))
    page.locator(".facet a", has_text="proposed").click()
    alert = page.locator("#results").get_by_role("alert")
    expect(alert).to_contain_text("The store sleeps.")
    page.unroute(re.compile(r"/\?status="))
    alert.get_by_role("button").click()
    expect(page.locator("#count")).to_have_text("1 meeting")


def test_hostile_text_is_text(pages: Guarded):
    """Nothing in an article runs, or becomes a part of the page."""
    page = pages.page("/?country=IND")
    drawn(page)
    page.locator(".card h3 a").click()
    page.wait_for_url("**/meetings/*")
    for address in (page.url, page.locator(".source h3 a").get_attribute("href")):
        page.goto(address)

        assert known.HOSTILE in page.locator(".passage").inner_text()
        assert page.evaluate("window.hurt") is None
        assert page.locator("main :is(script, img, b:not([class]) > i)").count() == 0
    page.locator(".fact").first.hover()
    expect(page.locator(".lit-word", has_text="<script>window.hurt = 1</script>").first).to_be_visible()


def test_a_pasted_text_shows_its_meetings(pages: Guarded):
    """And storing it takes a key."""
    page = pages.page("/try")
    page.get_by_label("Text").fill("South Korea and Japan met in Seoul on Tuesday.")
    page.get_by_label("Day of publication").fill("2023-09-26")
    page.get_by_role("button", name="Read").click()
    page.locator(".fact").hover()
    expect(page.locator(".lit-word", has_text="South Korea").first).to_be_visible()
    page.get_by_label("Key of an editor").fill("smy_wrong")
    page.get_by_role("button", name="Store this article").click()
    expect(page.get_by_role("alert")).to_contain_text("key")


def serious_violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page: the rule, and where it is broken."""
    found = Axe().run(page).response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], node["html"][:200]) for one in bad for node in one["nodes"][:3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(pages: Guarded, scheme: str):
    """axe finds no serious violation, in either scheme."""
    page = pages.page("/", color_scheme=scheme)
    serious = {}
    for name, address in addresses(page).items():
        page.goto(address)
        if page.locator(".view").count():
            drawn(page)
        expect(page.locator("button.theme")).to_be_visible()
        serious[name] = serious_violations(page)

    assert [(name, found) for name, found in serious.items() if found] == []


def test_paper_has_the_record_and_nothing_to_press(pages: Guarded):
    """No navigation, no forms, and the whole text of each article."""
    page = pages.page("/?country=CHN,KOR")
    page.locator(".card h3 a").first.click()
    page.wait_for_url("**/meetings/*")
    page.emulate_media(media="print")

    assert not page.locator("header.site nav").is_visible()
    assert page.locator(".passage").first.is_visible()
    assert page.locator(".passage").first.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
