"""Plants, animals and weather. Each fits a box from -50 to 50: `a` body, `b` accent, `c` detail."""

from __future__ import annotations

from pockitflyer.flyers.demo.pen import Ink, Pen, arc


def leaf(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=32)
    p.blob([(0, -48), (-16, -32), (-26, -8), (-22, 16), (0, 34)], a)
    p.blob([(0, -48), (16, -32), (26, -8), (22, 16), (0, 34)], b)
    p.poly([(-1, -46), (1, -46), (1, 34), (-1, 34)], a)
    p.line([(0, -38), (0, 50)], 2.6, c)
    for y in (-20, -4, 12):
        p.line([(0, y + 8), (-14, y - 4)], 1.8, c)
        p.line([(0, y + 8), (14, y - 4)], 1.8, c)


def sprig(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(-8, 50), (2, 20), (-2, -10), (4, -40)], 2.4, c, curved=True)
    for i, (y, side) in enumerate(((34, -1), (24, 1), (12, -1), (2, 1), (-10, -1), (-20, 1), (-32, -1))):
        size = 1.05 - i * 0.07
        p = pen.at(-1, y, size, turn=side * 58)
        p.blob([(0, 0), (-9, -14), (-6, -32), (0, -40), (6, -32), (9, -14)], a if i % 2 else b)
    pen.at(4, -36, turn=8).blob([(0, 4), (-6, -4), (0, -16), (6, -4)], a)


def tulip(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(0, -8), (2, 20), (0, 50)], 4, b, curved=True)
    pen.blob([(0, 46), (-10, 30), (-28, 12), (-32, -2), (-14, 12), (0, 30)], b)
    pen.blob([(1, 48), (10, 34), (26, 22), (34, 8), (16, 18), (3, 34)], b)
    pen.blob([(-22, -44), (-8, -36), (0, -48), (8, -36), (22, -44), (23, -16), (12, 0), (-12, 0), (-23, -16)], a)
    pen.line([(-7, -30), (-9, -16), (-5, -6)], 2, c, curved=True)
    pen.line([(7, -30), (9, -16), (5, -6)], 2, c, curved=True)


def flower(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i in range(10):
        pen.at(0, 0, turn=36 * i).blob([(0, -8), (-11, -28), (-7, -46), (0, -49), (7, -46), (11, -28)], a)
    pen.circle(0, 0, 16, b)
    for i in range(8):
        for r in (5, 11):
            x, y = arc(0, 0, r, 45 * i + r * 5, 45 * i + r * 5 + 1)[0]
            pen.circle(x, y, 1.4, c)


def cactus(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(-26, -14), (-26, 2), (0, 6)], 11, a, curved=True)
    pen.line([(27, -24), (27, -8), (0, -2)], 11, a, curved=True)
    pen.rect(-11, -48, 11, 24, a, 11)
    for x in (-4, 4):
        pen.line([(x, -36), (x, 16)], 1.4, c)
    pen.poly([(-22, 18), (22, 18), (16, 50), (-16, 50)], b)
    pen.rect(-25, 15, 25, 24, b)
    pen.circle(0, -47, 5, b)


def fish(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(24, 0), (49, -24), (43, 0), (49, 24)], b)
    pen.blob([(-12, -16), (4, -34), (20, -30), (12, -14)], b)
    pen.blob([(-49, 2), (-34, -16), (-8, -23), (18, -14), (34, 0), (18, 15), (-8, 23), (-34, 17)], a)
    pen.line([(-24, -15), (-18, 0), (-24, 15)], 2.2, c, curved=True)
    pen.circle(-36, -3, 3.6, c)
    for x, y in ((-6, -9), (8, -7), (-8, 3), (6, 4), (19, 0), (-4, 13)):
        pen.line(arc(x, y, 4.5, -80, 80), 1.8, b)


def cat(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(18, 42), (38, 38), (42, 18), (34, 6), (40, -4)], 7, a, curved=True)
    pen.blob([(-20, 48), (-24, 24), (-16, 0), (2, -8), (18, 4), (26, 28), (22, 48)], a)
    pen.poly([(-27, -18), (-27, -49), (-10, -34)], a)
    pen.poly([(21, -18), (21, -49), (4, -34)], a)
    pen.blob([(-29, -20), (-18, -35), (-3, -37), (12, -35), (23, -20), (16, -4), (-3, 1), (-22, -4)], a)
    for x in (-14, 8):
        pen.ellipse(x, -19, 4.6, 5.6, b)
        pen.ellipse(x, -19, 1.6, 4.6, c)
    pen.poly([(-6, -12), (0, -12), (-3, -8)], b)
    for y, dy in ((-11, -4), (-9, 0), (-7, 4)):
        pen.line([(-14, y), (-34, y + dy)], 1.1, c)
        pen.line([(8, y), (28, y + dy)], 1.1, c)


