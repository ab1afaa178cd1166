"""Files that are small and claim, unfold to, or nest into much; and pictures that are something else as well."""

import struct
import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

from pockitflyer.pictures import errors
from pockitflyer.pictures.tests import photos

MB = 1024 * 1024


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2, after: bytes = b"") -> bytes:
    """``chunks`` stand before the pixels, of which there are a few, and ``after`` behind them."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + after + png_chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes) -> bytes:
    """A real JPEG with more segments behind its first two bytes."""
    jpeg = photos.jpeg(64, 48)
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def long_box(kind: bytes, body: bytes, claimed: int | None = None) -> bytes:
    """With a length of 64 bits."""
    return struct.pack(">I4sQ", 1, kind, 16 + len(body) if claimed is None else claimed) + body


_AVIF_BRAND = box(b"ftyp", b"avif\0\0\0\0avifmif1")
_HEIC_BRAND = box(b"ftyp", b"heic\0\0\0\0heicmif1")


def heif(*properties: bytes, brand: bytes = _AVIF_BRAND, beside: bytes = b"") -> bytes:
    """Properties of items where they belong, and ``beside`` in the box around them."""
    return brand + box(b"meta", b"\0" * 4 + beside + box(b"iprp", box(b"ipco", b"".join(properties))))


def size_box(width: int, height: int) -> bytes:
    return box(b"ispe", struct.pack(">III", 0, width, height))


def jpeg_claiming(width: int, height: int) -> bytes:
    jpeg = photos.jpeg(64, 48)
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def webp_claiming(width: int, height: int) -> bytes:
    lossless = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(100)
    return riff(webp_chunk(b"VP8L", lossless))


def _folded(unfolds_to: int) -> bytes:
    return zlib.compress(bytes(unfolds_to), 9)


def _icc(unfolds_to: int) -> bytes:
    return png_chunk(b"iCCP", b"profile\0\0" + _folded(unfolds_to))


def _text(unfolds_to: int) -> bytes:
    return png_chunk(b"zTXt", b"Comment\0\0" + _folded(unfolds_to))


def _international_text(unfolds_to: int) -> bytes:
    return png_chunk(b"iTXt", b"Comment\0\1\0en\0Kommentar\0" + _folded(unfolds_to))


def _nested(kind: bytes, depth: int, before: bytes) -> bytes:
    """Boxes in boxes, each of which carries ``before`` and the next."""
    data = size_box(8, 8)
    sizes = range(depth)
    heads = [struct.pack(">I4s", len(data) + (8 + len(before)) * (depth - level), kind) + before for level in sizes]
    return _AVIF_BRAND + b"".join(heads) + data


def _saved(format_: str) -> Callable[[], bytes]:
    return lambda: photos.encoded(photos.quadrants(64, 48), format_)


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

# By name: how it is made, and how it is refused.
REFUSED: dict[str, tuple[Callable[[], bytes], type[errors.PictureError]]] = {
    "PNG, 50,000 x 50,000": (lambda: png(50_000, 50_000), errors.PictureTooManyPixels),
    "PNG, 50,000 x 50,000, 1 bit": (lambda: png(50_000, 50_000, depth=1, colour=0), errors.PictureTooManyPixels),
    "PNG, 2,000,000,000 x 1": (lambda: png(2_000_000_000, 1), errors.PictureTooManyPixels),
    "JPEG, 16,000 x 16,000": (lambda: jpeg_claiming(16_000, 16_000), errors.PictureTooManyPixels),
    "JPEG, one of its headers larger": (
        lambda: jpeg_with(segment(0xC2, b"\x08" + struct.pack(">HH", 16_000, 16_000) + b"\1\1\x11\0")),
        errors.PictureTooManyPixels,
    ),
    "WebP, 12,000 x 12,000": (lambda: webp_claiming(12_000, 12_000), errors.PictureTooManyPixels),
    "AVIF, 12,000 x 12,000": (lambda: heif(size_box(12_000, 12_000)), errors.PictureTooManyPixels),
    "HEIC, 12,000 x 12,000": (
        lambda: heif(size_box(64, 64), size_box(12_000, 12_000), brand=_HEIC_BRAND),
        errors.PictureTooManyPixels,
    ),
    "TIFF": (_saved("TIFF"), errors.PictureUnsupported),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', errors.PictureUnsupported),
    "SVG, a billion laughs": (
        f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{_LAUGHS}]><svg>&l9;</svg>'.encode,
        errors.PictureUnsupported,
    ),
    "PDF": (_saved("PDF"), errors.PictureUnsupported),
    "EPS": (_saved("EPS"), errors.PictureUnsupported),
    "BMP": (_saved("BMP"), errors.PictureUnsupported),
    "GIF": (_saved("GIF"), errors.PictureUnsupported),
    "ICO": (_saved("ICO"), errors.PictureUnsupported),
    "JPEG 2000": (_saved("JPEG2000"), errors.PictureUnsupported),
    "JPEG XL": (lambda: b"\xff\x0a" + bytes(100), errors.PictureUnsupported),
    "PSD": (lambda: b"8BPS\0\1" + bytes(100), errors.PictureUnsupported),
    "HTML with a JPEG in it": (lambda: b"<html><script>" + photos.jpeg(64, 48), errors.PictureUnsupported),
    "GIF that is a script": (lambda: b"GIF89a=1;alert(1)//" + photos.jpeg(64, 48), errors.PictureUnsupported),
    "PNG, iCCP of 64 MB": (lambda: png(8, 8, _icc(64 * MB)), errors.PictureMetadataTooLarge),
    "PNG, zTXt of 64 MB": (lambda: png(8, 8, _text(64 * MB)), errors.PictureMetadataTooLarge),
    "PNG, iTXt of 64 MB": (lambda: png(8, 8, _international_text(64 * MB)), errors.PictureMetadataTooLarge),
    "PNG, zTXt of 64 MB behind the pixels": (
        lambda: png(8, 8, after=_text(64 * MB)),
        errors.PictureMetadataTooLarge,
    ),
    "PNG, 60 x 100 kB of zTXt": (lambda: png(8, 8, _text(100_000) * 60), errors.PictureMetadataTooLarge),
    "PNG, 60,000 x zTXt of nothing": (lambda: png(8, 8, _text(0) * 60_000), errors.PictureDamaged),
    "PNG, 800,000 empty chunks": (lambda: png(8, 8, png_chunk(b"teXt", b"") * 800_000), errors.PictureDamaged),
    "PNG, 5,000 frames": (
        lambda: png(8, 8, png_chunk(b"acTL", struct.pack(">II", 5_000, 0))),
        errors.PictureTooManyPixels,
    ),
    "JPEG, profile of 5 MB": (
        lambda: jpeg_with(*[segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 80]) + bytes(65_000)) for n in range(80)]),
        errors.PictureMetadataTooLarge,
    ),
    "JPEG, 2,500,000 segments": (lambda: jpeg_with(segment(0xFE, b"") * 2_500_000), errors.PictureDamaged),
    "JPEG, 10 MB of fill bytes": (lambda: b"\xff\xd8" + b"\xff" * 10_000_000, errors.PictureDamaged),
    "JPEG, 5,000,000 restart markers": (lambda: jpeg_with(b"\xff\xd0" * 5_000_000), errors.PictureDamaged),
    "JPEG, a segment of no length": (lambda: jpeg_with(b"\xff\xfe\0\0"), errors.PictureDamaged),
    "WebP, profile of 5 MB": (
        lambda: riff(webp_chunk(b"ICCP", bytes(5 * MB)), webp_claiming(8, 8)[12:]),
        errors.PictureMetadataTooLarge,
    ),
    "WebP, 1,200,000 empty chunks": (lambda: riff(webp_chunk(b"JUNK", b"") * 1_200_000), errors.PictureDamaged),
    "WebP, 2,000 frames": (
        lambda: riff(webp_claiming(8, 8)[12:], webp_chunk(b"ANMF", b"") * 2_000),
        errors.PictureTooManyPixels,
    ),
    "AVIF, profile of 5 MB": (
        lambda: heif(size_box(8, 8), box(b"colr", b"prof" + bytes(5 * MB))),
        errors.PictureMetadataTooLarge,
    ),
    "HEIC, profile of 5 MB": (
        lambda: heif(size_box(8, 8), box(b"colr", b"prof" + bytes(5 * MB)), brand=_HEIC_BRAND),
        errors.PictureMetadataTooLarge,
    ),
    "AVIF, 1,200,000 empty boxes": (lambda: heif(box(b"free", b"") * 1_200_000), errors.PictureDamaged),
    "AVIF, 800,000 boxes in boxes": (lambda: _nested(b"meta", 800_000, b"\0" * 4), errors.PictureDamaged),
    "AVIF, 1,200,000 boxes in boxes": (lambda: _nested(b"ipco", 1_200_000, b""), errors.PictureDamaged),
    "AVIF, 60,000 items": (
        lambda: heif(size_box(8, 8), beside=box(b"iinf", struct.pack(">IH", 0, 60_000))),
        errors.PictureTooManyPixels,
    ),
    "AVIF, a box of no length": (lambda: _AVIF_BRAND + b"\0\0\0\0meta", errors.PictureDamaged),
    "AVIF, a box of 2^64 bytes": (lambda: _AVIF_BRAND + long_box(b"meta", b"", 2**64 - 1), errors.PictureDamaged),
    "AVIF, 600,000 boxes of 64-bit length": (
        lambda: _AVIF_BRAND + long_box(b"free", b"") * 600_000,
        errors.PictureDamaged,
    ),
    "AVIF, a box that ends before it begins": (lambda: _AVIF_BRAND + long_box(b"meta", b"", 3), errors.PictureDamaged),
}

# --- Pictures that are something else as well --------------------------------------------------------------------

SCRIPT = b"<script>alert('pockitflyer')</script>"
_ARCHIVE = b"PK\x03\x04pockitflyer.class"
# None of these may be found in a stored file.
PAYLOADS = (SCRIPT, _ARCHIVE, b"<script", b"alert(", b"PK\x03\x04", b"<svg", b"pockitflyer.class")
_XMP = b'<x:xmpmeta><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg></x:xmpmeta>"


def _with_notes(format_: str) -> bytes:
    """XMP and EXIF as the encoder writes them."""
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    return photos.encoded(photos.quadrants(320, 320), format_, xmp=_XMP, exif=exif.tobytes())


def _png_with_page() -> bytes:
    plain = photos.encoded(photos.quadrants(320, 320), "PNG")
    return plain[:33] + png_chunk(b"tEXt", b"Comment\0<html>" + SCRIPT) + plain[33:] + _ARCHIVE


POLYGLOTS: dict[str, Callable[[], bytes]] = {
    # A script to a browser that is told so: the first bytes are a name, "/*" begins a comment.
    "JPEG, a script in its comment": lambda: photos.jpeg(320, 320, comment=b"*/=1;" + SCRIPT + b"/*"),
    "JPEG, an archive behind it": lambda: photos.jpeg(320, 320) + SCRIPT + _ARCHIVE,
    "PNG, a page in its text and an archive behind it": _png_with_page,
    **{f"{name}, SVG in its XMP": partial(_with_notes, name) for name in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")},
}
