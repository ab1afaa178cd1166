"""What the board may expect of the place its pictures are kept in: the same of a folder and of a real S3 server."""

import json
import re
import socket
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from pockitflyer.pictures import store
from pockitflyer.pictures.errors import PictureNotStored
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR
from pockitflyer.pictures.sweep import Swept, sweep
from pockitflyer.pictures.tests import photos, s3_server

# All of them, though few need it: pytest-django would run those apart from the rest, each with a server of its own.
pytestmark = [pytest.mark.django_db, pytest.mark.files]
KEY = "ab" * 16
# As an upload writes them: the master first, picture.json after all others.
FILES = {"master": b"the master", "400.jpg": b"small", "800.jpg": b"large" * 100}
PICTURE = Picture(KEY, 800, 600, "#804020", jpeg=(400, 800), avif=())
AVIFS = {"400.avif": b"small avif", "800.avif": b"large avif"}
FINISHED = msgspec.structs.replace(PICTURE, avif=(400, 800))
ALL = {*FILES, *AVIFS, "picture.json"}
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


class Place(NamedTuple):
    """Where pictures are kept in this test, what its addresses begin with, and a way to lose it."""

    public: str
    lose: Callable[[], None]


@pytest.fixture(scope="module")
def s3() -> Iterator[s3_server.S3Server]:
    if reason := s3_server.why_not():
        pytest.skip(reason)
    with s3_server.running() as server:
        yield server


@pytest.fixture
def keep_in(settings) -> Iterator[Callable[..., None]]:
    kept = settings.STORAGES

    def keep(backend: str, **options: object) -> None:
        chosen = {"BACKEND": f"pockitflyer.pictures.{backend}", "OPTIONS": options}
        settings.STORAGES = {**kept, "pictures": chosen}
        storages._storages.clear()

    yield keep
    storages._storages.clear()


@pytest.fixture
def bucket(s3, keep_in) -> Place:
    """A new bucket with the policy that docs/operations.md gives."""
    name = f"board-{uuid.uuid4().hex}"
    options = {
        "endpoint_url": s3.endpoint,
        "region_name": "",
        "access_key": s3.access_key,
        "secret_key": s3.secret_key,
        "base_url": f"{s3.endpoint}/{name}",
    }
    keep_in("bucket.PictureBucket", bucket_name=name, **options)
    client = storages["pictures"].bucket.meta.client
    client.create_bucket(Bucket=name)
    client.put_bucket_policy(Bucket=name, Policy=documented_policy(name))
    return Place(
        f"{s3.endpoint}/{name}", lambda: keep_in("bucket.PictureBucket", bucket_name=f"{name}-lost", **options)
    )


@pytest.fixture
def folder(keep_in, tmp_path) -> Place:
    keep_in("storage.PictureFolder", location=tmp_path / "pictures", base_url="/pictures/")
    (tmp_path / "a file").touch()
    return Place(
        "/pictures", lambda: keep_in("storage.PictureFolder", location=tmp_path / "a file", base_url="/pictures/")
    )


@pytest.fixture(params=["folder", "bucket"])
def place(request) -> Place:
    return request.getfixturevalue(request.param)


def documented_policy(bucket: str) -> str:
    policy = re.search(r"```json\n(\{.*?\})\n```", OPERATIONS.read_text(), re.S)
    assert policy
    return policy[1].replace("my-pictures", bucket)


def files_there() -> dict[str, int]:
    return store.sizes_of(KEY)


def read(file: str) -> bytes:
    with storages["pictures"].open(store.name_of(KEY, file)) as opened:
        return opened.read()


def fail_at(monkeypatch, which: int) -> None:
    """The store takes so many files, then no more."""
    kind = type(storages["pictures"])
    save, saved = kind._save, []

    def failing(self, name, content):
        saved.append(name)
        if len(saved) == which:
            raise OSError("no space left")
        return save(self, name, content)

    monkeypatch.setattr(kind, "_save", failing)


def test_what_is_written_is_read(place):
    store.write(PICTURE, FILES)
    assert store.read_card(KEY) == PICTURE
    assert store.read_master(KEY) == FILES["master"]
    assert {file: read(file) for file in FILES} == FILES


