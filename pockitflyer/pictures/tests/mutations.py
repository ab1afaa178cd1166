"""Real files of every accepted type, and the damage that networks, disks and strangers do to them."""

import functools
import io
import random
import re
import zlib
from collections.abc import Callable

import pillow_heif
from PIL import Image, ImageCms

from pockitflyer.pictures.tests import photos

_SIZE = (96, 72)
# What every format may carry beside its pixels, so that damage hits that as well.
_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Where a length stands, by the marks around it: JPEG segments, PNG chunks, RIFF chunks, boxes of AVIF and HEIC.
_LENGTHS = {
    "jpeg": re.compile(rb"\xff[\xc0-\xcf\xda-\xef\xfe](..)", re.DOTALL),
    "png": re.compile(rb"(....)(?:IHDR|PLTE|tRNS|iCCP|eXIf|IDAT|IEND|acTL|fcTL|fdAT)", re.DOTALL),
    "webp": re.compile(rb"(?:RIFF|VP8 |VP8L|VP8X|ALPH|ICCP|EXIF|ANIM|ANMF)(....)", re.DOTALL),
    "heif": re.compile(
        rb"(....)(?:ftyp|meta|hdlr|pitm|iloc|iinf|infe|iprp|ipco|ipma|ispe|pixi|av1C|hvcC|colr|irot|iref|mdat|moov)",
        re.DOTALL,
    ),
}
_EXTREMES = (0, 1, 2, 7, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF)
_HEADER_BYTES = 400


def _photo() -> Image.Image:
    """Edges, gradients and noise, so that every part of a decoder has something to do."""
    noise = Image.frombytes("RGB", (32, 24), random.Random(1).randbytes(32 * 24 * 3)).resize(_SIZE)
    return Image.blend(photos.quadrants(*_SIZE), noise, 0.3)


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Pocketphone"
    return exif.tobytes()


def _heic(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=70, **options)
    return out.getvalue()


def _with_hole() -> Image.Image:
    photo = _photo()
    photo.putalpha(Image.linear_gradient("L").resize(_SIZE))
    return photo


def _several(format_: str) -> bytes:
    photo = _photo()
    frames = [photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT), photo]
    return photos.encoded(photo, format_, save_all=True, append_images=frames, duration=100)


def _kinds() -> dict[str, list[bytes]]:
    photo, clear, beside = _photo(), _with_hole(), {"icc_profile": _PROFILE, "exif": _exif()}
    save = photos.encoded
    return {
        "jpeg": [
            save(photo, "JPEG", quality=85, **beside),
            save(photo.convert("L"), "JPEG", quality=60, restart_marker_rows=1),
            save(photo.convert("CMYK"), "JPEG", quality=85),
        ],
        "progressive jpeg": [
            save(photo, "JPEG", quality=85, progressive=True, subsampling=2),
            save(photo.convert("L"), "JPEG", quality=60, progressive=True),
        ],
        "png": [
            save(photo, "PNG", **beside),
            save(clear, "PNG"),
            save(photo.quantize(16), "PNG", transparency=3),
            save(photo.convert("I;16"), "PNG"),
            _several("PNG"),
        ],
        "lossy webp": [save(photo, "WEBP", quality=80, **beside), save(clear, "WEBP", quality=60), _several("WEBP")],
        "lossless webp": [save(photo, "WEBP", lossless=True), save(clear, "WEBP", lossless=True, **beside)],
        "avif": [
            save(photo, "AVIF", quality=70, speed=10, **beside),
            save(clear, "AVIF", quality=60, speed=10, subsampling="4:4:4"),
            _several("AVIF"),
        ],
        "heic": [_heic(photo, icc_profile=_PROFILE, exif=_exif()), _heic(clear), _heic(photo.convert("L"))],
    }


real_files = functools.cache(_kinds)


def mutated(kind: str, number: int) -> bytes:
    """Mutant ``number`` of that kind; the same for the same real files."""
    chance = random.Random(f"{kind} {number}")
    data = bytearray(chance.choice(real_files()[kind]))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        chance.choice(_MUTATIONS)(data, kind, chance)
    # A checksum keeps most damage from the decoder behind it; a stranger would mend it.
    return resealed(bytes(data)) if kind == "png" and chance.random() < 0.7 else bytes(data)


def _flip_bits(data: bytearray, kind: str, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 8, 40))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _truncate(data: bytearray, kind: str, chance: random.Random) -> None:
    del data[chance.randint(0, len(data)) :]


def _lie_about_a_length(data: bytearray, kind: str, chance: random.Random) -> None:
    places = list(_LENGTHS[_family(kind)].finditer(data))
    if not places:
        return
    start, end = chance.choice(places).span(1)
    value = chance.choice((*_EXTREMES, len(data), chance.randrange(1 << 16)))
    order = "little" if _family(kind) == "webp" else "big"
    data[start:end] = (value % (1 << 8 * (end - start))).to_bytes(end - start, order)


def _spread_noise(data: bytearray, kind: str, chance: random.Random) -> None:
    """Random bytes in the header, where one may mean much."""
    start, length = chance.randrange(_HEADER_BYTES), chance.choice((1, 2, 4, 16))
    if start + length < len(data):
        data[start : start + length] = chance.randbytes(length)


def _splice(data: bytearray, kind: str, chance: random.Random) -> None:
    """A piece of this or another file is put in, or in the place of something."""
    other = chance.choice(real_files()[chance.choice((kind, kind, *real_files()))])
    start = chance.randrange(len(other))
    piece = other[start : start + chance.choice((4, 16, 64, 300, 1000))]
    at = chance.randint(0, len(data))
    data[at : at + chance.choice((0, len(piece)))] = piece


def _drop(data: bytearray, kind: str, chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    del data[at : at + chance.choice((1, 2, 8, 50, 400))]


_MUTATIONS: tuple[Callable[[bytearray, str, random.Random], None], ...] = (
    _flip_bits,
    _flip_bits,
    _truncate,
    _lie_about_a_length,
    _lie_about_a_length,
    _spread_noise,
    _splice,
    _drop,
)


def _family(kind: str) -> str:
    return "heif" if kind in ("avif", "heic") else kind.rpartition(" ")[2]


def resealed(png: bytes) -> bytes:
    """The checksum of every chunk made right, up to the first that does not fit."""
    data, at = bytearray(png), 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4])
        if end + 4 > len(data):
            break
        data[end : end + 4] = zlib.crc32(data[at + 4 : end]).to_bytes(4)
        at = end + 4
    return bytes(data)
