"""What may be kept of a page, by whom, and an answer that costs one small query while nothing has changed."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

# How long any cache may answer for us. So long, too, a page may be known to be unchanged although the clock has gone
# on: a flyer comes and goes by its dates, without anybody writing anything.
FRESH_S = 10
_STALE_S = 60
_PUBLIC = f"public, max-age={FRESH_S}, stale-while-revalidate={_STALE_S}"
_PRIVATE = "private, no-cache"
# Of gzip: a higher one takes longer and saves next to nothing.
_LEVEL = 6
# What the whole answer, a part of a page, and who is signed in hang on. Language is added by LocaleMiddleware.
_VARY = ("Accept-Encoding", "Cookie", "Authorization", "HX-Request", "HX-History-Restore-Request")

# Public pages this process has made, with the version of the data they were made from: some 20 MB at most. Each worker
# has its own: what one does not know, it makes again.
_known = LocMemCache("known-pages", {"TIMEOUT": FRESH_S, "OPTIONS": {"MAX_ENTRIES": 500}})


@dataclass(frozen=True)
class _Kept:
    """A page as it was made, plain and compressed. It holds no secret, so its length need not be hidden."""

    version: int
    headers: dict[str, str]
    content: bytes
    compressed: bytes


def answer(
    request: HttpRequest, version_now: Callable[[], int | None], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page that ``make`` makes, or has made a moment ago; 304 for who has it.

    ``version_now`` reads a number that changes with everything such a page may show, or ``None`` when there is no
    telling. Whoever carries a session, a token or a message gets a page of their own.
    """
    if not _is_anyone(request):
        return _with_headers(make(), _PRIVATE)
    # Read before the data: a change in between makes a page look older than it is, never newer.
    key, version = _key(request), version_now()
    kept: _Kept | None = _known.get(key)
    if version is None or kept is None or kept.version != version:
        made = make()
        if made.status_code != 200:
            return _with_headers(made, _PRIVATE)
        made["ETag"] = f'"{hashlib.blake2b(made.content, digest_size=16).hexdigest()}"'
        if version is None:
            return _with_headers(made, _PUBLIC)
        kept = _Kept(version, dict(made.headers), made.content, gzip.compress(made.content, _LEVEL, mtime=0))
        _known.set(key, kept)
    return _with_headers(_answer_kept(request, kept), _PUBLIC)


def forget() -> None:
    """Drops every page that this process keeps."""
    _known.clear()


def _answer_kept(request: HttpRequest, kept: _Kept) -> HttpResponse:
    etag = kept.headers["ETag"]
    # A cache on the way that compresses makes our ETag a weak one; comparing for GET is weak (RFC 9110, 13.1.2).
    if etag in {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}:
        return HttpResponseNotModified(headers={"ETag": etag})
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        packed = kept.headers | {"ETag": f"W/{etag}", "Content-Encoding": "gzip"}
        return HttpResponse(kept.compressed, headers=packed)
    return HttpResponse(kept.content, headers=kept.headers)


def _is_anyone(request: HttpRequest) -> bool:
    cookies = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    return "Authorization" not in request.headers and not any(cookie in request.COOKIES for cookie in cookies)


def _key(request: HttpRequest) -> str:
    asked: list[str] = [str(request.scheme), request.get_host(), request.get_full_path(), get_language() or ""]
    asked += [request.headers.get(name) or "" for name in _VARY[3:]]
    return hashlib.blake2b("\n".join(asked).encode(), digest_size=16).hexdigest()


def _with_headers(response: HttpResponse, cache_control: str) -> HttpResponse:
    response.headers.setdefault("Cache-Control", cache_control)
    patch_vary_headers(response, _VARY)
    return response
