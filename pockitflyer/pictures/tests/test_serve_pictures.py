from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest

from pockitflyer.pictures.front import PictureFront
from pockitflyer.pictures.store import name_of
from pockitflyer.pictures.tests import photos

KEY = "ab" * 16
PRIVATE = ["master", "picture.json", "master.jpg", ".128.jpg.part", "128.webp", "128.JPG", "123456.jpg"]


def inner(environ, start):
    start("200 OK", [("X-From", "django")])
    return [b"django"]


class Answer:
    def __init__(self, front, path, method="GET", **headers):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **headers}
        setup_testing_defaults(environ)
        self.blocks = list(chunks := front(environ, self._start))
        self.body = b"".join(self.blocks)
        if hasattr(chunks, "close"):
            chunks.close()

    def _start(self, status, headers):
        self.status = int(status.split()[0])
        self.headers = dict(headers)


@pytest.fixture
def front(pictures_folder):
    return PictureFront(inner, pictures_folder)


@pytest.fixture
def picture(pictures_folder):
    """Two renditions of a picture, and what lies beside them."""
    for file in PRIVATE:
        place(pictures_folder, b"private", file)
    place(pictures_folder, photos.encoded(photos.quadrants(512, 512), "AVIF"), "512.avif")
    return place(pictures_folder, photos.jpeg(128, 128), "128.jpg")


@pytest.fixture
def digits(pictures_folder):
    """The address of a file of 1,000 bytes, 0 to 255 and again."""
    return place(pictures_folder, bytes(range(256)) * 3 + bytes(range(232)))


def place(folder, data: bytes, file: str = "800.jpg") -> str:
    """The address of a new file of the picture ``KEY``."""
    path = folder / name_of(KEY, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return f"/pictures/{name_of(KEY, file)}"


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@pytest.mark.parametrize(("file", "type_"), [("128.jpg", "image/jpeg"), ("512.avif", "image/avif")])
def test_a_picture_may_be_kept_for_ever(front, picture, file, type_, pictures_folder):
    answer = Answer(front, f"/pictures/{name_of(KEY, file)}")
    assert answer.status == 200
    assert answer.body == (pictures_folder / name_of(KEY, file)).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == type_
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize("asked", [{}, {"HTTP_RANGE": "bytes=0-9"}])
def test_head_tells_the_same_without_the_bytes(front, picture, asked):
    """A range is defined for GET alone."""
    get, head = Answer(front, picture), Answer(front, picture, "HEAD", **asked)
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_what_may_be_kept_is_said_the_same_by_every_answer(front, digits):
    whole = Answer(front, digits)
    answers = {
        200: Answer(front, digits, "HEAD"),
        206: Answer(front, digits, HTTP_RANGE="bytes=0-9"),
        304: Answer(front, digits, HTTP_IF_NONE_MATCH=whole.headers["ETag"]),
    }
    own = {"Content-Type", "Content-Length", "Content-Range"}
    for status, answer in answers.items():
        assert answer.status == status
        assert {n: v for n, v in answer.headers.items() if n not in own} == {
            n: v for n, v in whole.headers.items() if n not in own
        }


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_picture_is_not_sent_again(front, picture, form):
    etag = Answer(front, picture).headers["ETag"]
    answer = Answer(front, picture, HTTP_IF_NONE_MATCH=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "immutable" in answer.headers["Cache-Control"]


def test_another_tag_gets_the_picture(front, picture):
    assert Answer(front, picture, HTTP_IF_NONE_MATCH='"other"').status == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-999", 0, 999),
        ("bytes=0-", 0, 999),
        ("bytes=10-19", 10, 19),
        ("bytes=990-", 990, 999),
        ("bytes=990-5000", 990, 999),
        ("bytes=-10", 990, 999),
        ("bytes=-5000", 0, 999),
        ("Bytes=10-19", 10, 19),
    ],
)
def test_one_range_gets_its_bytes(front, digits, asked, first, last):
    whole, part = Answer(front, digits), Answer(front, digits, HTTP_RANGE=asked)
    assert part.status == 206
    assert part.body == whole.body[first : last + 1]
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/1000"
    assert part.headers["Content-Length"] == str(len(part.body))
    assert part.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=20-10"])
