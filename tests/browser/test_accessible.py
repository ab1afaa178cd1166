"""Every action has a key. What axe says of each page is in every_page/."""

import re

import pytest
from playwright.sync_api import expect

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import DESK, PASSWORD, PHONE, sign_in
from tests.browser.every_page.looking import against_axe, too_small


def is_fine(page) -> None:
    page.wait_for_load_state("networkidle")
    assert against_axe(page) + too_small(page) == []


@pytest.mark.parametrize(("viewport", "theme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280"])
def test_axe_finds_nothing_on_pages_of_trouble(open_page, mute_board, viewport, theme):
    page = open_page(viewport, base_url=mute_board.url, color_scheme=theme, reduced_motion="reduce")
    page.goto("/accounts/signup/")
    page.get_by_label("Name").fill("Dora")
    page.get_by_label("Email").fill("dora@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("alert")).to_contain_text("The mail could not be sent.")
    expect(page.get_by_label("Name")).to_have_value("Dora")
    is_fine(page)
    for says in [*["The mail could not be sent."] * 5, "That was too often. Try again in"]:
        page.goto("/accounts/password/reset/")
        page.get_by_label("Email").fill(f"{theme}@example.com")
        page.get_by_role("button", name="Send e-mail").click()
        expect(page.get_by_role("alert")).to_contain_text(says)
    expect(page.get_by_label("Email")).to_have_value(f"{theme}@example.com")
    is_fine(page)


def tab_to(page, name: re.Pattern[str]) -> None:
    """Presses Tab until something of that name has the focus."""
    named = "document.activeElement.ariaLabel || document.activeElement.innerText || ''"
    for _ in range(60):
        page.keyboard.press("Tab")
        if name.search(page.evaluate(named)):
            return
    raise AssertionError(f"no way to {name.pattern} by Tab")


def test_a_keyboard_alone_filters_keeps_and_follows(open_page):
    page = open_page(DESK)
    sign_in(page, "Charlie")
    page.goto("/")
    tab_to(page, re.compile("Skip to content"))
    page.keyboard.press("Enter")
    # Not the filter of that name.
    tab_to(page, re.compile(r"^Follow\s+(Alice|Bob)"))
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("value", "0")
    tab_to(page, re.compile("^Favourite"))
    page.keyboard.press("Space")
    expect(page.locator(":focus")).to_have_attribute("aria-pressed", "true")
    page.goto("/")
    tab_to(page, re.compile("^Community$"))
    page.keyboard.press("Enter")
    page.wait_for_url("/?category=community")
    expect(page.locator("#found")).to_have_text("20 flyers and more")


def test_a_keyboard_alone_changes_the_face(open_page):
    page = open_page(DESK)
    # Playwright takes choosers over from here on; asked to in the same breath as the key, it may be too late.
    page.on("filechooser", lambda chooser: None)
    sign_in(page, "Bob")
    page.goto("/me/edit/")
    page.locator(".pick input[type=file]:not([capture])").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg(660, 480)})
    page.locator(".crop.ready").wait_for()
    tab_to(page, re.compile("Use this picture"))
    page.keyboard.press("Enter")
    page.get_by_text("Your new picture is saved.").wait_for()
