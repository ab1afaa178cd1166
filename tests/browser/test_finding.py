"""Filters, search and what is near, with and without scripts."""

import contextlib
import datetime as dt
import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import DESK, PHONE, screenshot, sign_in

# 1.14 km from the flyers of the seed; its rounded square is 47.38,8.53.
HERE = {"latitude": 47.3834, "longitude": 8.5292}


def titles(page) -> list[str]:
    return page.locator("article h2").all_inner_texts()


def test_filters_change_the_page_in_place_and_its_address(open_page):
    page = open_page(DESK)
    page.goto("/")
    page.evaluate("window.still = 'here'")
    page.get_by_role("link", name="Food").click()
    page.wait_for_url("/?category=food")
    page.get_by_text("Nothing on the board fits these filters.").wait_for()
    page.get_by_role("link", name="Community").click()
    page.wait_for_url("/?category=community&category=food")
    page.locator("article").first.wait_for()
    assert page.get_by_role("link", name="Food").get_attribute("aria-current") == "true"
    assert page.evaluate("window.still") == "here"
    page.reload()
    assert page.locator("article").count() == 20
    page.go_back()
    page.get_by_text("Nothing on the board fits these filters.").wait_for()


@pytest.mark.parametrize("locale", ["en-GB", "de-CH"])
def test_what_is_ones_own_is_in_sight_beside_near_me(open_page, locale):
    page = open_page(locale=locale)
    page.goto("/")
    row = page.locator(".chips.view > *")
    first = row.evaluate_all("all => all.slice(0, 3).map(({ id }) => id)")
    assert first == ["near", "show-favourites", "show-following"]
    box = page.locator("#show-following").bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"]


def test_a_keyboard_keeps_its_place_among_the_filters(open_page):
    page = open_page(DESK)
    page.goto("/")
    page.locator("#when-today").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("/?when=today")
    page.locator("#when-today[aria-current]").wait_for()
    assert page.evaluate("document.activeElement.id") == "when-today"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_search_answers_while_one_types(open_page, viewport):
    page = open_page(viewport)
    page.goto("/?category=community")
    page.get_by_role("searchbox").click()
    page.keyboard.type("ROSCHI", delay=30)
    page.wait_for_url(re.compile(r"q=ROSCHI"))
    page.locator("article").first.wait_for()
    assert "category=community" in page.url
    assert titles(page)[0] == "Flohmarkt am Röschi"
    expect(page.locator("#found")).to_have_text("20 flyers and more")
    page.get_by_role("searchbox").fill("")
    page.wait_for_url("/?category=community")
    # One step back leaves the search, not one key of it.
    page.go_back()
    page.wait_for_url("/?category=community")


def test_every_key_waits_and_a_stale_answer_never_wins(open_page):
    page = open_page(DESK)
    asked, held = [], []

    def hold_the_first(route):
        asked.append(re.search(r"q=([^&]*)", route.request.url).group(1))
        if len(asked) == 1:
            held.append(route)
        else:
            route.continue_()

    page.goto("/")
    page.route(re.compile(r"\?q="), hold_the_first)
    page.get_by_role("searchbox").click()
    # The page's own clock stands still while keys are pressed, however slow the machine is.
    page.clock.install()
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    for key in "xyzzy":
        page.keyboard.press(key)
        page.clock.run_for(290)
    assert asked == []
    with page.expect_request(re.compile("q=xyzzy")):
        page.clock.run_for(20)
    page.clock.resume()
    page.get_by_role("searchbox").fill("Flyer 29")
    expect(page.locator("article h2")).to_have_text(["Flyer 29"])
    # Overtaken, the page may have given this request up.
    with contextlib.suppress(Error):
        held[0].continue_()
    page.wait_for_timeout(1_000)
    assert titles(page) == ["Flyer 29"]
    assert asked == ["xyzzy", "Flyer%2029"]
    assert page.url.endswith("?q=Flyer%2029")


