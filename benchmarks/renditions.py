"""The renditions of one photo by ours, the plain recipe and sharp, each scored against its own lossless downscale.

SSIMULACRA2: 100 is the same picture, 90 cannot be told apart side by side, 70 is high quality. A reference has the crop
of what it is compared with, because a third of a pixel's shift already ruins a score.
"""

import io
from dataclasses import dataclass
from unittest import mock

import pyvips
from PIL import Image
from ssimulacra2 import compute_ssimulacra2_with_alpha

from benchmarks.baseline import plain_recipe
from benchmarks.sharp import Sharp
from pockitflyer.pictures import decode, encode, header, render
from pockitflyer.pictures.recipes import AVATAR, POSTER, Recipe

_MAX_PIXELS = 50_000_000
_KINDS = {"face": AVATAR, "poster": POSTER}


@dataclass(frozen=True)
class Made:
    """One file: of ``place`` (``face 512``), by ``maker`` (``our AVIF``); ``reference`` is a PNG."""

    place: str
    maker: str
    data: bytes
    reference: bytes

    @property
    def score(self) -> float:
        """SSIMULACRA2; at 128 pixels to be read softly."""
        return compute_ssimulacra2_with_alpha(io.BytesIO(self.reference), io.BytesIO(self.data))


def all_of(data: bytes, sharp: Sharp | None) -> list[Made]:
    """Everything that is made of one file."""
    lossless = upright_png(data)
    return [*_ours(data, lossless), *_plain(lossless), *(_sharp(sharp, lossless) if sharp else [])]


def upright_png(data: bytes) -> bytes:
    """All pixels of the file, upright and in sRGB: what those who ignore orientation or profiles are given."""
    source = decode.open_source(data, header.sniff(data), _MAX_PIXELS)
    return _png(decode.whole(source, max(source.width, source.height)))


def _ours(data: bytes, lossless: bytes) -> list[Made]:
    made = []
    for kind, recipe in _KINDS.items():
        files = _files(data, recipe)
        # The same way through our code, from lossless pixels into lossless files.
        with mock.patch.multiple(encode, jpeg=_png, avif=_png):
            references = render.draw(lossless, "image/png", recipe, _MAX_PIXELS).files
        for name, ending in (("our AVIF", "avif"), ("our JPEG", "jpg")):
            for width in _widths(references):
                made.append(Made(f"{kind} {width}", name, files[f"{width}.{ending}"], references[f"{width}.jpg"]))
    return made


def _files(data: bytes, recipe: Recipe) -> dict[str, bytes]:
    drawn = render.draw(data, header.sniff(data), recipe, _MAX_PIXELS)
    later = render.draw_avifs(drawn.files["master"], recipe, _MAX_PIXELS) if recipe.avif_later else {}
    return {**drawn.files, **later}


def _widths(files: dict[str, bytes]) -> list[int]:
    return sorted(int(name.removesuffix(".jpg")) for name in files if name.endswith(".jpg"))


def _plain(lossless: bytes) -> list[Made]:
    scaled = {"face": plain_recipe.face(lossless), "poster": plain_recipe.poster(lossless)}
    return [
        Made(f"{kind} {px}", "plain JPEG", plain_recipe.as_jpeg(image), _pillow_png(image))
        for kind, images in scaled.items()
        for px, image in images.items()
    ]


def _sharp(sharp: Sharp, lossless: bytes) -> list[Made]:
    references = sharp.draw(lossless, lossless=True)
    return [
        Made(name.partition(".")[0].replace("-", " "), f"sharp {ending.upper()}", data, references[f"{stem}.png"])
        for name, data in sharp.draw(lossless).items()
        for stem, _, ending in [name.partition(".")]
    ]


def _png(pixels: pyvips.Image, *_: object) -> bytes:
    return pixels.pngsave_buffer(compression=1, keep="none")


def _pillow_png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
