"""Posters of the street: a quilt of tiles, and the tear-off notice."""

from __future__ import annotations

from PIL import Image, ImageDraw

from pockitflyer.flyers.demo import lettering as set_
from pockitflyer.flyers.demo.lettering import Box
from pockitflyer.flyers.demo.motifs import MOTIFS
from pockitflyer.flyers.demo.palettes import TILES, pick
from pockitflyer.flyers.demo.pen import Pen
from pockitflyer.flyers.demo.sheet import Sheet, grained


def tiles(sheet: Sheet) -> Image.Image:
    """A quilt of quarter circles, stripes and dots, and a quiet band of type."""
    colours = pick(TILES, sheet.rng)
    ground, u = colours[0], sheet.unit
    big, pen = sheet.canvas(ground)
    columns = 4 if not sheet.is_wide else 2
    step = sheet.w / 4 if not sheet.is_wide else sheet.h / 3
    rows = 2 if sheet.w == sheet.h else 3
    left = 0 if not sheet.is_wide else sheet.w - columns * step
    special = (sheet.rng.randrange(columns - 1), sheet.rng.randrange(rows - 1))
    for row in range(rows):
        for column in range(columns):
            _tile(sheet, pen.at(left + (column + 0.5) * step, (row + 0.5) * step, step / 100), colours)
    x, y = left + (special[0] + 1) * step, (special[1] + 1) * step
    pen.rect(x - step, y - step, x + step, y + step, colours[1])
    pen.circle(x, y, step * 0.9, ground)
    MOTIFS[sheet.poster.motif](pen.at(x, y, step / 84), colours[2], colours[3], colours[4])
    page = big.reduce(2)
    words = (
        Box(5 * u, 6 * u, left - 10 * u, sheet.h - 12 * u)
        if sheet.is_wide
        else Box(5 * u, rows * step + 5 * u, sheet.w - 10 * u, sheet.h - rows * step - 10 * u)
    )
    ink = colours[4]
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (ink, colours[1]))
    room = Box(words.x, words.y, words.w, low - words.y)
    set_.headline(page, sheet.poster.headline, set_.GEOMETRIC, room, ink, leading=0.96, lines=4 if sheet.is_wide else 2)
    return grained(page, 5)


