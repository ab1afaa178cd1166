"""Keyset cursors: a page goes on after the last row of the one before, whatever was added meanwhile."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
_MAX_NUMBER = 2**63 - 1
_VIEW_CHARACTERS = 8
_MAX_CHARACTERS = 100


class BadCursor(BadRequest):
    """A cursor that we did not make, or made for another view."""

    def __init__(self) -> None:
        super().__init__(_("This page address is not complete. Start from the board."))


@dataclass(frozen=True)
class Cursor:
    """The place after a row: its score and, among rows of the same score, its id.

    ``view`` names what is being paged through, in letters and digits (see ``view_name``): a place in one view means
    nothing in another.
    """

    score: int
    id: int
    view: str = ""

    def __str__(self) -> str:
        """Opaque, safe in a URL."""
        packed = f"{self.score}.{self.id}.{self.view}"
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ``BadCursor``."""
        try:
            raw = base64.b64decode(text[:_MAX_CHARACTERS] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            score, id_, view = raw.decode("ascii").split(".")
            cursor = cls(int(score), int(id_), view)
        except (ValueError, binascii.Error) as error:
            raise BadCursor from error
        # Only the text that we write ourselves: int() takes "+1", " 1" and "1_0" as well.
        if str(cursor) != text or abs(cursor.score) > _MAX_NUMBER or not 0 < cursor.id <= _MAX_NUMBER:
            raise BadCursor
        return cursor


def view_name(*what: object) -> str:
    """A short name for a view; the same for the same values, in every process."""
    return hashlib.blake2b(repr(what).encode(), digest_size=_VIEW_CHARACTERS // 2).hexdigest()
