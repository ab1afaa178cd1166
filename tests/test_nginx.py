"""docs/nginx.conf run by a real nginx in front of a real board: the answers are those of the board alone."""

import gzip
import http.client
import json
from contextlib import closing
from typing import NamedTuple

import pytest

from benchmarks import nginx
from tests.board_server import serving

pytestmark = pytest.mark.skipif(
    nginx.program() is None, reason="SKIPPED: nginx is not installed (Debian: apt install nginx-light)"
)
KEY = "ab" * 16
PICTURE, ABSENT = (f"/pictures/ab/{KEY}/{file}" for file in ("800.jpg", "801.jpg"))
UPLOAD = "/api/v1/users/me/profile/picture/"
DATA = bytes(range(250)) * 4
PIN_ONE = """
from pockitflyer.accounts.models import User
from pockitflyer.flyers.tests.board import pin
pin(User.objects.create_user("alice@example.com", "a-long-walk-home", name="Alice"))
"""
# What docs/operations.md says is nginx's own: the tag's value, and that ranges are offered with a 200 only.
ITS_OWN = {"ETag", "Accept-Ranges"}
OF_THE_CONNECTION = {"Date", "Server", "Connection", "Transfer-Encoding"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def without_its_own(self) -> "Answer":
        kept = {name: value for name, value in self.headers.items() if name not in ITS_OWN}
        return self._replace(headers=kept)


def ask(origin: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """One answer as it was sent. A header that comes twice fails, but for those that are lists: they are joined."""
    with closing(http.client.HTTPConnection(origin.removeprefix("http://"), timeout=20)) as connection:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        with connection.getresponse() as answer:
            body = answer.read()
    found: dict[str, str] = {}
    for name in {name.title().replace("Etag", "ETag") for name in answer.headers}:
        values = answer.headers.get_all(name)
        assert len(values) == 1 or name in ("Cache-Control", "Vary"), (name, values)
        found[name] = ", ".join(values)
    return Answer(answer.status, {n: v for n, v in found.items() if n not in OF_THE_CONNECTION}, body)


@pytest.fixture(scope="module")
def origins(tmp_path_factory):
    """The board alone, and the board behind nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    home = folder / "home"
    with serving(home, "--empty") as board, nginx.in_front_of(board.port, home, folder) as proxied:
        pictures = home / PICTURE.strip("/").rpartition("/")[0]
        pictures.mkdir(parents=True)
        for file in ("800.jpg", "128.avif", "master", "picture.json"):
            (pictures / file).write_bytes(DATA)
        board.django(PIN_ONE)
        yield board.url, proxied


@pytest.mark.parametrize(
    ("path", "status", "method", "headers"),
    [
        (PICTURE, 200, "GET", {}),
        (PICTURE, 200, "HEAD", {}),
        (PICTURE.replace("800.jpg", "128.avif"), 200, "GET", {}),
        (PICTURE, 304, "GET", {"If_None_Match": "{etag}"}),
        (PICTURE, 304, "HEAD", {"If_None_Match": "{etag}"}),
        (PICTURE, 304, "GET", {"If_None_Match": "W/{etag}"}),
        (PICTURE, 304, "GET", {"If_None_Match": '"other", {etag}'}),
        (PICTURE, 304, "GET", {"If_None_Match": "*"}),
        (PICTURE, 200, "GET", {"If_None_Match": '"other"'}),
        (PICTURE, 206, "GET", {"Range": "bytes=0-9"}),
        (PICTURE, 206, "GET", {"Range": "bytes=900-"}),
        (PICTURE, 206, "GET", {"Range": "bytes=-9"}),
        (PICTURE, 206, "GET", {"Range": "bytes=0-9", "If_Range": "{etag}"}),
        (PICTURE, 200, "GET", {"Range": "bytes=0-9", "If_Range": '"other"'}),
        (PICTURE, 200, "GET", {"Range": "bytes=0-1,5-9"}),
        (ABSENT, 404, "GET", {}),
        (ABSENT, 404, "HEAD", {}),
        (ABSENT, 404, "GET", {"If_None_Match": "*"}),
        (PICTURE.replace("800.jpg", "master"), 404, "GET", {}),
        (PICTURE.replace("800.jpg", "picture.json"), 404, "GET", {}),
        (PICTURE.replace("ab/", "cd/", 1), 404, "GET", {}),
        ("/pictures/", 404, "GET", {}),
        ("/pictures/%2e%2e/secret-key", 404, "GET", {}),
        ("/pictures/..%2fsecret-key", 404, "GET", {}),
    ],
)
def test_a_picture_is_answered_the_same(origins, path, status, method, headers):
    ours, behind = (
        ask(origin, path, method, **{n: v.format(etag=etag_of(origin)) for n, v in headers.items()})
        for origin in origins
    )
    assert ours.status == status
    assert behind.without_its_own() == ours.without_its_own()
    # No tag of their own for what is not there.
    assert ("ETag" in behind.headers) == ("ETag" in ours.headers) == (status != 404)


def etag_of(origin: str) -> str:
    return ask(origin, PICTURE).headers["ETag"]


@pytest.mark.parametrize("asked", ["bytes=5000-", "bytes=9-5"])
def test_a_range_outside_is_refused_by_both_and_kept_by_nobody(origins, asked):
    for origin in origins:
        answer = ask(origin, PICTURE, Range=asked)
        assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{len(DATA)}")
        assert "no-store" in answer.headers["Cache-Control"]


def test_writing_to_a_picture_is_refused_by_both(origins):
    assert [ask(origin, PICTURE, "POST", Content_Length="0").status for origin in origins] == [405, 405]


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"Content_Length": str(2**40)}, 413, "too-large"),
        ({"Transfer_Encoding": "chunked"}, 411, "length-required"),
    ],
)
def test_the_board_itself_refuses_a_body_before_it_is_sent(origins, body, status, problem):
    for origin in origins:
        answer = ask(origin, UPLOAD, "POST", Content_Type="multipart/form-data; boundary=x", **body)
        assert answer.status == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.body)["type"].endswith(problem)


def test_answers_come_through_with_the_address_people_asked(origins):
    alone, behind = (ask(origin, "/api/v1/feed/") for origin in origins)
    for origin, answer in zip(origins, (alone, behind), strict=True):
        assert json.loads(answer.body)["items"][0]["url"].startswith(origin + "/")
    assert behind.body.replace(origins[1].encode(), origins[0].encode()) == alone.body
    own = {"ETag", "Vary", "Content-Length"}
    assert {n: v for n, v in behind.headers.items() if n not in own} == {
        n: v for n, v in alone.headers.items() if n not in own
    }
    assert alone.headers["Vary"] in behind.headers["Vary"]


def test_an_unchanged_compressed_answer_is_a_304_behind_nginx_as_well(origins):
    first = ask(origins[1], "/", Accept_Encoding="gzip")
    assert b"pockitflyer" in gzip.decompress(first.body)
    assert first.headers["ETag"].endswith('-gzip"')
    again = ask(origins[1], "/", Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_static_files_are_kept_for_ever_and_come_compressed(origins):
    page = ask(origins[0], "/").body.decode()
    path = next(part for part in page.split('"') if part.startswith("/static/") and part.endswith(".css"))
    ours, behind = (ask(origin, path, Accept_Encoding="gzip") for origin in origins)
    for name in ("Cache-Control", "X-Content-Type-Options", "Content-Encoding", "Vary", "Content-Type"):
        assert behind.headers[name] == ours.headers[name].replace('"', ""), name
    assert "immutable" in behind.headers["Cache-Control"]
    assert gzip.decompress(behind.body) == gzip.decompress(ours.body)
