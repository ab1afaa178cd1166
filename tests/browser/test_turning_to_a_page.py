"""From page to page: what moves along, and what happens when the new page's looks are late."""

import re
import time

import pytest
from playwright.sync_api import expect

# Keeps what the page was revealed with, as soon as its own first script runs.
REVEALED = 'addEventListener("pagereveal", ({ viewTransition }) => { window.moved = Boolean(viewTransition); });'


@pytest.mark.parametrize("late", [0, 1], ids=["at once", "a second late"])
def test_a_page_is_turned_to_without_a_complaint_however_late_its_looks_are(open_page, late):
    page = open_page()
    page.add_init_script(REVEALED)
    page.goto("/")
    if late:
        page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.route(re.compile(r"/app\.\w+\.css"), lambda route: (time.sleep(late), route.continue_()))
    page.locator("#results .card a[href^='/users/']").first.click()
    page.wait_for_url(re.compile(r"/users/\d+/"))
    expect(page.locator("h1")).to_be_visible()
    assert page.wait_for_function("() => 'moved' in window && [window.moved]").json_value() == [True]
