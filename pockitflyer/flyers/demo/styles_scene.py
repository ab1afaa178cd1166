"""Posters led by a picture: lake and mountains, stripes, night glow, signals, quiet arch, portrait."""

from __future__ import annotations

import math

from PIL import Image, ImageColor, ImageDraw, ImageFilter

from pockitflyer.flyers.demo import lettering as set_
from pockitflyer.flyers.demo.faces import person
from pockitflyer.flyers.demo.lettering import Box
from pockitflyer.flyers.demo.motifs import MOTIFS
from pockitflyer.flyers.demo.palettes import EDITORIAL, GLOW, GROOVE, SWISS, VISTA, pick
from pockitflyer.flyers.demo.pen import Pen
from pockitflyer.flyers.demo.sheet import Sheet, grained, rule


def vista(sheet: Sheet) -> Image.Image:
    """A travel poster: sky, sun, ridges behind ridges, and the lake."""
    high, low, sun, ridges, ink = pick(VISTA, sheet.rng)
    u, rng = sheet.unit, sheet.rng
    big, pen = sheet.canvas(high)
    _sky(sheet, pen, high, low)
    x, y = sheet.w * rng.uniform(0.25, 0.75), sheet.h * (0.49 if sheet.is_wide else 0.47)
    pen.circle(x, y, (9 if sheet.is_wide else 13) * u, sun)
    shore = sheet.h * 0.74
    for i, ridge in enumerate(ridges[:3]):
        _ridge(sheet, pen, sheet.h * (0.5 + 0.075 * i), sheet.h * (0.17 - 0.035 * i), ridge)
    pen.rect(0, shore, sheet.w, sheet.h, ridges[1])
    for i in range(16):
        band = shore + (sheet.h * 0.9 - shore) * (i + 0.5) / 16
        reach = (3 + i * 1.2) * u * rng.uniform(0.5, 1.2)
        shift = rng.uniform(-4, 4) * u
        pen.rect(x + shift - reach, band, x + shift + reach, band + 0.55 * u, sun, 0.27 * u)
    for _ in range(9):
        bx, by = rng.random() * sheet.w, shore + rng.random() * (sheet.h - shore) * 0.8
        pen.rect(bx, by, bx + rng.uniform(8, 22) * u, by + 0.5 * u, ridges[2], 0.25 * u)
    _trees(sheet, pen, ridges[3])
    inks = (ridges[3], sun, high)
    MOTIFS[sheet.poster.motif](pen.at(sheet.w * (0.3 if x > sheet.w / 2 else 0.7), shore - 1 * u, 0.25 * u), *inks)
    page = big.reduce(2)
    box = sheet.inside(7)
    room = Box(box.x, box.y, box.w, sheet.h * 0.25)
    text = sheet.poster.headline.upper()
    done = set_.headline(
        page, text, set_.GEOMETRIC, room, ink, leading=0.98, align="m", lines=2 if sheet.is_wide else 3
    )
    sub = Box(box.x, done.bottom + 2.5 * u, box.w, 5 * u)
    set_.paragraph(page, sheet.poster.sub, set_.TEXT, 3.8 * u, sub, ink, align="m")
    small = sheet.poster.small.upper()
    px = set_.tracked_to_fit(small, set_.TEXT, 2.9 * u, box.w, gap=0.1)
    set_.tracked(page, small, set_.TEXT, px, sheet.w / 2, sheet.h - 4.2 * u, sun, gap=0.1, align="m")
    return grained(page, 9)


def _sky(sheet: Sheet, pen: Pen, high: str, low: str) -> None:
    top, bottom = ImageColor.getrgb(high), ImageColor.getrgb(low)
    bands = 96
    for i in range(bands):
        share = (i / bands) ** 1.2
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        y = sheet.h * 0.7 * i / bands
        pen.rect(0, y, sheet.w, y + sheet.h * 0.71 / bands, (red, green, blue))


