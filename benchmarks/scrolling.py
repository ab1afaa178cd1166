"""Scrolling a long board at a slow processor, stretch by stretch, beside an empty page of the same height."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Playwright

from benchmarks.chromium import await_worker, phone, slow_processor
from benchmarks.journey import scroll_to

CARDS = 500
_DISTANCE_PX, _SPEED_PX_PER_S = 8_000, 2_000
LONG_FRAME_MS = 25
# Cards that have come near are laid down, and far ones folded, once the page rests.
_RESTS_MS = 4_000
_COUNT = """() => {
  window.gaps = []; let last = performance.now(); window.counting = true;
  const tick = (now) => { gaps.push(now - last); last = now; if (counting) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


@dataclass(frozen=True)
class Scroll:
    """Frames over 25 ms on the board and on the empty page; memory of the board in bytes, and its DOM nodes."""

    long_frames: int
    long_frames_empty: int
    heap_bytes: float
    nodes: float


def scroll(playwright: Playwright, origin: str, runs: int) -> list[Scroll]:
    """A stretch a run, from the top of the board to its end."""
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile)) as context,
    ):
        board, empty = context.new_page(), context.new_page()
        board.goto(origin, wait_until="networkidle")
        # In a tab behind another nothing is drawn, and so nothing revealed.
        board.bring_to_front()
        await_worker(board)
        scroll_to(board, CARDS)
        empty.goto(f"{origin}/robots.txt")
        height = board.evaluate("document.documentElement.scrollHeight")
        empty.evaluate("height => { document.body.style.height = `${height}px` }", height)
        room = height - 2 * _DISTANCE_PX
        return [_both(board, empty, round(room * run / max(1, runs - 1))) for run in range(runs)]


def _both(board: Page, empty: Page, top: int) -> Scroll:
    without = _long_frames(empty, top)[0]
    found, cdp = _long_frames(board, top)
    cdp.send("HeapProfiler.collectGarbage")
    cdp.send("Performance.enable")
    metrics = {metric["name"]: metric["value"] for metric in cdp.send("Performance.getMetrics")["metrics"]}
    return Scroll(found, without, metrics["JSHeapUsedSize"], metrics["Nodes"])


def _long_frames(page: Page, top: int) -> tuple[int, CDPSession]:
    page.bring_to_front()
    page.evaluate("top => scrollTo(0, top)", top)
    page.wait_for_timeout(_RESTS_MS)
    cdp = page.context.new_cdp_session(page)
    slow_processor(cdp)
    page.evaluate(_COUNT)
    gesture = {"x": 195, "y": 500, "yDistance": -_DISTANCE_PX, "speed": _SPEED_PX_PER_S, "gestureSourceType": "mouse"}
    cdp.send("Input.synthesizeScrollGesture", gesture)
    gaps = page.evaluate("() => { counting = false; return gaps; }")
    slow_processor(cdp, 1)
    return sum(gap > LONG_FRAME_MS for gap in gaps), cdp