def _tile(sheet: Sheet, pen: Pen, colours: tuple[str, ...]) -> None:
    below, above, third = sheet.rng.sample(colours[1:] + colours[:1], 3)
    p = pen.at(0, 0, turn=90 * sheet.rng.randrange(4))
    p.rect(-50.2, -50.2, 50.2, 50.2, below)
    match sheet.rng.randrange(7):
        case 0:
            p.wedge(-50, -50, 100, 0, 90, above)
            p.wedge(-50, -50, 50, 0, 90, third)
        case 1:
            p.wedge(0, -50, 50, 0, 180, above)
            p.wedge(0, 0, 50, 0, 180, third)
        case 2:
            for i in range(4):
                p.rect(-50 + 25 * i, -50, -37.5 + 25 * i, 50, above)
        case 3:
            p.circle(0, 0, 38, above)
            p.circle(0, 0, 16, third)
        case 4:
            p.poly([(-50, -50), (50, -50), (-50, 50)], above)
        case 5:
            for r, ink in ((100, above), (75, below), (50, third), (25, below)):
                p.wedge(50, 50, r, 180, 270, ink)
        case _:
            for i in range(9):
                p.circle(-33 + 33 * (i % 3), -33 + 33 * (i // 3), 9, above)


def notice(sheet: Sheet) -> Image.Image:
    """A pinned sheet with tear-off strips, some already gone."""
    u = sheet.unit
    wall = sheet.rng.choice(("#b98a5a", "#5d7a6a", "#8a8f98", "#c9b59a", "#39424e"))
    paper = sheet.rng.choice(("#fffdf6", "#fff3a8", "#e8f3ff", "#ffe3e3", "#eaf7df"))
    accent = sheet.rng.choice(("#d8352a", "#1d4e9e", "#0f7b53", "#c2410c"))
    big, pen = sheet.canvas(wall)
    x0, y0, x1, y1 = 5 * u, 5 * u, sheet.w - 5 * u, sheet.h - 5 * u
    strip_h = 24 * u
    pen.rect(x0 + u, y0 + 1.2 * u, x1 + u, y1 - strip_h + 1.2 * u, _shade(wall))
    pen.rect(x0, y0, x1, y1 - strip_h, paper)
    count = 9 if not sheet.is_wide else 12
    step = (x1 - x0) / count
    gone = set(sheet.rng.sample(range(count), 2 + sheet.rng.randrange(2)))
    for i in range(count):
        p = pen.at(x0 + (i + 0.5) * step, y1 - strip_h, turn=sheet.rng.uniform(-2.5, 2.5))
        if i in gone:
            ragged = [(-step / 2 + step * k / 6, sheet.rng.uniform(0.4, 2.6) * u) for k in range(7)]
            p.poly([(-step / 2, -u), *ragged, (step / 2, -u)], paper)
            continue
        p.rect(-step * 0.47 + 0.7 * u, 0, step * 0.47 + 0.7 * u, strip_h, _shade(wall))
        p.rect(-step * 0.47, -u, step * 0.47, strip_h - u, paper)
    ink = "#1d1a18"
    sheet_of_paper = Box(x0 + 5 * u, y0 + 8 * u, x1 - x0 - 10 * u, y1 - strip_h - y0 - 12 * u)
    art, words = _beside(sheet_of_paper, sheet.is_wide)
    size = min(art.w, art.h)
    at = pen.at(art.centre, art.y + art.h / 2, size / 104, turn=sheet.rng.uniform(-6, 6))
    MOTIFS[sheet.poster.motif](at, accent, ink, paper)
    pen.circle(sheet.w / 2, y0 + 3.2 * u, 2.3 * u, _shade(accent))
    pen.circle(sheet.w / 2 - 0.4 * u, y0 + 2.7 * u, 1.9 * u, accent)
    page = big.reduce(2)
    face = sheet.rng.choice((set_.GROTESK, set_.MARKER, set_.SERIF))
    low = set_.footer(page, words, sheet.poster.sub, sheet.poster.small, u, (ink, accent), faces=(set_.MONO, set_.MONO))
    room = Box(words.x, words.y, words.w, low - words.y)
    set_.headline(page, sheet.poster.headline, face, room, ink, leading=1.0, rise="middle", lines=4)
    _strips(sheet, page, (x0, y1 - strip_h, step), [i for i in range(count) if i not in gone], ink)
    return grained(page, 5)


def _beside(box: Box, is_wide: bool) -> tuple[Box, Box]:
    if is_wide:
        return Box(box.x + box.w * 0.6, box.y, box.w * 0.4, box.h), Box(box.x, box.y, box.w * 0.56, box.h)
    return Box(box.x, box.y, box.w, box.h * 0.5), Box(box.x, box.y + box.h * 0.54, box.w, box.h * 0.46)


def _strips(sheet: Sheet, page: Image.Image, at: tuple[float, float, float], kept: list[int], ink: str) -> None:
    x0, y, step = at
    u = sheet.unit
    label = Image.new("L", (int(22 * u), int(step * 0.9)))
    title = sheet.poster.headline.replace(set_.SOFT_HYPHEN, "").replace("\n", " ")[:22].strip()
    number = f"07{sheet.rng.randrange(6, 10)} 555 {sheet.rng.randrange(10, 99)} {sheet.rng.randrange(10, 99)}"
    line = label.height / 2
    px = min(3.0 * u, 20 * u / set_.ems(title, set_.MONO))
    draw = ImageDraw.Draw(label)
    draw.text((u, line - 0.5 * u), title, font=set_.font(set_.MONO, int(px)), fill=255, anchor="ls")
    draw.text((u, line + 3.2 * u), number, font=set_.font(set_.MONO, int(3.0 * u)), fill=255, anchor="ls")
    upright = label.transpose(Image.Transpose.ROTATE_90)
    for i in kept:
        page.paste(ink, (int(x0 + (i + 0.05) * step), int(y)), upright)


def _shade(colour: str) -> str:
    return "#" + "".join(f"{int(colour[i : i + 2], 16) * 7 // 10:02x}" for i in (1, 3, 5))
