"""axe finds nothing on any page, in both themes; every action has a key and a target of 44 px."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import DESK, PASSWORD, PHONE, sign_in

EVERYONES = ["/", "/?q=xyzzy", "/?near=47.39,8.53", "/users/2/", "/flyers/31/", "/near/", "/nothing/"]
ONES_OWN = ["/", "/users/3/", "/me/edit/", "/?show=favourites", "/flyers/31/favourite/", "/flyers/new/"]
AT_THE_DOOR = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/signup/passkey/"]
AT_THE_DOOR += ["/accounts/inactive/", "/users/2/report/", "/flyers/31/report/"]
OF_AN_ACCOUNT = ["/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/sessions/"]
OF_AN_ACCOUNT += ["/me/privacy/", "/users/1/write/", "/accounts/reauthenticate/", "/accounts/2fa/"]
# After the password was entered once more.
BEHIND_IT = ["/me/leave/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/"]
EVERYONES += ["/flyers/31/print/", "/offline/"]
ONES_OWN += ["/?show=following"]
# What is under 44 px and can be pressed; links inside of sentences are as high as the sentence.
SMALL = """() => [...document.querySelectorAll("a, button, summary, label.label, [type=range]")].filter((target) => {
    const { width, height } = target.getBoundingClientRect();
    const isInText = target.matches(".unseen, p:not(.subscribe) a, .help a");
    const isSeen = target.checkVisibility({ visibilityProperty: true }) && width > 1;
    return isSeen && !isInText && (width < 44 || height < 42);
}).map((target) => target.outerHTML.slice(0, 120))"""


def complaints(page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{page.url} {one['id']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]


def is_fine(page) -> None:
    page.wait_for_load_state("networkidle")
    assert complaints(page) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_axe_finds_nothing(open_page, viewport, theme):
    page = open_page(viewport, color_scheme=theme, reduced_motion="reduce")
    for path in EVERYONES:
        page.goto(path)
        is_fine(page)
    page.goto("/")
    page.get_by_role("button", name="Near me").click()
    page.get_by_role("dialog").wait_for()
    is_fine(page)
    sign_in(page, "Charlie")
    for path in ONES_OWN:
        page.goto(path)
        is_fine(page)
    page.goto("/me/edit/")
    page.locator(".pick input[type=file]:not([capture])").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg()}
    )
    page.locator(".crop.ready").wait_for()
    is_fine(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_axe_finds_nothing_on_the_pages_of_an_account(open_page, viewport, theme):
    page = open_page(viewport, color_scheme=theme, reduced_motion="reduce")
    for path in AT_THE_DOOR:
        page.goto(path)
        is_fine(page)
    sign_in(page, "Charlie")
    for path in OF_AN_ACCOUNT:
        page.goto(path)
        is_fine(page)
    page.goto("/accounts/reauthenticate/?next=/me/leave/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("/me/leave/")
    for path in BEHIND_IT:
        page.goto(path)
        is_fine(page)


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
