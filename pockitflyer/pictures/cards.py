"""How a stored picture is shown: which of its files a place may use, and their addresses."""

from pockitflyer.pictures import store
from pockitflyer.pictures.picture import Picture, PictureCard, Source


def picture_card(picture: Picture, *, fits: int, widest: int | None = None, origin: str = "") -> PictureCard:
    """The picture for a place ``fits`` pixels wide; no file wider than ``widest`` is named.

    ``origin`` (``https://host``) makes addresses absolute; pages leave it empty.
    """
    jpeg = _up_to(widest, picture.jpeg)
    avif = _up_to(widest, picture.avif)
    folder = store.folder_url_of(picture.key, origin)
    shown = next((w for w in jpeg if w >= fits), jpeg[-1])
    return PictureCard(
        url=f"{folder}{shown}.jpg",
        width=shown,
        height=picture.height_at(shown),
        placeholder=picture.placeholder,
        sources=(
            *[Source(f"{folder}{w}.avif", "image/avif", w) for w in avif],
            *[Source(f"{folder}{w}.jpg", "image/jpeg", w) for w in jpeg],
        ),
    )


def _up_to(widest: int | None, widths: tuple[int, ...]) -> tuple[int, ...]:
    """The widths that fit; the smallest where none does."""
    if widest is None or not widths or widths[-1] <= widest:
        return widths
    return tuple([w for w in widths if w <= widest]) or widths[:1]
