"""One board and one browser for all pages."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.browser.conftest import DESK
from tests.browser.every_page import looking
from tests.browser.every_page.languages import english_left, ours
from tests.browser.every_page.scene import Scene, scene
from tests.browser.every_page.sights import Sight
from tests.browser.every_page.visiting import visit


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    with scene(tmp_path_factory.mktemp("every-page") / "home") as made:
        yield made


def elsewhere(sight: Sight, url: str) -> list[str]:
    """If it ends at another address than it should."""
    if sight.path.startswith(("/nothing/", "/answers/")):
        return []
    path = sight.path.partition("?")[0]
    expected = sight.at or resolve(re.sub(r"{\w+}", "1", path)).view_name
    there = resolve(urlsplit(url).path).view_name
    return [] if there == expected else [f"ends at {there}: {url}"]


@pytest.fixture
def against(chromium, stage: Scene) -> Callable[[Sight], list[str]]:
    """All that is to be said against a page, in one list. It is opened twice, once in each language."""

    def look(sight: Sight) -> list[str]:
        with visit(chromium, stage, sight, "en", looking.NARROWEST) as english:
            found = looking.too_wide(english.page, looking.NARROWEST) if sight.is_ours else []
            found += [f"answers {english.status}"] if english.status != sight.status else []
            found += elsewhere(sight, english.page.url)
            words = ours(looking.words_on(english.page, sight.words_in), stage.words)
        with visit(chromium, stage, sight, "de") as german:
            page = german.page
            in_german = ours(looking.words_on(page, sight.words_in), stage.words)
            found += english_left(in_german, words)
            if sight.is_ours:
                found += looking.formal(in_german) + looking.too_small(page) + looking.against_axe(page)
                found += looking.against_colours_in_the_dark(page)
                found += looking.too_wide(page, looking.NARROWEST) + looking.too_wide(page, DESK)
                found += looking.against_axe(page)
        return found + english.complaints + german.complaints

    return look
