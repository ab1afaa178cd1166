"""From bytes to upright sRGB pixels, no larger than asked for. Runs in a worker process only.

libvips decodes and shrinks while loading; HEIC is decoded by libheif through pillow-heif, because the libvips
wheels come without an HEVC decoder.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
import pyvips
from pyvips import GValue

from pockitflyer.pictures.containers import heif
from pockitflyer.pictures.errors import PictureDamaged, PictureTooManyPixels

# Loaders that libvips marks as not safe for strangers' files (SVG, PDF, ImageMagick, …) are switched off.
pyvips.block_untrusted_set(True)
# Nothing is remembered between uploads.
pyvips.cache_set_max(0)

_PROFILE = "icc-profile-data"
_WHITE = [255, 255, 255]
# What libjpeg can shrink by while it decodes.
_JPEG_SHRINKS = (8, 4, 2, 1)
# How libvips, libjpeg and libheif say that they got none; "unable to copy to memory" precedes any failure.
_NO_MEMORY = (
    "out of memory",
    "insufficient memory",
    "memory allocation",
    "allocate memory",
    "not enough memory",
    # There is none for the stack of a thread.
    "resource temporarily unavailable",
)


@dataclass(frozen=True)
class Source:
    """A file as its decoder describes it; the size is of the upright picture."""

    data: bytes
    type: str
    width: int
    height: int
    to_srgb: bool
    is_rgb: bool = True

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)


def open_source(data: bytes, type_: str, max_pixels: int) -> Source:
    """Asks the decoder for the header: what it says counts, whatever ours found before.

    Raises ``PictureDamaged``, ``PictureTooManyPixels``.
    """
    source = _open_heic_source(data) if type_ == "image/heic" else _open_with_libvips(data, type_)
    if source.width * source.height > max_pixels:
        raise PictureTooManyPixels
    return source


def _open_heic_source(data: bytes) -> Source:
    width, height = _open_heic(data).size
    return Source(data, "image/heic", width, height, to_srgb=False)


def _open_with_libvips(data: bytes, type_: str) -> Source:
    image = _guarded(lambda: _LOADERS[type_](data))
    turned = image.get_typeof("orientation") != 0 and image.get("orientation") in (5, 6, 7, 8)
    size = (image.height, image.width) if turned else (image.width, image.height)
    # Converting costs 50 ms, so only when a profile or ink colours ask for it.
    to_srgb = image.get_typeof(_PROFILE) != 0 or image.interpretation == "cmyk"
    return Source(data, type_, *size, to_srgb, is_rgb=image.interpretation == "srgb")


def square(source: Source, side: int) -> pyvips.Image:
    """The middle of the picture, ``side`` pixels square; up to a quarter more where a JPEG shrinks to that itself."""
    if shrink := _own_shrink(source, side):
        return _guarded(lambda: _plain(_shrunk_square(source, shrink)))
    return _decode(source, side, height=side, crop="centre")


def _own_shrink(source: Source, side: int) -> int | None:
    """By how much a JPEG is to shrink as it is decoded, so that nothing is left to be resampled.

    That spares 20 to 40 ms of a phone's photo. ``None`` where no shrinking comes near enough.
    """
    if source.type != "image/jpeg" or not source.is_rgb:
        return None
    fitting = (shrink for shrink in _JPEG_SHRINKS if side <= source.short_side // shrink <= side * 5 // 4)
    return next(fitting, None)


def _shrunk_square(source: Source, shrink: int) -> pyvips.Image:
    image = pyvips.Image.jpegload_buffer(source.data, shrink=shrink, fail_on="error")
    side = source.short_side // shrink
    image = image.crop((image.width - side) // 2, (image.height - side) // 2, side, side)
    if source.to_srgb:
        image = image.icc_transform("srgb", embedded=True, input_profile="srgb", intent="relative")
    return image.autorot()


def whole(source: Source, longest: int) -> pyvips.Image:
    """The whole picture, no side longer than ``longest`` pixels; never enlarged."""
    return _decode(source, longest, height=longest, size="down")


def _decode(source: Source, width: int, **box: object) -> pyvips.Image:
    """8-bit sRGB, three bands, in memory; anything transparent lies on white. Raises ``PictureDamaged``."""
    if source.type in ("image/avif", "image/heic"):
        return _guarded(lambda: _plain(_shrunk(_boxed_pixels(source), width, **box)))
    if source.type == "image/webp":
        # Shrunk by its own decoder a picture is less sharp: up to 0.7 points of SSIMULACRA2.
        pixels = _guarded(lambda: pyvips.Image.webpload_buffer(source.data, access="sequential", fail_on="error"))
        return _guarded(lambda: _plain(_shrunk(pixels, width, **box)))
    if source.to_srgb:
        box["output_profile"] = "srgb"
    # fail_on must travel as a loader option: as an argument of thumbnail it is silently ignored.
    box["option_string"] = "[fail_on=error]"
    return _guarded(lambda: _plain(pyvips.Image.thumbnail_buffer(source.data, width, **box)))


def _shrunk(pixels: pyvips.Image, width: int, **box: object) -> pyvips.Image:
    if pixels.get_typeof(_PROFILE) != 0:
        box["output_profile"] = "srgb"
    return pixels.thumbnail_image(width, **box)


def _boxed_pixels(source: Source) -> pyvips.Image:
    """AVIF and HEIC, with a profile where there is one and where code points stand for it."""
    pixels = (_avif_pixels if source.type == "image/avif" else _heic_pixels)(source.data)
    if pixels.get_typeof(_PROFILE) == 0 and heif.is_display_p3(source.data):
        pixels = pixels.copy()
        pixels.set_type(GValue.blob_type, _PROFILE, pyvips.Image.profile_load("p3"))
    return pixels


def _avif_pixels(data: bytes) -> pyvips.Image:
    # Named, because libvips would not know the brand of a film, "avis", by itself.
    return pyvips.Image.heifload_buffer(data, access="sequential", fail_on="error")


def _plain(image: pyvips.Image) -> pyvips.Image:
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=_WHITE)
    return image.cast("uchar").copy_memory()


def _heic_pixels(data: bytes) -> pyvips.Image:
    """The decoded picture, handed to libvips without a copy. libheif has already turned it upright."""
    heic = _open_heic(data)
    image = _guarded(lambda: _without_copy(heic))
    if profile := heic.info.get("icc_profile"):
        image.set_type(GValue.blob_type, _PROFILE, profile)
    return image


def _without_copy(heic: pillow_heif.HeifImage) -> pyvips.Image:
    bands = len(heic.mode)
    # A row may be longer than the picture is wide.
    image = pyvips.Image.new_from_memory(heic.data, heic.stride // bands, heic.size[1], bands, "uchar")
    return image.crop(0, 0, *heic.size).copy(interpretation="srgb" if bands > 2 else "b-w")


def _open_heic(data: bytes) -> pillow_heif.HeifImage:
    """The primary image; a damaged file may have none."""
    file = _guarded(lambda: pillow_heif.open_heif(data, convert_hdr_to_8bit=True))
    return _guarded(lambda: file[file.primary_index])


def _guarded[T](step: Callable[[], T]) -> T:
    """Runs a decoder step, with its own errors turned into ``PictureDamaged``; no memory stays ``MemoryError``."""
    try:
        return step()
    except (pyvips.Error, OSError, ValueError, EOFError, RuntimeError, SyntaxError, LookupError) as error:
        said = str(error).lower()
        # libheif calls it an allocation error, too, when a file claims more than any file has.
        if "security limit" not in said and any(phrase in said for phrase in _NO_MEMORY):
            raise MemoryError from error
        raise PictureDamaged from error


_LOADERS: dict[str, Callable[[bytes], pyvips.Image]] = {
    "image/jpeg": functools.partial(pyvips.Image.jpegload_buffer, access="sequential"),
    "image/png": functools.partial(pyvips.Image.pngload_buffer, access="sequential"),
    "image/webp": functools.partial(pyvips.Image.webpload_buffer, access="sequential"),
    "image/avif": functools.partial(pyvips.Image.heifload_buffer, access="sequential"),
}
