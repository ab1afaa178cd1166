"""Draws the face of those who have no picture. ``python -m pockitflyer.accounts.default_face`` writes the files."""

from pathlib import Path

from PIL import Image, ImageDraw

GROUND, FIGURE = "#e9e5df", "#aaa39a"
FOLDER = Path(__file__).parent / "static" / "accounts" / "face"
_SUPERSAMPLING = 4


def draw(side: int) -> Image.Image:
    """Head and shoulders on paper, ``side`` × ``side`` pixels."""
    large = side * _SUPERSAMPLING
    image = Image.new("RGB", (large, large), GROUND)
    pen = ImageDraw.Draw(image)

    def ellipse(x: float, y: float, rx: float, ry: float) -> None:
        """Centre and radii as fractions of the side."""
        pen.ellipse([v * large for v in (x - rx, y - ry, x + rx, y + ry)], fill=FIGURE)

    ellipse(0.5, 0.41, 0.165, 0.18)
    ellipse(0.5, 1.0, 0.36, 0.345)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for side in (128, 512):
        image = draw(side)
        image.save(FOLDER / f"{side}.jpg", quality=85, optimize=True)
        image.save(FOLDER / f"{side}.avif", quality=75, speed=4, max_threads=1)


if __name__ == "__main__":
    main()
