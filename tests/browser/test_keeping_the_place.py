"""Back, forward and reload lead to where one was, with the filters of then."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE


def in_sight(page) -> dict[str, float]:
    """The cards on the screen and how far from its top they are."""
    return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll(".card[aria-labelledby]")]
        .map((card) => [card.getAttribute("aria-labelledby"), card.getBoundingClientRect()])
        .filter(([, { top, bottom }]) => bottom > 0 && top < innerHeight)
        .map(([name, { top }]) => [name, top]))""")


def is_back_at(page, before: dict[str, float]) -> None:
    """Waits until the cards are where they were."""
    card, top = next(iter(before.items()))
    page.wait_for_function(
        """([card, top]) => {
            const now = document.querySelector(`[aria-labelledby=${card}]`)?.getBoundingClientRect().top;
            return Math.abs(now - top) < 4;
        }""",
        arg=[card, top],
    )


def scroll_to_the_second_page(page) -> dict[str, float]:
    while page.locator("#results .card").count() < 31:
        page.mouse.wheel(0, 1_500)
        page.wait_for_timeout(60)
    page.locator("#results .card").nth(26).scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return in_sight(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_back_from_a_profile_leads_to_the_same_cards(open_page, viewport):
    page = open_page(viewport)
    page.goto("/?category=community")
    before = scroll_to_the_second_page(page)
    page.evaluate("location.assign('/users/2/')")
    page.wait_for_url(re.compile("/users/"))
    page.go_back()
    page.wait_for_url("/?category=community")
    page.locator("#results .card").nth(26).wait_for()
    is_back_at(page, before)
    assert in_sight(page).keys() == before.keys()
    assert page.locator("#category-community").get_attribute("aria-current") == "true"


def test_back_over_a_filter_leads_there_as_well_and_forward_to_the_top(open_page):
    page = open_page()
    page.goto("/")
    before = scroll_to_the_second_page(page)
    page.locator("#category-food").evaluate("chip => chip.click()")
    page.wait_for_url("/?category=food")
    page.get_by_text("Nothing on the board fits these filters.").wait_for()
    page.go_back()
    page.wait_for_url("/")
    page.locator("#results .card").nth(26).wait_for()
    is_back_at(page, before)
    page.go_forward()
    page.get_by_text("Nothing on the board fits these filters.").wait_for()
    assert page.evaluate("scrollY") == 0


def test_a_link_to_the_board_begins_at_the_top(open_page):
    page = open_page()
    page.goto("/")
    scroll_to_the_second_page(page)
    page.locator(".brand").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#results .card")).to_have_count(20)
    assert page.evaluate("scrollY") == 0
