"""The face shown for a user: their picture, or the default one in the same shape."""

import functools

from django.templatetags.static import static

from pockitflyer.pictures.cards import picture_card
from pockitflyer.pictures.picture import Picture, PictureCard, Source

# Faces on cards and in the header are 32-40 px: the smallest rendition serves them at 1×, 2× and 3×.
SMALL_FACE_PX = 128
LARGE_FACE_PX = 512
_DEFAULT_COLOUR = "#e9e5df"


def small_face(picture: Picture | None, origin: str = "") -> PictureCard:
    """For a card: the 128 px rendition and no other."""
    return _face(picture, SMALL_FACE_PX, origin)


def large_face(picture: Picture | None, origin: str = "") -> PictureCard:
    """For a profile: both renditions."""
    return _face(picture, LARGE_FACE_PX, origin)


def _face(picture: Picture | None, px: int, origin: str) -> PictureCard:
    if picture is None:
        return _default_face(px, origin)
    return picture_card(picture, fits=px, widest=px, origin=origin)


# Every card of someone without a picture asks for it; there are as many answers as hosts we answer to.
@functools.lru_cache(maxsize=64)
def _default_face(px: int, origin: str) -> PictureCard:
    """The same for everyone; a static file, so it needs no store and its address names its content too."""
    widths = [w for w in (SMALL_FACE_PX, LARGE_FACE_PX) if w <= px]
    sources = [
        Source(_default_address(w, ending, origin), type_, w)
        for type_, ending in (("image/avif", "avif"), ("image/jpeg", "jpg"))
        for w in widths
    ]
    return PictureCard(_default_address(px, "jpg", origin), px, px, _DEFAULT_COLOUR, tuple(sources))


def _default_address(width: int, ending: str, origin: str) -> str:
    url = static(f"accounts/face/{width}.{ending}")
    return origin + url if url.startswith("/") else url
