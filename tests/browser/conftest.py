"""A real Chromium on a real board."""

import contextlib
import os
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect, sync_playwright

from pockitflyer.pictures.tests import photos
from tests.board_server import ROOT, Server, serving

PASSWORD = "a-long-walk-home"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

SEED = """
import random
from allauth.account.models import EmailAddress
from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import FlyerImage
from pockitflyer.flyers.tests.board import pin, pin_many
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.pictures.tests import photos

poster, face = take_in(photos.jpeg(800, 1000), POSTER), take_in(photos.jpeg(300, 300), AVATAR)
people = {}
for name in ("Alice", "Bob", "Charlie"):
    user = User.objects.create_user(f"{name.lower()}@example.com", "a-long-walk-home", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    people[name] = user
people["Bob"].picture = face
people["Bob"].save()
pin_many(people["Bob"], 30)
pin(people["Alice"], "Flohmarkt am Röschi", images=3, info_1="Tische ab 10 Franken")
FlyerImage.objects.update(picture=poster)
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not os.environ.get("CHROMIUM"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: set CHROMIUM to its path"))


@pytest.fixture(scope="session")
def board(tmp_path_factory) -> Server:
    with serving(tmp_path_factory.mktemp("browser") / "home", "--empty") as server:
        server.django(SEED)
        yield server


@pytest.fixture(scope="session")
def mute_board(tmp_path_factory) -> Server:
    """Where no mail server takes a mail: nobody listens at that port."""
    home = tmp_path_factory.mktemp("mute") / "home"
    with serving(home, "--empty", POCKITFLYER_SMTP_URL="smtp://127.0.0.1:1") as server:
        yield server


# For each module anew: while it is open Playwright runs an event loop, in which Django refuses its database.
@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, board):
    """Makes pages in a context of their own, on a board where nobody has marked anything yet.

    Whatever the console says against a page fails the test.
    """
    with contextlib.closing(sqlite3.connect(board.home / "pockitflyer.sqlite3", timeout=20)) as database, database:
        # Of the tests before, whichever they were.
        for table in ("flyers_favourite", "accounts_follow", "accounts_block"):
            database.execute(f"DELETE FROM {table}")
    contexts, complaints = [], []

    def make(viewport=PHONE, **options) -> Page:
        usual = {"base_url": board.url, "locale": "en-GB", "device_scale_factor": 2}
        # What goes through a service worker, page.route does not see.
        context = chromium.new_context(viewport=viewport, **usual | {"service_workers": "block"} | options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        for page in context.pages:
            # Lets the console say what it has to say by now; what it says of being left is nobody's fault.
            page.wait_for_timeout(1)
    said = list(complaints)
    for context in contexts:
        for page in context.pages:
            leave(page)
        context.close()
    # An answer that is meant to refuse (422, 413, 404, 503) is reported as an error as well, and so is a request that
    # htmx gives up because the next one has overtaken it, or that fails because a test took the network away.
    refused = re.compile(r"status of (4\d\d|503)|^htmx:(afterRequest|sendAbort)|ERR_INTERNET_DISCONNECTED")
    assert [text for text in said if not refused.search(text)] == []


def leave(page: Page) -> None:
    """Of a context that is closed while its page is turning into the next, Chromium never says that it is gone."""
    for _ in range(5):
        # The page it was turning into may be quicker than the blank one.
        with contextlib.suppress(Error):
            page.goto("about:blank", timeout=5_000)
            return


@pytest.fixture
def shots(tmp_path):
    """Three photos of different sizes."""
    paths = [tmp_path / f"photo-{n}.jpg" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_bytes(photos.jpeg(900 + 40 * n, 1200))
    return paths


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(f"{name.lower()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")
    # A page that is left before it was ever drawn says that the transition to it was given up.
    expect(page.locator("main")).to_be_visible()
    for _ in range(400):
        if page.evaluate("performance.getEntriesByType('paint').length"):
            break
        # Not wait_for_function, which needs a script of the page's.
        page.wait_for_timeout(20)


def screenshot(page: Page, name: str) -> None:
    """For people to look at: out/screens/."""
    folder = ROOT / "out" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
