"""What may be kept of a page, by whom, and answers that cost one small query while nothing has changed."""

import hashlib
import math
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_from_request

from pockitflyer.web.compression import Body

# How long any cache may answer for us. So long, too, a page may be known to be unchanged although the clock has gone
# on: a flyer comes and goes by its dates, without anybody writing anything.
FRESH_S = 10
_STALE_S = 60
_PUBLIC = f"public, max-age={FRESH_S}, stale-while-revalidate={_STALE_S}"
PRIVATE = "private, no-cache"
# What the whole answer, a part of a page, and who is signed in hang on. Language is added by LocaleMiddleware.
_VARY = ("Accept-Encoding", "Cookie", "Authorization", "HX-Request", "HX-History-Restore-Request")
# The last two, as WSGI names them: ``request.headers`` spells every header anew.
_PARTS = ("HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST")

_turns = [threading.Lock() for _ in range(64)]
# Public pages this process keeps, 20 MB or so. Each worker has its own: what one does not know, it makes again.
_MOST_PAGES = 500
# What was read for who is signed in: its version, when, and the cards themselves, which nobody can change; 10 MB or so.
_MOST_READ = 200


class Lately[Value]:
    """What was put here last, by its key: so many at most, and the oldest makes room."""

    everywhere: ClassVar[list["Lately[Any]"]] = []

    def __init__(self, most: int) -> None:
        self.everywhere.append(self)
        self._most = most
        self._kept: dict[Hashable, Value] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Value | None:
        return self._kept.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        """Keeps it, and gives it back."""
        with self._lock:
            self._kept.pop(key, None)
            while len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = value
        return value

    def drop(self, key: Hashable) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_read: Lately[tuple[int, float, Any]] = Lately(_MOST_READ)


@dataclass(frozen=True)
class _Kept:
    """A page as it was made. ``made_at`` in seconds of the monotonic clock; the headers are those of the plain page."""

    version: int
    made_at: float
    headers: dict[str, str]
    body: Body

    def is_current(self, version: int | None) -> bool:
        return self.version == version and time.monotonic() - self.made_at < FRESH_S


# With the version of the data they were made from. They stay for longer than they count as fresh, so that of many who
# ask for a page that has changed, one makes it and the others wait for that one.
_known: Lately[_Kept] = Lately(_MOST_PAGES)


