"""What a geocoder answers."""

from typing import Protocol

import msgspec


class Found(msgspec.Struct, frozen=True):
    """A position in degrees, and the town it lies in as far as that is known."""

    lat: float
    lon: float
    town: str = ""


class NotFound(Exception):
    """There is no such address; ``suggestions`` may be meant instead."""

    def __init__(self, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__("not found")
        self.suggestions = suggestions


class Unavailable(Exception):
    """The service does not answer now; it may later."""


class Geocoder(Protocol):
    """Turns addresses into positions."""

    def locate(self, address: str) -> Found:
        """Raises ``NotFound`` or ``Unavailable``."""
