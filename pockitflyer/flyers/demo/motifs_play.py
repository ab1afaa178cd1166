"""Music, games, art and feasts. Each fits a box from -50 to 50: `a` body, `b` accent, `c` detail."""

from __future__ import annotations

import math

from pockitflyer.flyers.demo.pen import Ink, Pen, arc, smooth


def note(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-23, -36), (36, -48), (36, -31), (-23, -19)], a)
    pen.rect(-23, -34, -17, 32, a)
    pen.rect(30, -45, 36, 22, a)
    pen.ellipse(-31, 32, 15, 11, b, -20)
    pen.ellipse(22, 22, 15, 11, b, -20)
    pen.line([(-37, 29), (-31, 26)], 2, c)


def record(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.circle(0, 0, 48, a)
    for r in (43, 38, 33, 28, 23):
        pen.ring(0, 0, r, 0.9, c)
    pen.wedge(0, 0, 45, -62, -46, b)
    pen.wedge(0, 0, 45, 118, 134, b)
    pen.circle(0, 0, 18, b)
    pen.circle(0, 0, 3.4, c)


def microphone(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=28)
    p.poly([(-9, 0), (9, 0), (5, 50), (-5, 50)], a)
    p.rect(-18, -8, 18, 2, b, 4)
    p.circle(0, -26, 21, a)
    for offset in (-12, -4, 4, 12):
        p.line([(offset, -42), (offset, -11)], 1.3, c)
        p.line([(-17, -26 + offset), (17, -26 + offset)], 1.3, c)


def guitar(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=38)
    p.rect(-3.5, -46, 3.5, 6, c)
    p.rect(-7, -56, 7, -42, a, 2)
    p.blob(
        [
            (0, -10),
            (-15, -6),
            (-16, 8),
            (-13, 14),
            (-23, 28),
            (-17, 47),
            (0, 52),
            (17, 47),
            (23, 28),
            (13, 14),
            (16, 8),
            (15, -6),
        ],
        a,
    )
    p.circle(0, 18, 8.5, b)
    p.rect(-9, 36, 9, 40, b)
    p.line([(0, -44), (0, 38)], 1, b)


def keys(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.rect(-48, -34, 48, 34, c, 3)
    for i in range(7):
        x = -46 + i * 13.2
        pen.rect(x, -32, x + 12, 32, b if i == 4 else a, 1.5)
    for i in (0, 1, 3, 4, 5):
        x = -37.5 + i * 13.2
        pen.rect(x, -34, x + 8, 6, c, 1.5)


def discoball(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(0, -50), (0, -36)], 2, a)
    pen.circle(0, 6, 42, a)
    for dy in (-32, -18, -4, 10, 24, 36):
        half = math.sqrt(42**2 - dy**2)
        pen.line([(-half, 6 + dy), (half, 6 + dy)], 1.2, c)
    for width in (12, 27, 39):
        around = [(width * x / 42, y) for x, y in arc(0, 6, 42, 0, 360)]
        pen.line(around, 1.2, c)
    for x, y, r in ((-22, -14, 11), (14, 18, 8), (34, -34, 10)):
        pen.star(x, y, r, 4, b, 0.22)


def easel(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.blob(
        [
            (-42, 2),
            (-34, -28),
            (-4, -40),
            (30, -30),
            (44, -4),
            (34, 14),
            (16, 12),
            (10, 24),
            (18, 36),
            (4, 42),
            (-28, 32),
        ],
        a,
    )
    for x, y, ink in ((-24, -8, b), (-10, -25, c), (12, -25, b), (28, -8, c), (-22, 14, c)):
        pen.circle(x, y, 6.5, ink)
    pen.line([(48, -50), (12, 22)], 4, b)
    pen.blob([(15, 14), (8, 18), (0, 36), (14, 27), (19, 18)], c)


def pencil(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=40)
    p.rect(-10, -50, 10, -36, b, 4)
    p.rect(-10, -40, 10, 28, a)
    p.rect(-3.2, -36, 3.2, 28, b)
    p.poly([(-10, 28), (10, 28), (0, 52)], c)
    p.poly([(-4, 42), (4, 42), (0, 52)], a)


def camera(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-16, -24), (-10, -38), (12, -38), (18, -24)], a)
    pen.rect(-46, -26, 46, 34, a, 7)
    pen.rect(-46, -10, 46, -5, b)
    pen.circle(0, 6, 23, c)
    pen.circle(0, 6, 18, b)
    pen.circle(0, 6, 10, c)
    pen.circle(34, -18, 4, b)


