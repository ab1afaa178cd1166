"""Colours as published matrices and LittleCMS see them, to hold what our pipeline makes of a file against."""

import io
import struct
from collections.abc import Sequence

from PIL import Image, ImageCms

type Rgb = tuple[int, int, int]

# Rows of a matrix from linear RGB to CIE XYZ under D65, each from CSS Color 4, 18 (sample code).
_Matrix = tuple[tuple[float, float, float], ...]
_DISPLAY_P3: _Matrix = (
    (608311 / 1250200, 189793 / 714400, 198249 / 1000160),
    (35783 / 156275, 247089 / 357200, 198249 / 2500400),
    (0 / 1, 32229 / 714400, 5220557 / 5000800),
)
_ADOBE_RGB: _Matrix = (
    (573536 / 994567, 263643 / 1420810, 187206 / 994567),
    (591459 / 1989134, 6239551 / 9945670, 374412 / 4972835),
    (53769 / 1989134, 351524 / 4972835, 4929758 / 4972835),
)
_XYZ_TO_SRGB: _Matrix = (
    (12831 / 3959, -329 / 214, -1974 / 3959),
    (-851781 / 878810, 1648619 / 878810, 36519 / 878810),
    (705 / 12673, -2585 / 12673, 705 / 667),
)
ADOBE_GAMMA = 563 / 256

# Sixteen patches, four by four: greys, skin, sky, leaves, and the corners of the cube.
PATCHES: tuple[Rgb, ...] = (
    *((0, 0, 0), (64, 64, 64), (128, 128, 128), (255, 255, 255)),
    *((194, 150, 130), (98, 122, 157), (87, 108, 67), (224, 163, 46)),
    *((220, 60, 60), (70, 148, 73), (56, 61, 150), (231, 199, 31)),
    *((255, 0, 0), (0, 255, 0), (0, 0, 255), (187, 86, 149)),
)
PATCH_PX = 100


def chart(patches: Sequence[tuple[int, ...]] = PATCHES, mode: str = "RGB") -> Image.Image:
    """The patches as squares of ``PATCH_PX``, four in a row."""
    image = Image.new(mode, (4 * PATCH_PX, len(patches) // 4 * PATCH_PX))
    for number, colour in enumerate(patches):
        top, left = number // 4 * PATCH_PX, number % 4 * PATCH_PX
        image.paste(colour[0] if len(colour) == 1 else colour, (left, top, left + PATCH_PX, top + PATCH_PX))
    return image


def patches_of(data: bytes) -> list[Rgb]:
    """The mean colour in the middle of each of the sixteen squares of a picture."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    step = image.width / 4
    found = []
    for number in range(16):
        left, top = (number % 4 + 0.3) * step, (number // 4 + 0.3) * step
        middle = image.crop((int(left), int(top), int(left + 0.4 * step), int(top + 0.4 * step)))
        found.append(middle.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
    return found


def furthest(found: Sequence[Rgb], wanted: Sequence[Rgb]) -> int:
    """The largest difference of any channel of any patch."""
    return max(abs(a - b) for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True))


def from_display_p3(colour: Rgb) -> Rgb:
    return _to_srgb(_DISPLAY_P3, [_srgb_to_linear(value / 255) for value in colour])


def from_adobe_rgb(colour: Rgb) -> Rgb:
    return _to_srgb(_ADOBE_RGB, [(value / 255) ** ADOBE_GAMMA for value in colour])


def from_gamma(grey: int, gamma: float) -> Rgb:
    value = round(255 * _linear_to_srgb((grey / 255) ** gamma))
    return value, value, value


def on_white(colour: Rgb, alpha: int) -> Rgb:
    red, green, blue = [round(value * alpha / 255 + 255 - alpha) for value in colour]
    return red, green, blue


def by_littlecms(image: Image.Image, profile: bytes) -> Image.Image:
    """To sRGB, relative colorimetric, by Pillow's own LittleCMS."""
    converted = ImageCms.profileToProfile(
        image,
        io.BytesIO(profile),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
    )
    assert converted is not None
    return converted


def _to_srgb(matrix: _Matrix, linear: Sequence[float]) -> Rgb:
    red, green, blue = [round(255 * _linear_to_srgb(value)) for value in _times(_XYZ_TO_SRGB, _times(matrix, linear))]
    return red, green, blue


def _times(matrix: _Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _srgb_to_linear(value: float) -> float:
    """IEC 61966-2-1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _linear_to_srgb(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


# --- Profiles (ICC.1:2001-04, version 2), because none of these may be shipped -----------------------------------

_D50 = (0.9642, 1.0, 0.8249)
# Adobe RGB (1998) Color Image Encoding, 4.3.8: its primaries under D50.
_ADOBE_PRIMARIES = {
    "rXYZ": (0.60974, 0.31111, 0.01947),
    "gXYZ": (0.20528, 0.62567, 0.06087),
    "bXYZ": (0.14919, 0.06322, 0.74457),
}


def adobe_rgb_profile() -> bytes:
    colorants = {name: _xyz(values) for name, values in _ADOBE_PRIMARIES.items()}
    return _profile("RGB ", colorants | {name: _gamma(ADOBE_GAMMA) for name in ("rTRC", "gTRC", "bTRC")})


def grey_profile(gamma: float) -> bytes:
    return _profile("GRAY", {"kTRC": _gamma(gamma)})


def _profile(space: str, colour_tags: dict[str, bytes]) -> bytes:
    name = b"Test\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78)
    tags = {"desc": described, "cprt": b"text\0\0\0\0none\0", "wtpt": _xyz(_D50), **colour_tags}
    at, table, body = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, value in tags.items():
        table += tag.encode() + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"none", 0x02400000, b"mntr", space.encode(), b"XYZ ")
    dated = head + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(_D50)
    return dated.ljust(128, b"\0") + table + body


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(values)


def _fixed(values: Sequence[float]) -> bytes:
    return struct.pack(f">{len(values)}i", *[round(value * 65536) for value in values])


def _gamma(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
