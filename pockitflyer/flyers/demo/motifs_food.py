"""Things to eat and drink. Each fits a box from -50 to 50: `a` body, `b` accent, `c` detail."""

from __future__ import annotations

from pockitflyer.flyers.demo.pen import Ink, Pen, smooth


def loaf(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=-18)
    p.blob([(-49, 4), (-40, -18), (-14, -28), (18, -28), (42, -16), (49, 4), (38, 22), (6, 28), (-32, 24)], a)
    for x, y in ((-27, -3), (-5, -5), (17, -6), (35, -3)):
        cut = p.at(x, y, turn=28)
        cut.blob([(0, -19), (4.5, -6), (4.5, 8), (0, 18), (-4.5, 8), (-4.5, -6)], b)
        cut.line([(-1.5, -13), (-2, 0), (-1, 12)], 1.2, c, curved=True)


def croissant(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for i, turn in sorted(enumerate((-84, -57, -29, 0, 29, 57, 84)), key=lambda each: -abs(each[0] - 3)):
        p = pen.at(0, 26, turn=turn)
        wide = (8, 13, 17, 20, 17, 13, 8)[i]
        segment = [
            (-wide * 0.55, 0),
            (-wide, -wide * 1.1),
            (0, -wide * 1.75),
            (wide, -wide * 1.1),
            (wide * 0.55, 0),
        ]
        p.at(0, -20).blob(segment, c)
        p.at(0, -21.5, 0.9).blob(segment, a)
        p.line([(-wide * 0.4, -24 - wide), (0, -28 - wide), (wide * 0.4, -24 - wide)], 2.4, b, curved=True)


def cup(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.ellipse(-2, 36, 46, 8, b)
    pen.ring(31, 8, 16, 7, a)
    pen.blob([(-34, -14), (-33, 6), (-24, 26), (-10, 34), (8, 34), (21, 26), (30, 6), (31, -14), (0, -15)], a)
    pen.ellipse(-1.5, -14, 32.5, 7.5, a)
    pen.ellipse(-1.5, -14, 28, 5.5, c)
    for x in (-15, -2, 11):
        pen.line([(x, -26), (x + 5, -33), (x - 3, -41), (x + 3, -49)], 3.6, b, curved=True)


def cheese(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-46, 2), (30, -32), (44, -8), (46, 4)], b)
    pen.poly([(-46, 4), (46, 4), (46, 34), (-46, 34)], a)
    for x, y, r in ((-28, 18, 6.5), (-4, 25, 4.5), (14, 15, 8), (36, 26, 4.5)):
        pen.circle(x, y, r, c)
    pen.ellipse(16, -9, 9, 5, c, -22)
    pen.ellipse(-10, -5, 5, 2.6, c, -22)


