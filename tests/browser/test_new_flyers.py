"""New flyers are offered, pulled and asked for; what waits says so, and nothing jumps."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, screenshot, sign_in

PIN = """
from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import FlyerImage
from pockitflyer.flyers.tests.board import pin
flyer = pin(User.objects.get(name="Alice"), {title!r})
picture = FlyerImage.objects.order_by("pk").first().picture
FlyerImage.objects.filter(flyer=flyer).update(picture=picture)
print(flyer.pk)
"""
TAKE_DOWN = "from pockitflyer.flyers.models import Flyer; Flyer.objects.filter(pk={id}).delete()"


@pytest.fixture
def pinned(board):
    """Pins flyers while pages are open; takes them down afterwards."""
    ids = []

    def pin(title: str) -> None:
        ids.append(board.django(PIN.format(title=title)))

    yield pin
    for id_ in ids:
        board.django(TAKE_DOWN.format(id=id_))


def first_title(page) -> str:
    return page.locator("#results .card h2").first.inner_text()


def come_back_later(page) -> None:
    """The page was hidden for a minute."""
    page.clock.fast_forward(60_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_who_comes_back_is_offered_what_is_new(open_page, pinned):
    page = open_page()
    page.clock.install()
    page.goto("/")
    page.mouse.wheel(0, 900)
    pinned("Pinned meanwhile")
    come_back_later(page)
    page.get_by_role("button", name="1 new flyer").wait_for()
    screenshot(page, "new-flyers-390")
    assert first_title(page) != "Pinned meanwhile"
    page.get_by_role("button", name="1 new flyer").click()
    page.get_by_role("heading", name="Pinned meanwhile").wait_for()
    assert page.evaluate("scrollY") == 0
    expect(page.locator("#fresh")).to_be_hidden()


def test_a_flyer_that_is_gone_makes_no_other_one_new(open_page, board, pinned):
    pinned("Gone soon")
    page = open_page()
    page.clock.install()
    page.goto("/")
    page.get_by_role("heading", name="Gone soon").wait_for()
    board.django("from pockitflyer.flyers.models import Flyer; Flyer.objects.filter(title='Gone soon').delete()")
    with page.expect_response(re.compile(r"/$")):
        come_back_later(page)
    page.wait_for_timeout(300)
    expect(page.locator("#fresh")).to_be_hidden()


def test_the_button_looks_at_once_and_says_what_it_found(open_page, pinned):
    page = open_page(DESK)
    page.goto("/")
    page.get_by_role("button", name="Look for new flyers").click()
    page.get_by_text("Nothing new.").wait_for()
    pinned("Just pinned")
    page.get_by_role("button", name="Look for new flyers").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 new flyer").wait_for()
    assert first_title(page) == "Just pinned"
    assert page.evaluate("document.activeElement.id") == "refresh"


def test_pulling_the_page_down_looks_for_new_flyers(open_page, pinned):
    page = open_page(has_touch=True)
    page.goto("/")
    pinned("Pulled in")
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 200, "y": 300}]})
    for y in range(320, 640, 20):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": 200, "y": y}]})
    expect(page.locator("#pull.far")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.get_by_text("1 new flyer").wait_for()
    assert first_title(page) == "Pulled in"


def test_a_short_pull_does_nothing(open_page):
    page = open_page(has_touch=True)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 200, "y": 300}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": 200, "y": 340}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    assert asked == []


def test_without_a_network_the_button_says_so(open_page):
    page = open_page()
    page.goto("/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Look for new flyers").click()
    page.get_by_text("No connection. Try again.").wait_for()


def test_the_shape_of_what_comes_is_shown_only_when_it_takes_long(open_page):
    page = open_page()
    page.goto("/")
    held = []
    page.route(re.compile(r"category=food"), lambda route: held.append(route))  # noqa: PLW0108 -- Playwright writes on it
    page.locator("#category-food").click()
    expect(page.locator(".skeleton")).to_have_css("visibility", "visible")
    screenshot(page, "skeleton-390")
    held[0].continue_()
    page.wait_for_url("/?category=food")
    expect(page.locator(".skeleton")).to_have_css("visibility", "hidden")
    delay = page.evaluate("""() => {
        document.querySelector(".skeleton").classList.add("htmx-request");
        return document.querySelector(".skeleton").getAnimations()[0].effect.getTiming().delay;
    }""")
    assert delay == 150


@pytest.mark.parametrize("path", ["/", "/users/2/", "/flyers/31/", "/me/edit/"])
def test_nothing_jumps(open_page, path):
    page = open_page()
    if path == "/me/edit/":
        sign_in(page, "Bob")
    page.add_init_script("""window.jumps = [];
        const note = ({ value, sources }) => window.jumps.push([value, ...sources.map(({ node }) => node?.className)]);
        new PerformanceObserver((list) => list.getEntries().filter((one) => !one.hadRecentInput).forEach(note))
            .observe({ type: "layout-shift", buffered: true });""")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    for _ in range(8):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(80)
    assert page.evaluate("window.jumps") == []
