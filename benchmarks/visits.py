"""Opening a page on a phone: cold, and again."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, Playwright

from benchmarks.chromium import Fetched, await_worker, phone, seen, slow_network, slow_processor

# Longer than the slowest file still on its way takes.
_SETTLED_MS = 800
# A browser that has just been started is still busy with itself.
_STARTED_MS = 1_500


@dataclass(frozen=True)
class Visit:
    """Times in milliseconds, sizes in bytes as they crossed the network. ``inp`` is 0 where nothing was touched.

    ``largest`` names what was the largest paint.
    """

    lcp: float
    cls: float
    bytes: float
    text_bytes: float
    inp: float = 0
    largest: str = ""


# Words and something to press, and nothing else: what the browser itself takes.
_EMPTY = """data:text/html,<meta name="viewport" content="width=device-width">
<h1>Words</h1><button>Press</button><input type="search">"""


@dataclass(frozen=True)
class Visits:
    """The same page three times, and an empty one in a new tab."""

    cold: Visit
    in_new_tab: Visit
    in_same_tab: Visit
    empty: Visit


def again_and_again(playwright: Playwright, url: str, other_url: str) -> Visits:
    """In a new browser; in a new tab of it; and in that tab once more, coming from another page of the board.

    No service worker: a throttle does not reach what it fetches.
    """
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile), service_workers="block") as context,
    ):
        first, second, third = (context.new_page() for _ in range(3))
        first.wait_for_timeout(_STARTED_MS)
        cold = _opened(_slowed(first), url)
        first.close()
        in_new_tab = _opened(_slowed(second), url)
        _opened(second, other_url)
        in_same_tab = _opened(second, url)
        second.close()
        return Visits(cold, in_new_tab, in_same_tab, _opened(_slowed(third), _EMPTY))


def _slowed(page: Page) -> Page:
    """Not before its turn: what holds a page back works all the time, and would hold back the others as well.

    In front, because in a tab behind another it is as it happens whether and when a picture is painted.
    """
    page.bring_to_front()
    cdp = page.context.new_cdp_session(page)
    slow_network(cdp)
    slow_processor(cdp)
    return page


def _opened(page: Page, url: str) -> Visit:
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    fetched = Fetched()
    fetched.watch(cdp)
    page.goto(url, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(_SETTLED_MS)
    found = seen(page)
    cdp.detach()
    return Visit(found["lcp"], found["cls"], fetched.total, fetched.text, largest=found["largest"])


def touched(playwright: Playwright, url: str) -> tuple[Visit, float]:
    """A filter, a search, and down the board, at a slow processor; and the ``inp`` of an empty page, touched alike."""
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile)) as context,
    ):
        page = context.new_page()
        slow_processor(context.new_cdp_session(page))
        page.goto(_EMPTY)
        for _ in range(3):
            _tap(page, page.get_by_role("button"))
        _tap(page, page.get_by_role("searchbox"))
        page.keyboard.type("brot", delay=80)
        page.wait_for_timeout(_SETTLED_MS)
        empty = seen(page)["inp"]
        page.goto(url, wait_until="networkidle")
        await_worker(page)
        for chip in ("#category-food", "#category-food", "#when-weekend"):
            _tap(page, page.locator(chip))
        _tap(page, page.get_by_role("searchbox"))
        page.keyboard.type("brot", delay=80)
        page.wait_for_timeout(_SETTLED_MS)
        page.mouse.wheel(0, 3_000)
        page.wait_for_timeout(_SETTLED_MS)
        found = seen(page)
        return Visit(found["lcp"], found["cls"], 0, 0, found["inp"]), empty


def _tap(page: Page, target: Locator) -> None:
    """As a finger does: what Playwright looks up in the page before its own tap would be counted as the page's."""
    box = target.bounding_box()
    if box is None:
        raise RuntimeError(f"{target} cannot be seen")
    page.wait_for_timeout(_SETTLED_MS)
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(_SETTLED_MS)