def fondue(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.line([(-6, 2), (26, -46)], 3, b)
    pen.rect(-13, -10, 3, 6, b, 3)
    pen.line([(44, -8), (22, -2)], 8, a)
    pen.blob([(-36, -6), (-36, 12), (-24, 26), (0, 30), (24, 26), (36, 12), (36, -6)], a)
    pen.ellipse(0, -6, 36, 10, a)
    pen.ellipse(0, -6, 31, 7, b)
    pen.line([(-26, 12), (-16, 20), (-4, 22)], 2.5, c, curved=True)
    pen.line([(-26, 44), (-16, 30)], 3.5, a)
    pen.line([(26, 44), (16, 30)], 3.5, a)
    pen.blob([(0, 33), (6, 42), (0, 48), (-6, 42)], b)


def glass(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.rect(-2, 12, 2, 44, a)
    pen.ellipse(0, 45, 19, 4, a)
    pen.blob([(-20, -46), (-25, -20), (-18, 4), (0, 16), (18, 4), (25, -20), (20, -46), (0, -46)], a)
    pen.blob([(-22, -18), (-16, 1), (0, 11), (16, 1), (22, -18), (8, -22), (-8, -15)], b)
    pen.line([(-15, -36), (-18, -26)], 2.4, c)


def bottle(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.rect(-6, -50, 6, -20, a, 2)
    pen.blob(
        [
            (-6, -28),
            (-8, -20),
            (-17, -8),
            (-18, 6),
            (-18, 46),
            (18, 46),
            (18, 6),
            (17, -8),
            (8, -20),
            (6, -28),
        ],
        a,
    )
    pen.rect(-18, 4, 18, 32, b)
    pen.rect(-12, 11, 12, 14, c)
    pen.rect(-12, 19, 4, 22, c)
    pen.rect(-7.5, -50, 7.5, -42, b)


def apple(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    half = smooth([(0, -22), (15, -30), (35, -23), (42, 2), (32, 30), (14, 45), (0, 41)])
    pen.poly([*half, *((-x, y) for x, y in reversed(half))], a)
    pen.line([(0, -22), (2, -36), (8, -46)], 4, c, curved=True)
    pen.blob([(6, -34), (16, -47), (34, -46), (26, -33)], b)
    pen.line([(-30, -6), (-29, 10), (-22, 24)], 3.4, b, curved=True)


def pear(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.blob(
        [
            (2, -34),
            (-12, -26),
            (-17, -8),
            (-30, 10),
            (-31, 32),
            (-14, 46),
            (12, 46),
            (31, 32),
            (30, 10),
            (19, -8),
        ],
        a,
    )
    pen.line([(2, -32), (4, -42), (-2, -49)], 4, c, curved=True)
    pen.blob([(6, -38), (16, -49), (32, -44), (22, -34)], b)
    pen.blob([(8, 38), (22, 28), (22, 12), (26, 24), (20, 38)], b)


def lemon(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=-25)
    p.blob(
        [
            (-49, 0),
            (-40, -9),
            (-22, -28),
            (6, -31),
            (30, -20),
            (41, -7),
            (49, 0),
            (40, 9),
            (22, 27),
            (-6, 31),
            (-32, 20),
        ],
        a,
    )
    p.blob([(38, -8), (46, -22), (62, -18), (54, -6)], b)
    for x, y in ((-20, -12), (-6, -20), (-10, 6), (10, -8), (14, 14), (-24, 10), (26, -2)):
        p.circle(x, y, 1.8, c)


def icecream(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.poly([(-20, 2), (20, 2), (0, 50)], b)
    for x in (-12, -4, 4):
        pen.line([(x, 4), (x + 8, 20)], 1.6, c)
        pen.line([(-x, 4), (-x - 8, 20)], 1.6, c)
    pen.circle(-10, -8, 16, a)
    pen.circle(11, -9, 15, c)
    pen.circle(0, -28, 17, a)
    pen.circle(2, -46, 5, b)
    pen.rect(-23, -2, 23, 6, b, 4)


def radish(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    for turn in (-34, 0, 32):
        p = pen.at(0, -14, turn=turn)
        p.blob([(0, 2), (-4, -12), (-11, -22), (-7, -35), (2, -37), (10, -28), (8, -16), (3, -8)], b)
        p.line([(0, 0), (0, -28)], 1.6, c)
    pen.blob(
        [(0, -16), (-20, -13), (-25, 6), (-14, 25), (-2, 34), (1, 50), (4, 33), (16, 24), (25, 6), (20, -13)],
        a,
    )
    pen.line([(-16, 2), (-13, 12), (-8, 19)], 3, c, curved=True)


def carrot(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=32)
    for turn in (-30, -8, 14, 34):
        p.at(0, -18, turn=turn).blob([(-2, 4), (-7, -16), (-3, -30), (4, -29), (7, -14), (2, 4)], b)
    p.blob([(0, -20), (-14, -16), (-14, 0), (-7, 30), (0, 52), (7, 30), (14, 0), (14, -16)], a)
    for x, y in ((-11, -4), (3, 6), (-8, 16), (1, 27)):
        p.line([(x, y), (x + 7, y + 1)], 2, c)


def mushroom(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.blob([(-12, 4), (-10, 26), (-15, 44), (0, 48), (15, 44), (10, 26), (12, 4)], b)
    pen.blob(
        [
            (-44, 8),
            (-40, -18),
            (-20, -38),
            (0, -42),
            (20, -38),
            (40, -18),
            (44, 8),
            (22, 13),
            (0, 14),
            (-22, 13),
        ],
        a,
    )
    for x, y, r in ((-20, -14, 8), (6, -26, 6), (20, -6, 9), (-4, 0, 5), (-32, 2, 4)):
        pen.circle(x, y, r, c)


def pumpkin(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.blob([(-4, -24), (-7, -42), (6, -48), (12, -43), (4, -38), (5, -24)], b)
    for x in (-27, 27, -14, 14, 0):
        pen.ellipse(x, 9, 20, 33 - abs(x) * 0.16, c)
        pen.ellipse(x, 9, 18.4, 31.4 - abs(x) * 0.16, a)


def pizza(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    p = pen.at(0, 0, turn=12)
    p.blob([(-38, -34), (-18, -45), (0, -48), (18, -45), (38, -34), (34, -25), (0, -34), (-34, -25)], c)
    p.poly([(-34, -30), (-18, -37), (0, -39), (18, -37), (34, -30), (0, 50)], a)
    for x, y, r in ((-12, -22, 8), (12, -14, 8), (-3, 6, 7), (2, 26, 4)):
        p.circle(x, y, r, b)
    for x, y in ((1, -28), (-8, -6), (7, 3)):
        p.ellipse(x, y, 4, 1.8, c, 30)


def mug(pen: Pen, a: Ink, b: Ink, c: Ink) -> None:
    pen.ring(32, 8, 20, 8, b)
    pen.rect(-32, -22, 24, 46, a, 5)
    for x in (-22, -8, 6):
        pen.rect(x, -4, x + 7, 36, b, 3.5)
    for x, y, r in ((-28, -24, 12), (-10, -30, 14), (10, -29, 13), (22, -22, 10)):
        pen.circle(x, y, r, c)
    pen.rect(-36, -26, 30, -14, c, 6)
