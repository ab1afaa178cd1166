"""Draws a poster: one of the styles, then the encoder."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from pockitflyer.flyers.demo import styles_paper, styles_scene, styles_street, styles_type
from pockitflyer.flyers.demo.notices import DemoPoster
from pockitflyer.flyers.demo.sheet import Sheet

JPEG_QUALITY = 93

STYLES: dict[str, Callable[[Sheet], Image.Image]] = {
    "swiss": styles_type.swiss,
    "shout": styles_type.shout,
    "broadside": styles_type.broadside,
    "tiles": styles_street.tiles,
    "notice": styles_street.notice,
    "riso": styles_paper.riso,
    "cutout": styles_paper.cutout,
    "party": styles_paper.party,
    "wrapper": styles_paper.wrapper,
    "chalk": styles_paper.chalk,
    "vista": styles_scene.vista,
    "groove": styles_scene.groove,
    "glow": styles_scene.glow,
    "pulse": styles_scene.pulse,
    "editorial": styles_scene.editorial,
    "portrait": styles_scene.portrait,
}


def draw_poster(poster: DemoPoster) -> bytes:
    """A JPEG, 4:4:4; the same poster gives the same bytes."""
    page = STYLES[poster.style](Sheet(poster))
    encoded = BytesIO()
    page.save(encoded, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4")
    return encoded.getvalue()
