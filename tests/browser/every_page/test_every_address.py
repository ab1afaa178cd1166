"""No page is forgotten: each address of the board is among the sights, or it is said why it is not."""

from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from django.urls import get_resolver, resolve

from tests.browser.every_page.sights import SIGHTS

JSON = "answers programs, in JSON"
FILE = "a file for programs"
VERB = "does something and leads to another page; with GET it answers 405"
NOT_OFFERED = "allauth's, for ways of signing in that are not offered: it leads to the sign-in"
DJANGOS = "Django's own; those that operators use are sights"
EXCUSED = {
    "api_*": JSON,
    "openapi": JSON,
    "headless:*": JSON,
    "health": JSON,
    "mfa_login_webauthn": "given to the script of the sign-in, in JSON",
    "atom": FILE,
    "calendar": FILE,
    "sitemap": FILE,
    "sitemap_part": FILE,
    "manifest": FILE,
    "service_worker": FILE,
    "robots": FILE,
    "export": FILE,
    "mfa_download_recovery_codes": FILE,
    "language": VERB,
    "exports": VERB,
    "withdraw_flyer": VERB,
    "account_confirm_login_code": NOT_OFFERED,
    "admin:*": DJANGOS,
}


def names() -> set[str]:
    """Of all patterns that have one, with their namespaces."""
    return set(_named(get_resolver().url_patterns, ()))


def _named(patterns: list[Any], spaces: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            own = (pattern.namespace,) if pattern.namespace else ()
            yield from _named(pattern.url_patterns, (*spaces, *own))
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


def seen() -> set[str]:
    """Where the sights are."""
    paths = (sight.path.format_map(defaultdict(lambda: "1")).partition("?")[0] for sight in SIGHTS)
    opened = {resolve(path).view_name for path in paths if not path.startswith(("/answers/", "/nothing/"))}
    return opened | {sight.at for sight in SIGHTS if sight.at}


def test_every_address_has_a_sight_or_a_reason():
    unseen = names() - seen()
    assert sorted(name for name in unseen if not any(fnmatch(name, excused) for excused in EXCUSED)) == []


def test_every_reason_is_needed_and_every_sight_is_of_an_address():
    unseen = names() - seen()
    assert [excused for excused in EXCUSED if not any(fnmatch(name, excused) for name in unseen)] == []
    assert seen() <= names()


def test_sights_have_names_of_their_own():
    assert len({sight.name for sight in SIGHTS}) == len(SIGHTS)
