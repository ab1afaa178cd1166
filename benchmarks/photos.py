"""Photo-like test files, made in code: the repository ships no photographs.

Detail at five scales, hard edges and sensor noise, so that decoding, scaling and encoding cost about what a
photograph of that size costs. The same bytes on every run with the same libvips.
"""

import functools
from pathlib import Path

import pyvips
from pyvips import GValue

PHONE_PHOTO_BYTES = 2_000_000
WEB_PHOTO_BYTES = 500_000
# EXIF: the camera was held upright, its pixels lie on the side.
_ROTATED = 6
# Cell size in pixels and strength in grey levels of each layer of noise.
_LAYERS = ((900, 70), (250, 45), (70, 35), (20, 25), (6, 12))
_SIZE_TOLERANCE = 0.1


@functools.cache
def phone_photo() -> bytes:
    """A 12 MP JPEG of about 2 MB with EXIF orientation 6, as a phone takes it."""
    pixels = _pixels(4000, 3000, seed=7)
    pixels.set_type(GValue.gint_type, "orientation", _ROTATED)
    return _jpeg_of(pixels, PHONE_PHOTO_BYTES)


def another_phone_photo(number: int) -> bytes:
    """The same with its pixels pushed aside: another picture for who decodes it."""
    pixels = pyvips.Image.new_from_buffer(phone_photo(), "").wrap(x=53 * number, y=29 * number)
    pixels = pixels.copy()
    pixels.set_type(GValue.gint_type, "orientation", _ROTATED)
    return _jpeg_of(pixels.copy_memory(), PHONE_PHOTO_BYTES)


@functools.cache
def web_photo() -> bytes:
    """A 2.8 MP JPEG of about 500 KB, as saved from a web page."""
    return _jpeg_of(_pixels(2048, 1365, seed=77), WEB_PHOTO_BYTES)


def poster(seed: int) -> bytes:
    """A 2 MP portrait JPEG, for the pictures of flyers and for faces."""
    return _pixels(1200, 1700, seed).jpegsave_buffer(Q=85)


def own_photos(folder: Path) -> dict[str, bytes]:
    """The JPEG files of a folder by name."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    if not found:
        raise SystemExit(f"There is no .jpg file in {folder}.")
    return {path.name: path.read_bytes() for path in found}


def with_comment(jpeg: bytes, comment: str) -> bytes:
    """Other bytes, the same pixels: the store knows a file by its content and would encode it only once."""
    text = comment.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2) + text + jpeg[2:]


def _pixels(width: int, height: int, seed: int) -> pyvips.Image:
    """8-bit sRGB in memory."""
    tone = pyvips.Image.xyz(width, height)[1] * (70 / height) + 60
    for number, (cell, strength) in enumerate(_LAYERS):
        tone += pyvips.Image.perlin(width, height, cell_size=cell, seed=seed + number) * strength
    tone += (pyvips.Image.worley(width, height, cell_size=180, seed=seed) > 60).ifthenelse(40, 0)
    tone += pyvips.Image.gaussnoise(width, height, mean=0, sigma=5, seed=seed)
    warmth = pyvips.Image.perlin(width, height, cell_size=500, seed=seed + 50) * 45
    tint = pyvips.Image.perlin(width, height, cell_size=90, seed=seed + 60) * 20
    colours = (tone + warmth).bandjoin([tone, tone - warmth + tint])
    return colours.cast("uchar").copy(interpretation="srgb").copy_memory()


def _jpeg_of(pixels: pyvips.Image, wanted_bytes: int) -> bytes:
    """The JPEG whose quality brings it nearest to that size. ``AssertionError`` when that is not near."""
    low, high = 30, 95
    tried: list[bytes] = []
    while low <= high:
        quality = (low + high) // 2
        tried.append(pixels.jpegsave_buffer(Q=quality))
        low, high = (quality + 1, high) if len(tried[-1]) < wanted_bytes else (low, quality - 1)
    nearest = min(tried, key=lambda jpeg: abs(len(jpeg) - wanted_bytes))
    assert abs(len(nearest) / wanted_bytes - 1) <= _SIZE_TOLERANCE, len(nearest)
    return nearest
