"""What a device remembers of somebody goes with the sign-out, or when somebody else signs in."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.publishing import fill
from tests.browser.worker import wait_for

REMEMBER = """async () => {
  sessionStorage.setItem("position", "[47.3834,8.5292]");
  sessionStorage.setItem("places", '{"one":{"card":"flyer-1","top":0}}');
  await (await caches.open("shared")).put("/shared/0", new Response("photo"));
}"""
TRACES = """async () => [
  ...Object.keys(localStorage).filter((key) => key.startsWith("flyer ")),
  ...["position", "places", "own-face"].filter((key) => sessionStorage.getItem(key)),
  ...(await caches.keys()).filter((name) => name === "shared"),
]"""

MADE = """
from pockitflyer.flyers.models import Favourite, Flyer
print(Flyer.objects.filter(title="Von Charlie").count(), Favourite.objects.count())
"""


@pytest.fixture
def page(open_page):
    """Charlie has begun a flyer, was asked where he is, and has been given a photo by another app."""
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.get_by_label("Title").fill("Angefangen")
    page.evaluate(REMEMBER)
    assert len(page.evaluate(TRACES)) == 4
    return page


def test_signing_out_removes_drafts_places_and_what_was_shared(page):
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/")
    wait_for(page, lambda: page.evaluate(TRACES) == [])


def test_somebody_else_finds_nothing_of_who_was_there_before(page):
    page.context.clear_cookies(name="sessionid")
    sign_in(page, "Bob")
    wait_for(page, lambda: page.evaluate(TRACES) == [])


def test_who_only_lost_the_session_finds_the_draft_again(page):
    page.context.clear_cookies(name="sessionid")
    page.goto("/users/1/")
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.get_by_text("Your draft is back.").wait_for()
    assert page.get_by_label("Title").input_value() == "Angefangen"


def test_a_sign_out_that_did_not_get_through_removes_nothing(page):
    page.goto("/accounts/logout/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("chrome-error://chromewebdata/")
    page.context.set_offline(False)
    page.goto("/flyers/new/")
    page.get_by_text("Your draft is back.").wait_for()


def test_a_tab_of_one_does_nothing_for_another_who_signed_in_since(open_page, board):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    fill(page, "Von Charlie")
    hearts = page.context.new_page()
    hearts.goto("/")
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("/")
    sign_in(other, "Bob")
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_text("In another tab you have signed in as somebody else.").wait_for()
    heart = hearts.locator(".heart").first
    heart.click()
    hearts.get_by_text("In another tab you have signed in as somebody else.").wait_for()
    assert heart.get_attribute("aria-pressed") == "false"
    assert board.django(MADE) == "0 0"
