"""Posters led by type: Swiss grid, full-width shout, letterpress broadside."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from pockitflyer.flyers.demo import lettering as set_
from pockitflyer.flyers.demo.lettering import Box
from pockitflyer.flyers.demo.motifs import MOTIFS
from pockitflyer.flyers.demo.palettes import SWISS, WRAPPER, Palette, pick, readable_on
from pockitflyer.flyers.demo.pen import Pen
from pockitflyer.flyers.demo.sheet import Sheet, overprint, rule, worn


def swiss(sheet: Sheet) -> Image.Image:
    colours = pick(SWISS, sheet.rng)
    big, pen = sheet.canvas(colours.ground)
    art, words = sheet.split(0.56, 6)
    field = Box(art.x, 0, sheet.w - art.x, sheet.h) if sheet.is_wide else Box(0, 0, sheet.w, art.bottom)
    pick((_swiss_arcs, _swiss_bars, _swiss_dots, _swiss_halves), sheet.rng)(sheet, pen, field, colours)
    if not sheet.is_wide:  # the picture may bleed into the words' room; the ground takes it back
        pen.rect(0, art.bottom, sheet.w, sheet.h, colours.ground)
    page = big.reduce(2)
    u = sheet.unit
    if sheet.is_wide:
        low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (colours.ink, colours.ink))
    else:
        low = words.bottom - 9 * u
        rule(page, words.x, low, words.x + words.w, 0.45 * u, colours.ink)
        half = words.w / 2 - 2 * u
        left, right = Box(words.x, low + 2.4 * u, half, 8 * u), Box(words.centre, low + 2.4 * u, half, 8 * u)
        set_.paragraph(page, sheet.poster.sub, set_.TEXT, 3.3 * u, left, colours.ink)
        set_.paragraph(page, sheet.poster.small, set_.TEXT, 3.3 * u, right, colours.ink)
        low -= 4 * u
    room = Box(words.x, words.y, words.w, low - words.y)
    set_.headline(page, sheet.poster.headline, set_.GROTESK, room, colours.ink, leading=0.95, rise="bottom", lines=4)
    return page


def _swiss_arcs(sheet: Sheet, pen: Pen, field: Box, colours: Palette) -> None:
    x, y = field.x + field.w * sheet.rng.choice((0.42, 0.56, 0.62)), field.y + field.h * 0.51
    r, turn = field.h * 0.071, sheet.rng.randrange(16) * 22.5
    for i in range(7):
        width = r * 0.36
        ink = colours.second if i == sheet.rng.randrange(7) else colours.main
        sweep = sheet.rng.choice((135, 180, 225, 270))
        pen.band(x, y, r, width, turn, turn + sweep, ink)
        turn += sheet.rng.choice((67.5, 90, 112.5))
        r *= 1.37
    pen.circle(x, y, field.h * 0.045, colours.second)


def _swiss_bars(sheet: Sheet, pen: Pen, field: Box, colours: Palette) -> None:
    p = pen.at(field.x + field.w / 2, field.y + field.h / 2, turn=sheet.rng.choice((-45, -30, 30, 45)))
    reach, x, width = field.w + field.h, -field.h * 0.62, field.h * 0.018
    accent = sheet.rng.choice((5, 6, 7))
    for i in range(10):
        p.rect(x, -reach, x + width, reach, colours.second if i == accent else colours.main)
        x += width * 2.05
        width *= 1.28
    p.circle(-field.h * 0.36, field.h * 0.02, field.h * 0.15, colours.second)


def _swiss_dots(sheet: Sheet, pen: Pen, field: Box, colours: Palette) -> None:
    columns = 6
    step = field.w / columns
    rows = max(3, int(field.h / step))
    top = field.y + (field.h - rows * step) / 2
    hot = (sheet.rng.randrange(2, columns), sheet.rng.randrange(rows))
    upward = sheet.rng.random() < 0.5
    for row in range(rows):
        for column in range(columns):
            share = (column + (rows - 1 - row if upward else row)) / (columns + rows - 2)
            x, y = field.x + (column + 0.5) * step, top + (row + 0.5) * step
            pen.circle(x, y, step * (0.07 + 0.43 * share), colours.second if (column, row) == hot else colours.main)


def _swiss_halves(sheet: Sheet, pen: Pen, field: Box, colours: Palette) -> None:
    rows = 2 if not sheet.is_wide else 3
    step = field.h / rows
    columns = math.ceil(field.w / step)
    accents = sheet.rng.sample(range(rows * columns), 2)
    for cell in range(rows * columns):
        x, y = field.x + (cell % columns + 0.5) * step, field.y + (cell // columns + 0.5) * step
        turn = sheet.rng.randrange(4) * 90
        ink = colours.second if cell in accents else colours.main
        if sheet.rng.random() < 0.25:
            pen.circle(x, y, step * 0.46, ink)
            continue
        p = pen.at(x, y, turn=turn)
        p.wedge(0, -step * 0.02, step * 0.46, 180, 360, ink)
        p.wedge(0, step * 0.46, step * 0.46, 180, 360, ink)


def shout(sheet: Sheet) -> Image.Image:
    """Each line as wide as the sheet, in bands of two colours."""
    colours = pick((*SWISS, *WRAPPER), sheet.rng)
    face = sheet.rng.choice((set_.CONDENSED, set_.CONDENSED, set_.GEOMETRIC, set_.GROTESK))
    u, margin = sheet.unit, 5 * sheet.unit
    wide, foot = sheet.w - 2 * margin, 15 * u
    text = sheet.poster.headline.upper() if face != set_.GROTESK else sheet.poster.headline

    def height(broken: list[str]) -> float:
        return sum(set_.cap_height(face) * wide / set_.ems(line, face) + 5 * u for line in broken)

    # Dots and rings stand above the caps, and the first line has no line above it.
    head = margin * (2.0 if set(text.upper()) & set("ÄÖÜÉ") else 0.8)
    room = sheet.h - foot - head
    fitting = [lines for lines in set_.breakings(text, 5) if height(lines) <= room] or [set_.wrap(text, face, 99)]
    broken = max(fitting, key=height)
    slack = max(0.0, room - height(broken)) / len(broken)
    big, pen = sheet.canvas(colours.ground)
    edges, y = [], 0.0
    for i, line in enumerate(broken):
        tall = set_.cap_height(face) * wide / set_.ems(line, face) + 5 * u + slack + (head if i == 0 else 0)
        pen.rect(0, y, sheet.w, y + tall, (colours.ground, colours.main)[i % 2])
        edges.append((y, y + tall))
        y += tall
    pen.rect(0, y, sheet.w, sheet.h, colours.second)
    if slack > 12 * u:
        _motif_row(sheet, pen, edges[0][1] - slack / 2 - 2 * u, min(slack * 0.8, 24 * u), colours)
    page = big.reduce(2)
    draw = ImageDraw.Draw(page)
    for i, (line, (top, bottom)) in enumerate(zip(broken, edges, strict=True)):
        px = wide / set_.ems(line, face)
        shift = slack / 2 if slack > 12 * u and i == 0 else 0
        middle = (top + bottom) / 2 + set_.cap_height(face) * px / 2 - shift + (head / 3 if i == 0 else 0)
        ink = readable_on((colours.ground, colours.main)[i % 2])
        draw.text((margin, middle), line, font=set_.font(face, int(px)), fill=ink, anchor="ls")
    ink = readable_on(colours.second)
    left = Box(margin, y + 3.4 * u, wide * 0.58, foot)
    set_.paragraph(page, sheet.poster.sub, set_.TEXT, 3.7 * u, left, ink)
    right = Box(margin + wide * 0.62, y + 3.4 * u, wide * 0.38, foot)
    set_.paragraph(page, sheet.poster.small, set_.TEXT, 2.9 * u, right, ink, align="r")
    return page


def _motif_row(sheet: Sheet, pen: Pen, y: float, size: float, colours: Palette) -> None:
    count = max(2, int(sheet.w / (size * 1.3)))
    for i in range(count):
        x = sheet.w * (i + 0.5) / count
        inks = (colours.main, colours.second, colours.ink)
        MOTIFS[sheet.poster.motif](pen.at(x, y, size / 100), *inks)


def broadside(sheet: Sheet) -> Image.Image:
    """Letterpress: centred lines, rules, and two worn inks."""
    u, frame = sheet.unit, sheet.inside(4)
    hot_ink = sheet.rng.choice(("#c8321f", "#1f5c8a", "#2c6b46", "#b0521a"))
    black = Image.new("L", (sheet.w, sheet.h))
    plate, pen = sheet.plate()
    draw = ImageDraw.Draw(black)
    for inset, width in ((0.0, 0.9 * u), (1.7 * u, 0.3 * u)):
        edges = (frame.x + inset, frame.y + inset, frame.x + frame.w - inset, frame.bottom - inset)
        draw.rectangle(edges, outline=255, width=int(width))
    x, wide, middle = frame.x + 5 * u, frame.w - 10 * u, sheet.w / 2
    kicker = sheet.poster.small.split(" · ")[0].upper()
    px = set_.tracked_to_fit(kicker, set_.CONDENSED, 5.4 * u, wide * 0.8, gap=0.16)
    set_.tracked(black, kicker, set_.CONDENSED, px, middle, frame.y + 9.4 * u, 255, gap=0.16, align="m")
    for side in (x + 2 * u, x + wide - 2 * u):
        pen.star(side, frame.y + 7.6 * u, 2.2 * u, 5, 255)
    rule(black, x, frame.y + 12 * u, x + wide, 0.8 * u, 255)
    rule(black, x, frame.y + 13.4 * u, x + wide, 0.3 * u, 255)
    art_h = min(sheet.h * 0.37, sheet.w * 0.5)
    art_top = frame.y + 17 * u
    MOTIFS[sheet.poster.motif](pen.at(middle, art_top + art_h / 2, art_h / 104), 255, 120, 0)
    _flanking_rules(black, (middle, art_top + art_h / 2), art_h, wide, u)
    foot = frame.bottom - 17 * u
    face = sheet.rng.choice((set_.SERIF, set_.CONDENSED, set_.SERIF))
    text = sheet.poster.headline.upper() if face == set_.CONDENSED else sheet.poster.headline
    top = art_top + art_h + 3 * u
    set_.headline(black, text, face, Box(x, top, wide, foot - top - 3 * u), 255, align="m", rise="middle", lines=3)
    rule(black, x, foot, x + wide, 0.3 * u, 255)
    rule(black, x, foot + 0.9 * u, x + wide, 0.8 * u, 255)
    below = Box(x, foot + 4 * u, wide, 6 * u)
    y = set_.paragraph(black, sheet.poster.sub, set_.ITALIC, 5 * u, below, 255, align="m", leading=1.1)
    small = Box(x, y + 1.2 * u, wide, 3 * u)
    set_.paragraph(black, sheet.poster.small, set_.TEXT, 2.6 * u, small, 255, align="m")
    page = Image.new("RGB", (sheet.w, sheet.h), sheet.rng.choice(("#f1e6cd", "#efe3d0", "#f4ecd8")))
    page = overprint(page, worn(plate.reduce(2), 120), hot_ink)
    return overprint(page, worn(black, 90), "#231d1a")


def _flanking_rules(black: Image.Image, centre: tuple[float, float], art_h: float, wide: float, u: float) -> None:
    """Printer's rules left and right of the picture, tapering away from its middle."""
    draw = ImageDraw.Draw(black)
    inner = art_h * 0.62
    for i in range(4):
        reach = max(0.0, wide / 2 - inner - u) * (1 - 0.18 * abs(i - 1.5))
        y = centre[1] + art_h * 0.14 * (i - 1.5)
        draw.rectangle((centre[0] - inner - reach, y, centre[0] - inner, y + 0.7 * u), fill=255)
        draw.rectangle((centre[0] + inner, y, centre[0] + inner + reach, y + 0.7 * u), fill=255)
