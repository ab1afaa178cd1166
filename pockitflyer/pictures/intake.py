"""The one door in for pictures: from a stranger's bytes to a stored picture, or a clear refusal.

The order of the steps is the order of the defences: bytes, type and header by our own reading, the queue, and
only then a decode, in a process of its own.
"""

import hashlib
import logging

from django.conf import settings

from pockitflyer.pictures import claims, drawing, header, store, workers
from pockitflyer.pictures.errors import PictureEmpty, PictureNotStored, PictureTooLarge
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import Recipe

# Media types and file endings for a file chooser; what is accepted is decided by the bytes.
ACCEPTED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", ".heic")

_log = logging.getLogger(__name__)


def take_in(data: bytes, recipe: Recipe) -> Picture:
    """Stores the renditions of ``data`` and tells what is to be kept in a row; all are stored or none.

    The same bytes taken in again, or by many at once, cost one encode. Raises a ``PictureError`` and stores
    nothing when the bytes are not an acceptable picture. Must not be called inside a transaction: others have
    to see its claim. Whoever commits a row with the result calls ``finishing.finish_later`` with it.
    """
    _check_bytes(data)
    type_ = header.check(data, settings.MAX_PICTURE_PIXELS)
    key = _key(data, recipe)
    claims.claim(key)
    try:
        return claims.once(key, find=lambda: store.read_card(key), make=lambda: _make(data, type_, recipe, key))
    except OSError as error:
        _log.exception("A picture could not be stored.")
        raise PictureNotStored from error


def _check_bytes(data: bytes) -> None:
    if not data:
        raise PictureEmpty
    if len(data) > settings.MAX_PICTURE_BYTES:
        raise PictureTooLarge


def _key(data: bytes, recipe: Recipe) -> str:
    """The content's name: 96 bits of the source and 32 of the recipe, as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=12).hexdigest() + recipe.tag


def _make(data: bytes, type_: str, recipe: Recipe, key: str) -> Picture:
    drawn = workers.run(drawing.draw, data, type_, recipe, settings.MAX_PICTURE_PIXELS)
    return keep(key, drawn)


def keep(key: str, drawn: drawing.Drawing) -> Picture:
    """Stores what was drawn. Raises ``OSError`` when the store fails; then nothing of it is left."""
    picture = Picture(key, drawn.width, drawn.height, drawn.placeholder, drawn.jpeg, drawn.avif)
    store.write(picture, drawn.files)
    return picture
