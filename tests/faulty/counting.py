"""Counts drawings where they happen, in the worker processes of all servers."""

import os
from pathlib import Path

# Bound before the test build puts the function below in its place.
from pockitflyer.pictures.drawing import Drawing
from pockitflyer.pictures.drawing import draw as _draw
from pockitflyer.pictures.recipes import Recipe

_FILE = "drawings"


def draw(data: bytes, type_: str, recipe: Recipe, max_pixels: int) -> Drawing:
    """One more line in the data folder, then the real thing."""
    line = os.open(Path(os.environ["POCKITFLYER_HOME"]) / _FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(line, b"drawn\n")
    os.close(line)
    return _draw(data, type_, recipe, max_pixels)


def drawn(home: Path) -> int:
    """How many pictures were drawn so far."""
    file = home / _FILE
    return file.read_text().count("drawn") if file.exists() else 0
