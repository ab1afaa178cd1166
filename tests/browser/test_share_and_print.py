"""From one person to another: the share button, and the code on paper."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from tests.browser.conftest import screenshot

FLYER = "/flyers/31/"


def test_the_code_on_the_sheet_leads_to_the_flyer(open_page, board):
    page = open_page(color_scheme="dark")
    page.goto(f"{FLYER}print/")
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.locator(".code").screenshot())))
    assert [code.text for code in codes] == [f"{board.url}{FLYER}"]
    screenshot(page, "print-390-dark")


@pytest.mark.parametrize(("size", "box"), [("a4", (595, 842)), ("a5", (420, 595))])
def test_a_sheet_is_one_page_of_its_size(open_page, size, box):
    page = open_page()
    page.goto(f"{FLYER}print/?size={size}")
    page.wait_for_load_state("networkidle")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [tuple(round(float(side)) for side in found) for found in boxes] == [box]


def test_sharing_opens_the_sheet_of_the_device(open_page, board):
    page = open_page()
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.goto("/")
    page.locator("article", has_text="Flohmarkt am Röschi").get_by_role("button", name="Share").click()
    page.wait_for_function("() => window.shared")
    assert page.evaluate("window.shared") == {"title": "Flohmarkt am Röschi", "url": f"{board.url}{FLYER}"}


def test_without_such_a_sheet_the_link_is_copied(open_page, board):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(FLYER)
    page.get_by_role("button", name="Share").click()
    page.get_by_text("The link is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{board.url}{FLYER}"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_the_language_is_switched_by_hand_and_stays(open_page, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto(FLYER)
    page.get_by_role("button", name="Deutsch").click()
    page.wait_for_url(FLYER)
    assert page.locator("html").get_attribute("lang") == "de"
    page.goto("/users/2/")
    assert page.locator("html").get_attribute("lang") == "de"
    page.goto("/users/1/")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_an_address_with_filters_opens_as_it_was_shared(open_page):
    page = open_page(locale="de-CH")
    page.goto("/?when=upcoming&q=flohmarkt%20am%20r%C3%B6schi")
    assert page.get_by_role("searchbox").input_value() == "flohmarkt am röschi"
    assert page.locator("#when-upcoming").get_attribute("aria-current") == "true"
    assert page.locator("article").count() == 1
