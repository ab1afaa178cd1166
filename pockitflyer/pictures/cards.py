"""How a stored picture is shown: which of its files a place may use, and their addresses."""

from pockitflyer.pictures import store
from pockitflyer.pictures.picture import Picture, PictureCard, Source


def picture_card(picture: Picture, *, fits: int, widest: int | None = None, origin: str = "") -> PictureCard:
    """The picture for a place ``fits`` pixels wide; no file wider than ``widest`` is named.

    ``origin`` (``https://host``) makes addresses absolute; pages leave it empty.
    """
    jpeg = _up_to(widest, picture.jpeg)
    avif = _up_to(widest, picture.avif)
    shown = next((w for w in jpeg if w >= fits), jpeg[-1])
    return PictureCard(
        url=address(picture.key, f"{shown}.jpg", origin),
        width=shown,
        height=picture.height_at(shown),
        placeholder=picture.placeholder,
        sources=(
            *(Source(address(picture.key, f"{w}.avif", origin), "image/avif", w) for w in avif),
            *(Source(address(picture.key, f"{w}.jpg", origin), "image/jpeg", w) for w in jpeg),
        ),
    )


def _up_to(widest: int | None, widths: tuple[int, ...]) -> tuple[int, ...]:
    """The widths that fit; the smallest where none does."""
    return tuple(w for w in widths if widest is None or w <= widest) or widths[:1]


def address(key: str, file: str, origin: str) -> str:
    """The file's address; a store with a host of its own (a CDN) keeps it."""
    url = store.url_of(key, file)
    return origin + url if url.startswith("/") else url
