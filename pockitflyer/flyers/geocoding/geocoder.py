"""Which geocoder is asked: the embedded gazetteer, or the service that the settings name."""

import functools
import hashlib
from contextlib import suppress
from typing import Final

import msgspec
from django.conf import settings
from django.core.cache import caches

from pockitflyer.flyers.geocoding import gazetteer
from pockitflyer.flyers.geocoding.answers import Found, Geocoder, NotFound
from pockitflyer.flyers.geocoding.map_services import service
from pockitflyer.web.folding import fold

_KEPT_S: Final = 30 * 24 * 60 * 60
# What is not found may be added to a map any day.
_NOTHING_KEPT_S: Final = 60 * 60
_NOTHING: Final = "nothing"


def locate(address: str) -> Found:
    """The position of an address.

    Raises ``NotFound`` with places that may be meant, and ``Unavailable`` when a service does not answer.
    """
    geocoder = _geocoder(settings.GEOCODER, settings.GEOCODER_URL)
    if geocoder is gazetteer:
        return gazetteer.locate(address)
    key, cache = _key(address), caches["places"]
    kept = cache.get(key)
    if kept == _NOTHING:
        raise NotFound(gazetteer.suggestions(address))
    if kept is not None:
        return msgspec.json.decode(kept, type=Found)
    try:
        found = geocoder.locate(address)
    except NotFound as error:
        cache.set(key, _NOTHING, _NOTHING_KEPT_S)
        raise NotFound(gazetteer.suggestions(address)) from error
    cache.set(key, msgspec.json.encode(found).decode(), _KEPT_S)
    return found


def town_of(address: str) -> Found | None:
    """The town an address names, from the embedded gazetteer: it needs no network and never fails."""
    with suppress(NotFound):
        return gazetteer.locate(address)
    return None


@functools.cache
def _geocoder(name: str, url: str) -> Geocoder:
    """One for each process, because its breaker remembers."""
    return gazetteer if name == "offline" else service(name, url)


def _key(address: str) -> str:
    """A hash, so that the cache does not tell who typed what."""
    asked = f"{settings.GEOCODER} {settings.GEOCODER_URL} {settings.SECRET_KEY} {fold(address)}"
    return "place-" + hashlib.blake2b(asked.encode(), digest_size=20).hexdigest()
