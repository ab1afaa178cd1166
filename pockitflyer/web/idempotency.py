"""A POST that is sent again with its ``Idempotency-Key`` is answered again, and not done again."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import msgspec
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pockitflyer.web.problems import Problem

HEADER: Final = "Idempotency-Key"
MAX_CHARACTERS: Final = 200
_REMEMBERED_S: Final = 24 * 60 * 60
# Longer than anything that is done here takes.
_BEING_DONE_S: Final = 60
_BEING_DONE: Final = b""
_FINGERPRINT_BYTES: Final = 16


def once[T](request: HttpRequest, who: str, do: Callable[[], T], kind: type[T]) -> T:
    """What ``do`` answers, now or when ``who`` sent the same with the same key. Without a key it is simply done.

    It is remembered in the cache that all workers share. Raises a ``Problem``: 409 while the first one is being done,
    422 when the key came with another body.
    """
    key = request.headers.get(HEADER, "")[:MAX_CHARACTERS]
    if not key:
        return do()
    place = "once:" + hashlib.blake2b(f"{who}\n{request.path}\n{key}".encode(), digest_size=16).hexdigest()
    fingerprint = hashlib.blake2b(request.body, digest_size=_FINGERPRINT_BYTES).digest()
    if not cache.add(place, _BEING_DONE, _BEING_DONE_S):
        return _again(cache.get(place, _BEING_DONE), fingerprint, kind)
    try:
        answer = do()
    except BaseException:
        cache.delete(place)
        raise
    cache.set(place, fingerprint + msgspec.json.encode(answer), _REMEMBERED_S)
    return answer


def _again[T](remembered: bytes, fingerprint: bytes, kind: type[T]) -> T:
    if remembered == _BEING_DONE:
        raise Problem(
            HTTPStatus.CONFLICT,
            "in-progress",
            _("The same was sent a moment ago, and is being done."),
            {"Retry-After": "1"},
        )
    if remembered[:_FINGERPRINT_BYTES] != fingerprint:
        sentence = _("This Idempotency-Key was used for something else.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", sentence)
    return msgspec.json.decode(remembered[_FINGERPRINT_BYTES:], type=kind)
