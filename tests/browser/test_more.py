"""“more” stands on a card where its words are cut off, and nowhere else."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

# What the server cannot know: how wide letters are.
TEXTS = {
    "Langer Kuchen": "Apfelkuchen und Zwetschgenwähe vom Blech. " * 12,
    "Hoher Kuchen": "Eins\nZwei\nDrei\nVier\nFünf",
    "Schmaler Kuchen": "illi " * 29,
    "Kurzer Kuchen": "Ein Kuchen.",
}
PIN = """
from pockitflyer.accounts.models import User
from pockitflyer.flyers.tests.board import pin
for title, text in {texts!r}.items():
    pin(User.objects.get(name="Alice"), title, text=text, images=0)
"""
TAKE_DOWN = "from pockitflyer.flyers.models import Flyer; Flyer.objects.filter(title__endswith='Kuchen').delete()"


@pytest.fixture(scope="module", autouse=True)
def cakes(board):
    board.django(PIN.format(texts=TEXTS))
    yield
    board.django(TAKE_DOWN)


def more(page, title: str):
    return page.get_by_role("link", name=f"more about {title}")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_more_stands_where_words_are_cut_off(open_page, viewport):
    page = open_page(viewport)
    page.goto("/?q=Kuchen")
    expect(more(page, "Langer Kuchen")).to_be_visible()
    expect(more(page, "Hoher Kuchen")).to_be_visible()
    expect(page.locator(".onward.seen")).to_have_count(3)
    expect(more(page, "Schmaler Kuchen")).to_have_count(0)
    expect(more(page, "Kurzer Kuchen")).to_have_count(0)


def test_a_narrower_window_is_looked_at_anew(open_page):
    page = open_page(DESK)
    page.goto("/?q=Schmaler+Kuchen")
    expect(page.locator(".onward.seen")).to_have_count(1)
    expect(page.locator(".onward.cut")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 700})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size({"width": 321, "height": 700})
    expect(more(page, "Schmaler Kuchen")).to_be_visible()


def test_without_javascript_it_stands_where_words_may_be_cut_off(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/?q=Kuchen")
    expect(more(page, "Langer Kuchen")).to_be_visible()
    expect(more(page, "Kurzer Kuchen")).to_have_count(0)
