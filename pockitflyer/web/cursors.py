"""Keyset cursors: a page goes on after the last row of the one before, whatever was added meanwhile."""

import base64
import binascii
import datetime as dt
from dataclasses import dataclass

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MAX_MICROSECONDS = 2**55
_MAX_ID = 2**63 - 1


class BadCursor(ValueError):
    """A cursor that we did not make."""


@dataclass(frozen=True)
class Cursor:
    """The place after a row: its time and, among rows of the same microsecond, its id."""

    at: dt.datetime
    id: int

    def __str__(self) -> str:
        """Opaque, safe in a URL."""
        packed = (self.at - _EPOCH) // dt.timedelta(microseconds=1)
        return base64.urlsafe_b64encode(f"{packed}.{self.id}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ``BadCursor``."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
            microseconds, _, id_ = raw.partition(".")
            packed, row = int(microseconds), int(id_)
        except (ValueError, binascii.Error) as error:
            raise BadCursor(text[:80]) from error
        if not (0 <= packed < _MAX_MICROSECONDS and 0 < row <= _MAX_ID):
            raise BadCursor(text[:80])
        return cls(_EPOCH + dt.timedelta(microseconds=packed), row)
