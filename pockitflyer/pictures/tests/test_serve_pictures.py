from wsgiref.util import setup_testing_defaults

import pytest

from pockitflyer.pictures.front import PictureFront
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR
from pockitflyer.pictures.store import url_of
from pockitflyer.pictures.tests import photos


def inner(environ, start):
    start("200 OK", [("X-From", "django")])
    return [b"django"]


class Answer:
    def __init__(self, front, path, method="GET", **headers):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **headers}
        setup_testing_defaults(environ)
        self.body = b"".join(front(environ, self._start))

    def _start(self, status, headers):
        self.status = int(status.split()[0])
        self.headers = dict(headers)


@pytest.fixture
def front(pictures_folder):
    return PictureFront(inner, pictures_folder)


@pytest.fixture
def picture(front):
    return take_in(photos.jpeg(), AVATAR)


@pytest.mark.parametrize(("file", "type_"), [("128.jpg", "image/jpeg"), ("512.avif", "image/avif")])
def test_a_picture_may_be_kept_for_ever(front, picture, file, type_, pictures_folder):
    answer = Answer(front, url_of(picture.key, file))
    assert answer.status == 200
    assert answer.body == (pictures_folder / picture.key[:2] / picture.key / file).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == type_
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_head_tells_the_same_without_the_bytes(front, picture):
    url = url_of(picture.key, "128.jpg")
    get, head = Answer(front, url), Answer(front, url, "HEAD")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_picture_is_not_sent_again(front, picture, form):
    url = url_of(picture.key, "128.jpg")
    etag = Answer(front, url).headers["ETag"]
    answer = Answer(front, url, HTTP_IF_NONE_MATCH=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "immutable" in answer.headers["Cache-Control"]


def test_another_tag_gets_the_picture(front, picture):
    assert Answer(front, url_of(picture.key, "128.jpg"), HTTP_IF_NONE_MATCH='"other"').status == 200


@pytest.mark.parametrize(
    "name",
    [
        "aa/" + "a" * 32 + "/128.jpg",
        "../pockitflyer.sqlite3",
        "aa/../../secret-key",
        "..%2fsecret-key",
        "aa/" + "a" * 32 + "/picture.json",
        "aa/" + "a" * 32 + "/128.jpg\n",
        "",
    ],
)
def test_unknown_names_are_not_found_for_a_short_while(front, picture, name):
    answer = Answer(front, "/pictures/" + name)
    assert answer.status == 404
    assert answer.headers["Cache-Control"] == "public, max-age=10"


def test_the_card_of_a_stored_picture_is_not_public(front, picture):
    assert Answer(front, url_of(picture.key, "picture.json")).status == 404


def test_writing_is_not_allowed(front, picture):
    answer = Answer(front, url_of(picture.key, "128.jpg"), "POST")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_everything_else_goes_to_django(front):
    assert Answer(front, "/").headers == {"X-From": "django"}
