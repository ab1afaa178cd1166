"""Draws the signs of cards. ``python -m pockitflyer.web.signs`` writes the files.

Seven signs side by side, a file for each theme: place, date, note, share, and the heart as it is, under a pointer and
set. A card shows six; as vectors each was made anew whenever a card was painted (docs/decisions/0015).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

FOLDER: Final = Path(__file__).parent / "static" / "web" / "icons"
# Sharp at 22 pixels, the largest of them, on screens of three pixels to one.
_SCALE: Final = 4
_SUPERSAMPLING: Final = 8
_UNITS, _STROKE = 18, 1.5
# Four colours with eight steps to clear each.
_COLOURS: Final = 32

type Point = tuple[float, float]
type Line = Sequence[Point]


@dataclass(frozen=True)
class Theme:
    """Colours of ``board.css``."""

    soft: str
    ink: str
    accent_ink: str
    accent: str


THEMES: Final = {
    "light": Theme(soft="#67635e", ink="#141312", accent_ink="#b8450a", accent="#f26a1b"),
    "dark": Theme(soft="#a39d95", ink="#f4f1ec", accent_ink="#ffa467", accent="#ff8a3d"),
}


def files() -> dict[str, Image.Image]:
    """Both pictures by their file names: 504 x 72 pixels."""
    return {f"signs-{name}.webp": _draw(theme) for name, theme in THEMES.items()}


def _draw(theme: Theme) -> Image.Image:
    signs = [
        _sign(_place(), theme.soft),
        _sign(_date(), theme.soft),
        _sign(_note(), theme.soft),
        _sign(_share(), theme.ink),
        _sign(_heart(), theme.ink),
        _sign(_heart(), theme.accent_ink),
        _sign(_heart(), theme.accent, is_full=True),
    ]
    side = _UNITS * _SCALE
    row = Image.new("RGBA", (side * len(signs), side))
    for nth, sign in enumerate(signs):
        row.paste(sign, (nth * side, 0))
    return row.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).convert("RGBA")


def _sign(lines: Sequence[Line], colour: str, *, is_full: bool = False) -> Image.Image:
    """Strokes with round ends and joints, on a clear ground of the same colour: so edges never mix with another."""
    unit = _SCALE * _SUPERSAMPLING
    mask = Image.new("L", (_UNITS * unit, _UNITS * unit))
    pen = ImageDraw.Draw(mask)
    for line in lines:
        points = [(x * unit, y * unit) for x, y in line]
        if is_full:
            pen.polygon(points, fill=255)
        pen.line(points, fill=255, width=round(_STROKE * unit))
        for x, y in points:
            pen.circle((x, y), _STROKE * unit / 2, fill=255)
    sign = Image.new("RGBA", (_UNITS * _SCALE, _UNITS * _SCALE), colour)
    sign.putalpha(mask.resize(sign.size, Image.Resampling.LANCZOS))
    return sign


def _place() -> list[Line]:
    left = _curve((3.4, 6.9), (3.4, 10.9), (9, 16.2), (9, 16.2))
    right = [(18 - x, y) for x, y in reversed(left)]
    return [[*left, *right, *_arc((9, 6.9), 5.6, 0, -180)], _arc((9, 6.9), 2, 0, 360)]


def _date() -> list[Line]:
    return [_box(2.5, 3.5, 15.5, 15.5, 2), [(2.5, 7.5), (15.5, 7.5)], [(6, 1.8), (6, 5)], [(12, 1.8), (12, 5)]]


def _note() -> list[Line]:
    return [_arc((9, 9), 6.7, 0, 360), [(9, 8.3), (9, 12.2)], [(9, 5.8), (9, 5.81)]]


def _share() -> list[Line]:
    return [[(9, 11), (9, 2.2)], [(5.8, 5.2), (9, 2), (12.2, 5.2)], [(4.2, 8), (4.2, 15), (13.8, 15), (13.8, 8)]]


def _heart() -> list[Line]:
    """Two sides that mirror each other, each a bow and a curve down to the tip."""
    radius, outer, top = 3.7, (2.2, 6.7), (9.0, 4.6)
    # The middle of the bow lies below the two points it goes through.
    half = math.dist(outer, top) / 2
    away = math.sqrt(radius**2 - half**2)
    across, up = (top[0] - outer[0]) / (2 * half), (top[1] - outer[1]) / (2 * half)
    middle = ((outer[0] + top[0]) / 2 - up * away, (outer[1] + top[1]) / 2 + across * away)
    begin, end = (math.degrees(math.atan2(y - middle[1], x - middle[0])) for x, y in (outer, top))
    left = [*_curve((9, 15.6), (9, 15.6), (2.2, 11.4), outer), *_arc(middle, radius, begin % 360, end % 360)]
    return [[*left, *((18 - x, y) for x, y in reversed(left))]]


def _box(left: float, top: float, right: float, bottom: float, radius: float) -> Line:
    corners = [(right, top, -1, 1), (right, bottom, -1, -1), (left, bottom, 1, -1), (left, top, 1, 1)]
    turns = [
        _arc((x + to_x * radius, y + to_y * radius), radius, 90 * nth - 90, 90 * nth)
        for nth, (x, y, to_x, to_y) in enumerate(corners)
    ]
    return [point for turn in [*turns, turns[0][:1]] for point in turn]


def _arc(middle: Point, radius: float, begin: float, end: float) -> Line:
    """Of a circle, from one angle to another in degrees; clockwise on the screen where ``end`` is the larger."""

    def at(part: float) -> Point:
        angle = math.radians(begin + (end - begin) * part)
        return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)

    return _along(at)


def _curve(begin: Point, one: Point, other: Point, end: Point) -> Line:
    """A cubic Bézier curve."""

    def at(part: float) -> Point:
        rest = 1 - part
        weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
        points = (begin, one, other, end)
        x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
        return x, y

    return _along(at)


def _along(at: Callable[[float], Point], steps: int = 48) -> Line:
    return [at(step / steps) for step in range(steps + 1)]


def main() -> None:
    for name, image in files().items():
        image.save(FOLDER / name, lossless=True, exact=True, quality=100, method=6)


if __name__ == "__main__":
    main()
