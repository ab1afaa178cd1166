"""The one door in for pictures: from a stranger's bytes to a stored picture, or a clear refusal.

The order of the steps is the order of the defences: bytes, type, header, and only then a decode.
"""

import hashlib
import os
import threading

from django.conf import settings

from pockitflyer.pictures import decode, encode, store
from pockitflyer.pictures.errors import PictureEmpty, PictureTooLarge, PictureTooManyPixels
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import Recipe

# Media types and file endings for a file chooser; what is accepted is decided by the bytes.
ACCEPTED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", ".heic")

# A decode is CPU work: more at once than cores only makes all of them late and takes memory.
_decoding = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


def take_in(data: bytes, recipe: Recipe) -> Picture:
    """Stores the renditions of ``data`` and tells what is to be kept in a row; all are stored or none.

    The same bytes taken in again cost a look-up. Raises a ``PictureError`` and stores nothing when the bytes
    are not an acceptable picture.
    """
    _check_bytes(data)
    key = _key(data, recipe)
    if known := store.read_card(key):
        return known
    header = decode.read_header(data)
    if header.width * header.height > settings.MAX_PICTURE_PIXELS:
        raise PictureTooManyPixels
    with _decoding:
        picture, files = _render(data, header, recipe, key)
    store.write(picture, files)
    return picture


def _check_bytes(data: bytes) -> None:
    if not data:
        raise PictureEmpty
    if len(data) > settings.MAX_PICTURE_BYTES:
        raise PictureTooLarge


def _key(data: bytes, recipe: Recipe) -> str:
    """The content's name: 128 bits over the source and the recipe, as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16, key=recipe.fingerprint).hexdigest()


def _render(data: bytes, header: decode.Header, recipe: Recipe, key: str) -> tuple[Picture, dict[str, bytes]]:
    sizes = recipe.sizes_for(header.width)
    largest = sizes[-1][0]
    draw = decode.decode_square if recipe.square else decode.decode_whole
    pixels = draw(data, header, largest)
    files: dict[str, bytes] = {}
    for width, rendition in sizes:
        scaled = pixels if width == largest else pixels.thumbnail_image(width, height=_tall(width)).copy_memory()
        files[f"{width}.jpg"] = encode.jpeg(scaled, rendition, recipe.sharp_chroma)
        files[f"{width}.avif"] = encode.avif(scaled, rendition, recipe.sharp_chroma)
    widths = tuple(width for width, _ in sizes)
    picture = Picture(key, pixels.width, pixels.height, encode.mean_colour(pixels), jpeg=widths, avif=widths)
    return picture, files


def _tall(width: int) -> int:
    """A height that never bounds: only the width of a rendition is given."""
    return width * 1_000
