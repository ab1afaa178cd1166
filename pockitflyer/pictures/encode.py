"""From pixels to the bytes of each rendition. Encoders are given bare pixels, so no metadata can pass."""

import io

import pyvips
from PIL import Image

from pockitflyer.pictures.recipes import Rendition


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
        subsampling="4:4:4" if sharp_chroma else "4:2:0",
        max_threads=1,
    )
    return out.getvalue()


def mean_colour(pixels: pyvips.Image) -> str:
    """``#rrggbb``, the mean over all pixels: the ground a page shows until the picture is there."""
    means = pixels.shrink(pixels.width, pixels.height, ceil=True)(0, 0)
    return "#" + "".join(f"{round(min(max(value, 0), 255)):02x}" for value in means[:3])