def test_what_is_not_there_is_not_found(place):
    assert store.read_card(KEY) is None
    assert store.read_master(KEY) is None
    assert store.sizes_of(KEY) == {}
    assert list(store.keys_in("ab")) == []
    with pytest.raises(FileNotFoundError):
        read("400.jpg")


def test_without_its_card_a_picture_is_not_there(place):
    for file, data in FILES.items():
        storages["pictures"].save(store.name_of(KEY, file), ContentFile(data))
    assert store.read_card(KEY) is None
    assert files_there() == {file: len(data) for file, data in FILES.items()}


@pytest.mark.parametrize("which", range(1, len(FILES) + 2))
def test_when_one_file_fails_nothing_is_left(which, place, monkeypatch):
    fail_at(monkeypatch, which)
    with pytest.raises(OSError, match="no space left"):
        store.write(PICTURE, FILES)
    assert files_there() == {}
    assert list(store.keys_in("ab")) == []


@pytest.mark.parametrize("which", range(1, len(AVIFS) + 2))
def test_when_a_later_file_fails_the_picture_stays_whole(which, place, monkeypatch):
    store.write(PICTURE, FILES)
    fail_at(monkeypatch, which)
    with pytest.raises(OSError, match="no space left"):
        store.write(FINISHED, AVIFS)
    assert store.read_card(KEY) == PICTURE
    assert {file: read(file) for file in FILES} == FILES


