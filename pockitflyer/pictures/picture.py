"""What is known of a stored picture, and how pages and the JSON API show it."""

import msgspec


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """A stored picture: what its row keeps, so that showing it asks nothing of the store.

    ``width`` × ``height`` is the size in pixels of the largest rendition; ``jpeg`` and ``avif`` list the
    widths that exist, ascending, so a page never names a file that is not there.
    """

    key: str
    width: int
    height: int
    placeholder: str
    jpeg: tuple[int, ...]
    avif: tuple[int, ...]

    def height_at(self, width: int) -> int:
        """The height in pixels of the rendition of that width."""
        return max(1, round(self.height * width / self.width))


class Source(msgspec.Struct, frozen=True):
    """One file of a picture: its address, its media type and its width in pixels."""

    url: str
    type: str
    width: int


class PictureCard(msgspec.Struct, frozen=True):
    """A picture as a page or the API shows it.

    ``url`` is the JPEG that fits the place it is shown in, ``width`` × ``height`` its size in pixels;
    ``sources`` are all files that make sense there, AVIF first; ``placeholder`` is what ``placeholder.py`` says.
    """

    url: str
    width: int
    height: int
    placeholder: str
    sources: tuple[Source, ...]

    @property
    def avif_srcset(self) -> str:
        """The ``srcset`` of the AVIF files; empty while there are none."""
        return self._srcset("image/avif")

    @property
    def jpeg_srcset(self) -> str:
        """The ``srcset`` of the JPEG files."""
        return self._srcset("image/jpeg")

    def _srcset(self, type_: str) -> str:
        return ", ".join(f"{s.url} {s.width}w" for s in self.sources if s.type == type_)