def dog(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for x in (-16, -8, 28, 36):
        pen.rect(x - 4, 14, x + 4, 42, a, 3)
    pen.line([(38, 6), (46, -6), (46, -20)], 5, a, curved=True)
    pen.blob([(-26, -2), (0, -4), (30, -4), (42, 6), (38, 22), (10, 24), (-16, 24), (-28, 14)], a)
    pen.blob([(-28, 12), (-34, -14), (-26, -32), (-10, -24), (-10, 8)], a)
    pen.blob([(-20, -34), (-32, -32), (-48, -20), (-49, -12), (-34, -10), (-18, -14)], a)
    pen.blob([(-22, -32), (-12, -30), (-8, -12), (-16, -4), (-22, -14)], b)
    pen.circle(-48, -18, 3.4, c)
    pen.circle(-33, -23, 2.2, c)
    pen.poly([(-30, -4), (-11, -6), (-11, 0), (-29, 2)], b)


def bird(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(20, 4), (50, -6), (46, 8), (24, 18)], a)
    pen.blob([(-38, -18), (-28, -32), (-12, -30), (0, -14), (22, 0), (26, 16), (8, 30), (-16, 26), (-30, 8)], a)
    pen.poly([(-36, -24), (-50, -17), (-36, -14)], b)
    pen.blob([(-10, -4), (10, -2), (32, 4), (18, 16), (-2, 16)], b)
    pen.circle(-27, -20, 3, c)
    for x in (-4, 6):
        pen.line([(x, 28), (x, 44), (x - 7, 46)], 2.2, b)


def bee(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.ellipse(-10, -24, 11, 22, b, -28)
    pen.ellipse(12, -24, 11, 22, b, 24)
    pen.ellipse(2, 10, 38, 24, a)
    for x, h in ((-10, 22), (6, 23), (22, 19)):
        pen.rect(x - 4, 10 - h, x + 4, 10 + h, c, 3)
    pen.circle(-32, 6, 12, c)
    pen.line([(-36, -2), (-44, -16)], 2, c)
    pen.circle(-37, 4, 2.6, a)


def sun(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i in range(16):
        pen.at(0, 0, turn=22.5 * i).poly([(-4.2, -31), (4.2, -31), (0, -50 if i % 2 else -44)], b)
    pen.circle(0, 0, 27, a)
    pen.line(arc(0, 2, 13, 25, 155), 2.6, c)
    pen.circle(-9, -6, 2.8, c)
    pen.circle(9, -6, 2.8, c)


def moon(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    tilted = pen.at(0, 0, turn=-22)
    tilted.poly([*arc(0, 0, 46, 50, 310), *arc(15.3, 0, 38, 292, 68)], a)
    for x, y, r in ((18, -14, 11), (34, 14, 7), (8, 16, 5)):
        pen.star(x, y, r, 4, b, 0.3)
    pen.circle(-30, 6, 4, c)
    pen.circle(-22, 26, 3, c)


def mountain(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.circle(24, -26, 13, b)
    pen.poly([(-6, 36), (26, -12), (50, 36)], b)
    pen.poly([(-50, 36), (-12, -40), (30, 36)], a)
    pen.poly([(-12, -40), (-24, -16), (-16, -20), (-10, -10), (-4, -20), (2, -15)], c)


def waves(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i, ink in enumerate((a, b, a, b, a)):
        y = -28 + i * 14
        pen.line([(x, y + (5 if (x // 14) % 2 else -5)) for x in range(-42, 43, 14)], 5, ink, curved=True)


def snowflake(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i in range(6):
        p = pen.at(0, 0, turn=60 * i)
        p.line([(0, 0), (0, -46)], 4.5, a)
        p.line([(-13, -40), (0, -27), (13, -40)], 4, b)
        p.line([(-8, -23), (0, -15), (8, -23)], 3.4, a)
    pen.circle(0, 0, 4, c)