def test_a_range_outside_the_picture_is_refused_and_not_kept(front, digits, asked):
    answer = Answer(front, digits, HTTP_RANGE=asked)
    assert answer.status == 416
    assert answer.headers["Content-Range"] == "bytes */1000"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "lines=0-9", "bytes=", "bytes=-", "bytes=a-b", "0-9", "bytes=٠-٩"])
def test_what_is_not_one_range_of_bytes_gets_the_whole_picture(front, digits, asked):
    """RFC 9110, 14.2: a server may ignore it."""
    answer = Answer(front, digits, HTTP_RANGE=asked)
    assert (answer.status, len(answer.body)) == (200, 1000)
    assert "Content-Range" not in answer.headers


@pytest.mark.parametrize(
    ("if_range", "status"),
    [("{}", 206), ("W/{}", 200), ('"other"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)],
)
def test_a_download_goes_on_only_when_it_is_the_same_picture(front, digits, if_range, status):
    etag = Answer(front, digits).headers["ETag"]
    answer = Answer(front, digits, HTTP_RANGE="bytes=500-", HTTP_IF_RANGE=if_range.format(etag))
    assert (answer.status, len(answer.body)) == (status, 500 if status == 206 else 1000)


def test_a_known_picture_is_not_sent_in_parts_either(front, digits):
    etag = Answer(front, digits).headers["ETag"]
    assert Answer(front, digits, HTTP_RANGE="bytes=0-9", HTTP_IF_NONE_MATCH=etag).status == 304


def test_a_large_file_goes_out_in_blocks_and_its_descriptor_is_closed(front, pictures_folder):
    data = bytes(range(251)) * 10_000
    url = place(pictures_folder, data)
    before = open_files()
    whole, part = Answer(front, url), Answer(front, url, HTTP_RANGE="bytes=7-2000006")
    assert whole.body == data
    assert part.body == data[7:2_000_007]
    assert len(whole.blocks) > 5
    assert max(map(len, whole.blocks)) <= 256 * 1024
    assert open_files() == before


def test_a_reader_who_leaves_at_once_leaves_no_open_file(front, pictures_folder):
    environ = {"PATH_INFO": place(pictures_folder, bytes(2_000_000)), "REQUEST_METHOD": "GET"}
    before = open_files()
    blocks = front(environ, lambda status, headers: None)
    assert open_files() == before + 1
    blocks.close()
    assert open_files() == before


@pytest.mark.parametrize(
    "name",
    [
        "aa/" + "a" * 32 + "/128.jpg",
        "../pockitflyer.sqlite3",
        "aa/../../secret-key",
        "..%2fsecret-key",
        "aa/" + "a" * 32 + "/picture.json",
        "aa/" + "a" * 32 + "/128.jpg\n",
        "aa/" + "a" * 32 + "/../128.jpg",
        "aa/" + "a" * 32 + "/٣٢.jpg",
        "/etc/passwd",
        "aa/" + "a" * 32 + "/128.jpg/128.jpg",
        "",
    ],
)
def test_unknown_names_are_not_found_for_a_short_while(front, picture, name):
    answer = Answer(front, "/pictures/" + name)
    assert answer.status == 404
    assert answer.headers["Cache-Control"] == "public, max-age=10"


def test_a_name_below_a_file_is_not_found(front, pictures_folder):
    (pictures_folder / "aa").write_bytes(b"not a folder")
    assert Answer(front, "/pictures/" + name_of("a" * 32, "128.jpg")).status == 404


@pytest.mark.parametrize("file", [*PRIVATE, ""])
def test_only_renditions_are_public(front, picture, file):
    """Whatever else lies in a picture's folder has no address."""
    assert Answer(front, picture).status == 200
    assert Answer(front, f"/pictures/{name_of(KEY, file)}").status == 404


def test_writing_is_not_allowed(front, picture):
    answer = Answer(front, picture, "POST")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_everything_else_goes_to_django(front):
    assert Answer(front, "/").headers == {"X-From": "django"}
