"""Serves picture files before Django is reached: a picture's address names its content, so there is nothing to ask."""

import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pockitflyer.pictures.store import PUBLIC_NAME

_TYPES = {"jpg": "image/jpeg", "avif": "image/avif"}
_SAFE = [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'")]
# Other sites and native clients may show pictures; there is nothing private in them.
_SHARED = [("Cross-Origin-Resource-Policy", "cross-origin")]
_FOREVER = [("Cache-Control", "public, max-age=31536000, immutable")]
_SHORTLY = [("Cache-Control", "public, max-age=10")]


class PictureFront:
    """WSGI application in front of another: ``/pictures/…`` from ``folder``, the rest from ``inner``."""

    def __init__(self, inner: WSGIApplication, folder: Path, prefix: str = "/pictures/") -> None:
        self.inner = inner
        self.folder = f"{folder}/"
        self.prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self.prefix):
            return self.inner(environ, start)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _plain(start, "405 Method Not Allowed", [("Allow", "GET, HEAD"), *_SAFE])
        name = path.removeprefix(self.prefix)
        if not PUBLIC_NAME.fullmatch(name):
            return _plain(start, "404 Not Found", [*_SHORTLY, *_SAFE])
        return self._picture(environ, start, name)

    def _picture(self, environ: WSGIEnvironment, start: StartResponse, name: str) -> Iterable[bytes]:
        try:
            # Not Path.open: a picture is one read, and the layers above it take longer than the read does.
            descriptor = os.open(self.folder + name, os.O_RDONLY)
        except FileNotFoundError:
            return _plain(start, "404 Not Found", [*_SHORTLY, *_SAFE])
        try:
            # The name is the content's, so it is the entity tag as well.
            etag = f'"{name}"'
            headers = [("ETag", etag), *_FOREVER, *_SAFE, *_SHARED]
            if "HTTP_IF_NONE_MATCH" in environ and _matches(environ["HTTP_IF_NONE_MATCH"], etag):
                start("304 Not Modified", headers)
                return []
            size = os.fstat(descriptor).st_size
            headers += [("Content-Type", _TYPES[name.rpartition(".")[2]]), ("Content-Length", str(size))]
            start("200 OK", headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [_all_of(descriptor, size)]
        finally:
            os.close(descriptor)


def _all_of(descriptor: int, size: int) -> bytes:
    """One read gives the whole file on a local disk; a network folder may give it in parts."""
    found = os.read(descriptor, size)
    while len(found) < size and (more := os.read(descriptor, size - len(found))):
        found += more
    return found


def _matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110, 13.1.2 asks for."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags


def _plain(start: StartResponse, status: str, headers: list[tuple[str, str]]) -> Iterable[bytes]:
    body = status.partition(" ")[2].encode()
    start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *headers])
    return [body]
