"""Tools, furniture, vehicles, books. Each fits a box from -50 to 50: `a` body, `b` accent, `c` detail."""

from __future__ import annotations

from pockitflyer.flyers.demo.pen import Ink, Pen, arc


def bicycle(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for x in (-29, 29):
        pen.ring(x, 16, 21, 3.6, b)
        pen.circle(x, 16, 3, a)
    for path in (
        [(-29, 16), (-15, -14), (16, -14), (-2, 16), (-29, 16)],
        [(-18, -22), (-2, 16)],
        [(29, 16), (14, -26)],
    ):
        pen.line(path, 3.6, a)
    pen.line([(-27, -24), (-10, -24)], 5, a)
    pen.line([(14, -26), (24, -30), (28, -22)], 3.6, a, curved=True)
    pen.circle(-2, 16, 5.5, a)
    pen.circle(-2, 16, 2.2, c)


def book(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-48, -24), (0, -16), (48, -24), (48, 36), (0, 44), (-48, 36)], b)
    pen.blob([(0, -20), (-18, -32), (-43, -28), (-43, 28), (-18, 26), (0, 38)], a)
    pen.blob([(0, -20), (18, -32), (43, -28), (43, 28), (18, 26), (0, 38)], a)
    pen.line([(0, -20), (0, 38)], 2, c)
    for y in (-14, -4, 6, 16):
        pen.line([(-35, y - 2), (-22, y - 4), (-9, y + 1)], 2, c, curved=True)
        pen.line([(35, y - 2), (22, y - 4), (9, y + 1)], 2, c, curved=True)


