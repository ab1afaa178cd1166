"""Sizes, formats and qualities of the renditions. A change here changes every new picture's address."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

# Raise when the pipeline itself draws other pixels from the same recipe.
PIPELINE_VERSION = 2


@dataclass(frozen=True)
class Rendition:
    """One width of a recipe, in pixels, with its encoder settings (AVIF speed: 10 is fastest)."""

    width: int
    jpeg_quality: int
    avif_quality: int
    avif_speed: int


@dataclass(frozen=True)
class Recipe:
    """What is made of one source picture. ``square`` crops to the middle; otherwise the whole is kept.

    ``master_px`` is the longest side of the copy that is kept to make other renditions from. With
    ``avif_later`` the AVIFs are made by a background task, from that copy.
    """

    name: str
    square: bool
    sharp_chroma: bool
    renditions: tuple[Rendition, ...]
    master_px: int
    avif_later: bool

    @functools.cached_property
    def tag(self) -> str:
        """Eight hexadecimal digits that differ when the renditions would."""
        return hashlib.blake2b(f"{PIPELINE_VERSION}{self!r}".encode(), digest_size=4).hexdigest()

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
    renditions=(Rendition(128, 76, 58, 7), Rendition(512, 71, 68, 7)),
    # A phone's short side is 3,000 pixels or a little more: a quarter of it is what a JPEG shrinks to while it is
    # decoded. 1,024 would cost half as much again.
    master_px=750,
    avif_later=False,
)
POSTER = Recipe(
    name="poster",
    square=False,
    # Small coloured lettering is what posters are made of.
    sharp_chroma=True,
    # Made in the background, so each takes the slowest speed that ends within seconds.
    renditions=(Rendition(400, 80, 68, 6), Rendition(800, 76, 71, 7), Rendition(1600, 72, 75, 6)),
    # Phones take 4,000 to 4,096 pixels; a JPEG of that size shrinks to half while it is decoded, but not below.
    master_px=2000,
    avif_later=True,
)
RECIPES = (AVATAR, POSTER)


def recipe_of(key: str) -> Recipe | None:
    """The recipe that made the picture of that key; ``None`` when it has changed since."""
    return next((recipe for recipe in RECIPES if key.endswith(recipe.tag)), None)
