"""A vector pen over Pillow: shapes in units, drawn on a canvas twice the size and shrunk for smooth edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

SUPERSAMPLING = 2
CURVE_STEPS = 7

type Ink = str | int | tuple[int, int, int]
type Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """An origin, a scale and a turn on an image; every coordinate and width below is in its units."""

    draw: ImageDraw.ImageDraw
    x: float
    y: float
    unit: float
    turn: float = 0.0
    mirror: int = 1

    def at(self, x: float, y: float, scale: float = 1.0, turn: float = 0.0, *, mirror: bool = False) -> Pen:
        """The same pen with its origin moved to (x, y), `scale` units to one, turned by `turn` degrees."""
        ((px, py),) = self.pixels([(x, y)])
        return replace(
            self,
            x=px,
            y=py,
            unit=self.unit * scale,
            turn=self.turn + self.mirror * math.radians(turn),
            mirror=-self.mirror if mirror else self.mirror,
        )

    def pixels(self, points: Sequence[Point]) -> list[Point]:
        cos, sin = math.cos(self.turn) * self.unit, math.sin(self.turn) * self.unit
        m = self.mirror
        return [(self.x + m * px * cos - py * sin, self.y + m * px * sin + py * cos) for px, py in points]

    def poly(self, points: Sequence[Point], ink: Ink) -> None:
        self.draw.polygon(self.pixels(points), fill=ink)

    def blob(self, points: Sequence[Point], ink: Ink) -> None:
        """A closed curve through the points."""
        self.poly(smooth(points, closed=True), ink)

    def line(self, points: Sequence[Point], width: float, ink: Ink, *, curved: bool = False) -> None:
        """A stroke with round ends and joints."""
        path = self.pixels(smooth(points) if curved else points)
        thickness = max(1.0, width * self.unit)
        self.draw.line(path, fill=ink, width=round(thickness), joint="curve")
        if thickness > 2:
            for x, y in (path[0], path[-1]):
                r = thickness / 2 - 0.5
                self.draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)

    def circle(self, x: float, y: float, r: float, ink: Ink) -> None:
        ((px, py),) = self.pixels([(x, y)])
        r *= self.unit
        self.draw.ellipse((px - r, py - r, px + r, py + r), fill=ink)

    def ring(self, x: float, y: float, r: float, width: float, ink: Ink) -> None:
        """A circle's outline, `r` being its outer edge."""
        ((px, py),) = self.pixels([(x, y)])
        r *= self.unit
        thickness = max(1, round(width * self.unit))
        self.draw.ellipse((px - r, py - r, px + r, py + r), outline=ink, width=thickness)

    def ellipse(self, x: float, y: float, rx: float, ry: float, ink: Ink, turn: float = 0.0) -> None:
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        around = [(rx * math.cos(t * math.pi / 24), ry * math.sin(t * math.pi / 24)) for t in range(48)]
        self.poly([(x + ex * cos - ey * sin, y + ex * sin + ey * cos) for ex, ey in around], ink)

    def wedge(self, x: float, y: float, r: float, start: float, end: float, ink: Ink) -> None:
        """A slice of a circle from `start` to `end` degrees, clockwise from three o'clock."""
        self.poly([(x, y), *arc(x, y, r, start, end)], ink)

    def band(self, x: float, y: float, r: float, width: float, start: float, end: float, ink: Ink) -> None:
        """A slice of a ring, `r` being its outer edge."""
        self.poly([*arc(x, y, r, start, end), *reversed(arc(x, y, r - width, start, end))], ink)

    def rect(self, x0: float, y0: float, x1: float, y1: float, ink: Ink, r: float = 0.0) -> None:
        if not r:
            self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], ink)
            return
        self.poly(
            [
                *arc(x1 - r, y1 - r, r, 0, 90),
                *arc(x0 + r, y1 - r, r, 90, 180),
                *arc(x0 + r, y0 + r, r, 180, 270),
                *arc(x1 - r, y0 + r, r, 270, 360),
            ],
            ink,
        )

    def star(self, x: float, y: float, r: float, points: int, ink: Ink, waist: float = 0.45) -> None:
        spokes = range(2 * points)
        radii = (r if i % 2 == 0 else r * waist for i in spokes)
        turns = (math.pi * i / points - math.pi / 2 for i in spokes)
        self.poly([(x + q * math.cos(t), y + q * math.sin(t)) for q, t in zip(radii, turns, strict=True)], ink)


def pen_on(image: Image.Image) -> Pen:
    """A pen whose unit is one pixel of the finished picture, on a canvas SUPERSAMPLING times its size."""
    return Pen(ImageDraw.Draw(image), 0.0, 0.0, float(SUPERSAMPLING))


def arc(x: float, y: float, r: float, start: float, end: float) -> list[Point]:
    steps = max(2, math.ceil(abs(end - start) / 4))
    turns = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + r * math.cos(t), y + r * math.sin(t)) for t in turns]


def smooth(points: Sequence[Point], *, closed: bool = False) -> list[Point]:
    """Catmull-Rom through the points (Catmull & Rom 1974, tension 0.5)."""
    n = len(points)
    spans = range(n) if closed else range(n - 1)
    curve: list[Point] = []
    for i in spans:
        if closed:
            p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n]
        else:
            p0, p1, p2, p3 = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, n - 1)]
        curve += [_between(p0, p1, p2, p3, step / CURVE_STEPS) for step in range(CURVE_STEPS)]
    return curve if closed else [*curve, points[-1]]


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    w0 = -t + 2 * t * t - t**3
    w1 = 2 - 5 * t * t + 3 * t**3
    w2 = t + 4 * t * t - 3 * t**3
    w3 = -t * t + t**3
    return (
        (w0 * p0[0] + w1 * p1[0] + w2 * p2[0] + w3 * p3[0]) / 2,
        (w0 * p0[1] + w1 * p1[1] + w2 * p2[1] + w3 * p3[1]) / 2,
    )