def candle(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.circle(0, -32, 17, c)
    pen.blob([(0, -50), (9, -34), (6, -24), (0, -20), (-6, -24), (-9, -34)], b)
    pen.line([(0, -22), (0, -14)], 2, a)
    pen.rect(-13, -14, 13, 42, a, 3)
    pen.line([(-8, -12), (-8, 6)], 4, b)
    pen.ellipse(0, 43, 34, 7, b)


def lantern(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(0, -50), (0, -30)], 2.4, c)
    pen.circle(0, 6, 37, a)
    pen.star(0, 8, 19, 5, b)
    for x in (-22, 22):
        pen.at(x, -2).blob([(0, -9), (6, 0), (0, 9), (-6, 0)], b)
    pen.rect(-14, -36, 14, -28, c, 3)
    pen.line([(-4, 43), (0, 50), (4, 43)], 2.4, c)


def tent(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i in range(6):
        x0, x1 = -48 + 16 * i, -32 + 16 * i
        ink = b if i % 2 else a
        pen.poly([(0, -38), (x0, -2), (x1, -2)], ink)
        pen.poly([(x0 * 0.88, 0), (x1 * 0.88, 0), (x1 * 0.88, 42), (x0 * 0.88, 42)], ink)
        pen.wedge((x0 + x1) / 2, -2, 8, 0, 180, ink)
    pen.poly([(-10, 42), (0, 8), (10, 42)], c)
    pen.poly([(0, -50), (16, -44), (0, -38)], b)


def ball(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.circle(0, 0, 46, a)
    pen.star(0, 0, 19, 5, c, 0.81)
    for i in range(5):
        p = pen.at(0, 0, turn=72 * i)
        p.line([(0, -17), (0, -33)], 2.6, c)
        p.poly([(-12, -42), (12, -42), (7, -32), (-7, -32)], c)
    pen.line(arc(0, 0, 38, 150, 200), 2.4, b)


def racket(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(-2, 2, turn=40)
    p.rect(-5, 8, 5, 48, b, 4)
    p.ellipse(0, -16, 25, 29, a)
    p.poly([(-18, 3), (18, 3), (6, 16), (-6, 16)], b)
    pen.circle(-30, 28, 8, c)


def pawn(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-9, -14), (9, -14), (18, 32), (-18, 32)], a)
    pen.rect(-17, -16, 17, -9, b, 3)
    pen.circle(0, -30, 17, a)
    pen.rect(-29, 30, 29, 46, a, 5)
    pen.rect(-22, 26, 22, 32, b, 2)
    pen.line(arc(0, -30, 11, 190, 260), 2.6, c)


def heart(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    half = smooth([(0, -20), (8, -32), (25, -38), (42, -28), (45, -5), (29, 20), (0, 46)])
    pen.poly([*half, *((-x, y) for x, y in reversed(half))], a)
    pen.line(arc(-22, -14, 12, 180, 265), 4, b)
    pen.circle(26, -20, 2.6, c)


def eye(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.blob([(-49, 4), (-28, -18), (0, -26), (28, -18), (49, 4), (28, 22), (0, 29), (-28, 22)], a)
    pen.circle(0, 1, 20, b)
    pen.circle(0, 1, 10, c)
    pen.circle(6, -5, 3.6, a)
    for turn in (-44, -22, 0, 22, 44):
        pen.at(0, 6, turn=turn).line([(0, -38), (0, -50)], 3.4, b)


def hand(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for x, top in ((-21, -30), (-8, -44), (6, -47), (19, -36)):
        pen.line([(x, 6), (x * 1.08, top)], 11.5, a)
    pen.line([(-22, 26), (-38, 6)], 11.5, a)
    pen.blob([(-27, 4), (0, -2), (25, 4), (24, 30), (14, 48), (-14, 48), (-25, 30)], a)
    pen.at(0, 22, 0.26).poly([(0, 44), (-45, -4), (-24, -38), (0, -17), (24, -38), (45, -4)], b)


def balloon(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for x, y, ink in ((-18, -10, b), (20, -6, a), (2, -24, a)):
        pen.line([(x, y + 20), (x * 0.3, 34), (0, 50)], 1.4, c, curved=True)
        pen.ellipse(x, y, 19, 23, ink)
        pen.poly([(x, y + 20), (x - 4, y + 28), (x + 4, y + 28)], ink)
        pen.line(arc(x, y, 12, 190, 250), 2.4, c)
