"""One image of what was made: the same piece of every file at 100 %, lossless first, for eyes to judge scores."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageStat

from benchmarks.renditions import Made

_MOST_PX = (420, 300)
_LABEL_PX = 22
# A face as it is, a poster as a phone shows it, where its lettering is smallest; its widest is added to these.
_PLACES = ("face 128", "face 512", "poster 800")
_EDGES_PX = 60


def write(path: Path, photos: Mapping[str, Sequence[Made]]) -> None:
    """One row for each photo and place; all files of that place side by side."""
    rows = [_row(name, place, made) for name, made in photos.items() for place in _places(made)]
    sheet = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), "white")
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    sheet.save(path)


def _places(made: Sequence[Made]) -> list[str]:
    ours = [one.place for one in made if one.maker == "our AVIF" and one.place.startswith("poster")]
    widest = max(ours, key=lambda place: int(place.split()[1]))
    return list(dict.fromkeys([*(place for place in _PLACES if any(one.place == place for one in made)), widest]))


def _row(name: str, place: str, made: Sequence[Made]) -> Image.Image:
    here = [one for one in made if one.place == place]
    cells = [("lossless", here[0].reference), *((f"{m.maker}, {len(m.data) / 1000:.1f} kB", m.data) for m in here)]
    left, top = _most_detailed(_opened(here[0].reference))
    pieces = [
        _cell(f"{name} {place}: {label}" if n == 0 else label, data, left, top) for n, (label, data) in enumerate(cells)
    ]
    row = Image.new("RGB", (sum(piece.width for piece in pieces), max(piece.height for piece in pieces)), "white")
    left = 0
    for piece in pieces:
        row.paste(piece, (left, 0))
        left += piece.width
    return row


def _cell(label: str, data: bytes, left: float, top: float) -> Image.Image:
    """The piece that begins at these fractions of what is left of width and height."""
    image = _opened(data)
    width, height = (min(side, most) for side, most in zip(image.size, _MOST_PX, strict=True))
    x, y = round(left * (image.width - width)), round(top * (image.height - height))
    cell = Image.new("RGB", (_MOST_PX[0] + 6, height + _LABEL_PX), "white")
    cell.paste(image.crop((x, y, x + width, y + height)), (0, _LABEL_PX))
    ImageDraw.Draw(cell).text((2, 3), label, "black", ImageFont.load_default(13))
    return cell


def _most_detailed(image: Image.Image) -> tuple[float, float]:
    """Where the piece with the hardest edges begins: lettering, where there is some."""
    edges = image.convert("L").filter(ImageFilter.FIND_EDGES).point([max(0, value - 96) for value in range(256)])
    width, height = (min(side, most) for side, most in zip(image.size, _MOST_PX, strict=True))
    places = [
        (x, y)
        for y in range(0, image.height - height + 1, _EDGES_PX)
        for x in range(0, image.width - width + 1, _EDGES_PX)
    ]
    x, y = max(places, key=lambda at: ImageStat.Stat(edges.crop((*at, at[0] + width, at[1] + height))).sum[0])
    return x / max(1, image.width - width), y / max(1, image.height - height)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")
