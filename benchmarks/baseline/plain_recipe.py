"""The plain picture recipe: Pillow, EXIF transpose, centre square, LANCZOS to 512 and 128, JPEG quality 85."""

import io
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

SIDES_PX = (512, 128)


def take_in(data: bytes) -> dict[str, bytes]:
    """Stores the JPEG files, as an ``ImageField`` would, and returns them by name."""
    key = uuid.uuid4().hex
    files = render(data)
    for name, jpeg in files.items():
        default_storage.save(f"avatars/{key}-{name}", ContentFile(jpeg))
    return files


def render(data: bytes) -> dict[str, bytes]:
    """The JPEG files by name."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    return {f"{px}.jpg": _jpeg(square.resize((px, px), Image.Resampling.LANCZOS)) for px in SIDES_PX}


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
