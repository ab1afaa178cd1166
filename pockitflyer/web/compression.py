"""Answers travel compressed, by Brotli or gzip, and every form of one has a strong ETag of its own.

``"x"`` names the plain bytes, ``"x-br"`` and ``"x-gzip"`` what travels instead; all that is within knows ``"x"`` alone.
"""

import functools
import gzip
import re
from collections.abc import Callable
from typing import Final

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

# Beyond these both take longer and save next to nothing: a feed page of 120 kB becomes 11.5 and 14.0 kB in 0.8 ms.
_BROTLI_QUALITY: Final = 5
_GZIP_LEVEL: Final = 6
# Better ones first.
_CODINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda content: brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY),
    "gzip": lambda content: gzip.compress(content, _GZIP_LEVEL, mtime=0),
}
_NAMES: Final = re.compile(rf'-(?:{"|".join(_CODINGS)})(?=")')
_CONDITIONS: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")
_TEXT: Final = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript)")
# Less would hardly become smaller.
_LEAST_BYTES: Final = 200


class Body:
    """A body, and its compressed forms: each is made when it is first asked for, and kept with it.

    The same bytes become the same bytes, so it must hold no secret that its length could tell.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._packed: dict[str, bytes] = {}

    def for_request(self, request: HttpRequest) -> tuple[bytes, str | None]:
        """The smallest form that who asks can read, and its coding; ``None`` for the plain one."""
        coding = coding_of(request)
        if coding is None or len(self.content) < _LEAST_BYTES:
            return self.content, None
        if coding not in self._packed:
            self._packed[coding] = _CODINGS[coding](self.content)
        return self._packed[coding], coding


def coding_of(request: HttpRequest) -> str | None:
    """The best coding that ``Accept-Encoding`` allows."""
    return _best(request.META.get("HTTP_ACCEPT_ENCODING", ""))


@functools.lru_cache(256)
def _best(accepted: str) -> str | None:
    offers = [offer.strip().lower().partition(";") for offer in accepted.split(",")]
    # ``;q=0`` refuses one; other weights are not worth a worse coding.
    names = {name.strip() for name, _, weight in offers if not re.fullmatch(r"\s*q=0(?:\.0*)?\s*", weight)}
    return next((coding for coding in _CODINGS if coding in names), None)


class Compression(GZipMiddleware):
    """Middleware around all others. What has its ``Content-Encoding`` already keeps it.

    A page that is somebody's own may carry a token beside words from its address, so it goes by Django's gzip, padded
    at random (BREACH): it is never twice the same bytes, and its ETag is a weak one. JSON carries no such token, and
    cookies come with no request of another site.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.tags_asked = request.META.get("HTTP_IF_NONE_MATCH", "")  # type: ignore[attr-defined]
        for name in _CONDITIONS:
            if name in request.META:
                request.META[name] = _NAMES.sub("", request.META[name])

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 304:
            _name_as_asked(request, response)
        elif "Content-Encoding" in response.headers:
            _name(response, response.headers["Content-Encoding"])
        elif not response.streaming and _TEXT.match(response.headers.get("Content-Type", "")):
            if _may_hold_a_token(response):
                return super().process_response(request, response)
            _pack(request, response)
        return response


def _may_hold_a_token(response: HttpResponseBase) -> bool:
    is_public = "public" in response.headers.get("Cache-Control", "")
    return not is_public and "json" not in response.headers["Content-Type"]


def _pack(request: HttpRequest, response: HttpResponseBase) -> None:
    patch_vary_headers(response, ("Accept-Encoding",))
    content, coding = Body(response.content).for_request(request)  # type: ignore[attr-defined]
    if coding is None or len(content) >= len(response.content):  # type: ignore[attr-defined]
        return
    response.content = content  # type: ignore[attr-defined]
    response.headers["Content-Length"] = str(len(content))
    response.headers["Content-Encoding"] = coding
    _name(response, coding)


def _name(response: HttpResponseBase, coding: str) -> None:
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f'{etag[:-1]}-{coding}"'


def _name_as_asked(request: HttpRequest, response: HttpResponseBase) -> None:
    """A 304 carries the ETag of the form that who asks has."""
    etag = response.headers.get("ETag")
    tags = (tag.removeprefix("W/") for tag in parse_etags(request.tags_asked))  # type: ignore[attr-defined]
    if same := next((tag for tag in tags if _NAMES.sub("", tag) == etag), None):
        response.headers["ETag"] = same
