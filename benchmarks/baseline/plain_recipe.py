"""The plain picture recipe: Pillow, EXIF transpose, LANCZOS, JPEG quality 85, optimize.

Of a face it makes the centre square in 512 and 128 pixels, of a poster the whole in 1600, 800 and 400.
"""

import io
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

SIDES_PX = (512, 128)
WIDTHS_PX = (1600, 800, 400)


def take_in(data: bytes) -> dict[str, bytes]:
    """Stores the JPEG files, as an ``ImageField`` would, and returns them by name."""
    key = uuid.uuid4().hex
    files = render(data)
    for name, jpeg in files.items():
        default_storage.save(f"avatars/{key}-{name}", ContentFile(jpeg))
    return files


def render(data: bytes) -> dict[str, bytes]:
    """The JPEG files of a face by name."""
    return {f"{px}.jpg": as_jpeg(image) for px, image in face(data).items()}


def render_poster(data: bytes) -> dict[str, bytes]:
    """The JPEG files of a poster by name."""
    return {f"{px}.jpg": as_jpeg(image) for px, image in poster(data).items()}


def face(data: bytes) -> dict[int, Image.Image]:
    """The centre square by its side in pixels."""
    image = _upright(data)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    return {px: square.resize((px, px), Image.Resampling.LANCZOS) for px in SIDES_PX}


def poster(data: bytes) -> dict[int, Image.Image]:
    """The whole picture by its width in pixels, never enlarged."""
    image = _upright(data)
    widths = sorted({min(px, image.width) for px in WIDTHS_PX})
    return {px: image.resize((px, round(image.height * px / image.width)), Image.Resampling.LANCZOS) for px in widths}


def as_jpeg(image: Image.Image) -> bytes:
    """With Pillow's own defaults but for quality and optimize."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _upright(data: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
