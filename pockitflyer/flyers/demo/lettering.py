"""Setting words: the bundled faces, breaks that make a headline as big as its box allows, tracking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pockitflyer.flyers.demo.pen import Ink

FONTS = Path(__file__).parent / "fonts"
GROTESK = "InterDisplay-Black"
TEXT = "InterDisplay-SemiBold"
CONDENSED = "BebasNeue-Bold"
GEOMETRIC = "LeagueSpartan-Black"
SERIF = "Vollkorn-Black"
ITALIC = "PockitAntiqua-Italic"
MARKER = "YuseiMagic-Regular"
BUBBLE = "CherryBomb-Regular"
NARROW = "LeMurmure-Regular"
MONO = "LeagueMono-CondensedSemiBold"
SCRIPT = "PockitDeli-Bold"

MEASURE_PX = 200
SOFT_HYPHEN = "\u00ad"
# A number stays with its unit.
INSEPARABLE = re.compile(r"(?<=\d) (?=(?:Uhr|pm|am|Franken|francs|km|cm|Jahren?)\b)")


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    w: float
    h: float

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def centre(self) -> float:
        return self.x + self.w / 2


@lru_cache(maxsize=512)
def font(face: str, px: int) -> ImageFont.FreeTypeFont:
    # Raqm is in Pillow's own wheels; the basic layout would drop the kerning these fonts keep in GPOS.
    return ImageFont.truetype(FONTS / f"{face}.ttf", px, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=4096)
def ems(text: str, face: str) -> float:
    """The text's width in ems."""
    return font(face, MEASURE_PX).getlength(text) / MEASURE_PX


@lru_cache(maxsize=16)
def cap_height(face: str) -> float:
    """The height of H, in ems."""
    return -font(face, MEASURE_PX).getbbox("H", anchor="ls")[1] / MEASURE_PX


def headline(
    page: Image.Image,
    text: str,
    face: str,
    box: Box,
    ink: Ink,
    *,
    leading: float = 0.98,
    align: str = "l",
    rise: str = "top",
    lines: int = 5,
) -> Box:
    """Set as large as the box allows, broken where that makes it largest; returns the box it filled."""
    broken, px = fit(text, face, box.w, box.h, leading=leading, lines=lines)
    height = block_height(len(broken), face, px, leading)
    top = {"top": box.y, "middle": box.y + (box.h - height) / 2, "bottom": box.bottom - height}[rise]
    anchor_x = {"l": box.x, "m": box.centre, "r": box.x + box.w}[align]
    draw = ImageDraw.Draw(page)
    baseline = top + cap_height(face) * px
    for line in broken:
        draw.text((anchor_x, baseline), line, font=font(face, int(px)), fill=ink, anchor=f"{align}s")
        baseline += px * leading
    return Box(box.x, top, box.w, height)


def fit(text: str, face: str, w: float, h: float, *, leading: float, lines: int) -> tuple[list[str], float]:
    """The breaking that allows the largest size, and that size in pixels."""

    def size(broken: Sequence[str]) -> float:
        widest = max(ems(line, face) for line in broken)
        return min(w / widest, h / block_height(len(broken), face, 1.0, leading))

    def merit(broken: Sequence[str]) -> tuple[float, float]:
        """Size first, a divided word only for a clear gain; of equals, the most even lines."""
        divided = any(line.endswith("-") for line in broken)
        return round(size(broken) * (0.78 if divided else 1), 1), -max(ems(line, face) for line in broken)

    best = max(breakings(text, lines), key=merit)
    return best, size(best)


def block_height(count: int, face: str, px: float, leading: float) -> float:
    """From the first line's caps to the last line's descenders, which half the words lack: so half of them."""
    return px * (cap_height(face) + (count - 1) * leading + 0.12)


def breakings(text: str, lines: int) -> Iterator[list[str]]:
    """Every way to break at spaces and (soft) hyphens into at most so many lines; "\\n" always breaks."""
    if "\n" in text:
        yield [part.replace(SOFT_HYPHEN, "") for part in text.split("\n")]
        return
    pieces = text.replace(SOFT_HYPHEN, SOFT_HYPHEN + "\0").replace("-", "-\0").replace(" ", " \0").split("\0")
    for count in range(min(lines, len(pieces))):
        for cuts in combinations(range(1, len(pieces)), count):
            bounds = (0, *cuts, len(pieces))
            yield [_closed("".join(pieces[a:b])) for a, b in pairwise(bounds)]


