"""Draws the app's icons. ``python -m pockitflyer.web.icons`` writes the files.

The same sheet with a folded corner as ``favicon.svg``: black ground, white paper, one orange fold.
"""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

FOLDER: Final = Path(__file__).parent / "static" / "web" / "icons"
GROUND, PAPER, FOLD = "#141312", "#ffffff", "#f26a1b"
_SUPERSAMPLING: Final = 8
# Platforms cut a maskable icon to shapes that keep a circle of 80 % of its width (W3C, Web App Manifest).
_MASKABLE_SCALE: Final = 0.74
# In units of favicon.svg, whose side is 32: the sheet, its cut corner, and the radii of its corners and the ground's.
_SHEET, _CUT = (8.0, 6.0, 24.0, 26.0), 6.0
_SHEET_RADIUS, _GROUND_RADIUS, _UNITS = 1.5, 7.0, 32.0


def draw(side: int, *, scale: float = 1.0, is_round: bool = True) -> Image.Image:
    """The mark, ``side`` × ``side`` pixels; without ``is_round`` the ground fills the square."""
    large = side * _SUPERSAMPLING
    unit = large / _UNITS
    image = Image.new("RGBA", (large, large))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, large - 1, large - 1), _GROUND_RADIUS * unit if is_round else 0, fill=GROUND)
    sheet = _sheet(unit * scale)
    corner = round((large - _UNITS * unit * scale) / 2)
    image.alpha_composite(sheet, (corner, corner))
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _sheet(unit: float) -> Image.Image:
    """The paper with its fold on a clear ground."""
    side = round(_UNITS * unit)
    image = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = (value * unit for value in _SHEET)
    pen.rounded_rectangle((left, top, right, bottom), _SHEET_RADIUS * unit, fill=PAPER)
    cut = _CUT * unit
    # The corner is cut out, and the fold laid into it with one round corner of its own.
    pen.rectangle((right - cut, top - 1, right, top + cut), fill=(0, 0, 0, 0))
    pen.polygon([(right - cut, top), (right, top + cut), (right - cut, top + cut)], fill=FOLD)
    return image


def files() -> dict[str, Image.Image]:
    """Every icon by its file name."""
    return {
        "icon-192.png": draw(192),
        "icon-512.png": draw(512),
        "maskable-512.png": draw(512, scale=_MASKABLE_SCALE, is_round=False),
        # iOS rounds the corners itself, and paints what is clear black.
        "touch-180.png": draw(180, scale=0.9, is_round=False),
    }


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, image in files().items():
        image.save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
