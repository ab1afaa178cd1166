"""Hearts and follow buttons: at once, taken back on a failure, and finished after a sign-in."""

import re

import pytest

from tests.browser.conftest import DESK, PASSWORD, sign_in


def kept(board) -> str:
    return board.django(
        "from pockitflyer.flyers.models import Favourite;"
        "print(sorted(Favourite.objects.values_list('user__name', 'flyer__title')))"
    )


def test_a_heart_is_full_before_the_server_has_answered_and_stays(open_page, board):
    page = open_page(DESK)
    sign_in(page, "Charlie")
    card = page.locator("article", has_text="Flohmarkt am Röschi")
    heart = card.get_by_role("button", name="Favourite: Flohmarkt am Röschi")
    page.route(re.compile("/api/v1/"), lambda route: (page.wait_for_timeout(400), route.continue_()))
    with page.expect_response(re.compile("/api/v1/")):
        heart.click()
        assert heart.get_attribute("aria-pressed") == "true"
        assert kept(board) == "[]"
    page.reload()
    assert heart.get_attribute("aria-pressed") == "true"
    assert kept(board) == "[('Charlie', 'Flohmarkt am Röschi')]"
    page.goto("/?show=favourites")
    assert page.locator("article h2").all_inner_texts() == ["Flohmarkt am Röschi"]


def test_a_failure_takes_the_heart_back_and_says_so(open_page, board):
    page = open_page(DESK)
    sign_in(page, "Charlie")
    page.route(re.compile("/api/v1/"), lambda route: route.fulfill(status=429))
    heart = page.locator(".heart").first
    heart.click()
    page.get_by_text("This could not be saved. Try again.").wait_for()
    assert heart.get_attribute("aria-pressed") == "false"
    assert kept(board) == "[]"


def test_of_many_fast_taps_the_last_one_counts(open_page, board):
    page = open_page(DESK)
    sign_in(page, "Charlie")
    heart = page.locator("article", has_text="Flohmarkt am Röschi").locator(".heart")
    heart.evaluate("heart => { for (let i = 0; i < 5; i++) heart.click(); }")
    assert heart.get_attribute("aria-pressed") == "true"
    page.wait_for_load_state("networkidle")
    assert kept(board) == "[('Charlie', 'Flohmarkt am Röschi')]"


def test_following_shows_on_every_card_of_theirs(open_page):
    page = open_page(DESK)
    sign_in(page, "Charlie")
    buttons = page.locator(".follow[formaction='/users/2/follow/']")
    buttons.first.click()
    assert set(buttons.evaluate_all("all => all.map(one => one.value)")) == {"0"}
    page.wait_for_load_state("networkidle")
    page.goto("/?show=following")
    assert page.locator("article").count() == 20
    page.goto("/users/2/")
    page.locator(".person").get_by_role("button", name="Following Bob").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_tap_before_the_sign_in_is_finished_after_it(open_page, board, javascript):
    page = open_page(DESK, java_script_enabled=javascript)
    page.goto("/?q=Flohmarkt")
    page.get_by_role("button", name="Favourite: Flohmarkt am Röschi").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    page.get_by_label("Email").fill("charlie@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/?q=Flohmarkt")
    heart = page.get_by_role("button", name="Favourite: Flohmarkt am Röschi")
    assert heart.get_attribute("aria-pressed") == "true"
    assert kept(board) == "[('Charlie', 'Flohmarkt am Röschi')]"
    heart.click()
    page.wait_for_load_state("networkidle")
    page.reload()
    assert heart.get_attribute("aria-pressed") == "false"


def test_who_was_signed_out_meanwhile_signs_in_and_it_is_done(open_page, board):
    page = open_page(DESK)
    sign_in(page, "Charlie")
    heart = page.locator("article", has_text="Flohmarkt am Röschi").locator(".heart")
    page.context.clear_cookies(name="sessionid")
    heart.click()
    page.wait_for_url(re.compile("/accounts/login/"))
    page.get_by_label("Email").fill("charlie@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")
    assert kept(board) == "[('Charlie', 'Flohmarkt am Röschi')]"
