"""A POST that is sent again with its ``Idempotency-Key`` is answered again, and not done again."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import msgspec
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pockitflyer.web.problems import Problem
from pockitflyer.web.unreadable import of_parameter

HEADER: Final = "Idempotency-Key"
MAX_CHARACTERS: Final = 200
_REMEMBERED_S: Final = 24 * 60 * 60
# Longer than anything that is done here takes: a flyer with five pictures that all wait for their turn.
_BEING_DONE_S: Final = 5 * 60
_BEING_DONE: Final = b""
_FINGERPRINT_BYTES: Final = 16


def once[T](request: HttpRequest, do: Callable[[], T], kind: type[T]) -> T:
    """What ``do`` answers, now or when the same was sent with the same key. Without a key it is simply done.

    A key belongs to who is signed in, or else to the network address it comes from, and to the address it is sent to.
    Answers are remembered in the cache that all workers share. Raises a ``Problem``: 409 while the first one is being
    done, 422 when the key came with another body, 400 for one that is too long.
    """
    key = key_of(request)
    if not key:
        return do()
    place = "once:" + _hash(f"{_sender(request)}\n{request.path}\n{key}".encode())
    fingerprint = _fingerprint(request)
    if not cache.add(place, _BEING_DONE, _BEING_DONE_S):
        return _again(cache.get(place, _BEING_DONE), fingerprint, kind)
    try:
        answer = do()
    except BaseException:
        cache.delete(place)
        raise
    cache.set(place, fingerprint + msgspec.json.encode(answer), _REMEMBERED_S)
    return answer


def key_of(request: HttpRequest) -> str:
    """The key of a request, or nothing. Raises the ``Problem`` of one that is too long."""
    key = request.headers.get(HEADER, "")
    if len(key) > MAX_CHARACTERS:
        sentence = _("An Idempotency-Key has at most %(n)s characters.") % {"n": MAX_CHARACTERS}
        errors = (of_parameter(HEADER, "too-long", sentence),)
        raise Problem(HTTPStatus.BAD_REQUEST, "idempotency-key-too-long", sentence, errors=errors)
    return key


def _sender(request: HttpRequest) -> str:
    """A stranger's same key is theirs alone."""
    return f"user {request.user.pk}" if request.user.is_authenticated else f"ip {ratelimit.get_ip(request)}"


def _fingerprint(request: HttpRequest) -> bytes:
    """Of the body. A form is taken by its parts: what is between them is another text each time it is sent."""
    digest = hashlib.blake2b(digest_size=_FINGERPRINT_BYTES)
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.digest()
    texts = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
    files = [(name, [_of_file(file) for file in request.FILES.getlist(name)]) for name in sorted(request.FILES)]
    digest.update(msgspec.json.encode([texts, files]))
    return digest.digest()


def _of_file(file: UploadedFile[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=_FINGERPRINT_BYTES)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _hash(what: bytes) -> str:
    return hashlib.blake2b(what, digest_size=16).hexdigest()


def _again[T](remembered: bytes, fingerprint: bytes, kind: type[T]) -> T:
    if remembered == _BEING_DONE:
        sentence = _("The same was sent a moment ago, and is being done.")
        raise Problem(HTTPStatus.CONFLICT, "in-progress", sentence, {"Retry-After": "1"})
    if remembered[:_FINGERPRINT_BYTES] != fingerprint:
        sentence = _("This Idempotency-Key was used for something else.")
        errors = (of_parameter(HEADER, "reused", sentence),)
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", sentence, errors=errors)
    return msgspec.json.decode(remembered[_FINGERPRINT_BYTES:], type=kind)
