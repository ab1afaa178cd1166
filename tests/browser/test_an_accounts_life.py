"""An account from its first code to its last day, and back: with JavaScript and without."""

import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.mails import code_mailed, newest_mail

NEW_PASSWORD = "another-way-home-52"
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def prove(page: Page, password: str, then: Locator) -> None:
    """Says the password once more where it is asked for, until what follows is there."""
    asked = page.get_by_role("heading", name="Is it you?")
    expect(asked.or_(then).first).to_be_visible()
    if asked.is_visible():
        page.get_by_label("Password").fill(password)
        press(page, "Confirm")
    expect(then).to_be_visible()


def sign_up(page: Page, board, name: str, email: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make an account")
    page.get_by_label("Code").fill(code_mailed(board, email))
    press(page, "Confirm")
    page.wait_for_url("/")


def rename(page: Page, name: str) -> None:
    page.goto("/me/edit/")
    page.get_by_label("Name").fill(name)
    press(page, "Save")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def change_email(page: Page, board, email: str) -> None:
    page.goto("/me/privacy/")
    page.get_by_role("link", name="Change e-mail").click()
    page.get_by_label("Email").fill(email)
    press(page, "Change e-mail")
    prove(page, PASSWORD, page.get_by_label("Code"))
    page.get_by_label("Code").fill(code_mailed(board, email))
    press(page, "Confirm")
    page.goto("/accounts/email/")
    expect(page.get_by_text(f"Now: {email}")).to_be_visible()


def change_password(page: Page) -> None:
    page.goto("/me/privacy/")
    page.get_by_role("link", name="Change password").click()
    page.get_by_label("Current Password").fill(PASSWORD)
    page.get_by_label("New Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    press(page, "Change password")
    expect(page.get_by_text("Password successfully changed.")).to_be_visible()


def add_an_app(page: Page, email: str) -> tuple[str, list[str]]:
    """Scans the code as a phone does; the secret in it, and the recovery codes."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add an app").click()
    drawing = page.locator("img.scan")
    prove(page, NEW_PASSWORD, drawing)
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    (scanned,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawing.screenshot())))
    address = urlsplit(scanned.text)
    said = parse_qs(address.query)
    assert (address.scheme, said["issuer"]) == ("otpauth", ["PockitFlyer"])
    expect(page.locator("main code")).to_have_text(said["secret"][0])
    page.get_by_label("code", exact=False).fill(code_of(said["secret"][0]))
    press(page, "Add it")
    page.wait_for_url(re.compile("/recovery-codes/"))
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return said["secret"][0], codes


def code_of(secret: str) -> str:
    """Of those that are taken now, the one that is taken for longest: half a minute may begin while it is typed."""
    *_earlier, last = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, last))


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    page.wait_for_url("/")


def sign_in(page: Page, email: str, code: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(NEW_PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(re.compile("/2fa/authenticate/"))
    page.get_by_label("Code").fill(code)
    press(page, "Sign in")


def sign_out_everywhere_else(page: Page, elsewhere: Page) -> None:
    page.goto("/accounts/sessions/")
    expect(page.locator("main li", has_text="Firefox on Android")).to_have_count(1)
    expect(page.locator("main li", has_text="here").locator("strong")).to_have_text(re.compile("Chrome on "))
    press(page, "Sign out everywhere else")
    expect(page.get_by_text("Signed out of all other sessions.")).to_be_visible()
    expect(page.locator("main li")).to_have_count(1)
    elsewhere.goto("/me/privacy/")
    elsewhere.wait_for_url(re.compile("/accounts/login/"))


def take_everything_along(page: Page, board, email: str) -> dict:
    """What the file says of the account."""
    page.goto("/me/privacy/")
    press(page, "Put my data together")
    newest_mail(board, email, "Your data is ready")
    page.goto("/me/privacy/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    archive = zipfile.ZipFile(Path(download.value.path()))
    return json.loads(archive.read("account.json"))


def leave_and_come_back(page: Page, board, email: str, name: str) -> None:
    profile = page.locator("header.top a.me").get_attribute("href")
    page.get_by_role("link", name="Delete my account").click()
    leave = page.locator("main").get_by_role("button", name="Delete my account")
    prove(page, NEW_PASSWORD, leave)
    leave.click()
    expect(page.get_by_text("Your account is off the board.")).to_be_visible()
    assert page.goto(profile).status == 404
    way_back = re.search(r"http\S+(/stay/\S+)", newest_mail(board, email, "Your account is being deleted"))
    page.goto(way_back[1])
    press(page, "Yes")
    expect(page.get_by_text("Everything is back. Sign in as before.")).to_be_visible()
    assert page.goto(profile).status == 200
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_an_account_is_made_kept_safe_left_and_taken_up_again(open_page, board, javascript):
    who = "hanna" if javascript else "hugo"
    old, email, name = f"{who}@example.com", f"{who}@new.example", f"{who.title()} Keller"
    page = open_page(java_script_enabled=javascript)
    sign_up(page, board, who.title(), old)
    rename(page, name)
    change_email(page, board, email)
    change_password(page)
    secret, recovery = add_an_app(page, email)
    sign_out(page)
    sign_in(page, email, code_of(secret))
    page.wait_for_url("/")
    sign_out(page)
    sign_in(page, email, recovery[0])
    page.wait_for_url("/")
    elsewhere = open_page(java_script_enabled=javascript, user_agent=FIREFOX)
    sign_in(elsewhere, email, recovery[0])
    expect(elsewhere.get_by_text("Incorrect code.")).to_be_visible()
    elsewhere.get_by_label("Code").fill(recovery[1])
    press(elsewhere, "Sign in")
    elsewhere.wait_for_url("/")
    sign_out_everywhere_else(page, elsewhere)
    account = take_everything_along(page, board, email)
    assert (account["email"], account["name"]) == (email, name)
    leave_and_come_back(page, board, email, name)
    sign_in(page, email, recovery[2])
    page.wait_for_url("/")
