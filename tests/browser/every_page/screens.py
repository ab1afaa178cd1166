"""``bin/test --screens``: a picture of every page on a phone and on a desk, light and dark, for people to look at."""

import argparse
import html
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.board_server import ROOT
from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.every_page.scene import Scene, scene
from tests.browser.every_page.sights import SIGHTS, Sight
from tests.browser.every_page.visiting import rest, visit

OUT: Final = ROOT / "out" / "screens"
WIDTHS: Final = (390, 1280)
THEMES: Final = ("light", "dark")
_LEAST_PX, _MOST_PX = 844, 1_800
_STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.4 system-ui, sans-serif; }
body { margin: 24px; }
h2 { margin: 40px 0 12px; font-size: 1.1rem; }
div { display: flex; gap: 12px; align-items: start; overflow-x: auto; }
img { border: 1px solid #8888; height: 420px; width: auto; }
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/test --screens", description=__doc__)
    parser.add_argument("--language", choices=("en", "de"), default="en")
    parser.add_argument("--only", default="", help="a part of the names of the pages to take")
    given = parser.parse_args()
    if not os.environ.get("CHROMIUM"):
        sys.exit("There is no Chromium: install one, or set CHROMIUM to its path.")
    sights = [sight for sight in SIGHTS if given.only in sight.name]
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pockitflyer-screens-") as folder:
        _take_all(Path(folder) / "home", sights, given.language)
    index = OUT / "index.html"
    index.write_text(_index([sight.name for sight in SIGHTS], given.language))
    print(index)


def _take_all(home: Path, sights: Sequence[Sight], language: str) -> None:
    with scene(home) as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=CHROMIUM_ARGUMENTS)
        for number, sight in enumerate(sights, 1):
            print(f"{number}/{len(sights)} {sight.name}")
            _take(browser, made, sight, language)
        browser.close()


def _take(browser: Browser, made: Scene, sight: Sight, language: str) -> None:
    with visit(browser, made, sight, language) as seen:
        page = seen.page
        for width, theme in _looks():
            page.emulate_media(color_scheme=theme)
            _fit(page, width)
            rest(page)
            page.screenshot(path=OUT / _file(sight.name, width, theme), animations="disabled")


def _fit(page: Page, width: int) -> None:
    """As high as the page, within bounds: a board has no end."""
    page.set_viewport_size({"width": width, "height": _LEAST_PX})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, _MOST_PX)})


def _looks() -> Iterator[tuple[int, str]]:
    for width in WIDTHS:
        for theme in THEMES:
            yield width, theme


def _file(name: str, width: int, theme: str) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}-{width}-{theme}.png"


def _index(names: Sequence[str], language: str) -> str:
    """Those that were taken, now or before."""
    groups = []
    for name in names:
        files = [file for look in _looks() if (OUT / (file := _file(name, *look))).exists()]
        thumbs = "".join(f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in files)
        groups.append(f"<h2>{html.escape(name)}</h2><div>{thumbs}</div>" if files else "")
    head = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Every page</title>'
    return f"{head}<style>{_STYLE}</style><h1>Every page</h1>{''.join(groups)}</html>"


if __name__ == "__main__":
    main()
