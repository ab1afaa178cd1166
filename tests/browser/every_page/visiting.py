"""Opening a sight in a browser of its own, and noting whatever is said against it."""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import PHONE
from tests.browser.every_page.scene import Scene
from tests.browser.every_page.sights import Sight

LOCALES = {"en": "en-GB", "de": "de-CH"}
# Refusals that are meant are reported as errors, too: the status is looked at by itself.
_REFUSED = re.compile(r"status of [45]\d\d")
# Answers with the headers they have on the way to a browser, made by the board's own code in its own process.
ANSWERS = """
import json
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory
from django.utils.translation import override
from pockitflyer.web import problems
client = Client(HTTP_HOST="localhost")
policy = client.get("/offline/").headers["Content-Security-Policy"]
made = {}
for language in ("en", "de"):
    with override(language):
        request = RequestFactory(HTTP_HOST="localhost").get("/flyers/new/")
        answers = [
            problems.bad_request(request, BadRequest("")),
            problems.refuse(request, 411, "length-required", ""),
            problems.refuse(request, 413, "too-large", ""),
            problems.too_many_requests(request),
            problems.server_error(request),
        ]
        made |= {f"{language} {answer.status_code}": answer.content.decode() for answer in answers}
print(json.dumps({"policy": policy, "answers": made}))
"""


@dataclass
class Visit:
    """A page, what answered, and what the browser complained of."""

    page: Page
    language: str
    status: int
    complaints: list[str] = field(default_factory=list)


@contextlib.contextmanager
def visit(
    browser: Browser, scene: Scene, sight: Sight, language: str, viewport: dict[str, int] = PHONE, **options: object
) -> Iterator[Visit]:
    """Waits until the page is at rest. Nobody's cookies or copies are there from before."""
    usual = {"base_url": scene.server.url, "locale": LOCALES[language], "reduced_motion": "reduce"}
    context = browser.new_context(viewport=viewport, service_workers="block", **usual | options)
    context.set_default_timeout(20_000)
    if sight.who:
        context.add_cookies([{"name": "sessionid", "value": scene.sessions[sight.who], "url": scene.server.url}])
    page = context.new_page()
    seen = Visit(page, language, 0)
    page.on("console", lambda message: message.type == "error" and seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: _note_stranger(request, scene, seen))
    try:
        seen.status = _open(page, scene, sight, language)
        rest(page)
        yield seen
        seen.complaints = [text for text in seen.complaints if not _REFUSED.search(text)]
    finally:
        # Of a context that is closed while its page is turning into the next, Chromium never says that it is gone.
        with contextlib.suppress(PlaywrightError):
            page.goto("about:blank", timeout=5_000)
        context.close()


def rest(page: Page) -> None:
    """Until the pictures in sight are there, and what was laid out twice has been."""
    page.evaluate(
        """async () => {
          const later = (ms) => new Promise((done) => setTimeout(done, ms));
          const inSight = (image) => {
            const { top, bottom, left, right } = image.getBoundingClientRect();
            return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
          };
          const there = [...document.images].filter(inSight).map((image) => image.decode().catch(() => {}));
          // One that is not asked for yet is never there.
          await Promise.race([Promise.all(there), later(2000)]);
          const drawn = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          await Promise.race([drawn, later(500)]);
        }"""
    )


def _open(page: Page, scene: Scene, sight: Sight, language: str) -> int:
    """The status of the address; steps beyond it may have others."""
    if sight.path.startswith("/answers/"):
        page.route("**/answers/*/", lambda route: _answer(route, scene, sight, language))
    answer = page.goto(sight.path.format(**scene.ids))
    assert answer is not None
    if sight.arrive is not None:
        sight.arrive(page, scene)
    return answer.status


def _answer(route, scene: Scene, sight: Sight, language: str) -> None:
    known = _answers(scene)
    headers = {"Content-Security-Policy": known["policy"], "Content-Type": "text/html; charset=utf-8"}
    route.fulfill(status=sight.status, headers=headers, body=known["answers"][f"{language} {sight.status}"])


_MADE: dict[str, dict] = {}


def _answers(scene: Scene) -> dict:
    """Made once for each board."""
    if scene.server.url not in _MADE:
        _MADE[scene.server.url] = json.loads(scene.server.django(ANSWERS).splitlines()[-1])
    return _MADE[scene.server.url]


def _note_stranger(request: Request, scene: Scene, seen: Visit) -> None:
    """Requests to anybody else but the board."""
    asked, ours = urlsplit(request.url), urlsplit(scene.server.url)
    if asked.scheme in ("http", "https") and asked.netloc != ours.netloc:
        seen.complaints.append(f"asks another origin: {request.url}")
