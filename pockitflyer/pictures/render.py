"""From a file to its renditions. Runs in a worker process: what a decoder does wrong stays there."""

import contextlib
from collections.abc import Iterator

import pyvips

from pockitflyer.pictures import decode, encode, placeholder
from pockitflyer.pictures.drawing import MASTER, Drawing
from pockitflyer.pictures.recipes import AVATAR, Recipe, Rendition


def draw(data: bytes, type_: str, recipe: Recipe, max_pixels: int) -> Drawing:
    """See ``drawing.draw``."""
    source = decode.open_source(data, type_, max_pixels)
    pixels = _master_pixels(source, recipe)
    with _failing_for_memory_alone():
        return _drawn(pixels, recipe)


def _drawn(master: pyvips.Image, recipe: Recipe) -> Drawing:
    files = {MASTER: encode.master(master)}
    sizes = recipe.sizes_for(master.width)
    for width, rendition in sizes:
        # Ascending: the last is the largest.
        pixels = _scaled(master, width)
        files |= _files(pixels, rendition, recipe)
    widths = tuple(width for width, _ in sizes)
    return Drawing(
        width=pixels.width,
        height=pixels.height,
        placeholder=placeholder.of(pixels),
        jpeg=widths,
        avif=() if recipe.avif_later else widths,
        files=files,
    )


def warm_up() -> None:
    """See ``drawing.warm_up``. Draws a small black face."""
    draw(pyvips.Image.black(64, 64, bands=3).jpegsave_buffer(), "image/jpeg", AVATAR, 64 * 64)


def draw_avifs(master: bytes, recipe: Recipe, max_pixels: int) -> dict[str, bytes]:
    """See ``drawing.draw_avifs``."""
    pixels = _master_pixels(decode.open_source(master, "image/jpeg", max_pixels), recipe)
    with _failing_for_memory_alone():
        return {
            f"{width}.avif": encode.avif(_scaled(pixels, width), rendition, recipe.sharp_chroma)
            for width, rendition in recipe.sizes_for(pixels.width)
        }


@contextlib.contextmanager
def _failing_for_memory_alone() -> Iterator[None]:
    """Decoded pixels cannot be wrong: where an encoder fails it found no memory, though it may not say so."""
    try:
        yield
    except (pyvips.Error, RuntimeError, OSError) as error:
        raise MemoryError from error


def _master_pixels(source: decode.Source, recipe: Recipe) -> pyvips.Image:
    if not recipe.square:
        return decode.whole(source, recipe.master_px)
    # A face is enlarged to the largest rendition where it must be, never to the size of a master.
    smallest = recipe.renditions[-1].width
    return decode.square(source, max(smallest, min(recipe.master_px, source.short_side)))


def _scaled(pixels: pyvips.Image, width: int) -> pyvips.Image:
    if width == pixels.width:
        return pixels
    # Only the width is given; this height never bounds.
    return pixels.thumbnail_image(width, height=width * 1_000).copy_memory()


def _files(pixels: pyvips.Image, rendition: Rendition, recipe: Recipe) -> dict[str, bytes]:
    files = {f"{pixels.width}.jpg": encode.jpeg(pixels, rendition, recipe.sharp_chroma)}
    if not recipe.avif_later:
        files[f"{pixels.width}.avif"] = encode.avif(pixels, rendition, recipe.sharp_chroma)
    return files
