"""The folder pictures are kept in by default."""

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class PictureFolder(FileSystemStorage):
    """A folder in which a file is whole or absent.

    Names come from the content, so writing one that exists writes the same bytes again: it is replaced in one
    step, where Django's own storage would choose another name and could leave half a file after a crash.
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
        super().delete(name)
        _remove_if_empty(Path(self.path(name)).parent)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        # Not empty, or someone else was quicker.
        return
