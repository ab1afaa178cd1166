"""A newcomer finishes a sign-up with what a fresh board has: a folder of mails."""

import re

from tests.browser.conftest import PASSWORD


def test_a_newcomer_signs_up_and_is_on_the_board(open_page, board):
    page = open_page()
    page.goto("/accounts/signup/")
    page.get_by_label("Name").fill("Dora <b>D</b>")
    page.get_by_label("Email").fill("dora@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    code_field = page.locator("input[name=code]")
    code_field.wait_for()
    mail = max((board.home / "mail").iterdir(), key=lambda path: path.stat().st_mtime).read_text()
    code_field.fill(re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]+)\s*$", mail, re.M).group(1))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("/")
    page.locator("header.top a[href^='/users/']").click()
    page.get_by_role("heading", name="Dora <b>D</b>").wait_for()


def test_one_is_brought_back_to_where_one_wanted_to_go(open_page):
    page = open_page()
    page.goto("/me/edit/")
    page.get_by_label("Email").fill("charlie@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/me/edit/")
