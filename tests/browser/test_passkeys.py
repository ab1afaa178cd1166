"""Passkeys in a real browser, with an authenticator that Chromium makes up."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PASSWORD, sign_in


def with_authenticator(page: Page) -> None:
    """As a phone that has a fingerprint reader, and whose owner always agrees."""
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options})


# Somebody nobody else signs in as: from then on the password alone does not let them in.
GITA = f"""
from allauth.account.models import EmailAddress
from pockitflyer.accounts.models import User
user = User.objects.create_user("gita@example.com", "{PASSWORD}", name="Gita")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""


def newest_mail(board) -> str:
    return max((board.home / "mail").iterdir(), key=lambda path: path.stat().st_mtime).read_text()


def test_one_signs_up_and_in_with_a_passkey_and_no_password(open_page, board):
    page = open_page(DESK)
    with_authenticator(page)
    page.goto("/accounts/signup/")
    page.get_by_role("link", name="Make an account with a passkey").click()
    page.get_by_label("Name").fill("Emil")
    page.get_by_label("Email").fill("emil@example.com")
    page.get_by_role("button", name="Make an account").click()
    code = page.locator("input[name=code]")
    code.wait_for()
    code.fill(re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]+)\s*$", newest_mail(board), re.M).group(1))
    page.locator("main button[type=submit]").first.click()
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("/")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/")
    page.goto("/accounts/login/?next=/me/privacy/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("/me/privacy/")
    expect(page.get_by_role("heading", name="Privacy and safety")).to_be_visible()


def test_a_passkey_is_added_and_shows_who_one_is_before_leaving(open_page, board):
    board.django(GITA)
    page = open_page(DESK)
    with_authenticator(page)
    sign_in(page, "Gita")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add it").click()
    # The first one comes with codes for the day it is lost.
    page.wait_for_url(re.compile("/recovery-codes/"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="My passkey")).to_be_visible()
    page.goto("/accounts/reauthenticate/?next=/me/leave/")
    page.get_by_role("link", name=re.compile("passkey|security key", re.I)).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("/me/leave/")
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()


def test_who_cancels_is_told_beside_the_button(open_page):
    page = open_page(DESK)
    page.goto("/accounts/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="That did not work")).to_be_visible()


@pytest.mark.parametrize("path", ["/users/1/", "/flyers/31/"])
def test_somebody_is_reported_without_an_account(open_page, path):
    page = open_page(DESK)
    page.goto(f"{path}report/")
    page.get_by_label("false or misleading").check()
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("Thank you. Somebody will look at it.")).to_be_visible()


def test_everything_of_privacy_works_without_javascript(open_page):
    page = open_page(DESK, java_script_enabled=False)
    sign_in(page, "Bob")
    page.goto("/users/1/")
    page.locator("summary", has_text="More").click()
    page.get_by_role("button", name="Block").click()
    page.goto("/me/privacy/")
    page.get_by_role("button", name="Unblock Alice").click()
    page.goto("/me/privacy/")
    expect(page.get_by_text("People you block")).to_have_count(0)
    page.get_by_label("People may write to me").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("People may write to me")).not_to_be_checked()
    page.get_by_label("People may write to me").check()
    page.get_by_role("button", name="Save").click()
