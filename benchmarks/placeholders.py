"""Ways to show a picture before it is there: how close, how many characters in the row and in the page, CPU."""

import base64
import io
import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import blurhash
import pyvips
from PIL import Image

from pockitflyer.pictures import encode, placeholder

# What is compared: no placeholder shows more than a picture of this size.
_COMPARED_PX = 32


@dataclass(frozen=True)
class Shown:
    """``kept`` is in the row, ``html`` in the page (empty where only a script can draw it)."""

    kept: str
    html: str
    pixels: Image.Image


Way = Callable[[pyvips.Image], Shown]


def rows(pictures: Iterable[pyvips.Image]) -> list[tuple[str, ...]]:
    """A line for each way: name, mean error and worst (CIELAB, ΔE 1976), characters kept and in the page, CPU."""
    found = list(pictures)
    return [_row(name, way, found) for name, way in _WAYS.items()]


def _row(name: str, way: Way, pictures: list[pyvips.Image]) -> tuple[str, ...]:
    errors, kept, html, cpu_ms = [], [], [], []
    for picture in pictures:
        start = time.process_time()
        shown = way(picture)
        cpu_ms.append(1000 * (time.process_time() - start))
        errors.append(_error(picture, shown.pixels))
        kept.append(len(shown.kept))
        html.append(len(shown.html))
    script = "" if any(html) else "needs a script"
    figures = (f"{statistics.mean(errors):.1f}", f"{max(errors):.1f}", str(max(kept)))
    return name, *figures, script or f"{statistics.mean(html):.0f}", f"{statistics.median(cpu_ms):.1f}"


def _error(picture: pyvips.Image, shown: Image.Image) -> float:
    """Mean ΔE between the picture at 32 pixels and what is shown, enlarged as a browser does."""
    small = _small(picture, _COMPARED_PX)
    pixels = zip(_lab(small), _lab(shown.resize(small.size, Image.Resampling.BILINEAR)), strict=True)
    return statistics.mean(math.dist(one, other) for one, other in pixels)


def _lab(image: Image.Image) -> list[tuple[float, float, float]]:
    """CIE 1976 L*a*b*."""
    vips = pyvips.Image.new_from_memory(image.tobytes(), image.width, image.height, 3, "uchar")
    lab = vips.copy(interpretation="srgb").colourspace("lab")
    return [tuple(lab(x, y)) for y in range(image.height) for x in range(image.width)]


def _small(picture: pyvips.Image, px: int) -> Image.Image:
    image = Image.frombuffer("RGB", (picture.width, picture.height), picture.write_to_memory())
    image.thumbnail((px, px), Image.Resampling.BOX, reducing_gap=None)
    return image


def _mean_colour(picture: pyvips.Image) -> Shown:
    colour = encode.mean_colour(picture)
    return Shown(colour, colour, Image.new("RGB", (1, 1), colour))


def _gradient(picture: pyvips.Image) -> Shown:
    """From the mean of the upper half to that of the lower, as an SVG gradient."""
    halves = _small(picture, 512).resize((1, 2), Image.Resampling.BOX)
    upper, lower = ("#" + bytes(halves.getpixel((0, y))).hex() for y in (0, 1))
    stops = f'<stop stop-color="{upper}"/><stop offset="1" stop-color="{lower}"/>'
    svg = f'<linearGradient id="g12" x2="0" y2="1">{stops}</linearGradient>'
    return Shown(upper + lower, svg + "url(#g12)", halves)


def _grid(picture: pyvips.Image) -> Shown:
    """4 × 4 colours of 15 bits, 40 characters, in the page as a PNG."""
    exact = _small(picture, 512).resize((4, 4), Image.Resampling.BOX)
    coarse = exact.point([round(round(value / 255 * 31) * 255 / 31) for value in range(256)] * 3)
    return Shown("x" * 40, _data(coarse, "PNG"), coarse)


def _blurhash(picture: pyvips.Image) -> Shown:
    small = _small(picture, _COMPARED_PX)
    rows_ = [[small.getpixel((x, y)) for x in range(small.width)] for y in range(small.height)]
    across, down = (4, 3) if small.width >= small.height else (3, 4)
    kept = blurhash.encode(rows_, across, down)
    flat = bytes(value for row in blurhash.decode(kept, *small.size) for pixel in row for value in map(int, pixel))
    return Shown(kept, "", Image.frombytes("RGB", small.size, flat))


def _thumbhash(picture: pyvips.Image) -> Shown:
    placeholder.drawn.cache_clear()
    kept = placeholder.of(picture)
    address = placeholder.drawn(kept).image
    return Shown(kept, address, Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB"))


def _webp(picture: pyvips.Image) -> Shown:
    """A WebP of 16 pixels kept as it is."""
    address = _data(_small(picture, 16), "WEBP", quality=20, method=6)
    return Shown(address, address, Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB"))


def _data(image: Image.Image, format_: str, **options: int) -> str:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return f"data:image/{format_.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


_WAYS: dict[str, Way] = {
    "mean colour": _mean_colour,
    "gradient of two colours": _gradient,
    "4 × 4 colours, drawn as PNG": _grid,
    "BlurHash 4 × 3": _blurhash,
    "ThumbHash, drawn as WebP": _thumbhash,
    "WebP of 16 pixels": _webp,
}
