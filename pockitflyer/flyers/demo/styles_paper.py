"""Posters made by hand: risograph, cut paper, party letters, wrapping paper, chalk."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from pockitflyer.flyers.demo import lettering as set_
from pockitflyer.flyers.demo.lettering import Box
from pockitflyer.flyers.demo.motifs import MOTIFS
from pockitflyer.flyers.demo.palettes import CUT_PAPER, RISO, RISO_PAPER, WRAPPER, Palette, legible, pick
from pockitflyer.flyers.demo.pen import Pen
from pockitflyer.flyers.demo.sheet import Sheet, grained, overprint, rule, worn


def riso(sheet: Sheet) -> Image.Image:
    """Two translucent inks, a halftone, and plates that never quite meet."""
    light, dark = pick(RISO, sheet.rng)
    u = sheet.unit
    art, words = sheet.split(0.62, 6)
    size = min(art.w, art.h)
    x, y = art.centre, art.y + art.h / 2
    under, beneath = sheet.plate()
    pick((_riso_disc, _riso_rays, _riso_arch), sheet.rng)(sheet, beneath, Box(x - size / 2, y - size / 2, size, size))
    over, high = sheet.plate()
    drift = sheet.rng.choice((-1, 1)) * 0.5 * u
    motif = MOTIFS[sheet.poster.motif]
    tilt = sheet.rng.uniform(-8, 8)
    motif(beneath.at(x + drift, y + 0.4 * u, size / 118, turn=tilt), 0, 255, 255)
    motif(high.at(x, y, size / 118, turn=tilt), 255, 70, 0)
    under_page, high_page = under.reduce(2), over.reduce(2)
    low = set_.footer(
        high_page, words, sheet.poster.sub, sheet.poster.small, u, (255, 255), faces=(set_.TEXT, set_.MONO)
    )
    face = sheet.rng.choice((set_.GROTESK, set_.GEOMETRIC, set_.CONDENSED))
    text = sheet.poster.headline.upper() if face == set_.CONDENSED else sheet.poster.headline
    rise = "middle" if sheet.is_wide else "top"
    room = Box(words.x, words.y, words.w, low - words.y)
    set_.headline(high_page, text, face, room, 255, leading=0.94, rise=rise, lines=4 if sheet.is_wide else 3)
    page = Image.new("RGB", (sheet.w, sheet.h), RISO_PAPER)
    page = overprint(page, worn(under_page, 70), light)
    return overprint(page, worn(high_page, 70), dark)


def _riso_disc(sheet: Sheet, pen: Pen, field: Box) -> None:
    x, y, r = field.centre, field.y + field.h / 2, field.w * 0.52
    pen.circle(x, y, r, 255)
    _halftone(sheet, pen, field, (x, y, r))


def _riso_rays(sheet: Sheet, pen: Pen, field: Box) -> None:
    x, y = field.centre, field.y + field.h * 0.5
    for i in range(18):
        pen.wedge(x, y, field.w * 0.62, i * 20, i * 20 + 10, 200)
    pen.circle(x, y, field.w * 0.36, 255)


def _riso_arch(sheet: Sheet, pen: Pen, field: Box) -> None:
    half = field.w * 0.42
    top = field.y + half + field.h * 0.02
    pen.wedge(field.centre, top, half, 180, 360, 255)
    pen.rect(field.centre - half, top, field.centre + half, field.bottom, 255)
    _halftone(sheet, pen, field, None)


def _halftone(sheet: Sheet, pen: Pen, field: Box, outside: tuple[float, float, float] | None) -> None:
    """Dots shrinking upwards around the shape, as a screen would print a gradient."""
    step = field.w / 30
    for row in range(31):
        for column in range(31):
            x = field.x + (column + 0.5 * (row % 2)) * step
            y = field.y + row * step
            if outside and math.dist((x, y), outside[:2]) < outside[2]:
                continue
            pen.circle(x, y, step * 0.5 * (row / 31) ** 0.8 + 0.5, 255)


def cutout(sheet: Sheet) -> Image.Image:
    """Mid-century: scissored shapes, a starburst or two, one motif."""
    colours = pick(CUT_PAPER, sheet.rng)
    u, rng = sheet.unit, sheet.rng
    big, pen = sheet.canvas(colours.ground)
    art, words = sheet.split(0.6, 6)
    x, y, size = art.centre, art.y + art.h / 2, min(art.w, art.h)
    for ink, dx, dy, scale in (
        (colours.third, -0.2, 0.06, 0.58),
        (colours.second, 0.2, -0.08, 0.54),
    ):
        pen.at(x + dx * art.w, y + dy * size, size * scale / 50, turn=rng.uniform(0, 360)).blob(_pebble(sheet), ink)
    for _ in range(4):
        sx, sy = art.x + rng.random() * art.w, art.y + rng.random() * art.h
        if abs(sx - x) < size * 0.42 and abs(sy - y) < size * 0.42:
            sx = art.x + art.w * (0.06 if sx < x else 0.94)
        _atomic_star(pen.at(sx, sy, rng.uniform(2.6, 5.4) * u / 50, turn=rng.uniform(0, 45)), colours.ink)
    detail = colours.ground
    MOTIFS[sheet.poster.motif](pen.at(x, y, size / 112, turn=rng.uniform(-6, 6)), colours.main, colours.ink, detail)
    page = big.reduce(2)
    face = rng.choice((set_.GEOMETRIC, set_.SERIF, set_.SCRIPT))
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (colours.ink, colours.ink))
    rule(page, words.x, low + 0.6 * u, words.x + 14 * u, 0.8 * u, colours.main)
    room = Box(words.x, words.y, words.w, low - 3 * u - words.y)
    rise = "bottom" if sheet.is_wide else "middle"
    set_.headline(page, sheet.poster.headline, face, room, colours.ink, leading=0.96, rise=rise, lines=4)
    return grained(page, 8)


def _pebble(sheet: Sheet) -> list[tuple[float, float]]:
    turns = [math.tau * i / 7 for i in range(7)]
    return [(math.cos(t) * (r := sheet.rng.uniform(34, 54)), math.sin(t) * r * 0.8) for t in turns]


def _atomic_star(pen: Pen, ink: str) -> None:
    for i in range(8):
        p = pen.at(0, 0, turn=45 * i)
        p.poly([(-3, 0), (0, -46 if i % 2 else -30), (3, 0)], ink)
    pen.circle(0, 0, 6, ink)


def party(sheet: Sheet) -> Image.Image:
    """Dancing letters and confetti."""
    colours = pick(WRAPPER, sheet.rng)
    u, rng = sheet.unit, sheet.rng
    big, pen = sheet.canvas(colours.ground)
    art, words = sheet.split(0.54, 6)
    x, y, size = art.centre, art.y + art.h / 2, min(art.w, art.h)
    inks = (colours.main, colours.second, colours.third)
    for _ in range(70):
        _confetto(sheet, pen, rng.choice(inks))
    pen.star(x, y, size * 0.6, 18, colours.second, 0.86)
    motif_inks = (colours.main, colours.third, colours.ink)
    MOTIFS[sheet.poster.motif](pen.at(x, y, size / 128, turn=rng.uniform(-7, 7)), *motif_inks)
    pen.rect(
        words.x - 3 * u,
        words.y - 2 * u,
        words.x + words.w + 3 * u,
        words.bottom + 2 * u,
        colours.second,
        4 * u,
    )
    page = big.reduce(2)
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (colours.ink, colours.ink), align="m")
    inks_on_label = legible((colours.main, colours.third, colours.ink), colours.second)
    _dancing(sheet, page, Box(words.x, words.y + 2 * u, words.w, low - words.y - 2 * u), inks_on_label)
    return page


def _confetto(sheet: Sheet, pen: Pen, ink: str) -> None:
    rng, u = sheet.rng, sheet.unit
    p = pen.at(rng.random() * sheet.w, rng.random() * sheet.h, u, turn=rng.uniform(0, 180))
    match rng.randrange(3):
        case 0:
            p.circle(0, 0, rng.uniform(0.8, 1.8), ink)
        case 1:
            p.rect(-2.2, -0.6, 2.2, 0.6, ink, 0.6)
        case _:
            p.line([(-2.4, 0), (-0.8, -1.4), (0.8, 1.4), (2.4, 0)], 0.8, ink, curved=True)


def _dancing(sheet: Sheet, page: Image.Image, room: Box, inks: list[str]) -> None:
    broken, px = set_.fit(sheet.poster.headline, set_.BUBBLE, room.w, room.h, leading=1.04, lines=4)
    px *= 0.96
    height = set_.block_height(len(broken), set_.BUBBLE, px, 1.04)
    baseline = room.y + (room.h - height) / 2 + set_.cap_height(set_.BUBBLE) * px
    lettering = set_.font(set_.BUBBLE, int(px))
    turn, draw = 0, ImageDraw.Draw(page)
    for line in broken:
        x = room.centre - set_.ems(line, set_.BUBBLE) * px / 2
        for letter in line:
            hop = (0.035, -0.035, 0.02, -0.05)[turn % 4] * px
            draw.text((x, baseline + hop), letter, font=lettering, fill=inks[turn % len(inks)], anchor="ls")
            x += set_.ems(letter, set_.BUBBLE) * px
            turn += letter != " "
        baseline += px * 1.04


def wrapper(sheet: Sheet) -> Image.Image:
    """Wrapping paper all over, and a label glued to it."""
    colours = pick(WRAPPER, sheet.rng)
    u, rng = sheet.unit, sheet.rng
    big, pen = sheet.canvas(colours.ground)
    step = 23 * u
    motif = MOTIFS[sheet.poster.motif]
    for row in range(-1, math.ceil(sheet.h / step) + 1):
        for column in range(-1, math.ceil(sheet.w / step) + 1):
            x, y = (column + 0.5 + 0.5 * (row % 2)) * step, (row + 0.5) * step
            if (row + column) % 3 == 2:
                pen.circle(x, y, 1.5 * u, colours.second)
                for turn in range(6):
                    pen.at(x, y, turn=60 * turn).circle(0, 4 * u, 0.9 * u, colours.main)
                continue
            body, accent = (colours.main, colours.second) if (row + column) % 3 else (colours.third, colours.second)
            motif(pen.at(x, y, 0.2 * u, turn=rng.choice((-24, -10, 12, 26))), body, accent, colours.ink)
    wide, tall = (sheet.w * 0.6, sheet.h * 0.66) if sheet.is_wide else (sheet.w * 0.78, sheet.h * 0.48)
    label = Box((sheet.w - wide) / 2, (sheet.h - tall) / 2, wide, tall)
    _label(pen, label, u, colours)
    page = big.reduce(2)
    words_ink = legible((colours.main, colours.third), colours.second)[0]
    inner = Box(label.x + 7 * u, label.y + 13 * u, wide - 14 * u, tall - 19 * u)
    kicker, _, rest = sheet.poster.small.partition(" · ")
    px = set_.tracked_to_fit(kicker.upper(), set_.CONDENSED, 4.4 * u, inner.w * 0.86, gap=0.18)
    baseline = label.y + 9.6 * u
    set_.tracked(page, kicker.upper(), set_.CONDENSED, px, sheet.w / 2, baseline, colours.ink, gap=0.18, align="m")
    low = set_.footer(page, inner, sheet.poster.sub, rest or kicker, u, (colours.ink, colours.ink), align="m")
    rule(page, sheet.w / 2 - 8 * u, low + 0.8 * u, sheet.w / 2 + 8 * u, 0.5 * u, colours.ink)
    face = rng.choice((set_.SCRIPT, set_.SERIF, set_.SCRIPT))
    room = Box(inner.x, inner.y, inner.w, low - 2 * u - inner.y)
    set_.headline(page, sheet.poster.headline, face, room, words_ink, align="m", rise="middle", lines=3, leading=0.98)
    return grained(page, 5)


def _label(pen: Pen, box: Box, u: float, colours: Palette) -> None:
    x1, y1 = box.x + box.w, box.bottom
    paper = colours.second
    pen.rect(box.x - 1.6 * u, box.y - 1.6 * u, x1 + 1.6 * u, y1 + 1.6 * u, colours.ink, 6 * u)
    pen.rect(box.x, box.y, x1, y1, paper, 5 * u)
    pen.rect(box.x + 2 * u, box.y + 2 * u, x1 - 2 * u, y1 - 2 * u, colours.main, 4 * u)
    pen.rect(box.x + 2.5 * u, box.y + 2.5 * u, x1 - 2.5 * u, y1 - 2.5 * u, paper, 3.6 * u)


def chalk(sheet: Sheet) -> Image.Image:
    """A shop's slate: dusty letters, a drawn motif, a wooden frame."""
    u, rng = sheet.unit, sheet.rng
    board = rng.choice(("#262a2b", "#23302b", "#2b2a30"))
    tint = rng.choice(("#f6c95c", "#f2a08c", "#9fd3c7", "#f5b971"))
    page = Image.new("RGB", (sheet.w, sheet.h), rng.choice(("#9a6b3f", "#7c5330", "#b58a5b")))
    page.paste(board, (int(3 * u), int(3 * u), sheet.w - int(3 * u), sheet.h - int(3 * u)))
    drawn, high = sheet.plate()
    art, words = sheet.split(0.42, 9)
    x, y, size = art.centre, art.y + art.h / 2, min(art.w, art.h * 0.98)
    MOTIFS[sheet.poster.motif](high.at(x, y, size / 104, turn=rng.uniform(-4, 4)), 235, 150, 0)
    for side in (-1, 1):
        p = high.at(x + side * size * 0.78, y, size / 150, mirror=side < 0)
        if art.w > size * 1.7:
            p.line([(-16, 20), (0, -6), (18, 4), (14, 18), (4, 12), (16, -10), (34, -18)], 2.4, 190, curved=True)
    white, coloured = drawn.reduce(2), Image.new("L", (sheet.w, sheet.h))
    low = set_.footer(
        white,
        words,
        sheet.poster.sub,
        sheet.poster.small,
        u * 1.12,
        (255, 215),
        faces=(set_.MARKER, set_.MARKER),
        align="m",
    )
    ImageDraw.Draw(white).line(
        (words.centre - 20 * u, low + u, words.centre + 20 * u, low + 0.4 * u), fill=200, width=int(0.7 * u)
    )
    face = rng.choice((set_.SCRIPT, set_.MARKER, set_.SCRIPT))
    room = Box(words.x, words.y, words.w, low - 2 * u - words.y)
    set_.headline(coloured, sheet.poster.headline, face, room, 255, align="m", rise="middle", lines=3, leading=1.02)
    page.paste("#f4f1e8", (0, 0), worn(white, 120))
    page.paste(tint, (0, 0), worn(coloured, 110))
    return grained(page, 9)