def books(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i, (x, width, ink, stripe) in enumerate(((-2, 42, a, b), (4, 36, b, a), (-5, 39, a, c), (2, 30, b, c))):
        y = 42 - i * 19
        pen.rect(x - width, y - 17, x + width, y, ink, 3)
        pen.rect(x - width + 8, y - 17, x - width + 12, y, stripe)
        pen.rect(x + width - 16, y - 12, x + width - 6, y - 5, stripe)
    pen.at(10, -37, 0.3).circle(0, 0, 26, a)


def scissors(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for mirror in (False, True):
        p = pen.at(0, 2, mirror=mirror)
        p.poly([(-3, 8), (5, 4), (25, -48), (17, -46)], a)
        p.line([(1, 4), (-10, 22)], 7, b)
        p.ring(-19, 32, 16, 7, b)
    pen.circle(0, 0, 3, c)


def comb(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=-20)
    p.rect(-46, -18, 46, 0, a, 6)
    for i in range(12):
        p.rect(-44 + i * 7.6, -4, -40 + i * 7.6, 24, b if i % 2 else a, 2)
    p.circle(36, -9, 3, c)


def key(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=-35)
    p.ring(-26, 0, 22, 9, a)
    p.rect(-8, -4.5, 48, 4.5, a, 2)
    p.rect(30, 0, 37, 18, b)
    p.rect(41, 0, 48, 14, b)


def wrench(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=45)
    p.rect(-7, -24, 7, 40, a, 7)
    p.circle(0, -30, 20, a)
    p.rect(-7, -54, 7, -30, c)
    p.circle(0, 38, 13, a)
    p.circle(0, 38, 6, c)
    p.rect(-2.5, -8, 2.5, 18, b, 2.5)


def chair(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for x0, x1 in ((-22, -28), (22, 28), (-12, -15), (12, 15)):
        pen.line([(x0, 8), (x1, 48)], 4.4, b)
    pen.blob([(-24, -46), (0, -50), (24, -46), (27, -26), (20, -8), (0, -6), (-20, -8), (-27, -26)], a)
    pen.line([(-16, -8), (-18, 6)], 4, b)
    pen.line([(16, -8), (18, 6)], 4, b)
    pen.rect(-28, 2, 28, 13, a, 5)
    pen.line([(-12, -36), (12, -36)], 2, c)


def lamp(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(4, -20), (48, 24), (-22, 40), (-12, 0)], b)
    pen.line([(-34, 44), (-42, 4), (-8, -34)], 4.6, a)
    pen.circle(-42, 4, 5, a)
    pen.rect(-50, 42, -14, 50, a, 4)
    pen.at(-6, -28, turn=-36).blob([(0, -18), (-11, -12), (-25, 14), (0, 18), (25, 14), (11, -12)], a)


def pot(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for turn, size in ((-58, 0.9), (-28, 1.1), (2, 1.2), (30, 1.1), (60, 0.86)):
        p = pen.at(0, 18, size, turn=turn)
        p.blob([(0, 0), (-6, -18), (-13, -36), (-8, -50), (0, -55), (8, -50), (13, -36), (6, -18)], a)
        p.line([(0, -4), (0, -46)], 1.5, c)
    pen.poly([(-22, 16), (22, 16), (16, 50), (-16, 50)], b)
    pen.rect(-25, 13, 25, 22, b, 2)


def hanger(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([*arc(0, -40, 7, -200, 60), (0, -26)], 3, c)
    pen.poly([(-14, -26), (14, -26), (24, -20), (14, 4), (32, 48), (-32, 48), (-14, 4), (-24, -20)], a)
    pen.poly([(-8, -26), (8, -26), (0, -14)], c)
    pen.rect(-15, 0, 15, 7, b)
    for x, y in ((-14, 20), (2, 26), (16, 36), (-6, 38), (14, 18), (-20, 38)):
        pen.circle(x, y, 3, b)


def yarn(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(16, 32), (34, 44), (50, 36)], 3, a, curved=True)
    pen.line([(-40, 40), (34, -44)], 4, b)
    pen.circle(37, -46, 5, b)
    pen.circle(-2, 2, 37, a)
    for r in (12, 22, 32):
        pen.line(arc(-30, -22, r + 14, -18, 92), 1.8, c)
    for r in (10, 19, 28):
        pen.line(arc(26, 28, r + 6, 172, 282), 1.8, c)


def sofa(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.rect(-36, -26, 36, 16, a, 12)
    pen.rect(-36, 0, 36, 22, b, 4)
    pen.rect(-1, 0, 1, 22, c)
    pen.rect(-49, -8, -33, 26, a, 8)
    pen.rect(33, -8, 49, 26, a, 8)
    pen.rect(-44, 18, 44, 30, a, 4)
    for x in (-36, 36):
        pen.line([(x, 30), (x * 1.08, 42)], 4, c)


def boat(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(0, -48), (0, 26)], 2.6, c)
    pen.blob([(3, -46), (20, -20), (36, 14), (18, 18), (3, 17)], a)
    pen.blob([(-4, -34), (-16, -12), (-30, 14), (-16, 17), (-4, 16)], b)
    pen.blob([(-40, 24), (0, 22), (42, 24), (32, 38), (0, 42), (-28, 39)], a)
    pen.line([(-46, 46), (-30, 43), (-14, 47), (4, 43), (22, 47), (44, 43)], 2.4, b, curved=True)


def house(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.rect(18, -40, 28, -14, b)
    pen.rect(-32, -8, 32, 46, a)
    pen.poly([(-42, -4), (0, -42), (42, -4)], b)
    pen.rect(-8, 16, 10, 46, c, 2)
    for x in (-24, 17):
        pen.rect(x, 4, x + 9, 14, c)
    pen.circle(0, -18, 5, c)


def tram(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(-10, -34), (0, -46), (12, -34)], 2.2, b)
    pen.rect(-46, -34, 46, 30, a, 9)
    pen.rect(-46, 6, 46, 14, b)
    for x in (-38, -16, 6, 28):
        pen.rect(x, -24, x + 14, -2, c, 2)
    for x in (-26, 26):
        pen.circle(x, 32, 9, b)
        pen.circle(x, 32, 4, c)


def parcel(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.rect(-40, -12, 40, 44, a, 3)
    pen.rect(-46, -24, 46, -6, a, 3)
    pen.rect(-46, -7, 46, -4, c)
    pen.rect(-7, -24, 7, 44, b)
    pen.ellipse(-15, -34, 16, 8, b, 24)
    pen.ellipse(15, -34, 16, 8, b, -24)
    pen.circle(0, -28, 6, c)


def sneaker(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-46, -26), (-18, -30), (-4, -14), (16, 2), (34, 4), (47, 12), (47, 22), (-46, 22)], a)
    pen.blob([(18, 3), (34, 4), (46, 11), (47, 22), (16, 22)], b)
    pen.rect(-48, 20, 50, 31, b, 5)
    for x, y in ((-10, -14), (-1, -7), (8, -1)):
        pen.line([(x - 6, y + 7), (x + 5, y - 3)], 2.8, c)
    pen.line([(-36, 8), (-18, -4), (-10, 14)], 3.6, c, curved=True)
