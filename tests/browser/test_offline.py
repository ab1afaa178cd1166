"""The service worker: what is kept, what is shown without a network, and what goes when somebody signs out."""

import re

import pytest

from benchmarks.proxy import before
from pockitflyer.pictures.tests import photos
from tests.browser.conftest import PHONE, sign_in
from tests.browser.worker import await_worker, kept, wait_for, wait_until_kept, with_worker

BYTES = """async () => {
  const cache = await caches.open("pictures");
  const sizes = (await cache.keys()).map(async (key) => (await (await cache.match(key)).blob()).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}"""
# Whether the board was awake when it asked for its worker.
NOTE_WHEN_ASKED = """
const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
navigator.serviceWorker.register = (...all) => {
  window.asked = { awake: document.documentElement.matches(".awake") };
  return register(...all);
};"""


def test_a_board_sends_for_its_worker_once_somebody_moves_and_on_later_visits_at_once(open_page):
    page = open_page(PHONE, service_workers="allow")
    page.add_init_script(NOTE_WHEN_ASKED)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    await_worker(page)
    assert page.evaluate("window.asked") == {"awake": True}
    page.goto("/")
    assert page.wait_for_function("() => window.asked").json_value() == {"awake": False}


def test_a_page_is_read_again_without_a_network_and_says_so(open_page):
    page = open_page(service_workers="allow")
    with_worker(page, "/users/2/")
    wait_until_kept(page, "pages", "/users/2/")
    page.context.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text() == "Bob"
    page.get_by_text("No network. This is how the page was").wait_for()
    face = page.locator("main .face img").first
    assert face.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "You are offline."), ("de-CH", "Du bist offline.")])
def test_a_page_that_was_never_seen_says_that_there_is_no_network(open_page, locale, words):
    page = open_page(locale=locale, service_workers="allow")
    with_worker(page)
    page.context.set_offline(True)
    page.goto("/flyers/3/")
    assert page.locator("h1").inner_text() == words


def test_a_favourite_is_readable_offline_though_it_was_never_opened_and_goes_with_the_sign_out(open_page):
    page = open_page(service_workers="allow")
    sign_in(page, "Charlie")
    with_worker(page)
    page.locator("article", has_text="Flohmarkt am Röschi").locator(".heart").click()
    wait_until_kept(page, "favourites", "/flyers/31/")
    page.context.set_offline(True)
    page.goto("/flyers/31/")
    assert page.locator("h1").inner_text() == "Flohmarkt am Röschi"
    page.goto("/accounts/email/")
    page.get_by_role("link", name="Flohmarkt am Röschi").wait_for()
    # The page that was asked for comes by itself.
    with page.expect_navigation():
        page.context.set_offline(False)
    assert page.locator("h1").inner_text() != "You are offline."
    page.goto("/")
    wait_until_kept(page, "mine", "/")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/")
    page.wait_for_load_state("networkidle")
    assert kept(page, "favourites") == []
    page.goto("/")
    wait_for(page, lambda: not kept(page, "mine"))
    page.context.set_offline(True)
    page.goto("/flyers/31/")
    assert page.locator("h1").inner_text() == "You are offline."


def test_a_favourite_that_has_ended_is_not_shown_offline(open_page):
    page = open_page(service_workers="allow")
    with_worker(page)
    page.evaluate("""async () => {
      const headers = { "X-Ends-At": "2020-01-01T00:00:00Z", "X-Title": "Over", "Content-Type": "text/html" };
      await (await caches.open("favourites")).put("/flyers/5/", new Response("<h1>Over</h1>", { headers }));
    }""")
    page.context.set_offline(True)
    page.goto("/flyers/5/")
    assert page.locator("h1").inner_text() == "You are offline."


