"""Sizes, formats and qualities of the renditions. A change here changes every new picture's address."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

# Raise when the pipeline itself draws other pixels from the same recipe.
PIPELINE_VERSION = 1


@dataclass(frozen=True)
class Rendition:
    """One width of a recipe, in pixels, with its encoder settings (AVIF speed: 10 is fastest)."""

    width: int
    jpeg_quality: int
    avif_quality: int
    avif_speed: int


@dataclass(frozen=True)
class Recipe:
    """What is made of one source picture. ``square`` crops to the middle; otherwise the whole is kept."""

    name: str
    square: bool
    sharp_chroma: bool
    renditions: tuple[Rendition, ...]

    @property
    def fingerprint(self) -> bytes:
        """Bytes that differ when the renditions would."""
        return hashlib.blake2b(f"{PIPELINE_VERSION}{self!r}".encode(), digest_size=16).digest()

    def sizes_for(self, source_width: int) -> Sequence[tuple[int, Rendition]]:
        """The widths to make of a source that wide, ascending, each with its settings.

        A square is always made at every width, so that a face has the same addresses whatever was sent. A
        whole picture is never enlarged: a source between two steps keeps its own width as the largest, and
        a step that is nearly as wide as that is left out.
        """
        if self.square:
            return [(r.width, r) for r in self.renditions]
        largest = self.renditions[-1]
        top = min(source_width, largest.width)
        steps = [(r.width, r) for r in self.renditions if r.width * 1.2 < top]
        settings = next((r for r in self.renditions if r.width >= top), largest)
        return [*steps, (top, settings)]


# Figures and how they were found: docs/decisions/0003-pictures.md.
AVATAR = Recipe(
    name="avatar",
    square=True,
    sharp_chroma=False,
    renditions=(Rendition(128, 76, 67, 8), Rendition(512, 71, 72, 9)),
)
POSTER = Recipe(
    name="poster",
    square=False,
    # Small coloured lettering is what posters are made of.
    sharp_chroma=True,
    # The largest is the fewest seen and the dearest: speed 9 takes a third of the time for a tenth more bytes.
    renditions=(Rendition(400, 80, 68, 8), Rendition(800, 76, 66, 8), Rendition(1600, 72, 64, 9)),
)