def _ridge(sheet: Sheet, pen: Pen, base: float, height: float, ink: str) -> None:
    rng = sheet.rng
    peaks = 7
    line = [
        (sheet.w * i / peaks, base - height * rng.uniform(0.1, 1.0) * (1.0 if i % 2 else 0.45))
        for i in range(peaks + 1)
    ]
    pen.poly([(-9, sheet.h), (-9, line[0][1]), *line, (sheet.w + 9, line[-1][1]), (sheet.w + 9, sheet.h)], ink)


def _trees(sheet: Sheet, pen: Pen, ink: str) -> None:
    rng, u = sheet.rng, sheet.unit
    ground = sheet.h * 0.92
    pen.blob(
        [
            (-20, sheet.h + 30),
            (-20, ground - 6 * u),
            (sheet.w * 0.3, ground),
            (sheet.w * 0.66, ground + 3 * u),
            (sheet.w + 20, ground - 5 * u),
            (sheet.w + 20, sheet.h + 30),
        ],
        ink,
    )
    for side in (0, 1):
        for i in range(5):
            x = (i * 6.5 - 1) * u if not side else sheet.w - (i * 5.5 - 1) * u
            tall = (24 - 4 * i) * u * rng.uniform(0.8, 1.15)
            for k in range(4):
                top = ground - tall + k * tall * 0.22
                half = (1.6 + k * 1.15) * u
                pen.poly([(x, top), (x + half, top + tall * 0.34), (x - half, top + tall * 0.34)], ink)


def groove(sheet: Sheet) -> Image.Image:
    """Stripes that run, bend round the motif and run on."""
    colours = pick(GROOVE, sheet.rng)
    u = sheet.unit
    big, pen = sheet.canvas(colours.ground)
    stripes = (colours.main, colours.second, colours.third)
    width = 4.6 * u
    left = sheet.rng.random() < 0.5
    art, words = sheet.split(0.6, 6)
    x, y = art.centre, art.y + art.h * 0.5 - (0 if sheet.is_wide else width)
    radius = min(art.w * 0.5, art.h * 0.5) - width * (1.6 if sheet.is_wide else 0.6)
    field = pen.at(x, y, mirror=left and not sheet.is_wide)
    for i in range(5):
        ink = colours.ground if i == 3 else stripes[(0, 1, 2, 0, 1)[i]]
        r = radius + width * (1.6 - i)
        field.circle(0, 0, r, ink)
        field.rect(0, -r, sheet.w * 1.2, -r + width, ink)
        # Beside words both ends leave on the far side; above words they part.
        end = sheet.w * 1.2 if sheet.is_wide else -sheet.w * 1.2
        field.rect(min(0, end), r - width, max(0, end), r, ink)
    field.circle(0, 0, radius - width * 2.2, colours.second)
    inks = (colours.ink, colours.ground, colours.main)
    MOTIFS[sheet.poster.motif](pen.at(x, y, (radius - width * 2.2) / 66), *inks)
    page = big.reduce(2)
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (colours.ink, colours.ink))
    face = sheet.rng.choice((set_.BUBBLE, set_.SCRIPT, set_.BUBBLE))
    room = Box(words.x, words.y + 2 * u, words.w, low - words.y - 2 * u)
    set_.headline(page, sheet.poster.headline, face, room, colours.ink, leading=1.0, rise="middle", lines=4)
    return grained(page, 9)


