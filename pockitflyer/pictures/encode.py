"""From pixels to the bytes of each rendition. Encoders are given bare pixels, so no metadata can pass."""

import io
import os

import pyvips
from PIL import AvifImagePlugin, Image  # noqa: F401

from pockitflyer.pictures import privileges
from pockitflyer.pictures.recipes import Rendition

# isort: split
# Pillow has no SVT-AV1. Both register "AVIF", and the last one to do so saves: so Pillow's own is imported before.
import pillow_avif  # noqa: F401

# Errors alone: SVT-AV1 tells of its settings at every picture. It reads this when its first picture comes.
os.putenv("SVT_LOG", "1")

# Where the user is root SVT-AV1 takes real-time priority 99 for its threads, and for the one that calls it: so before
# every page, and for whatever process that one starts.
privileges.give_up_priority()

# SVT-AV1 needs half the time of aom for the same picture, but knows 4:2:0 alone. Its tuning 3 is "image quality".
_HALF_CHROMA = {"codec": "svt", "subsampling": "4:2:0", "advanced": {"tune": "3"}}
_SHARP_CHROMA = {"codec": "aom", "subsampling": "4:4:4"}


def jpeg(pixels: pyvips.Image, settings: Rendition, sharp_chroma: bool) -> bytes:
    """The picture as JPEG."""
    return pixels.jpegsave_buffer(
        Q=settings.jpeg_quality,
        optimize_coding=True,
        subsample_mode="off" if sharp_chroma else "on",
        keep="none",
    )


def avif(pixels: pyvips.Image, settings: Rendition, sharp_chroma: bool) -> bytes:
    """The picture as AVIF, in one thread: other uploads use the other cores."""
    image = Image.frombuffer("RGB", (pixels.width, pixels.height), pixels.write_to_memory())
    out = io.BytesIO()
    image.save(
        out,
        "AVIF",
        quality=settings.avif_quality,
        speed=settings.avif_speed,
        # With more threads SVT-AV1 hangs on some long, thin pictures.
        max_threads=1,
        **(_SHARP_CHROMA if sharp_chroma else _HALF_CHROMA),
    )
    return out.getvalue()


def master(pixels: pyvips.Image) -> bytes:
    """A JPEG near to its source, kept for renditions of later recipes and for the AVIFs of posters.

    An AVIF made of it scores 0.3 points less at 800 pixels; with chroma at half size it would be a whole point.
    """
    # Its Huffman tables are not optimised: that would take as long again, for 4 % of a file that nobody fetches.
    return pixels.jpegsave_buffer(Q=95, subsample_mode="off", keep="none")


def mean_colour(pixels: pyvips.Image) -> str:
    """``#rrggbb``, the mean over all pixels: the ground a page shows until the picture is there."""
    means = pixels.shrink(pixels.width, pixels.height, ceil=True)(0, 0)
    return "#" + "".join(f"{round(min(max(value, 0), 255)):02x}" for value in means[:3])
