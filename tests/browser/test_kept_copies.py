"""What is kept on a device stays as it is on the board: in words, in number, in language, and when a network hangs."""

import threading

import pytest

from benchmarks.proxy import before
from tests.browser.conftest import PHONE, sign_in
from tests.browser.worker import kept, wait_for, wait_until_kept, with_worker

FLYER = "/flyers/31/"
TEXT_OF = """async (path) => {
  const copy = await caches.match(path, { cacheName: "favourites", ignoreVary: true });
  return copy ? copy.text() : "";
}"""
CHANGE = "from pockitflyer.flyers.models import Flyer; Flyer.objects.filter(pk=31).update(text={text!r})"
KEEP = """
from pockitflyer.accounts.models import User
from pockitflyer.flyers.favourites import keep
for id_ in range(1, 6):
    keep(User.objects.get(name="Charlie").pk, id_)
"""
LET_GO = "from pockitflyer.flyers.models import Favourite; Favourite.objects.all().delete()"


@pytest.fixture
def page(open_page):
    """Charlie's, with one favourite kept on the device."""
    page = open_page(service_workers="allow")
    sign_in(page, "Charlie")
    with_worker(page)
    page.locator("article", has_text="Flohmarkt am Röschi").locator(".heart").click()
    wait_until_kept(page, "favourites", FLYER)
    return page


def come_back(page) -> None:
    """In a new tab, or after an hour."""
    page.evaluate("sessionStorage.clear()")
    page.goto("/users/1/")


def test_a_kept_favourite_is_as_it_is_on_the_board(page, board):
    was = board.django("from pockitflyer.flyers.models import Flyer; print(Flyer.objects.get(pk=31).text)")
    board.django(CHANGE.format(text="Jetzt im Saal."))
    try:
        come_back(page)
        wait_for(page, lambda: "Jetzt im Saal." in page.evaluate(TEXT_OF, FLYER))
    finally:
        board.django(CHANGE.format(text=was))
    # Looked at, it is as new at once.
    page.goto(FLYER)
    wait_for(page, lambda: was in page.evaluate(TEXT_OF, FLYER))


def test_what_was_let_go_elsewhere_goes_from_the_device(page, board):
    board.django(LET_GO)
    come_back(page)
    wait_for(page, lambda: not kept(page, "favourites"))


def test_all_pages_of_the_list_are_kept_up_to_a_bound(open_page, board):
    def of_two(path: str, body: bytes) -> bytes:
        """Lists of two, and three at most."""
        if "/worker/favourites." not in path:
            return body
        return body.replace(b"limit=100", b"limit=2").replace(b"MOST_FLYERS = 200", b"MOST_FLYERS = 3")

    board.django(KEEP)
    with before(board.url) as proxy:
        proxy.change = of_two
        page = open_page(base_url=proxy.url, service_workers="allow")
        sign_in(page, "Charlie")
        with_worker(page)
        wait_for(page, lambda: len(kept(page, "favourites")) == 3)


def test_a_network_that_hangs_shows_the_copy(open_page, board):
    hangs, over = threading.Event(), threading.Event()

    def change(path: str, body: bytes) -> bytes:
        if hangs.is_set() and path == "/users/2/":
            over.wait(60)
        return body

    with before(board.url) as proxy:
        proxy.change = change
        page = open_page(PHONE, base_url=proxy.url, service_workers="allow")
        with_worker(page, "/users/2/")
        wait_until_kept(page, "pages", "/users/2/")
        hangs.set()
        # Past the browser's own cache.
        page.reload()
        page.get_by_text("This is how the page was").wait_for()
        assert page.locator("h1").inner_text() == "Bob"
        over.set()


def test_copies_are_in_the_language_that_was_chosen_last(page):
    page.goto("/users/2/")
    wait_until_kept(page, "mine", "/users/2/")
    page.goto(FLYER)
    page.get_by_role("button", name="Deutsch").click()
    page.wait_for_load_state("networkidle")
    wait_for(page, lambda: '<html lang="de"' in page.evaluate(TEXT_OF, FLYER))
    assert "/users/2/" not in kept(page, "mine")
    page.context.set_offline(True)
    page.goto("/users/2/")
    assert page.locator("h1").inner_text() == "Du bist offline."


def test_everyones_copies_go_with_the_language_as_well(open_page):
    page = open_page(service_workers="allow")
    with_worker(page, "/users/2/")
    wait_until_kept(page, "pages", "/users/2/")
    page.goto(FLYER)
    page.get_by_role("button", name="Deutsch").click()
    page.wait_for_url(FLYER)
    assert page.locator("html").get_attribute("lang") == "de"
    assert "/users/2/" not in kept(page, "pages")
