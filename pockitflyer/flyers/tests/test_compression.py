"""Pages and JSON cross the network compressed, and are still known to be unchanged."""

import gzip

import brotli
import pytest
from django.test import RequestFactory

from pockitflyer.flyers.tests.board import pin_many
from pockitflyer.flyers.tests.test_api import sign_in
from pockitflyer.web import compression

pytestmark = pytest.mark.django_db
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
PUBLIC = ["/", "/api/v1/feed/", "/feed.atom"]


def taking(codings):
    return {"Accept-Encoding": codings}


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("coding", UNPACK)
def test_what_is_text_is_sent_compressed_to_who_takes_it(client, alice, path, coding):
    pin_many(alice, 20)
    plain, packed = client.get(path), client.get(path, headers=taking(coding))
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == coding
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert UNPACK[coding](packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)


@pytest.mark.parametrize(
    ("codings", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("br;q=0, GZIP", "gzip"),
        ("br;q=0.000, gzip; q=0", None),
        ("identity, zstd", None),
        ("*", None),
        ("brotli, gzipped", None),
    ],
)
def test_the_best_that_is_taken_is_chosen(client, alice, codings, chosen):
    pin_many(alice, 20)
    assert client.get("/", headers=taking(codings)).headers.get("Content-Encoding") == chosen


@pytest.mark.parametrize("path", PUBLIC)
def test_every_form_has_a_strong_etag_of_its_own(client, alice, path):
    """RFC 9110, 8.8.3: what a strong ETag names are bytes."""
    pin_many(alice, 20)
    answers = [client.get(path, headers=taking(codings)) for codings in ("", "gzip", "br")]
    tags = [answer.headers["ETag"] for answer in answers]
    assert all(tag.startswith('"') for tag in tags)
    assert len(set(tags)) == len({answer.content for answer in answers}) == 3
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in answers)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_a_compressed_answer_that_has_not_changed_is_not_sent_again(client, alice, path, form):
    pin_many(alice, 20)
    tag = client.get(path, headers=taking("br")).headers["ETag"]
    again = client.get(path, headers=taking("br") | {"If-None-Match": form.format(tag)})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_so_is_a_signed_in_answer_of_the_api(client, alice):
    pin_many(alice, 20)
    for path in ("/api/v1/feed/", "/api/v1/users/me/flyers/"):
        headers = sign_in(alice) | taking("br")
        first = client.get(path, headers=headers)
        assert first.headers["ETag"].endswith('-br"')
        again = client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])


def test_a_page_for_everybody_is_compressed_once(client, alice, monkeypatch):
    pin_many(alice, 20)
    first = client.get("/", headers=taking("br"))
    monkeypatch.setattr(brotli, "compress", lambda *a, **k: pytest.fail("compressed again"))
    again = client.get("/", headers=taking("br"))
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])


def test_the_length_of_a_page_tells_nothing_of_its_secret(client, alice):
    """The padding of each answer is another one: BREACH measures lengths."""
    pin_many(alice, 20)
    client.force_login(alice)
    answers = [client.get("/accounts/logout/", headers=taking("gzip, br")) for _ in range(12)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


def test_a_padded_page_has_a_weak_etag(client, alice):
    pin_many(alice, 20)
    client.force_login(alice)
    assert client.get("/", headers=taking("gzip, br")).headers["ETag"].startswith('W/"')


def test_what_hardly_becomes_smaller_goes_as_it_is():
    body = compression.Body(b"x" * (compression._LEAST_BYTES - 1))
    request = RequestFactory().get("/", headers=taking("br"))
    assert body.for_request(request) == (body.content, None)
