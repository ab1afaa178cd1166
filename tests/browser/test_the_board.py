"""The board on a phone and on a desk."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

SHIFT = """() => new Promise(resolve => {
  let total = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(total), 300);
})"""


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_board_grows_by_itself_and_nothing_jumps(open_page, viewport):
    page = open_page(viewport)
    page.goto("/")
    cards = page.locator("article")
    assert cards.count() == 20
    page.mouse.move(200, 400)
    # A card that was never on the screen has only an estimated height (content-visibility): see them first.
    for card in cards.all()[:6]:
        card.scroll_into_view_if_needed()
        page.wait_for_timeout(100)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    first = [card.bounding_box() for card in cards.all()[:6]]
    while cards.count() < 31:
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(50)
    page.get_by_text("That is the whole board.").wait_for()
    # What stands at the foot of the page comes with the last cards: they never push it away.
    page.get_by_role("button", name="Deutsch").wait_for()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)
    assert [card.bounding_box() for card in cards.all()[:6]] == first
    assert page.evaluate(SHIFT) == 0


# Notes when it is there, in milliseconds since the page was asked for.
NOTE = """const watch = new MutationObserver(() => {
  if (!document.querySelector("AT")) return;
  window.there = performance.now();
  watch.disconnect();
});
watch.observe(document, { childList: true, subtree: true });"""


@pytest.mark.parametrize(
    ("viewport", "path", "last_in_sight"),
    [
        (PHONE, "/", ".card:nth-of-type(2) .foot"),
        (DESK, "/", ".card:nth-of-type(6) .foot"),
        (PHONE, "/users/2/", ".card:nth-of-type(2) .foot"),
        (PHONE, "/flyers/1/", ".bar"),
    ],
    ids=["board, phone", "board, desk", "profile, phone", "flyer, phone"],
)
def test_a_page_that_trickles_in_is_shown_when_what_is_in_sight_is_there(open_page, viewport, path, last_in_sight):
    page = open_page(viewport)
    # Keeps the styles, which a page waits for as well.
    page.goto("/users/1/")
    page.wait_for_load_state("networkidle")
    page.add_init_script(NOTE.replace("AT", last_in_sight))
    slow = {"offline": False, "latency": 0, "downloadThroughput": 10_000, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.goto(path, wait_until="domcontentloaded")
    seen = "performance.getEntriesByName('first-contentful-paint')[0]"
    page.wait_for_function(f"() => {seen}")
    there, first = page.evaluate(f"[window.there, {seen}.startTime]")
    assert first >= there > 0
    assert page.evaluate(SHIFT) == 0


@pytest.mark.parametrize("path", ["/", "/users/1/", "/flyers/1/"])
def test_a_page_at_rest_draws_nothing(open_page, path):
    page = open_page(PHONE)
    page.goto(path)
    page.mouse.wheel(0, 10)
    page.wait_for_timeout(1_000)
    assert page.evaluate("document.getAnimations().map(({ animationName, id }) => animationName ?? id)") == []


def test_without_javascript_more_is_a_link(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    assert page.locator("article").count() == 20
    page.locator(".more a").click()
    page.wait_for_url(re.compile("cursor="))
    assert page.locator("article").count() == 11


def test_posters_are_shown_whole_and_faces_small(open_page):
    page = open_page()
    page.goto("/")
    page.wait_for_load_state("networkidle")
    poster = page.locator("article .posters img").first
    shown = poster.evaluate("image => image.clientWidth / image.clientHeight")
    natural = poster.evaluate("image => image.naturalWidth / image.naturalHeight")
    fit = poster.evaluate("image => getComputedStyle(image).objectFit")
    assert fit == "contain" or abs(shown - natural) < 0.02
    for face in page.locator("article header img, article .creator img").all()[:5]:
        assert re.search(r"/128\.", face.evaluate("image => image.currentSrc"))


def test_no_avatar_crosses_the_network_twice(open_page):
    page = open_page()
    fetched: list[str] = []

    def note(response) -> None:
        if re.search(r"/(pictures/.*/|accounts/face/)128\.", response.url) and not response.from_service_worker:
            sizes = response.request.sizes()
            if sizes["responseBodySize"] > 0:
                fetched.append(response.url)

    page.on("requestfinished", lambda request: note(request.response()))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.locator("article").first.get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert fetched
    assert len(fetched) == len(set(fetched))


def test_several_posters_turn_by_button_and_by_key(open_page):
    page = open_page(DESK)
    page.goto("/")
    card = page.locator("article", has_text="Flohmarkt am Röschi")
    strip = card.locator(".strip")
    card.hover()
    card.get_by_role("button", name="Next poster").click()
    page.wait_for_function("strip => strip.scrollLeft > 100", arg=strip.element_handle())
    strip.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("strip => strip.scrollLeft < 10", arg=strip.element_handle())


def test_quick_presses_count_from_where_the_strip_is_going(open_page):
    page = open_page(DESK)
    page.goto("/")
    strip = page.locator("article", has_text="Flohmarkt am Röschi").locator(".strip")
    strip.focus()
    strip.evaluate("strip => (strip.style.scrollBehavior = 'smooth')")
    for key in ["ArrowRight", "ArrowLeft"]:
        page.keyboard.press(key)
    page.wait_for_timeout(1000)
    assert strip.evaluate("strip => strip.scrollLeft") < 10
