"""A real Chromium as a phone: a slow network, a slow processor, and what it says of a page."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "de-CH",
}
_DOWN_BITS_PER_S, _UP_BITS_PER_S, _ROUND_TRIP_MS = 1_600_000, 750_000, 150
SLOWER = 4
# Largest paint, shifts without a finger, and the longest of each interaction: web-vitals' definitions.
_WATCH = """
window.seen = { lcp: 0, largest: "", cls: 0, inp: 0 };
const watch = (type, note, more) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
const touch = (entry) => { if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration); };
watch("largest-contentful-paint", ({ startTime, element, url }) => {
  seen.lcp = startTime;
  seen.largest = `${element?.localName}.${element?.className} ${url.slice(-40)}`;
});
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch("event", touch, { durationThreshold: 16 });
"""


@dataclass
class Fetched:
    """What crossed the network, in bytes as sent, headers included, by kind: Document, Stylesheet, Script, Image, …"""

    by_kind: dict[str, float] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)

    def watch(self, cdp: CDPSession) -> None:
        cdp.on("Network.responseReceived", lambda event: self._kinds.update({event["requestId"]: event["type"]}))
        cdp.on("Network.loadingFinished", self._add)

    def _add(self, event: Any) -> None:
        kind = self._kinds.get(event["requestId"], "Other")
        self.by_kind[kind] = self.by_kind.get(kind, 0) + event["encodedDataLength"]

    @property
    def total(self) -> float:
        return sum(self.by_kind.values())

    @property
    def text(self) -> float:
        """HTML, styles and scripts."""
        return sum(self.by_kind.get(kind, 0) for kind in ("Document", "Stylesheet", "Script"))


def program() -> str | None:
    """Where Chromium is: ``CHROMIUM``, or on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextlib.contextmanager
def phone(playwright: Playwright, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """A browser whose profile stays in a folder, so that it can be started again."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=program(), args=ARGUMENTS, **PHONE, **options
    )
    context.add_init_script(_WATCH)
    context.set_default_timeout(60_000)
    try:
        yield context
    finally:
        context.close()


def await_worker(page: Page) -> None:
    """On a first visit the board sends for its service worker when somebody moves: here, a key that does nothing else.

    Until it has taken over, with all it fetches, so that this is no part of what is measured next.
    """
    page.keyboard.press("Shift")
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=60_000)


def slow_network(cdp: CDPSession) -> None:
    cdp.send("Network.enable")
    cdp.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": _ROUND_TRIP_MS,
            "downloadThroughput": _DOWN_BITS_PER_S / 8,
            "uploadThroughput": _UP_BITS_PER_S / 8,
        },
    )


def slow_processor(cdp: CDPSession, times: float = SLOWER) -> None:
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": times})


def seen(page: Page) -> dict[str, Any]:
    """``lcp`` and ``inp`` in milliseconds, ``cls``; ``largest`` in words."""
    return page.evaluate("seen")
