"""A long board stays light: cards far away are folded, and come back as they were; posters far away stand still."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

TITLE = "Flohmarkt am Röschi"
# Of two posters, and several screens away.
FAR = 11


@pytest.fixture
def first(open_page):
    """The first card of thirty-one, on a phone, before one has moved."""
    page = open_page()
    sign_in(page, "Charlie")
    page.goto("/")
    return page.locator("#results .card").first


def let_go(page) -> None:
    """A card that holds the focus is not folded."""
    page.evaluate("document.activeElement.blur()")


def to_the_end(page) -> None:
    page.mouse.move(195, 500)
    while not page.get_by_text("That is the whole board.").is_visible():
        page.mouse.wheel(0, 2_000)
        page.wait_for_timeout(60)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def test_a_card_far_away_keeps_only_its_box_its_title_and_its_words(first):
    page, height = first.page, first.bounding_box()["height"]
    to_the_end(page)
    expect(first).to_contain_class("folded")
    expect(first.get_by_role("link", name=TITLE)).to_have_count(1)
    assert first.locator("*").count() == 2
    assert abs(first.bounding_box()["height"] - height) < 1
    assert page.locator(".card.folded").count() < page.locator("#results .card").count()


def test_cards_are_laid_down_before_they_are_in_sight_once_somebody_moves(first):
    page, seventh = first.page, first.page.locator("#results .card").nth(6)
    assert seventh.evaluate("card => getComputedStyle(card).contentVisibility") == "auto"
    page.mouse.move(195, 500)
    page.mouse.wheel(0, 50)
    expect(seventh).to_have_css("content-visibility", "visible")
    assert seventh.bounding_box()["y"] > 3 * page.viewport_size["height"]


def test_whoever_goes_on_finds_no_card_folded_that_is_near(first):
    page = first.page
    to_the_end(page)
    expect(first).to_contain_class("folded")
    for top in range(20_000, 0, -500):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(50)
        near = page.evaluate("""() => [...document.querySelectorAll(".card.folded")].filter((card) => {
          const { top, bottom } = card.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        }).length""")
        assert near == 0
    expect(first).not_to_contain_class("folded")


def test_it_comes_back_with_its_heart_and_at_the_poster_it_showed(first):
    page = first.page
    first.get_by_role("button", name="Favourite").click()
    first.hover()
    first.get_by_role("button", name="Next poster").click()
    expect(first.locator(".dots i").nth(1)).to_contain_class("on")
    let_go(page)
    to_the_end(page)
    expect(first).to_contain_class("folded")
    page.evaluate("scrollTo(0, 0)")
    expect(first).not_to_contain_class("folded")
    expect(first.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function(
        "strip => strip.scrollLeft === strip.clientWidth", arg=first.locator(".strip").element_handle()
    )


def test_a_publisher_followed_meanwhile_is_followed_on_the_card_that_comes_back(first):
    page = first.page
    to_the_end(page)
    expect(first).to_contain_class("folded")
    path = page.locator(".follow").last.get_attribute("formaction")
    page.locator(".follow").last.click()
    page.evaluate("scrollTo(0, 0)")
    same = page.locator(f'.follow[formaction="{path}"]')
    expect(page.locator(".folded .follow")).to_have_count(0)
    expect(same.first).to_have_attribute("value", "0")


def test_a_search_word_of_a_card_far_away_is_still_in_the_page(first):
    to_the_end(first.page)
    expect(first).to_contain_class("folded")
    expect(first).to_contain_text("Tische ab 10 Franken")
    first.get_by_role("link", name=TITLE).focus()
    expect(first).not_to_contain_class("folded")
    expect(first.get_by_role("link", name=TITLE, exact=True)).to_be_focused()


def strip(card):
    return card.locator(".strip")


def can_be_turned(card) -> bool:
    return strip(card).evaluate("strip => getComputedStyle(strip).overflowX !== 'clip'")


def test_posters_can_be_turned_near_the_screen_alone(first):
    """What scrolls is a layer for the browser; far from the screen nothing needs to."""
    page = first.page
    far = page.locator("#results .card").nth(FAR)
    assert not can_be_turned(far)
    far.evaluate("card => scrollBy(0, card.getBoundingClientRect().top - 200)")
    expect(strip(far)).to_contain_class("near")
    assert can_be_turned(far)


def test_a_finger_on_posters_that_have_just_come_turns_them(first):
    page = first.page
    far = page.locator("#results .card").nth(FAR)
    page.evaluate("""setInterval(() => dispatchEvent(new Event("scroll")), 50)""")
    far.evaluate("card => scrollBy(0, card.getBoundingClientRect().top - 200)")
    page.wait_for_timeout(300)
    assert not can_be_turned(far)
    strip(far).dispatch_event("pointerdown")
    assert can_be_turned(far)
    strip(far).focus()
    page.keyboard.press("ArrowRight")
    expect(far.locator(".dots i").nth(1)).to_contain_class("on")


def test_posters_that_were_turned_are_still_when_one_comes_back(first):
    page = first.page
    third = page.locator("#results .card").nth(2)
    third.evaluate("card => scrollBy(0, card.getBoundingClientRect().top - 200)")
    expect(strip(third)).to_contain_class("near")
    strip(third).focus()
    page.keyboard.press("ArrowRight")
    expect(third.locator(".dots i").nth(1)).to_contain_class("on")
    let_go(page)
    page.evaluate("scrollBy(0, 4000)")
    expect(strip(third)).not_to_contain_class("near")
    page.evaluate("scrollBy(0, -4000)")
    expect(strip(third)).to_contain_class("near")
    expect(third.locator(".dots i").nth(1)).to_contain_class("on")
    page.wait_for_function("strip => strip.scrollLeft === strip.clientWidth", arg=strip(third).element_handle())


def test_further_cards_stand_on_leaves_that_can_be_passed_over_as_a_whole(first):
    page = first.page
    at_first = page.locator("#results .grid > .card").count()
    to_the_end(page)
    assert page.locator("#results .grid > .card").count() == at_first
    assert page.locator(".grid > .leaf > .card").count() == page.locator("#results .card").count() - at_first > 0
