"""What lies in the store of a test."""

from pathlib import Path

from pockitflyer.pictures.picture import Picture


def files_of(folder: Path, picture: Picture) -> dict[str, bytes]:
    """The files of a picture by name."""
    return {path.name: path.read_bytes() for path in (folder / picture.key[:2] / picture.key).iterdir()}


def everything_in(folder: Path) -> list[Path]:
    """Every file, also the hidden ones that are being written."""
    return [path for path in folder.rglob("*") if path.is_file()]
