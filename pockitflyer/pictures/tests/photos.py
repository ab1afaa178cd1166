"""Small real files for tests, made by real encoders."""

import io
from collections.abc import Callable

import pillow_heif
from PIL import Image

# As "HEIF", for ``encoded``.
pillow_heif.register_heif_opener()

QUADRANTS = {
    "top_left": (200, 30, 30),
    "top_right": (30, 160, 30),
    "bottom_left": (30, 30, 200),
    "bottom_right": (230, 200, 40),
}


def quadrants(width: int = 640, height: int = 480) -> Image.Image:
    """Four coloured quarters: which way is up shows."""
    image = Image.new("RGB", (width, height))
    half_w, half_h = width // 2, height // 2
    for colour, box in zip(
        QUADRANTS.values(),
        [(0, 0), (half_w, 0), (0, half_h), (half_w, half_h)],
        strict=True,
    ):
        image.paste(colour, (*box, box[0] + half_w, box[1] + half_h))
    return image


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: object) -> bytes:
    return encoded(quadrants(width, height), "JPEG", quality=92, **options)


def jpeg_from_a_phone(orientation: int = 1) -> bytes:
    return from_a_phone(orientation, "JPEG")


def from_a_phone(orientation: int, format_: str) -> bytes:
    """With EXIF as a phone writes it: orientation, maker, position."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Pocketphone"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (47.0, 22.0, 36.0), "E", (8.0, 32.0, 30.0)
    turned = quadrants().transpose(_UNDO[orientation]) if orientation in _UNDO else quadrants()
    if format_ == "HEIF":
        return _heic_turned_by_its_boxes(turned, exif)
    return encoded(turned, format_, quality=92, exif=exif)


def _heic_turned_by_its_boxes(image: Image.Image, exif: Image.Exif) -> bytes:
    """As phones write it; an orientation that is there from the start would turn the pixels instead."""
    heic = pillow_heif.from_pillow(image)
    heic[0].info["exif"] = exif.tobytes()
    out = io.BytesIO()
    heic.save(out, quality=90)
    return out.getvalue()


# What the camera did to the upright picture before it noted the orientation (TIFF 6.0, tag 274).
_UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(quadrants()).save(out, quality=90)
    return out.getvalue()


ACCEPTED: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "progressive jpeg": lambda: jpeg(progressive=True),
    "png": lambda: encoded(quadrants(), "PNG"),
    "webp": lambda: encoded(quadrants(), "WEBP", quality=90),
    "avif": lambda: encoded(quadrants(), "AVIF", quality=90),
    "heic": heic,
}


def pixel(data: bytes, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place given as fractions of width and height."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    found = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    assert isinstance(found, tuple)
    return found[:3]


def close(a: tuple[int, int, int], b: tuple[int, int, int], within: int = 12) -> bool:
    return all(abs(p - q) <= within for p, q in zip(a, b, strict=True))
