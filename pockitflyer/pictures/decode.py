"""From bytes to upright sRGB pixels, no larger than asked for.

libvips decodes and shrinks while loading; HEIC is decoded by libheif through pillow-heif, because the libvips
wheels come without an HEVC decoder.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
import pyvips
from pyvips import GValue

from pockitflyer.pictures.errors import PictureDamaged, PictureUnsupported

# Loaders that libvips marks as not safe for strangers' files (SVG, PDF, ImageMagick, …) are switched off.
pyvips.block_untrusted_set(True)
# One upload uses one thread of libvips, and nothing is remembered between uploads.
pyvips.cache_set_max(0)

# libvips' VIPS_MAX_COORD: no bound for that side.
_NO_BOUND = 10_000_000
_WHITE = [255, 255, 255]
_ISO_BRANDS_AVIF = (b"avif", b"avis")
_ISO_BRANDS_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")


@dataclass(frozen=True)
class Header:
    """What a file says of itself before any pixel is decoded; the size is of the upright picture."""

    type: str
    width: int
    height: int
    to_srgb: bool


def sniff(data: bytes) -> str:
    """The media type by the first bytes. Raises ``PictureUnsupported`` for all but the accepted five."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        brands = _iso_brands(data)
        if any(brand in _ISO_BRANDS_AVIF for brand in brands):
            return "image/avif"
        if any(brand in _ISO_BRANDS_HEIC for brand in brands):
            return "image/heic"
    raise PictureUnsupported


def _iso_brands(data: bytes) -> list[bytes]:
    """Major and compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3)."""
    end = min(int.from_bytes(data[:4]), 256, len(data))
    return [data[8:12], *(data[i : i + 4] for i in range(16, end, 4))]


def read_header(data: bytes) -> Header:
    """Size and colour of the file, in about a millisecond. Raises ``PictureUnsupported``, ``PictureDamaged``."""
    type_ = sniff(data)
    if type_ == "image/heic":
        width, height = _open_heic(data).size
        return Header(type_, width, height, to_srgb=False)
    image = _guarded(lambda: _LOADERS[type_](data))
    turned = image.get_typeof("orientation") != 0 and image.get("orientation") in (5, 6, 7, 8)
    size = (image.height, image.width) if turned else (image.width, image.height)
    # Converting costs 50 ms, so only when a profile or ink colours ask for it.
    to_srgb = image.get_typeof("icc-profile-data") != 0 or image.interpretation == "cmyk"
    return Header(type_, *size, to_srgb)


def decode_square(data: bytes, header: Header, side: int) -> pyvips.Image:
    """The middle of the picture as ``side`` × ``side`` pixels."""
    return _decode(data, header, side, height=side, crop="centre")


def decode_whole(data: bytes, header: Header, width: int) -> pyvips.Image:
    """The whole picture, ``width`` pixels wide."""
    return _decode(data, header, width, height=_NO_BOUND)


def _decode(data: bytes, header: Header, width: int, **box: object) -> pyvips.Image:
    """8-bit sRGB, three bands, in memory; anything transparent lies on white. Raises ``PictureDamaged``."""
    options = dict(box)
    if header.type == "image/heic":
        source = _heic_pixels(data)
        if source.get_typeof("icc-profile-data") != 0:
            options["output_profile"] = "srgb"
        return _guarded(lambda: _plain(source.thumbnail_image(width, **options)))
    if header.to_srgb:
        options["output_profile"] = "srgb"
    # fail_on must travel as a loader option: as an argument of thumbnail it is silently ignored.
    options["option_string"] = "[fail_on=error]"
    return _guarded(lambda: _plain(pyvips.Image.thumbnail_buffer(data, width, **options)))


def _plain(image: pyvips.Image) -> pyvips.Image:
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=_WHITE)
    return image.cast("uchar").copy_memory()


def _heic_pixels(data: bytes) -> pyvips.Image:
    """The decoded picture, handed to libvips without a copy. libheif has already turned it upright."""
    heic = _open_heic(data)
    pixels = _guarded(lambda: heic.data)
    bands = len(heic.mode)
    # A row may be longer than the picture is wide.
    image = pyvips.Image.new_from_memory(pixels, heic.stride // bands, heic.size[1], bands, "uchar")
    image = image.crop(0, 0, *heic.size).copy(interpretation="srgb" if bands > 2 else "b-w")
    if profile := heic.info.get("icc_profile"):
        image.set_type(GValue.blob_type, "icc-profile-data", profile)
    return image


def _open_heic(data: bytes) -> pillow_heif.HeifFile:
    return _guarded(lambda: pillow_heif.open_heif(data, convert_hdr_to_8bit=True))


def _guarded[T](step: Callable[[], T]) -> T:
    """Runs a decoder step, with its own errors turned into ``PictureDamaged``."""
    try:
        return step()
    except (pyvips.Error, OSError, ValueError, EOFError, RuntimeError, SyntaxError) as error:
        raise PictureDamaged from error


_LOADERS: dict[str, Callable[[bytes], pyvips.Image]] = {
    "image/jpeg": functools.partial(pyvips.Image.jpegload_buffer, access="sequential"),
    "image/png": functools.partial(pyvips.Image.pngload_buffer, access="sequential"),
    "image/webp": functools.partial(pyvips.Image.webpload_buffer, access="sequential"),
    "image/avif": functools.partial(pyvips.Image.heifload_buffer, access="sequential"),
}