def test_a_file_whose_bytes_break_off_is_not_there(place):
    class BreaksOff(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half of it"
            raise OSError("the sender is gone")

    with pytest.raises(OSError, match="the sender is gone"):
        storages["pictures"].save(store.name_of(KEY, "400.jpg"), BreaksOff(b""))
    assert files_there() == {}


def test_avifs_that_follow_are_told_in_the_same_card(place):
    store.write(PICTURE, FILES)
    store.write(FINISHED, AVIFS)
    assert store.read_card(KEY) == FINISHED
    assert set(files_there()) == ALL


def test_writing_again_changes_nothing(place):
    store.write(PICTURE, FILES)
    before = files_there()
    store.write(PICTURE, FILES)
    assert files_there() == before
    assert store.read_card(KEY) == PICTURE


def test_many_who_write_the_same_at_once_all_succeed(place):
    failed: list[BaseException] = []

    def write() -> None:
        try:
            store.write(PICTURE, FILES)
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert store.read_card(KEY) == PICTURE
    assert {file: read(file) for file in FILES} == FILES


def test_the_keys_in_a_folder_are_listed_and_nothing_else(place):
    keys = [f"ab{number:030x}" for number in range(3)]
    for key in [*keys, "cd" * 16]:
        store.write(msgspec.structs.replace(PICTURE, key=key), FILES)
    storages["pictures"].save("ab/not-a-key/400.jpg", ContentFile(b"somebody's"))
    storages["pictures"].save("ab/400.jpg", ContentFile(b"somebody's"))
    assert sorted(store.keys_in("ab")) == keys
    assert list(store.keys_in("cd")) == ["cd" * 16]
    assert store.sizes_of(keys[0]).keys() == {*FILES, "picture.json"}


def test_what_is_removed_is_gone_its_card_first(place, monkeypatch):
    store.write(PICTURE, FILES)
    kind, gone = type(storages["pictures"]), []
    delete = kind.delete
    monkeypatch.setattr(kind, "delete", lambda self, name: (gone.append(name), delete(self, name)))
    store.remove(KEY, store.sizes_of(KEY))
    assert gone[0] == store.name_of(KEY, "picture.json")
    assert len(gone) == len(FILES) + 1
    assert files_there() == {}
    assert list(store.keys_in("ab")) == []
    store.remove(KEY, FILES)


def test_addresses_are_the_public_ones(place):
    assert store.folder_url_of(KEY, "") == f"{place.public}/ab/{KEY}/"
    assert store.url_of(KEY, "400.jpg") == f"{place.public}/ab/{KEY}/400.jpg"
    assert urlsplit(store.folder_url_of(KEY, "https://board.example")).netloc


def test_a_store_that_is_gone_is_an_error_and_not_an_empty_store(place):
    place.lose()
    for step in (
        lambda: store.read_card(KEY),
        lambda: store.read_master(KEY),
        lambda: list(store.keys_in("ab")),
        lambda: store.write(PICTURE, FILES),
    ):
        with pytest.raises(OSError):  # noqa: PT011
            step()


def test_an_upload_that_cannot_be_stored_says_so(place):
    place.lose()
    with pytest.raises(PictureNotStored):
        take_in(photos.jpeg(), AVATAR)


def test_an_upload_is_kept_while_a_row_names_it_and_swept_after(place, alice):
    alice.picture = take_in(photos.jpeg(), AVATAR)
    alice.save()
    left = take_in(photos.jpeg(400, 400), AVATAR)
    swept = sweep(timedelta(0))
    assert (swept.pictures, swept.files, swept.in_use) == (1, 6, 1)
    assert store.read_card(left.key) is None
    assert store.sizes_of(left.key) == {}
    assert store.read_card(alice.picture.key) == alice.picture
    alice.picture = None
    alice.save()
    assert sweep(timedelta(0)).pictures == 1
    assert sweep(timedelta(0)) == Swept()


# --- A bucket alone -----------------------------------------------------------------------------------------------


def fetch(url: str) -> tuple[int, dict[str, str], bytes]:
    """What anyone gets."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), b""


@pytest.mark.parametrize(("file", "type_"), [("400.jpg", "image/jpeg"), ("400.avif", "image/avif")])
def test_anyone_may_read_a_rendition_and_keep_it(file, type_, bucket):
    store.write(FINISHED, {**FILES, **AVIFS})
    status, headers, body = fetch(store.url_of(KEY, file))
    assert (status, body) == (200, {**FILES, **AVIFS}[file])
    assert headers["Content-Type"] == type_
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("file", ["master", "picture.json", ""])
def test_nobody_else_may_read_the_rest_or_list(file, bucket):
    store.write(PICTURE, FILES)
    assert fetch(store.url_of(KEY, "400.jpg"))[0] == 200
    assert fetch(store.url_of(KEY, file))[0] in (403, 404)
    assert fetch(f"{bucket.public}/?prefix=ab/")[0] == 403


def test_the_first_to_write_a_rendition_wins_and_the_second_is_not_refused(bucket):
    """The condition of the put is the server's: nothing is asked before."""
    name = store.name_of(KEY, "400.jpg")
    assert storages["pictures"].save(name, ContentFile(b"first")) == name
    assert storages["pictures"].save(name, ContentFile(b"second")) == name
    assert read("400.jpg") == b"first"


def test_an_object_whose_sending_broke_off_is_not_there(bucket):
    parameters = {"Bucket": storages["pictures"].bucket_name, "Key": store.name_of(KEY, "400.jpg")}
    url = storages["pictures"].bucket.meta.client.generate_presigned_url("put_object", parameters)
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: 100000\r\n\r\n"
        connection.sendall(head.encode() + bytes(50_000))
    assert files_there() == {}
    store.write(PICTURE, FILES)
    assert read("400.jpg") == FILES["400.jpg"]


def test_a_wrong_secret_is_an_error(bucket, settings, keep_in):
    store.write(PICTURE, FILES)
    keep_in("bucket.PictureBucket", **settings.STORAGES["pictures"]["OPTIONS"] | {"secret_key": "wrong"})
    with pytest.raises(OSError, match="SignatureDoesNotMatch"):
        store.read_card(KEY)


def test_a_server_that_does_not_answer_is_an_error(keep_in):
    with socket.socket() as unanswered:
        unanswered.bind(("127.0.0.1", 0))
        port = unanswered.getsockname()[1]
        keep_in(
            "bucket.PictureBucket",
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="",
            bucket_name="board",
            access_key="key",
            secret_key="secret",
            base_url="https://pictures.example",
        )
        with pytest.raises(OSError, match="Could not connect") as caught:
            store.write(PICTURE, FILES)
    assert not isinstance(caught.value, FileNotFoundError)
    assert store.url_of(KEY, "400.jpg") == f"https://pictures.example/ab/{KEY}/400.jpg"


def test_the_documented_policy_is_json_for_two_endings():
    statement = json.loads(documented_policy("board"))["Statement"]
    assert sorted(resource for rule in statement for resource in rule["Resource"]) == [
        "arn:aws:s3:::board/*.avif",
        "arn:aws:s3:::board/*.jpg",
    ]
