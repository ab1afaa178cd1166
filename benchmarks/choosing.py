"""Choosing a face on a phone's line: from the tap on "Use this picture" until the board has it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, Playwright

from benchmarks import photos
from benchmarks.chromium import phone, slow_network, slow_processor
from benchmarks.shown_board import EMAIL, PASSWORD

_ADDRESS: Final = "/api/v1/users/me/profile/picture/"
# In milliseconds since the page was opened: the tap, the new face in the header, the word that it is stored.
_WATCH = """
window.times = {};
const painted = (name) => requestAnimationFrame(() => setTimeout(() => { times[name] ??= performance.now(); }));
const look = () => {
  const face = document.querySelector(".me .chosen"), field = document.querySelector(".pick");
  if (document.querySelector(".crop.ready")) times.ready ??= performance.now();
  if (face && times.used && !face.isWatched) { face.isWatched = true; face.decode().then(() => painted("shown")); }
  if (times.used && field?.querySelector("output").textContent === field?.dataset.done) painted("stored");
};
const note = (tap) => { if (tap.target.closest("[value=use]")) times.used = tap.timeStamp; };
document.addEventListener("click", note, true);
document.addEventListener("change", (choice) => { if (choice.target.files) times.chosen = choice.timeStamp; }, true);
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""
_SEND_RAW = """async (address) => {
  const form = new FormData();
  form.append("image", document.querySelector(".pick input[type=file]:not([capture])").files[0]);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const start = performance.now();
  const answer = await fetch(address, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(answer.status);
  return performance.now() - start;
}"""


@dataclass(frozen=True)
class Choice:
    """Milliseconds until the square can be chosen, and from the tap on; ``bytes_sent`` with the form around them."""

    opened_ms: float
    shown_ms: float
    stored_ms: float
    bytes_sent: float
    file_bytes: float


def choose(playwright: Playwright, origin: str, jpeg: bytes, runs: int) -> list[Choice]:
    """Each time another square, because the board draws what it knows already only once."""
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile)) as context,
    ):
        context.add_init_script(_WATCH)
        photo = Path(profile) / "photo.jpg"
        photo.write_bytes(jpeg)
        page = context.new_page()
        _sign_in(page, origin)
        _slow(page)
        return [_chosen(page, origin, photo, zoom=2 + 3 * number) for number in range(runs)]


def send_raw(playwright: Playwright, origin: str, jpeg: bytes, runs: int) -> list[float]:
    """Milliseconds from sending the file as it is to the board's answer, for comparison."""
    with (
        tempfile.TemporaryDirectory(prefix="pockitflyer-profile-") as profile,
        phone(playwright, Path(profile)) as context,
    ):
        # The field as it is without our scripts.
        context.route("**/face-field.*.js", lambda route: route.abort())
        page = context.new_page()
        _sign_in(page, origin)
        _slow(page)
        return [_sent_raw(page, origin, Path(profile), photos.with_comment(jpeg, str(n))) for n in range(runs)]


def _sign_in(page: Page, origin: str) -> None:
    page.goto(f"{origin}/accounts/login/")
    page.locator("[name=login]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"{origin}/")


def _slow(page: Page) -> None:
    cdp = page.context.new_cdp_session(page)
    slow_network(cdp)
    slow_processor(cdp)


def _chosen(page: Page, origin: str, photo: Path, *, zoom: int) -> Choice:
    page.goto(f"{origin}/me/edit/", wait_until="networkidle")
    page.locator(".pick input[type=file]:not([capture])").set_input_files(photo)
    page.locator(".crop.ready").wait_for()
    page.locator(".crop input[type=range]").fill(str(zoom))
    # Nobody taps at once.
    page.wait_for_timeout(1_000)
    with page.expect_request_finished(lambda request: request.url.endswith(_ADDRESS)) as sent:
        page.locator(".crop button[value=use]").click()
    page.wait_for_function("times.stored && times.shown")
    times = page.evaluate("times")
    body = float(sent.value.header_value("content-length") or 0)
    opened = times["ready"] - times["chosen"]
    return Choice(opened, times["shown"] - times["used"], times["stored"] - times["used"], body, photo.stat().st_size)


def _sent_raw(page: Page, origin: str, folder: Path, jpeg: bytes) -> float:
    photo = folder / "raw.jpg"
    photo.write_bytes(jpeg)
    page.goto(f"{origin}/me/edit/", wait_until="networkidle")
    page.locator(".pick input[type=file]:not([capture])").set_input_files(photo)
    return float(page.evaluate(_SEND_RAW, _ADDRESS))
