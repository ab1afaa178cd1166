"""What a worker process is asked for, and what it answers. The server opens no stranger's file itself."""

from dataclasses import dataclass

from pockitflyer.pictures.recipes import Recipe

MASTER = "master"


@dataclass(frozen=True)
class Drawing:
    """The files of a picture by name, and what its row will tell of them. Sizes are in pixels."""

    width: int
    height: int
    placeholder: str
    jpeg: tuple[int, ...]
    avif: tuple[int, ...]
    files: dict[str, bytes]


def draw(data: bytes, type_: str, recipe: Recipe, max_pixels: int) -> Drawing:
    """All renditions that are made at once, and the master. Raises a ``PictureError``."""
    from pockitflyer.pictures import render

    return render.draw(data, type_, recipe, max_pixels)


def draw_avifs(master: bytes, recipe: Recipe, max_pixels: int) -> dict[str, bytes]:
    """The AVIFs that were left for later, by name, made from the kept master."""
    from pockitflyer.pictures import render

    return render.draw_avifs(master, recipe, max_pixels)


def warm_up() -> None:
    """What decoders and encoders do the first time only, so that it is no upload's cost."""
    from pockitflyer.pictures import render

    render.warm_up()
