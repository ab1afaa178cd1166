"""How often a face crosses the network while somebody looks around, goes back, reloads and starts the browser again."""

import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from benchmarks.chromium import await_worker, phone
from benchmarks.proxy import before

CARDS = 200
PROFILES = 10
_FACE = re.compile(r"/(?:pictures/.+/|static/accounts/face/)(?:128|512)\.")
_SHOWN = "() => [...document.querySelectorAll('.face img')].map((img) => [img.clientWidth, img.currentSrc])"


@dataclass(frozen=True)
class Journey:
    """``twice`` are addresses of faces asked for more than once, ``wrong`` small faces of another rendition."""

    profiles: int
    faces_shown: int
    faces_fetched: int
    twice: list[str]
    wrong: list[str]


def travel(playwright: Playwright, origin: str) -> Journey:
    shown: list[tuple[float, str]] = []
    with before(origin) as proxy, tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile:
        with phone(playwright, Path(profile)) as context:
            profiles = _look_around(context, proxy.url, shown)
        with phone(playwright, Path(profile)) as context:
            _read_board(context.new_page(), proxy.url, shown)
        fetched = Counter(path for path in proxy.asked if _FACE.search(path))
    wrong = [url for width, url in shown if 32 <= width <= 40 and "/128." not in url]
    return Journey(profiles, len(shown), len(fetched), [path for path, times in fetched.items() if times > 1], wrong)


def _look_around(context: BrowserContext, origin: str, shown: list[tuple[float, str]]) -> int:
    """How many profiles it opened."""
    page = context.new_page()
    _read_board(page, origin, shown)
    people = page.evaluate("() => [...new Set([...document.querySelectorAll('.who a.name')].map((link) => link.href))]")
    opened = people[:PROFILES]
    for address in opened:
        page.goto(address, wait_until="networkidle")
        _note(page, shown)
        page.go_back(wait_until="networkidle")
    page.reload(wait_until="networkidle")
    _note(page, shown)
    return len(opened)


def _read_board(page: Page, origin: str, shown: list[tuple[float, str]]) -> None:
    page.goto(origin, wait_until="networkidle")
    await_worker(page)
    scroll_to(page, CARDS)
    _note(page, shown)


def _note(page: Page, shown: list[tuple[float, str]]) -> None:
    shown += [(width, url) for width, url in page.evaluate(_SHOWN) if url]


def scroll_to(page: Page, cards: int) -> None:
    """Down the board until so many cards are there, and every one of them has been near the screen."""
    page.mouse.move(195, 500)
    while page.locator("article").count() < cards:
        page.mouse.wheel(0, 2_000)
        page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
