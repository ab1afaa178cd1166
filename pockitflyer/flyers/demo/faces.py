"""Faces: illustrated people, emblems and monograms, made to be read at 32 px in a circle."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from pockitflyer.flyers.demo import hair, lettering
from pockitflyer.flyers.demo.motifs import MOTIFS
from pockitflyer.flyers.demo.notices import DemoPublisher
from pockitflyer.flyers.demo.palettes import CUT_PAPER, SWISS, WRAPPER, pick
from pockitflyer.flyers.demo.pen import SUPERSAMPLING, Ink, Pen, arc, pen_on

FACE_PX = 640

# Face, its shade, and the lips that suit them.
SKINS = (
    ("#f8d6bd", "#e8b08f", "#c5584c"),
    ("#f0c19c", "#d99c70", "#b84c42"),
    ("#dba676", "#bd8050", "#a34335"),
    ("#b87a4e", "#965a34", "#8a3428"),
    ("#8d5736", "#6b3d22", "#6e2a22"),
    ("#643c29", "#482818", "#a4553f"),
)
HAIRS = ("#1d1817", "#1d1817", "#3f271a", "#6d4124", "#a8622d", "#d8a64c", "#c2402a", "#b9b4ae", "#ece6dc")
GROUNDS = ("#f6b83c", "#ef6f53", "#7fb8a8", "#3f6fae", "#f3a6b1", "#2f5d57", "#cfe0e8", "#8c6bb1", "#f4dfc0")
CLOTHES = ("#1f3a5f", "#d9482f", "#f2c14e", "#2e6b57", "#f4ece0", "#7c3a5a", "#2a2a2e", "#e98a6a")


def draw_face(publisher: DemoPublisher) -> bytes:
    """A PNG of 640 x 640 px; the same publisher gives the same bytes."""
    rng = Random(publisher.seed)
    image = Image.new("RGB", (FACE_PX * SUPERSAMPLING, FACE_PX * SUPERSAMPLING))
    pen = pen_on(image).at(FACE_PX / 2, FACE_PX / 2, FACE_PX / 100)
    if publisher.face == "person":
        _sitter(pen, publisher.seed, rng)
    elif publisher.face == "letter":
        _monogram(image, pen, publisher.name, rng)
    else:
        _emblem(pen, publisher.face, rng)
    encoded = BytesIO()
    image.reduce(SUPERSAMPLING).save(encoded, "PNG", compress_level=1)
    return encoded.getvalue()


def _sitter(pen: Pen, seed: int, rng: Random) -> None:
    ground = pick(GROUNDS, rng)
    pen.rect(-51, -51, 51, 51, ground)
    person(pen.at(0, 3, 1.16), seed)


def _emblem(pen: Pen, motif: str, rng: Random) -> None:
    colours = pick((*CUT_PAPER, *WRAPPER), rng)
    pen.rect(-51, -51, 51, 51, colours.ground)
    scale = 0.62
    match rng.randrange(3):
        case 0:
            pen.circle(0, 0, 40, colours.third)
            inks = (colours.second, colours.main, colours.ground)
        case 1:
            pen.star(0, 0, 45, 20, colours.main, 0.9)
            inks = (colours.ground, colours.second, colours.ink)
        case _:
            inks = (colours.main, colours.second, colours.ink)
            scale = 0.76
    MOTIFS[motif](pen.at(0, 0, scale), *inks)


def _monogram(image: Image.Image, pen: Pen, name: str, rng: Random) -> None:
    colours = pick(SWISS, rng)
    pen.rect(-51, -51, 51, 51, colours.ground)
    turn = 90 * rng.randrange(4)
    pen.at(0, 0, turn=turn).wedge(-50, -50, 100, 0, 90, colours.third)
    letter = name[0].upper()
    px = round(62 * pen.unit)
    baseline = image.height / 2 + lettering.cap_height(lettering.GEOMETRIC) * px / 2
    ImageDraw.Draw(image).text(
        (image.width / 2, baseline),
        letter,
        font=lettering.font(lettering.GEOMETRIC, px),
        fill=colours.second,
        anchor="ms",
    )


def person(pen: Pen, seed: int) -> None:
    """Head and shoulders in a box from -50 to 50, the shoulders running on below it; no ground."""
    rng = Random(seed + 2**20)  # not the ground's numbers again
    skin, shade, lips = pick(SKINS, rng)
    hair_ink, cloth, trim = pick(HAIRS, rng), pick(CLOTHES, rng), pick(CLOTHES, rng)
    style = pick(hair.STYLES, rng)
    if trim == cloth:
        trim = "#f7efe2"
    style.behind(pen, hair_ink)
    pen.rect(-8, 8, 8, 34, shade)
    _clothes(pen, rng, cloth, trim, skin)
    for side in (-1, 1):
        pen.ellipse(side * 20.5, -5, 4, 5.4, shade)
    pen.blob(
        [
            (-20, -14),
            (-16, -30),
            (0, -36),
            (16, -30),
            (20, -14),
            (18.5, 4),
            (10, 16),
            (0, 19.5),
            (-10, 16),
            (-18.5, 4),
        ],
        skin,
    )
    if style.may_have_beard and rng.random() < 0.45:
        hair.beard(pen, hair_ink)
    _features(pen, rng, shade, lips, hair_ink)
    style.front(pen, hair_ink, trim)
    if rng.random() < 0.36:
        _glasses(pen, rng.choice(("#1c1a19", "#c2402a", "#22406b")), round_=rng.random() < 0.6)
    if style.shows_ears and rng.random() < 0.45:
        for side in (-1, 1):
            pen.circle(side * 21, 3.4, 2.3, "#f6c64a")


def _features(pen: Pen, rng: Random, shade: str, lips: str, brow: Ink) -> None:
    dark = "#1d1514"
    for side in (-1, 1):
        pen.ellipse(side * 11.6, 4, 4.4, 2.9, shade)
        if rng.random() < 0.04:
            pen.line([(side * 8 - 3, -5.4), (side * 8, -4), (side * 8 + 3, -5.4)], 1.6, dark, curved=True)
        else:
            pen.ellipse(side * 8, -5.4, 2.2, 2.8, dark)
            pen.circle(side * 8 + 0.8, -6.4, 0.7, "#ffffff")
        lift = -12.6
        pen.line([(side * 4.6, lift), (side * 8.4, lift - 1.7), (side * 12.2, lift)], 1.8, brow, curved=True)
    pen.line([(-0.6, -4), (-2.4, 3), (1.4, 4.2)], 1.5, shade, curved=True)
    if rng.random() < 0.5:
        pen.poly([*arc(0, 8, 6.6, 0, 180)], "#5a1a1a")
        pen.poly([(-5.8, 8), (5.8, 8), (5, 10.4), (-5, 10.4)], "#ffffff")
    else:
        pen.line(arc(0, 5.6, 6.6, 28, 152), 1.9, lips)


def _clothes(pen: Pen, rng: Random, cloth: str, trim: str, skin: str) -> None:
    body = [(-44, 75), (-42, 46), (-34, 33), (-16, 26), (0, 29), (16, 26), (34, 33), (42, 46), (44, 75)]
    pen.blob(body, cloth)
    match rng.randrange(5):
        case 0:  # stripes
            for y in (38, 46, 54, 62):
                pen.rect(-41 + max(0, 42 - y), y, 41 - max(0, 42 - y), y + 3.4, trim)
            pen.ellipse(0, 26, 11, 6, skin)
        case 1:  # roll neck
            pen.rect(-11, 19, 11, 31, cloth, 4)
            pen.line([(-10, 30), (0, 32.5), (10, 30)], 1.2, trim, curved=True)
        case 2:  # shirt
            pen.poly([(-9, 24), (9, 24), (0, 40)], skin)
            pen.poly([(-10, 21), (-17, 29), (-7, 40), (0, 33)], trim)
            pen.poly([(10, 21), (17, 29), (7, 40), (0, 33)], trim)
        case 3:  # dungarees
            pen.ellipse(0, 26, 11, 7, skin)
            for side in (-1, 1):
                pen.line([(side * 20, 26), (side * 15, 50)], 5.5, trim)
            pen.rect(-19, 46, 19, 80, trim, 3)
        case _:  # scarf
            pen.blob([(-16, 20), (0, 25), (16, 20), (19, 29), (0, 36), (-19, 29)], trim)
            pen.rect(4, 30, 14, 54, trim, 3)


def _glasses(pen: Pen, ink: str, *, round_: bool) -> None:
    for side in (-1, 1):
        if round_:
            pen.ring(side * 8.6, -5, 7.2, 1.5, ink)
        else:
            x0, x1 = side * 8.6 - 7.4, side * 8.6 + 7.4
            frame = [(x0, -10), (x1, -10), (x1 - side * 1.0, 0.4), (x0 + side * 1.0, 0.4), (x0, -10)]
            pen.line(frame, 1.6, ink)
        pen.line([(side * 15.6, -6), (side * 20, -7)], 1.4, ink)
    pen.line([(-1.6, -5.6), (1.6, -5.6)], 1.5, ink)
