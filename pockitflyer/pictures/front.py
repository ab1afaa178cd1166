"""Serves picture files before Django is reached: a picture's address names its content, so there is nothing to ask.

Conditions and ranges are those of RFC 9110, 13 and 14. docs/nginx.conf gives the same answers.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pockitflyer.pictures.store import PUBLIC_NAME

# Our renditions are smaller and go out in one piece: an iterator of 64 kB blocks cost granian a fifth of its
# requests at 200 kB. It offers no wsgi.file_wrapper, because its runtime has no sendfile.
_AT_ONCE_BYTES: Final = 1024 * 1024
_BLOCK_BYTES: Final = 256 * 1024
_TYPES: Final = {"jpg": "image/jpeg", "avif": "image/avif"}
_ONE_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))", re.ASCII | re.IGNORECASE)
_SAFE: Final = [
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'"),
    # Other sites and native clients may show pictures; there is nothing private in them.
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]
_FOREVER: Final = [("Cache-Control", "public, max-age=31536000, immutable"), *_SAFE]
_SHORTLY: Final = [("Cache-Control", "public, max-age=10"), *_SAFE]
# It tells of the range, not of the picture: a cache that kept it would answer others with it.
_NEVER: Final = [("Cache-Control", "no-store"), *_SAFE]

type Headers = list[tuple[str, str]]


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
            return _refuse(start, "405 Method Not Allowed", [("Allow", "GET, HEAD"), *_NEVER])
        name = path.removeprefix(self.prefix)
        if not PUBLIC_NAME.fullmatch(name):
            return _refuse(start, "404 Not Found", _SHORTLY)
        try:
            # Not Path.open: a picture is one read, and the layers above it take longer than the read does.
            descriptor = os.open(self.folder + name, os.O_RDONLY)
        except (FileNotFoundError, NotADirectoryError):
            return _refuse(start, "404 Not Found", _SHORTLY)
        try:
            return _answer(environ, start, name, descriptor)
        finally:
            os.close(descriptor)


def _answer(environ: WSGIEnvironment, start: StartResponse, name: str, descriptor: int) -> Iterable[bytes]:
    # The name is the content's, so it is the entity tag as well, on every machine that serves it.
    etag = f'"{name}"'
    headers = [("ETag", etag), ("Accept-Ranges", "bytes"), *_FOREVER]
    if "HTTP_IF_NONE_MATCH" in environ and _matches(environ["HTTP_IF_NONE_MATCH"], etag):
        start("304 Not Modified", headers)
        return []
    size = os.fstat(descriptor).st_size
    headers.append(("Content-Type", _TYPES[name.rpartition(".")[2]]))
    # A range is defined for GET alone (RFC 9110, 14.2).
    if environ["REQUEST_METHOD"] == "HEAD":
        start("200 OK", [*headers, ("Content-Length", str(size))])
        return []
    part = _part_asked_for(environ, etag, size) if "HTTP_RANGE" in environ else None
    if part is None:
        start("200 OK", [*headers, ("Content-Length", str(size))])
        return _bytes_of(descriptor, range(size))
    if not part:
        return _refuse(start, "416 Range Not Satisfiable", [("Content-Range", f"bytes */{size}"), *_NEVER])
    content_range = ("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")
    start("206 Partial Content", [*headers, content_range, ("Content-Length", str(len(part)))])
    return _bytes_of(descriptor, part)


def _matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110, 13.1.2 asks for."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags


def _part_asked_for(environ: WSGIEnvironment, etag: str, size: int) -> range | None:
    """The bytes of one range, empty when it lies outside the file; ``None`` when the whole picture is the answer.

    That is for several ranges, for a unit that is not bytes, and when ``If-Range`` names something else: its
    comparison is strong, and a date never matches, because pictures carry none.
    """
    found = _ONE_RANGE.fullmatch(environ["HTTP_RANGE"].strip())
    if found is None or environ.get("HTTP_IF_RANGE", etag) != etag:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        return range(max(0, size - int(suffix)), size)
    return range(size)[int(first) : None if last is None else int(last) + 1]


def _bytes_of(descriptor: int, part: range) -> Iterable[bytes]:
    """A list with all of them, or an iterator with a descriptor of its own when they are many."""
    if len(part) <= _AT_ONCE_BYTES:
        return [_read(descriptor, part)]
    return _Blocks(os.dup(descriptor), part)


def _read(descriptor: int, part: range) -> bytes:
    """One read gives all on a local disk; a network folder may give it in parts."""
    found = os.pread(descriptor, len(part), part.start)
    while len(found) < len(part) and (more := os.pread(descriptor, len(part) - len(found), part.start + len(found))):
        found += more
    return found


class _Blocks:
    """Reads a part of a file block by block. The server calls ``close`` when it is done or the reader has left."""

    def __init__(self, descriptor: int, part: range) -> None:
        self.file = os.fdopen(descriptor, "rb", buffering=0)
        self.part = part

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = _read(self.file.fileno(), self.part[:_BLOCK_BYTES])
        if not block:
            raise StopIteration
        self.part = self.part[len(block) :]
        return block

    def close(self) -> None:
        self.file.close()


def _refuse(start: StartResponse, status: str, headers: Headers) -> Iterable[bytes]:
    body = status.partition(" ")[2].encode()
    start(status, [*headers, ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
