"""The pictures in a bucket of an S3-compatible object store. Loaded only when settings name one: boto3 is large."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from pockitflyer.pictures.storage import PictureStorage

_TYPES: Final = {"jpg": "image/jpeg", "avif": "image/avif", "json": "application/json", "master": "image/jpeg"}
# The same as pictures/front.py sends for renditions. The others are for the board alone.
_FOREVER: Final = "public, max-age=31536000, immutable"
_NEVER: Final = "private, no-store"
_PUBLIC: Final = ("jpg", "avif")
# Written again when a picture's AVIFs are there; everything else in the bucket is written once.
_CHANGES: Final = "json"
# What the service calls it. A missing bucket is none of these: an error, not an empty store.
_KINDS: Final = {"NoSuchKey": FileNotFoundError, "404": FileNotFoundError, "PreconditionFailed": FileExistsError}

_CLIENT: Final = Config(
    signature_version="s3v4",
    # A sender waits for this, and with SQLite the sweep keeps other writers waiting: better an error soon.
    connect_timeout=2,
    read_timeout=6,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Checksums beside the signature are newer than many S3-compatible servers; the signature covers the bytes.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class PictureBucket(PictureStorage, S3Storage):
    """A bucket in which nothing is written twice, read through a public address.

    ``base_url`` is that address; an empty ``endpoint_url`` is Amazon's own. Every error of the network or the
    service is an ``OSError``.
    """

    def __init__(self, *, base_url: str, endpoint_url: str, region_name: str, **options: Any) -> None:
        # Other services need not have a host name for each bucket.
        addressing = Config(
            s3={"addressing_style": "path" if endpoint_url else "auto", "payload_signing_enabled": True}
        )
        super().__init__(
            endpoint_url=endpoint_url or None,
            # Others sign with any region.
            region_name=region_name or "us-east-1",
            client_config=_CLIENT.merge(addressing),
            **options,
        )
        self.base_url = f"{base_url}/"

    def url(self, name: str | None, *_: object, **__: object) -> str:
        # Public and hexadecimal: nothing to sign, nothing to quote, and a feed asks for some sixty.
        return f"{self.base_url}{name}"

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_os_error(path):
            return super().listdir(path)

    def size(self, name: str) -> int:
        with _as_os_error(name):
            return super().size(name)

    def exists(self, name: str) -> bool:
        with _as_os_error(name):
            return super().exists(name)

    def delete(self, name: str) -> None:
        with _as_os_error(name):
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        # At once, in one request: the library asks for the size first, and reads when the errors are no longer ours.
        with _as_os_error(name):
            answer = self._client.get_object(Bucket=self.bucket_name, Key=name)
            return ContentFile(answer["Body"].read(), name=name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        ending = name.rpartition("/")[2].rpartition(".")[2]
        # One request, not the library's upload in parts: a picture is there at once or not at all.
        once = {} if ending == _CHANGES else {"IfNoneMatch": "*"}
        try:
            with _as_os_error(name):
                self._client.put_object(
                    Bucket=self.bucket_name,
                    Key=name,
                    Body=b"".join(content.chunks()),
                    ContentType=_TYPES[ending],
                    CacheControl=_FOREVER if ending in _PUBLIC else _NEVER,
                    **once,
                )
        except FileExistsError:
            # Its name is its content's: what is there is what was to be written.
            pass
        return name

    @property
    def _client(self) -> Any:
        # Safe in many threads, and the library keeps one for all of them.
        return self.bucket.meta.client


@contextmanager
def _as_os_error(name: str) -> Iterator[None]:
    """Turns what the network and the service answer into the errors a disk would give."""
    try:
        yield
    except ClientError as error:
        kind = _KINDS.get(error.response.get("Error", {}).get("Code", ""), OSError)
        raise kind(f"{name}: {error}") from error
    except BotoCoreError as error:
        raise OSError(f"{name}: {error}") from error
