"""What a place shows until its picture is there: a ThumbHash, kept in the row and drawn by the server.

The format, https://evanw.github.io/thumbhash/, is a picture as cosine waves: up to 7 × 7 of its lightness and 3 × 3 of
each of two colour differences. There are decoders for iOS, Android and the web. Transparency is not used.
"""

import base64
import functools
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

# A server process draws placeholders; what strangers sent is never opened here.
from PIL import Image, WebPImagePlugin  # noqa: F401

if TYPE_CHECKING:
    import pyvips

# Pixels on the longer side: of what is measured, and of what is drawn; the browser smooths between these.
_MEASURED_PX, _DRAWN_PX = 24, 16
_DRAWN_QUALITY = 20
_MOST_WAVES, _FEWEST_WAVES = 7, 3
_COLOUR_WAVES = (3, 3)
# Rounding takes strength from the colour waves; whoever draws them gives it back.
_COLOUR_GAIN = 1.25
_HEAD_BYTES = 5
_KEPT = 2_000


@dataclass(frozen=True)
class Drawn:
    """``colour`` is the mean, ``#rrggbb``; ``image`` a ``data:`` address of a tiny picture, or empty."""

    colour: str
    image: str


def of(pixels: "pyvips.Image") -> str:
    """The ThumbHash of 8-bit sRGB pixels, in base64: 24 to 32 characters."""
    most = min(1, _MEASURED_PX / max(pixels.width, pixels.height))
    # A side shorter than the waves along it would tell them apart no more.
    width, height = (max(_FEWEST_WAVES, round(most * side)) for side in (pixels.width, pixels.height))
    small = pixels.thumbnail_image(width, height=height, size="force")
    return base64.b64encode(thumbhash(width, height, bytes(small.write_to_memory()))).decode()


@functools.lru_cache(maxsize=_KEPT)
def drawn(placeholder: str) -> Drawn:
    """How a page shows a placeholder. A plain colour, ``#rrggbb``, is shown as it is."""
    if placeholder.startswith("#"):
        return Drawn(placeholder, "")
    known = base64.b64decode(placeholder)
    head = int.from_bytes(known[:_HEAD_BYTES], "little")
    mean = ((head & 63) / 63, (head >> 6 & 63) / 31.5 - 1, (head >> 12 & 63) / 31.5 - 1)
    return Drawn(f"#{_rgb(*mean).hex()}", _data_address(*_pixels(head, mean, known[_HEAD_BYTES:])))


def thumbhash(width: int, height: int, rgb: bytes) -> bytes:
    """The hash of 8-bit pixels: five bytes of head, then half a byte for each wave."""
    red, green, blue = ([value / 255 for value in rgb[band::3]] for band in range(3))
    points = list(zip(red, green, blue, strict=True))
    light = _Channel.of([(r + g + b) / 3 for r, g, b in points], width, _light_waves(width, height))
    yellow = _Channel.of([(r + g) / 2 - b for r, g, b in points], width, _COLOUR_WAVES)
    warm = _Channel.of([r - g for r, g, _ in points], width, _COLOUR_WAVES)
    head = round(63 * light.mean) | round(31.5 + 31.5 * yellow.mean) << 6 | round(31.5 + 31.5 * warm.mean) << 12
    head |= round(31 * light.scale) << 18 | min(_waves_along(width, height)) << 24
    head |= round(63 * yellow.scale) << 27 | round(63 * warm.scale) << 33 | (width > height) << 39
    halves = [round(15 * wave) for channel in (light, yellow, warm) for wave in channel.waves]
    pairs = zip(halves[::2], [*halves[1::2], 0], strict=False)
    return head.to_bytes(_HEAD_BYTES, "little") + bytes(low | high << 4 for low, high in pairs)


@dataclass(frozen=True)
class _Channel:
    """One plane as waves: its mean, the strongest wave, and all in units of that, moved to between 0 and 1."""

    mean: float
    scale: float
    waves: list[float]

    @classmethod
    def of(cls, plane: Sequence[float], width: int, counts: tuple[int, int]) -> "_Channel":
        rows = [plane[start : start + width] for start in range(0, len(plane), width)]
        across, down = _cosines(width, counts[0]), _cosines(len(rows), counts[1])
        strengths = [
            math.sumprod([math.sumprod(row, across[x]) for row in rows], down[y]) / len(plane)
            for x, y in _waves(*counts)
        ]
        scale = max(map(abs, strengths))
        return cls(sum(plane) / len(plane), scale, [0.5 + 0.5 * s / scale if scale else 0 for s in strengths])


def _pixels(head: int, mean: Sequence[float], halves: bytes) -> tuple[int, int, bytes]:
    """Width, height and sRGB bytes of the picture that a hash describes."""
    fewer, is_landscape = max(_FEWEST_WAVES, head >> 24 & 7), bool(head >> 39)
    counts = (_MOST_WAVES, fewer) if is_landscape else (fewer, _MOST_WAVES)
    scales = ((head >> 18 & 31) / 31, _COLOUR_GAIN * (head >> 27 & 63) / 63, _COLOUR_GAIN * (head >> 33 & 63) / 63)
    strengths = (half / 7.5 - 1 for pair in halves for half in (pair & 15, pair >> 4))
    width, height = (round(_DRAWN_PX * count / _MOST_WAVES) for count in counts)
    planes = [
        _plane(dc, {wave: 2 * scale * next(strengths) for wave in _waves(*count)}, width, height)
        for dc, scale, count in zip(mean, scales, (counts, _COLOUR_WAVES, _COLOUR_WAVES), strict=True)
    ]
    return width, height, b"".join(_rgb(*point) for point in zip(*planes, strict=True))


def _plane(mean: float, waves: Mapping[tuple[int, int], float], width: int, height: int) -> list[float]:
    across, down = _cosines(width, _MOST_WAVES), _cosines(height, _MOST_WAVES)
    plane = []
    for y in range(height):
        row = [mean] * width
        for (x, wave_y), strength in waves.items():
            here = strength * down[wave_y][y]
            row = [value + here * cosine for value, cosine in zip(row, across[x], strict=True)]
        plane += row
    return plane


def _waves_along(width: int, height: int) -> tuple[int, int]:
    longer = max(width, height)
    return max(1, round(_MOST_WAVES * width / longer)), max(1, round(_MOST_WAVES * height / longer))


def _light_waves(width: int, height: int) -> tuple[int, int]:
    across, down = _waves_along(width, height)
    return max(_FEWEST_WAVES, across), max(_FEWEST_WAVES, down)


def _waves(across: int, down: int) -> Iterator[tuple[int, int]]:
    """Half waves across and down in the order of the format: those of low frequency, without the mean."""
    for y in range(down):
        for x in range(0 if y else 1, across):
            if x * down < across * (down - y):
                yield x, y


@functools.lru_cache(maxsize=128)
def _cosines(pixels: int, waves: int) -> list[list[float]]:
    return [[math.cos(math.pi / pixels * wave * (n + 0.5)) for n in range(pixels)] for wave in range(waves)]


def _rgb(light: float, yellow: float, warm: float) -> bytes:
    blue = light - 2 / 3 * yellow
    red = (3 * light - blue + warm) / 2
    return bytes(round(255 * min(max(value, 0), 1)) for value in (red, red - warm, blue))


def _data_address(width: int, height: int, rgb: bytes) -> str:
    """About 110 characters: WebP has the smallest head of all formats that browsers know."""
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), rgb).save(out, "WEBP", quality=_DRAWN_QUALITY, method=6)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"
