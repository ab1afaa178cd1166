"""What tests of the service worker have in common."""

from collections.abc import Callable

from playwright.sync_api import Page

KEPT = """async (name) => {
  if (!(await caches.has(name))) return [];
  const cache = await caches.open(name);
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}"""


def with_worker(page: Page, path: str = "/") -> None:
    """Opens the page once more when the worker has taken over, so that it comes through it."""
    page.goto(path)
    await_worker(page)
    page.goto(path)
    page.wait_for_load_state("networkidle")


def await_worker(page: Page) -> None:
    """To the board it comes when somebody moves, on a first visit (awake.js): a key that does nothing else."""
    page.keyboard.press("Shift")
    page.wait_for_function("() => navigator.serviceWorker.controller")


def kept(page: Page, cache: str) -> list[str]:
    """The paths in a cache; none if there is no such cache."""
    return page.evaluate(KEPT, cache)


def wait_until_kept(page: Page, cache: str, path: str) -> None:
    wait_for(page, lambda: path in kept(page, cache))


def wait_for(page: Page, claim: Callable[[], object], patience_s: int = 20) -> None:
    """Playwright's own waiting takes a promise for a yes."""
    for _ in range(patience_s * 10):
        if claim():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")