def answer(
    request: HttpRequest, version_now: Callable[[], int | None], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page that ``make`` makes, with what caches and ``KeptPages`` need to know of it.

    ``version_now`` reads a number that changes with everything such a page may show, or ``None`` when there is no
    telling. Whoever carries a session, a token or a message gets a page of their own.
    """
    if not is_anyone(request):
        return _with_headers(make(), PRIVATE)
    # Read before the data: a change in between makes a page look older than it is, never newer.
    version, made_at = _known_version(request) or version_now(), time.monotonic()
    made = make()
    if made.status_code != 200:
        return _with_headers(made, PRIVATE)
    made["ETag"] = f'"{hashlib.blake2b(made.content, digest_size=16).hexdigest()}"'
    if version is None:
        return _with_headers(made, _PUBLIC)
    kept = _Kept(version, made_at, dict(made.headers), Body(made.content))
    response = _with_headers(_answer_kept(request, kept), _PUBLIC)
    # For KeptPages alone: what a GET is answered with, before it was seen who has it already, and how it may travel.
    response.kept = kept  # type: ignore[attr-defined]
    return response


class KeptPages:
    """Middleware: a public page that has been made is given to the next who asks, before anything else is done.

    It costs one query at most, of ``PAGE_VERSION``. What comes before it in ``MIDDLEWARE`` happens for every request,
    what comes after it for a page that is made.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.version_now: Callable[[], int | None] = import_string(settings.PAGE_VERSION)
        # When it was last begun to be read, on the monotonic clock in seconds, and what was read.
        self._last_read: tuple[float, int | None] = -math.inf, None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not is_anyone(request):
            return self.get_response(request)
        key = _key(request)
        found = _known.get(key)
        if found is None:
            return self._make(request, key)
        if found.is_current(self._version_for(request)):
            return _answer_kept(request, found)
        with _turns[hash(key) % len(_turns)]:
            found = _known.get(key)
            # Made after the version was read, by the one whose turn it was.
            if found is not None and found.is_current(_known_version(request) or self.version_now()):
                return _answer_kept(request, found)
            return self._make(request, key)

    def _version_for(self, request: HttpRequest) -> int | None:
        """What is read for one holds for all who had asked by then and waited for their turn (``web/turns.py``)."""
        if known := _known_version(request):
            return known
        read_at, version = self._last_read
        if read_at < getattr(request, "asked_at", math.inf):
            read_at, version = time.monotonic(), self.version_now()
            self._last_read = read_at, version
        return version

    def _make(self, request: HttpRequest, key: str) -> HttpResponse:
        response = self.get_response(request)
        kept: _Kept | None = getattr(response, "kept", None)
        if kept is None or response.cookies:
            _known.drop(key)
            return response
        # With what the layers within have added, and without what they did for this one request.
        headers = kept.headers | dict(response.headers) | {"ETag": kept.headers["ETag"]}
        for name in ("Content-Encoding", "Content-Length"):
            headers.pop(name, None)
        _known.put(key, replace(kept, headers=headers))
        return response


def read_once[T](request: HttpRequest, key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` reads, or has read a moment ago for somebody else who is signed in.

    ``key`` names what is read; it must be the same for everybody who blocks nobody.
    """
    # Whoever changes something is shown what is there after it, and the version was read before.
    is_asking = request.method == "GET" and request.user.is_authenticated
    version = getattr(request.session, "page_version", None) if is_asking else _known_version(request)
    if version is None:
        return read()
    name = (key, get_language())
    found = _read.get(name)
    if found is not None and found[0] == version and time.monotonic() - found[1] < FRESH_S:
        return cast(T, found[2])
    read_at, value = time.monotonic(), read()
    _read.put(name, (version, read_at, value))
    return value


def for_one[Response: HttpResponseBase](response: Response) -> Response:
    """What is somebody's own: no cache between keeps it, and their own asks each time, unless more was said already."""
    return _with_headers(response, PRIVATE)


def forget() -> None:
    """Drops everything that this process keeps."""
    for kept in Lately.everywhere:
        kept.clear()


def has_already(request: HttpRequest, etag: str) -> bool:
    """Whether who asks has what this strong ETag names."""
    # A cache on the way that compresses makes our ETag a weak one; comparing for GET is weak (RFC 9110, 13.1.2).
    return etag in {tag.removeprefix("W/") for tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}


def _answer_kept(request: HttpRequest, kept: _Kept) -> HttpResponse:
    etag = kept.headers["ETag"]
    if has_already(request, etag):
        return HttpResponseNotModified(headers=kept.headers)
    content, coding = kept.body.for_request(request)
    own = {"Content-Length": str(len(content))} | ({"Content-Encoding": coding} if coding else {})
    return HttpResponse(content, headers=kept.headers | own)


def _known_version(request: HttpRequest) -> int | None:
    """Of the board, where it was read with the session of who asks."""
    return getattr(request, "page_version", None)


def is_anyone(request: HttpRequest) -> bool:
    """Whether the request carries nothing that could make its answer somebody's own."""
    cookies = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    return "HTTP_AUTHORIZATION" not in request.META and not any(cookie in request.COOKIES for cookie in cookies)


def _key(request: HttpRequest) -> str:
    asked: list[str] = [
        str(request.scheme),
        request.get_host(),
        request.get_full_path(),
        get_language_from_request(request),
    ]
    asked += [request.META.get(name, "") for name in _PARTS]
    return hashlib.blake2b("\n".join(asked).encode(), digest_size=16).hexdigest()


def _with_headers[Response: HttpResponseBase](response: Response, cache_control: str) -> Response:
    response.headers.setdefault("Cache-Control", cache_control)
    patch_vary_headers(response, _VARY)
    return response