def test_pictures_are_kept_up_to_a_bound_and_the_least_used_go(open_page, board):
    bound = 60_000
    with before(board.url) as proxy:
        proxy.change = lambda path, body: (
            re.sub(rb'"picturesBytes": \d+', b'"picturesBytes": %d' % bound, body) if path == "/sw.js" else body
        )
        page = open_page(base_url=proxy.url, service_workers="allow")
        with_worker(page)
        page.evaluate("""async () => {
          const { name } = performance.getEntriesByType("resource").find(({ name }) => name.includes("/pictures/"));
          for (let i = 0; i < 15; i++) await fetch(`${name}?copy=${i}`).then((answer) => answer.blob());
        }""")
        page.wait_for_timeout(3_000)
        assert 0 < page.evaluate(BYTES) <= bound


def test_an_update_leaves_an_open_tab_the_files_it_was_made_with(open_page, board):
    with before(board.url) as proxy:
        page = open_page(base_url=proxy.url, service_workers="allow")
        with_worker(page)
        script = page.evaluate("""async () => {
          const name = (await caches.keys()).find((name) => name.startsWith("shell-"));
          const shell = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
          return shell.find((path) => path.includes("/carousel."));
        }""")
        assert script

        def updated(path: str, body: bytes) -> bytes | None:
            if path == script:
                return None
            if path == "/sw.js":
                return re.sub(rb'"version": "\w+"', b'"version": "the-next"', body).replace(
                    script.encode(), b"/offline/"
                )
            return body

        proxy.change = updated
        page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update())")
        wait_for(page, lambda: "shell-the-next" in page.evaluate("caches.keys()"))
        ready = "navigator.serviceWorker.getRegistration().then(({ installing, waiting }) => !installing && !waiting)"
        wait_for(page, lambda: page.evaluate(ready))
        assert page.evaluate("script => fetch(script).then((answer) => answer.status)", script) == 200
        page.goto("/users/2/")
        assert page.locator("h1").inner_text() == "Bob"


SHARE = """<form method="post" action="/flyers/new/?shared=1" enctype="multipart/form-data">
<input name="title" value="Hofkonzert"><input name="text" value="Kommt alle!"><input name="url" value="https://hof.example/">
<input type="file" name="pictures"><button>Share</button></form>"""


def test_what_is_shared_from_another_app_is_in_the_form_of_a_new_flyer(open_page):
    page = open_page(service_workers="allow")
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    with_worker(page)
    page.set_content(SHARE)
    photo = {"name": "Plakat ü.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg()}
    page.locator("[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Share").click()
    page.wait_for_url("/flyers/new/?shared=1")
    page.locator(".sheets .sheet-row[data-id]").wait_for()
    assert page.get_by_label("Title").input_value() == "Hofkonzert"
    assert page.get_by_label("Text", exact=True).input_value() == "Kommt alle!\nhttps://hof.example/"
    # They are given once; what the draft keeps is the same picture.
    page.reload()
    page.get_by_text("Your draft is back.").wait_for()
    assert page.locator(".sheets .sheet-row").count() == 1
    page.get_by_label("Title").fill("Geteilt")
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_text("Not saved yet.").wait_for()
    assert page.get_by_label("Title").input_value() == "Geteilt"


def test_who_saves_data_gets_nothing_ahead(open_page, board):
    with before(board.url) as proxy:
        proxy.change = lambda _path, body: body.replace(b"navigator.connection?.saveData", b"true")
        page = open_page(base_url=proxy.url, service_workers="allow")
        sign_in(page, "Charlie")
        with_worker(page)
        page.locator("article", has_text="Flohmarkt am Röschi").locator(".heart").click()
        wait_for(page, lambda: any("show=favourites" in path for path in proxy.asked))
        page.wait_for_timeout(1_000)
        shell = page.evaluate("caches.keys().then((names) => names.find((name) => name.startsWith('shell-')))")
        # What the page itself needed, and not what others will.
        assert any("/folding." in path for path in kept(page, shell))
        assert not any("/flyer-form." in path for path in kept(page, shell))
        assert kept(page, "favourites") == []
