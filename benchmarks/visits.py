"""Opening a page on a phone: cold, and again."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright

from benchmarks.chromium import Fetched, phone, seen, slow_network, slow_processor

# Longer than the slowest file still on its way takes.
_SETTLED_MS = 800
# A browser that has just been started is still busy with itself.
_STARTED_MS = 1_500


@dataclass(frozen=True)
class Visit:
    """Times in milliseconds, sizes in bytes as they crossed the network. ``inp`` is 0 where nothing was touched."""

    lcp: float
    cls: float
    bytes: float
    text_bytes: float
    inp: float = 0


def cold_and_warm(playwright: Playwright, url: str) -> tuple[Visit, Visit]:
    """In a new browser, and once more in the same. No service worker: a throttle does not reach what it fetches."""
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile), service_workers="block") as context,
    ):
        pages = context.new_page(), context.new_page()
        pages[0].wait_for_timeout(_STARTED_MS)
        return _opened(pages[0], url), _opened(pages[1], url)


def _opened(page: Page, url: str) -> Visit:
    cdp = page.context.new_cdp_session(page)
    fetched = Fetched()
    slow_network(cdp)
    slow_processor(cdp)
    fetched.watch(cdp)
    page.goto(url, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(_SETTLED_MS)
    found = seen(page)
    page.close()
    return Visit(found["lcp"], found["cls"], fetched.total, fetched.text)


def touched(playwright: Playwright, url: str) -> Visit:
    """A filter, a search, a swipe through posters and down the board, at a slow processor."""
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile)) as context,
    ):
        page = context.new_page()
        slow_processor(context.new_cdp_session(page))
        page.goto(url, wait_until="networkidle")
        for chip in ("#category-food", "#category-food", "#when-weekend"):
            page.locator(chip).tap()
            page.wait_for_timeout(500)
        page.get_by_role("searchbox").tap()
        page.keyboard.type("brot", delay=80)
        page.wait_for_timeout(800)
        page.mouse.wheel(0, 3_000)
        page.wait_for_timeout(800)
        found = seen(page)
        return Visit(found["lcp"], found["cls"], 0, 0, found["inp"])
