"""Pages and JSON cross the network compressed, and are still known to be unchanged."""

import gzip

import pytest

from pockitflyer.flyers.tests.board import pin_many

pytestmark = pytest.mark.django_db
ACCEPT = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/", "/api/v1/feed/", "/feed.atom"])
def test_what_is_text_is_sent_compressed_to_who_takes_it(client, alice, path):
    pin_many(alice, 20)
    plain, packed = client.get(path), client.get(path, headers=ACCEPT)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)


def test_a_compressed_page_that_has_not_changed_is_not_sent_again(client, alice):
    pin_many(alice, 20)
    tag = client.get("/", headers=ACCEPT).headers["ETag"]
    assert client.get("/", headers=ACCEPT | {"If-None-Match": tag}).status_code == 304


def test_a_page_for_everybody_is_compressed_once(client, alice, monkeypatch):
    pin_many(alice, 20)
    first = client.get("/", headers=ACCEPT)
    monkeypatch.setattr(gzip, "compress", lambda *a, **k: pytest.fail("compressed again"))
    again = client.get("/", headers=ACCEPT)
    assert again.content == first.content
    assert again.headers["ETag"] == f"W/{client.get('/').headers['ETag']}"


def test_the_length_of_a_page_tells_nothing_of_its_secret(client, alice):
    """The padding of each answer is another one: BREACH measures lengths."""
    pin_many(alice, 20)
    client.force_login(alice)
    lengths = {len(client.get("/accounts/logout/", headers=ACCEPT).content) for _ in range(12)}
    assert len(lengths) > 1
