"""Where renditions lie: ``<first two digits>/<key>/<width>.<ending>``, the master, and ``picture.json`` written last.

A picture is there when its ``picture.json`` is: whatever a crash leaves before that is not a picture, and the
next upload of the same bytes writes it again.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import cast

import msgspec
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from pockitflyer.pictures.drawing import MASTER
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.storage import PictureStorage

_CARD = "picture.json"
# Pictures are spread over these, so that the store can be walked in parts.
FOLDERS = tuple(f"{number:02x}" for number in range(256))
_KEY = re.compile(r"[0-9a-f]{32}")
# The paths that may be read by anyone: nothing else in the store has an address.
PUBLIC_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}/[0-9]{1,5}\.(?:jpg|avif)")


def _storage() -> PictureStorage:
    return cast(PictureStorage, storages["pictures"])


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


def read_master(key: str) -> bytes | None:
    """The copy that other renditions are made from; pictures of older versions have none."""
    try:
        with _storage().open(name_of(key, MASTER)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def write(picture: Picture, files: dict[str, bytes]) -> None:
    """Stores files of a picture, then what is known of it. Repeating it changes nothing.

    When one of them fails, what was written is removed, unless the picture was there before: then another may
    be writing the same files. Raises ``OSError``.
    """
    storage = _storage()
    try:
        for file, data in files.items():
            storage.save(name_of(picture.key, file), ContentFile(data))
        storage.save(name_of(picture.key, _CARD), ContentFile(msgspec.json.encode(picture)))
    except OSError:
        # Of a store that does not even answer, the sweep takes it away later.
        with suppress(OSError):
            if read_card(picture.key) is None:
                remove(picture.key, files)
        raise


def folders() -> set[str]:
    """Those of ``FOLDERS`` in which something lies."""
    try:
        return set(_storage().listdir("")[0]) & set(FOLDERS)
    except FileNotFoundError:
        return set()


def keys_in(folder: str) -> Iterator[str]:
    """Keys of all that lies in one of ``FOLDERS``, whole pictures or not."""
    # Some places for files keep empty folders, some forget them.
    with suppress(FileNotFoundError):
        names, _ = _storage().listdir(folder)
        yield from filter(_KEY.fullmatch, names)


def sizes_of(key: str) -> dict[str, int]:
    """The bytes of each file that lies under the key; empty when there is none."""
    storage = _storage()
    try:
        _, files = storage.listdir(name_of(key, "").rstrip("/"))
    except FileNotFoundError:
        return {}
    return {file: storage.size(name_of(key, file)) for file in files}


def remove(key: str, files: Iterable[str]) -> None:
    """Removes these files and what is known of the picture, which goes first: from then on it is not there."""
    for file in dict.fromkeys([_CARD, *files]):
        _storage().delete(name_of(key, file))


def leftovers(folder: str, before: dt.datetime) -> dict[str, int]:
    """Names and bytes of files in one of ``FOLDERS`` that a writer who was killed before then did not finish."""
    storage = _storage()
    found = {}
    for name in storage.leftovers(folder):
        # Its writer may be finishing just now.
        with suppress(FileNotFoundError):
            if storage.get_modified_time(name) <= before:
                found[name] = storage.size(name)
    return found


def remove_leftover(name: str) -> None:
    """Removes a file that ``leftovers`` named."""
    _storage().delete(name)
