"""The first look at a file: its type by its bytes and the size it claims, without any decoder.

Written here because the decoders' own header readers are native code, and this runs in the server's process
on bytes of strangers.
"""

from pockitflyer.pictures.containers import heif, jpeg, png, webp
from pockitflyer.pictures.containers.facts import Facts, NotReadable
from pockitflyer.pictures.errors import (
    PictureDamaged,
    PictureMetadataTooLarge,
    PictureTooManyPixels,
    PictureUnsupported,
)

# Wider than any phone's panorama; one side alone may not make a decoder reserve gigabytes.
MAX_SIDE_PIXELS = 30_000
# Only the first frame is shown; a longer film is not a picture. A HEIC's tiles count here too.
MAX_FRAMES = 1_000
# Printers' profiles take 3 MB at most.
MAX_METADATA_BYTES = 4 * 1024 * 1024


def check(data: bytes, max_pixels: int) -> str:
    """The media type of an acceptable file, within a few milliseconds.

    Raises ``PictureUnsupported``, ``PictureDamaged``, ``PictureTooManyPixels`` or ``PictureMetadataTooLarge``.
    """
    type_ = sniff(data)
    try:
        facts = _read(type_, data)
    except NotReadable as error:
        raise PictureDamaged from error
    too_wide = max(facts.width, facts.height) > MAX_SIDE_PIXELS
    if too_wide or facts.width * facts.height > max_pixels or facts.frames > MAX_FRAMES:
        raise PictureTooManyPixels
    if facts.metadata_bytes > MAX_METADATA_BYTES:
        raise PictureMetadataTooLarge
    return type_


def sniff(data: bytes) -> str:
    """The media type by the first bytes. Raises ``PictureUnsupported`` for all but the accepted five."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if type_ := heif.media_type(data):
        return type_
    raise PictureUnsupported


def _read(type_: str, data: bytes) -> Facts:
    if type_ == "image/jpeg":
        return jpeg.read(data)
    if type_ == "image/png":
        return png.read(data, MAX_METADATA_BYTES)
    if type_ == "image/webp":
        return webp.read(data)
    return heif.read(data)
