"""A sheet of paper: the canvas a poster is drawn on, and what ink and paper do to it."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pockitflyer.flyers.demo.lettering import Box
from pockitflyer.flyers.demo.notices import DemoPoster
from pockitflyer.flyers.demo.pen import SUPERSAMPLING, Ink, Pen, pen_on

NOISE_TILE = 256


class Sheet:
    """`unit` is a hundredth of the shorter edge, in pixels of the finished picture."""

    def __init__(self, poster: DemoPoster) -> None:
        self.poster = poster
        self.w, self.h = poster.width, poster.height
        self.unit = min(self.w, self.h) / 100
        self.rng = Random(poster.seed)
        self.is_wide = self.w > self.h * 1.1

    def canvas(self, ground: Ink) -> tuple[Image.Image, Pen]:
        """A fresh oversized canvas; `.reduce(SUPERSAMPLING)` makes it the page."""
        image = Image.new("RGB", (self.w * SUPERSAMPLING, self.h * SUPERSAMPLING), ground)
        return image, pen_on(image)

    def plate(self) -> tuple[Image.Image, Pen]:
        """An oversized mask, to be printed in one ink."""
        image = Image.new("L", (self.w * SUPERSAMPLING, self.h * SUPERSAMPLING))
        return image, pen_on(image)

    def inside(self, margin: float) -> Box:
        """The sheet within a margin of so many units."""
        m = margin * self.unit
        return Box(m, m, self.w - 2 * m, self.h - 2 * m)

    def split(self, share: float, margin: float) -> tuple[Box, Box]:
        """Room for a picture (top, or right when wide) and for words below or left of it."""
        box = self.inside(margin)
        gap = margin * self.unit * 0.8
        if self.is_wide:
            words_w = box.w * (1 - share) - gap / 2
            art_w = box.w * share - gap / 2
            return Box(box.x + words_w + gap, box.y, art_w, box.h), Box(box.x, box.y, words_w, box.h)
        art_h = box.h * share - gap / 2
        return Box(box.x, box.y, box.w, art_h), Box(box.x, box.y + art_h + gap, box.w, box.h - art_h - gap)


def overprint(page: Image.Image, mask: Image.Image, ink: str) -> Image.Image:
    """The page with one translucent ink pressed through a mask of the same size: light multiplies."""
    red, green, blue = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    channels = (
        channel
        if level == 255
        else ImageChops.multiply(channel, mask.point([255 - v * (255 - level) // 255 for v in range(256)]))
        for channel, level in zip(page.split(), (red, green, blue), strict=True)
    )
    return Image.merge("RGB", tuple(channels))


def grained(page: Image.Image, strength: int) -> Image.Image:
    """The page under a fine grain of at most `strength` levels either way."""
    return ImageChops.add(page, _grain(page.size, strength), 1, -strength)


def worn(mask: Image.Image, depth: int) -> Image.Image:
    """A printing mask with the specks and thin spots of real ink, up to `depth` levels lighter."""
    return ImageChops.multiply(mask, _specks(mask.size, depth))


@lru_cache(maxsize=6)
def _grain(size: tuple[int, int], strength: int) -> Image.Image:
    rng = Random(1946)
    tile = Image.frombytes("L", (NOISE_TILE, NOISE_TILE), rng.randbytes(NOISE_TILE**2))
    tile = tile.filter(ImageFilter.BoxBlur(0.6)).point([int(v * 2 * strength / 255) for v in range(256)])
    return Image.merge("RGB", [_tiled(tile, size)] * 3)


@lru_cache(maxsize=6)
def _specks(size: tuple[int, int], depth: int) -> Image.Image:
    rng = Random(1958)
    side = 2 * NOISE_TILE
    fine = Image.frombytes("L", (side, side), rng.randbytes(side**2)).filter(ImageFilter.GaussianBlur(0.9))
    coarse = Image.frombytes("L", (32, 32), rng.randbytes(1024)).resize((side, side), Image.Resampling.BICUBIC)
    cloud = Image.blend(fine, coarse, 0.28)
    levels = [255 if v > 108 else max(0, 255 - int(depth * (108 - v) / 22)) for v in range(256)]
    return _tiled(cloud.point(levels), size)


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Tiled mirror-wise, so that no seam shows."""
    w, h = tile.size
    quad = Image.new("L", (2 * w, 2 * h))
    flipped = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for x, part in ((0, tile), (w, flipped)):
        quad.paste(part, (x, 0))
        quad.paste(part.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (x, h))
    full = Image.new("L", size)
    for x in range(0, size[0], 2 * w):
        for y in range(0, size[1], 2 * h):
            full.paste(quad, (x, y))
    return full


def rule(page: Image.Image, x0: float, y: float, x1: float, thickness: float, ink: Ink) -> None:
    ImageDraw.Draw(page).rectangle((x0, y, x1, y + max(1.0, thickness) - 1), fill=ink)