def glow(sheet: Sheet) -> Image.Image:
    """Night: out-of-focus light, grain, and very tall letters."""
    ground, lights = pick(GLOW, sheet.rng)
    u, rng = sheet.unit, sheet.rng
    small_size = (sheet.w // 12, sheet.h // 12)
    haze = Image.new("RGB", small_size, ground)
    draw = ImageDraw.Draw(haze)
    for i in range(7):
        x, y = rng.random() * small_size[0], rng.random() * small_size[1] * 0.8
        r = rng.uniform(0.16, 0.36) * small_size[0]
        draw.ellipse((x - r, y - r * 1.2, x + r, y + r * 1.2), fill=lights[i % 4] if i else ground)
    haze = haze.filter(ImageFilter.GaussianBlur(small_size[0] / 9))
    shadow = Image.linear_gradient("L").point([int(max(v, 190 - v * 5) * 0.72) for v in range(256)])
    haze.paste(ground, (0, 0), shadow.resize(small_size))
    page = haze.resize((sheet.w, sheet.h), Image.Resampling.BICUBIC)
    pale = "#fff6ea"
    box = sheet.inside(6)
    small = sheet.poster.small.upper()
    px = set_.tracked_to_fit(small, set_.MONO, 3.4 * u, box.w, gap=0.06)
    set_.tracked(page, small, set_.MONO, px, box.x, box.y + 3 * u, pale, gap=0.06)
    rule(page, box.x, box.y + 5.4 * u, box.x + box.w, 0.3 * u, pale)
    face = rng.choice((set_.NARROW, set_.NARROW, set_.CONDENSED))
    text = sheet.poster.headline if face == set_.NARROW else sheet.poster.headline.upper()
    share = 0.56 if sheet.is_wide else 0.62
    room = Box(box.x, box.bottom - box.h * share - 9 * u, box.w, box.h * share)
    done = set_.headline(
        page, text, face, room, pale, leading=0.98 if face == set_.NARROW else 0.9, rise="bottom", lines=4
    )
    _orb(sheet, page, done.y)
    rule(page, box.x, box.bottom - 7 * u, box.x + box.w, 0.3 * u, pale)
    set_.paragraph(page, sheet.poster.sub, set_.MONO, 4 * u, Box(box.x, box.bottom - 4.6 * u, box.w, 5 * u), pale)
    return grained(page, 15)


def _orb(sheet: Sheet, page: Image.Image, floor: float) -> None:
    """The motif as one pale silhouette, cut by thin gaps like a slow shutter, if there is room above the words."""
    u = sheet.unit
    size = int(min(46 * u, floor - 17 * u))
    if size < 18 * u:
        return
    mask = Image.new("L", (size * 2, size * 2))
    pen = Pen(ImageDraw.Draw(mask), size, size, size / 55)
    MOTIFS[sheet.poster.motif](pen, 255, 255, 60)
    for i in range(13):
        pen.rect(-55, 4 + i * 4, 55, 4.5 + i * 4 + i * 0.17, 0)
    x = sheet.w - size - int(6 * u) if sheet.rng.random() < 0.5 else (sheet.w - size) // 2
    page.paste("#fff6ea", (x, int(floor - size) // 2 + int(4 * u)), mask.reduce(2))


def pulse(sheet: Sheet) -> Image.Image:
    """Signal lines bulging as if the motif's sound stood behind them."""
    ground, ink, hot = pick(
        (
            ("#0b0b0c", "#f4f2ec", "#d7ff3e"),
            ("#f3f0e8", "#111111", "#ff3b1f"),
            ("#1b14ff", "#f6f4ff", "#ffd400"),
            ("#ff4a1c", "#140a06", "#fff3dc"),
            ("#c8f000", "#10130a", "#3a12ff"),
        ),
        sheet.rng,
    )
    u, rng = sheet.unit, sheet.rng
    big, pen = sheet.canvas(ground)
    art, words = sheet.split(0.58, 6)
    rows, columns = 34, 64
    hills = [
        (rng.uniform(0.25, 0.75), rng.uniform(0.2, 0.9), rng.uniform(0.08, 0.17), rng.uniform(0.5, 1)) for _ in range(4)
    ]
    step = art.h / rows
    for row in range(rows):
        v = row / rows
        base = art.y + (row + 3) * step
        line = []
        for column in range(columns + 1):
            s = column / columns
            lift = sum(k * math.exp(-(((s - a) / w) ** 2) - ((v - b) / 0.22) ** 2) for a, b, w, k in hills)
            ripple = 1 + 0.16 * math.sin(column * 0.9 + row * 1.7)
            line.append((art.x + s * art.w, base - lift * ripple * step * 4.2))
        pen.poly([*line, (art.x + art.w, base + step), (art.x, base + step)], ground)
        pen.line(line, 0.42 * u if row % 9 != 4 else 0.9 * u, hot if row % 9 == 4 else ink)
    pen.rect(0, art.bottom + 0.6 * step, sheet.w if not sheet.is_wide else 0, sheet.h, ground)
    page = big.reduce(2)
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (hot, ink), faces=(set_.MONO, set_.MONO))
    rise = "top" if not sheet.is_wide else "middle"
    room = Box(words.x, words.y, words.w, low - words.y)
    set_.headline(page, sheet.poster.headline, set_.GROTESK, room, ink, leading=0.93, rise=rise, lines=4)
    return page


def editorial(sheet: Sheet) -> Image.Image:
    """Air, an arch, an italic."""
    colours = pick(EDITORIAL, sheet.rng)
    u, rng = sheet.unit, sheet.rng
    big, pen = sheet.canvas(colours.ground)
    art, words = sheet.split(0.5 if sheet.is_wide else 0.58, 7)
    half = min(art.w * 0.42, art.h * 0.42)
    x, top = art.centre, art.y + half
    floor = art.bottom
    if rng.random() < 0.6:
        pen.wedge(x, top, half, 180, 360, colours.second)
        pen.rect(x - half, top - 0.5, x + half, floor, colours.second)
        pen.circle(x + half * 0.42, top - half * 0.12, half * 0.3, colours.third)
    else:
        pen.circle(x, art.y + art.h / 2, art.h * 0.47 if not sheet.is_wide else art.w * 0.46, colours.second)
        pen.circle(x - half * 0.8, art.y + art.h * 0.2, half * 0.24, colours.third)
    size = min(half * 1.7, art.h * 0.7)
    y = floor - size * 0.62
    pen.ellipse(x, y + size * 0.52, size * 0.42, size * 0.05, colours.third)
    MOTIFS[sheet.poster.motif](pen.at(x, y, size / 100), colours.main, colours.ink, colours.ground)
    page = big.reduce(2)
    align = "m" if not sheet.is_wide else "l"
    inks = (colours.ink, colours.main)
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u * 0.92, inks, align=align)
    room = Box(words.x, words.y, words.w, low - words.y)
    headline = sheet.poster.headline
    set_.headline(page, headline, set_.ITALIC, room, colours.ink, align=align, leading=1.0, rise="middle", lines=4)
    return grained(page, 4)


def portrait(sheet: Sheet) -> Image.Image:
    """A face as large as the sheet, a name across it."""
    colours = pick(SWISS, sheet.rng)
    u = sheet.unit
    big, pen = sheet.canvas(colours.ground)
    art, words = sheet.split(0.64, 6)
    size = min(art.w, art.h) * (1.16 if not sheet.is_wide else 1.04)
    x = art.centre
    y = art.bottom - size * 0.42 if not sheet.is_wide else sheet.h - size * 0.5
    pen.circle(x, y - size * 0.08, size * 0.46, colours.third)
    person(pen.at(x, y, size / 100), sheet.poster.seed)
    if not sheet.is_wide:
        pen.rect(0, art.bottom + 1 * u, sheet.w, sheet.h, colours.ground)
    page = big.reduce(2)
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (colours.ink, colours.ink))
    room = Box(words.x, words.y, words.w, low - words.y)
    headline = sheet.poster.headline.upper()
    lines = 4 if sheet.is_wide else 2
    set_.headline(page, headline, set_.CONDENSED, room, colours.ink, leading=0.9, rise="bottom", lines=lines)
    return grained(page, 6)
