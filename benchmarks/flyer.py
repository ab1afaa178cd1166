"""A poster with small lettering in colour, drawn in code: what chroma at half size would blur."""

import io

import pyvips
from PIL import Image, ImageDraw, ImageFont

from benchmarks import photos

_SIZE = (1654, 2339)
_LINES = ("Doors 19:00, band 20:30", "Old Mill Yard, River Street 7", "Tickets 12 / 8 at the door", "Bring a blanket")


def with_text() -> bytes:
    """A4 at 200 dots an inch, as JPEG."""
    ground = pyvips.Image.new_from_buffer(photos.poster(5), "").thumbnail_image(_SIZE[0], height=_SIZE[1], size="force")
    page = Image.frombuffer("RGB", _SIZE, ground.write_to_memory()).copy()
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, _SIZE[0], 420), fill=(214, 32, 60))
    draw.text((90, 70), "SUMMER NIGHT", (255, 255, 255), ImageFont.load_default(170))
    draw.text((90, 280), "open air, 12 July", (255, 225, 0), ImageFont.load_default(90))
    draw.rectangle((90, 1000, 1560, 2000), fill=(250, 246, 230))
    for number in range(4):
        size = 64 - 14 * number
        for row, line in enumerate(_LINES):
            colour = ((20, 20, 20), (190, 0, 30), (0, 70, 170), (0, 110, 50))[(row + number) % 4]
            draw.text((120, 1020 + number * 240 + row * (size + 4) * 0.9), line, colour, ImageFont.load_default(size))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()