def test_without_scripts_filters_are_links_and_the_search_is_a_form(open_page):
    page = open_page(DESK, java_script_enabled=False)
    page.goto("/?category=community")
    page.get_by_role("searchbox").fill("flohmarkt")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(re.compile("q=flohmarkt"))
    assert "category=community" in page.url
    assert titles(page) == ["Flohmarkt am Röschi"]
    page.get_by_role("link", name="Community").click()
    page.wait_for_url("/?q=flohmarkt")
    assert page.get_by_role("button", name="Near me").count() == 0


def test_near_me_asks_when_tapped_sends_a_rounded_place_and_shows_the_true_distance(open_page):
    page = open_page(geolocation=HERE, permissions=["geolocation"])
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("/")
    assert page.locator(".far").first.inner_text() == ""
    page.get_by_role("button", name="Near me").click()
    page.wait_for_url("/?near=47.38,8.53")
    page.locator(".far").first.get_by_text("1.1 km").wait_for()
    page.get_by_role("button", name="Radius: 5 km").click()
    page.get_by_role("link", name="1 km", exact=True).click()
    page.get_by_text("Nothing within 1 km.").wait_for()
    page.get_by_role("link", name="Look within 4 km").click()
    page.locator("article").first.wait_for()
    assert "47.3834" not in " ".join(sent)
    # Scrolled to, the next page has its distances, too.
    while page.locator("article").count() < 31:
        page.mouse.wheel(0, 2_000)
        page.wait_for_timeout(50)
    # From the place in the address while they arrive, then from the device.
    page.wait_for_function("() => [...document.querySelectorAll('.far')].every((far) => far.textContent === '1.1 km')")


def test_a_shared_place_counts_from_there_and_not_from_the_device(open_page):
    page = open_page(geolocation=HERE, permissions=["geolocation"], locale="de-CH")
    page.goto("/")
    page.locator("button.near").click()
    page.wait_for_url("/?near=47.38,8.53")
    page.goto("/?near=47.30,8.53&radius=20")
    page.locator(".far").first.get_by_text("10,4 km").wait_for()


def test_a_device_that_does_not_tell_says_so_and_nothing_is_asked(open_page):
    page = open_page()
    asked = []
    page.expose_function("asked", lambda: asked.append(True))
    page.add_init_script("""const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
        navigator.geolocation.getCurrentPosition = (...all) => { window.asked(); ask(...all); };""")
    page.goto("/")
    page.get_by_role("button", name="Near me").click()
    page.get_by_role("button", name="Not now").click()
    assert asked == []
    page.get_by_role("button", name="Near me").click()
    page.get_by_role("button", name="Show what is near").click()
    page.get_by_text("Your browser keeps your place to itself.").wait_for()
    assert page.url.endswith("/")
    assert asked == [True]


def test_filters_give_way_while_one_reads_on_and_come_back(open_page):
    page = open_page()
    page.goto("/")
    filters = page.locator(".filters")
    page.mouse.move(200, 500)
    for _ in range(6):
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(60)
    expect(page.locator(".filters.tucked")).to_have_count(1)
    page.wait_for_timeout(400)
    assert filters.bounding_box()["y"] < 0
    page.mouse.wheel(0, -120)
    expect(page.locator(".filters.tucked")).to_have_count(0)
    page.wait_for_timeout(400)
    assert filters.bounding_box()["y"] == 60


@pytest.mark.parametrize("locale", ["en-GB", "de-CH"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_every_view_fits_and_every_target_is_large_enough(open_page, viewport, theme, locale):
    page = open_page(viewport, color_scheme=theme, locale=locale)
    sign_in_as_anyone = locale == "en-GB"
    if sign_in_as_anyone:
        sign_in(page, "Charlie")
    views = {"near": "/?near=47.39,8.53&category=community", "no-hit": "/?q=xyzzy", "too-near": "/?near=10,10"}
    if sign_in_as_anyone:
        views |= {"no-favourites": "/?show=favourites", "following-no-one": "/?show=following"}
    for name, path in views.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        assert page.locator("h1").count() == 1
        for target in page.locator(".filters a, .filters > .chips button, .heart, .follow, .top a").all():
            box = target.bounding_box()
            if box and target.is_visible():
                assert box["height"] >= 42, (name, target.inner_text(), box)
        screenshot(page, f"{name}-{viewport['width']}-{theme}-{locale}")
