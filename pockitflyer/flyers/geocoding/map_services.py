"""Nominatim and Photon: asked politely, with patience for so long as somebody waits, and left alone while they fail."""

import logging
import time
from typing import Any, Final
from urllib.parse import urlsplit

import pybreaker
from django.core.cache import cache
from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim, Photon

from pockitflyer.flyers.geocoding.answers import Found, Geocoder, NotFound, Unavailable

_USER_AGENT: Final = "pockitflyer (a neighbourhood's notice board)"
_TIMEOUT_S: Final = 1.5
# A publisher waits for all of these; what fails then is tried again by a background task.
_PAUSES_S: Final = (0.2, 0.6)
_FAILURES_TO_OPEN: Final = 3
_OPEN_FOR_S: Final = 30
# The usage policy of the public services: one request a second, over all processes.
_PUBLIC: Final = ("nominatim.openstreetmap.org", "photon.komoot.io")
_SLOT_WAIT_S: Final = 2.0
_TOWN_FIELDS: Final = ("city", "town", "village", "municipality", "name")

_log = logging.getLogger(__name__)


def service(name: str, url: str) -> Geocoder:
    """``nominatim`` or ``photon`` at that address."""
    parts = urlsplit(url)
    where: dict[str, Any] = {"scheme": parts.scheme, "domain": parts.netloc + parts.path.rstrip("/")}
    kind = {"nominatim": Nominatim, "photon": Photon}[name]
    # Its other adapter, chosen when requests is installed, tries again by itself and logs what it asks for.
    geocoder = kind(user_agent=_USER_AGENT, timeout=_TIMEOUT_S, adapter_factory=URLLibAdapter, **where)
    options = {"addressdetails": True} if name == "nominatim" else {}
    return _Service(geocoder, options, is_public=parts.hostname in _PUBLIC)


class _Service:
    """A geocoder behind retries and a circuit breaker."""

    def __init__(self, geocoder: Any, options: dict[str, Any], *, is_public: bool) -> None:
        self._geocoder = geocoder
        self._options = options
        self._is_public = is_public
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=_FAILURES_TO_OPEN, reset_timeout=_OPEN_FOR_S, exclude=[NotFound]
        )

    def locate(self, address: str) -> Found:
        try:
            # Not its call(), which holds a lock meanwhile: then all publishers would wait for one slow answer.
            with self._breaker.calling():
                return self._ask_patiently(address)
        except pybreaker.CircuitBreakerError as error:
            raise Unavailable from error

    def _ask_patiently(self, address: str) -> Found:
        for pause in _PAUSES_S:
            try:
                return self._ask(address)
            except Unavailable:
                time.sleep(pause)
        return self._ask(address)

    def _ask(self, address: str) -> Found:
        if self._is_public:
            _await_slot()
        try:
            answer = self._geocoder.geocode(address, exactly_one=True, **self._options)
            return _found(answer)
        # Garbage reaches us as whatever it breaks inside geopy; none of it may name the address.
        except (GeopyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            _log.warning("The geocoder failed: %s.", type(error).__name__)
            raise Unavailable from None


def _found(answer: Any) -> Found:
    if answer is None:
        raise NotFound
    details = answer.raw.get("address") or answer.raw.get("properties") or {}
    town = next((str(details[field]) for field in _TOWN_FIELDS if details.get(field)), "")
    return Found(float(answer.latitude), float(answer.longitude), town)


def _await_slot() -> None:
    """Waits for a second in which nobody has asked yet. Raises ``Unavailable`` when there is a queue."""
    deadline = time.monotonic() + _SLOT_WAIT_S
    while not cache.add(f"geocoder-{int(time.time())}", 1, timeout=5):
        if time.monotonic() > deadline:
            raise Unavailable
        time.sleep(0.1)
