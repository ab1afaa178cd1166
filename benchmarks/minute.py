"""Somebody publishes on a phone's line, in a real Chromium."""

import os
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import photos

# As the fields of the Chrome DevTools Protocol have it: bytes a second, milliseconds.
_UP, _DOWN, _LATENCY_MS = 750_000 / 8, 1_600_000 / 8, 150
_SLOWER = 4
_PHONE = {"width": 390, "height": 844}
_PHOTOS = 3
# When the page hears of it: a driver looks for the button first, and whether it stands still.
_NOTE_THE_PRESS = (
    "addEventListener('click', () => { sessionStorage.pressed = Date.now(); }, { capture: true, once: true })"
)


def publish_on_a_phone(origin: str, number: int) -> tuple[float, float, float, float]:
    """Milliseconds from choosing three photos, and from a press once they are sent, each to two ends.

    These are the answer, when the flyer is on the board, and the own profile that shows it.
    """
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        # What a service worker fetches goes over an unthrottled line.
        page = browser.new_page(viewport=_PHONE, base_url=origin, locale="en-GB", service_workers="block")
        page.set_default_timeout(300_000)
        files = _files(Path(folder), number)
        _sign_in(page)
        at_once = _publish(page, f"Minute {number}", files, wait=False)
        after = _publish(page, f"Minute {number} again", files, wait=True)
        browser.close()
    return *at_once, *after


def _files(folder: Path, number: int) -> list[Path]:
    paths = [folder / f"{n}.jpg" for n in range(_PHOTOS)]
    for n, path in enumerate(paths):
        path.write_bytes(photos.another_phone_photo(_PHOTOS * number + n))
    return paths


def _sign_in(page: Page) -> None:
    from benchmarks.publish import EMAIL, PASSWORD

    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")


def _publish(page: Page, title: str, files: list[Path], *, wait: bool) -> tuple[float, float]:
    page.goto("/flyers/new/")
    devtools = page.context.new_cdp_session(page)
    speed = {"offline": False, "latency": _LATENCY_MS, "downloadThroughput": _DOWN, "uploadThroughput": _UP}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", speed)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill("Text")
    page.get_by_label("Address").fill("Lindenstrasse 4, 8008 Zürich")
    page.get_by_label("Food").check()
    chosen = 1000 * time.time()
    page.locator("input[type=file]:not([capture])").set_input_files(files)
    if wait:
        page.wait_for_function(f"() => document.querySelectorAll('.sheet-row[data-id]').length === {len(files)}")
    page.evaluate(_NOTE_THE_PRESS)
    with page.expect_response(lambda one: one.request.method == "POST" and one.url.endswith("/flyers/new/")) as answer:
        page.get_by_role("button", name="Publish").last.click()
    timing = answer.value.request.timing
    # Its head says it all; the page is left before anybody reads a body.
    live = timing["startTime"] + timing["responseStart"]
    page.locator(".own-list h3", has_text=title).first.wait_for()
    shown = 1000 * time.time()
    start = float(page.evaluate("sessionStorage.pressed")) if wait else chosen
    return live - start, shown - start
