"""Where renditions lie: ``<first two digits>/<key>/<width>.<ending>``, and ``picture.json`` written last.

A picture is there when its ``picture.json`` is: whatever a crash leaves before that is not a picture, and the
next upload of the same bytes writes it again.
"""

import re

import msgspec
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from pockitflyer.pictures.picture import Picture

_CARD = "picture.json"
# The paths that may be read by anyone: nothing else in the store has an address.
PUBLIC_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}/[0-9]{1,5}\.(?:jpg|avif)")


def _storage() -> Storage:
    return storages["pictures"]


def name_of(key: str, file: str) -> str:
    """The name of a file of a picture in the storage."""
    return f"{key[:2]}/{key}/{file}"


def url_of(key: str, file: str) -> str:
    """The address of a file of a picture; without a host unless the storage has one of its own."""
    return _storage().url(name_of(key, file))


def folder_url_of(key: str, origin: str) -> str:
    """What the addresses of all files of a picture begin with; ``origin`` is put before a path without a host."""
    url = url_of(key, "")
    return origin + url if url.startswith("/") else url


def read_card(key: str) -> Picture | None:
    """The picture of that key if it is stored whole."""
    try:
        with _storage().open(name_of(key, _CARD)) as file:
            return msgspec.json.decode(file.read(), type=Picture)
    except FileNotFoundError:
        return None


def write(picture: Picture, files: dict[str, bytes]) -> None:
    """Stores all files of a picture; what was written is removed again when one of them fails."""
    storage = _storage()
    written: list[str] = []
    try:
        for file, data in {**files, _CARD: msgspec.json.encode(picture)}.items():
            written.append(storage.save(name_of(picture.key, file), ContentFile(data)))
    except OSError:
        # Another upload of the same bytes may have finished meanwhile; then the files are that one's.
        if not storage.exists(name_of(picture.key, _CARD)):
            for name in reversed(written):
                storage.delete(name)
        raise