def _closed(line: str) -> str:
    hyphen = "-" if line.endswith(SOFT_HYPHEN) else ""
    return line.replace(SOFT_HYPHEN, "").strip() + hyphen


def footer(
    page: Image.Image,
    box: Box,
    sub: str,
    small: str,
    unit: float,
    inks: tuple[Ink, Ink],
    *,
    faces: tuple[str, str] = (TEXT, TEXT),
    align: str = "l",
) -> float:
    """The subline and the small print at the box's foot; returns the y that leaves them air above."""
    placed, y = [], box.bottom
    for text, face, px, ink in ((small, faces[1], 2.9 * unit, inks[1]), (sub, faces[0], 4.1 * unit, inks[0])):
        broken = wrap(text, face, box.w / px)
        size = min([px, *(box.w / ems(line, face) for line in broken)])
        y -= block_height(len(broken), face, size, 1.24) + 1.1 * unit
        placed.append((text, face, size, y, ink))
    for text, face, px, top, ink in placed:
        paragraph(page, text, face, px, Box(box.x, top, box.w, 1e4), ink, align=align, leading=1.24)
    return y - 4 * unit


def paragraph(
    page: Image.Image,
    text: str,
    face: str,
    px: float,
    box: Box,
    ink: Ink,
    *,
    align: str = "l",
    leading: float = 1.28,
) -> float:
    """Lines no wider than the box, smaller when they would be taller than it; returns the y below them."""
    broken = wrap(text, face, box.w / px)
    while len(broken) * px * leading > max(box.h, px * leading) and px > 14:
        px *= 0.93
        broken = wrap(text, face, box.w / px)
    px = min([px, *(box.w / ems(line, face) for line in broken if line)])
    anchor_x = {"l": box.x, "m": box.centre, "r": box.x + box.w}[align]
    draw = ImageDraw.Draw(page)
    baseline = box.y + cap_height(face) * px
    for line in broken:
        draw.text((anchor_x, baseline), line, font=font(face, int(px)), fill=ink, anchor=f"{align}s")
        baseline += px * leading
    return baseline - (leading - 0.3) * px


def wrap(text: str, face: str, measure_ems: float) -> list[str]:
    """As few lines as the measure allows, then as even as that number allows: no word left alone."""
    words = INSEPARABLE.sub("\u00a0", text.replace(SOFT_HYPHEN, "")).split(" ")
    broken = _greedy(words, face, measure_ems)
    narrow, wide = measure_ems / len(broken), measure_ems
    for _ in range(6):
        middle = (narrow + wide) / 2
        tried = _greedy(words, face, middle)
        if len(tried) > len(broken):
            narrow = middle
        else:
            wide, broken = middle, tried
    return broken


def _greedy(words: Sequence[str], face: str, measure_ems: float) -> list[str]:
    broken = [""]
    for word in words:
        longer = f"{broken[-1]} {word}".strip(" ")
        if ems(longer, face) <= measure_ems or not broken[-1]:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


def tracked(
    page: Image.Image,
    text: str,
    face: str,
    px: float,
    x: float,
    baseline: float,
    ink: Ink,
    *,
    gap: float,
    align: str = "l",
) -> float:
    """One line with `gap` ems between letters; returns its width."""
    total = sum(ems(letter, face) + gap for letter in text) * px - gap * px
    x -= {"l": 0.0, "m": total / 2, "r": total}[align]
    draw = ImageDraw.Draw(page)
    for letter in text:
        draw.text((x, baseline), letter, font=font(face, int(px)), fill=ink, anchor="ls")
        x += (ems(letter, face) + gap) * px
    return total


def tracked_to_fit(text: str, face: str, px: float, width: float, *, gap: float) -> float:
    """The size, `px` at most, at which the tracked line is no wider than `width`."""
    return min(px, width / sum(ems(letter, face) + gap for letter in text))
