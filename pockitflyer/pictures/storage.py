"""The folder pictures are kept in by default, and what any place for them must be able to do."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage


class PictureStorage(Storage):
    """A place in which a file is whole or absent, under the name it was given.

    Names come from the content, so a file that is there already is the same picture: writing it again may
    replace it or leave it. Only ``picture.json`` changes, and is always replaced. Missing files are
    ``FileNotFoundError``; whatever else fails is another ``OSError``.
    """

    def leftovers(self, folder: str) -> Iterable[str]:
        """Names of files below one of the two-digit folders that a killed writer left unfinished."""
        return ()


class PictureFolder(PictureStorage, FileSystemStorage):
    """A folder of files, each replaced in one step.

    Django's own storage would choose another name for the second, and could leave half a file after a crash.
    """

    def url(self, name: str | None) -> str:
        # Names are hexadecimal, so nothing needs quoting: half the time of a feed would go into that.
        return f"{self.base_url}{name}"

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def delete(self, name: str) -> None:
        """Deletes a file if it is there, and the folder around it if nothing is left in that."""
        super().delete(name)
        _remove_if_empty(Path(self.path(name)).parent)

    def leftovers(self, folder: str) -> Iterable[str]:
        for path in Path(self.path(folder)).glob("*/.*.part"):
            yield f"{folder}/{path.parent.name}/{path.name}"


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        # Not empty, or someone else was quicker.
        return
