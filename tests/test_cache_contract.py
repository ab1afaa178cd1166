"""docs/api.md, "What may be kept", held by an HTTP cache that is not ours: hishel (RFC 9111) over httpx."""

from collections import Counter
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport

from pockitflyer.pictures.tests import photos
from tests.board_server import serving

FEED, OWN_PICTURE = "/api/v1/feed/", "/api/v1/users/me/profile/picture/"
PASSWORD = "a-long-walk-home"
PATIENCE_S = 60
# Two flyers each; Charlie keeps the default face.
PEOPLE = """
from allauth.account.models import EmailAddress
from pockitflyer.accounts.models import User
from pockitflyer.flyers.tests.board import pin
for name in ("Alice", "Bob", "Charlie"):
    user = User.objects.create_user(f"{name.lower()}@example.com", "a-long-walk-home", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    pin(user, f"{name} sells")
    pin(user, f"{name} sings")
"""


class Network(httpx.BaseTransport):
    """Stands between the cache and the server and notes what gets through."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport()
        self.seen: list[tuple[str, int]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.inner.handle_request(request)
        self.seen.append((str(request.url), answer.status_code))
        return answer

    def close(self) -> None:
        self.inner.close()


class Phone:
    """A native client: it shows the read model and leaves all keeping to the cache below it."""

    def __init__(self, url: str, folder) -> None:
        self.network = Network()
        # Without ``rfc`` hishel would keep everything, whatever the server says.
        transport = CacheTransport(
            self.network, SqliteStorage(database_path=folder / "cache.db"), rfc=CacheOptions(shared=False)
        )
        self.http = httpx.Client(
            base_url=url, transport=transport, headers={"Accept-Language": "en"}, timeout=PATIENCE_S
        )
        self.shown: Counter[str] = Counter()
        self.hits = 0

    def open(self, path: str) -> dict[str, Any]:
        return self.http.get(path).raise_for_status().json()

    def show_feed(self) -> dict[str, Any]:
        feed = self.open(FEED)
        self._show_faces(feed["items"])
        return feed

    def show_profile(self, user_id: int) -> None:
        profile = self.open(f"/api/v1/users/{user_id}/profile/")
        self._show(profile["picture"], 512)
        self._show_faces(profile["flyers"])

    def _show_faces(self, flyers: list[dict[str, Any]]) -> None:
        assert flyers
        for flyer in flyers:
            self._show(flyer["creator"]["picture"], 128)

    def _show(self, picture: dict[str, Any], width: int) -> None:
        """The first source that fits, as docs/api.md tells."""
        url = next(source["url"] for source in picture["sources"] if source["width"] >= width)
        answer = self.http.get(url).raise_for_status()
        assert answer.headers["Content-Type"].startswith("image/")
        self.shown[url] += 1
        self.hits += answer.extensions["caching"]["from_cache"]

    def fetched(self) -> Counter[str]:
        """How often each face crossed the network."""
        return Counter(url for url, _ in self.network.seen if url in self.shown)

    def sign_in(self, token: str) -> None:
        self.http.headers["Authorization"] = f"Bearer {token}"

    def change_picture(self, token: str, photo: bytes) -> None:
        answer = self.http.post(
            OWN_PICTURE, files={"image": ("me.jpg", photo)}, headers={"Authorization": f"Bearer {token}"}
        )
        answer.raise_for_status()


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("board") / "home", "--empty") as running:
        running.django(PEOPLE)
        with phone_on(running.url, tmp_path_factory.mktemp("other")) as other:
            for name, width in (("alice", 640), ("bob", 600)):
                other.change_picture(token_of(running.url, name), photos.jpeg(width))
        yield running


@contextmanager
def phone_on(url: str, folder):
    phone = Phone(url, folder)
    with phone.http:
        yield phone


@pytest.fixture
def phone(board, tmp_path):
    with phone_on(board.url, tmp_path) as ready:
        yield ready


def token_of(url: str, name: str) -> str:
    credentials = {"email": f"{name}@example.com", "password": PASSWORD}
    answer = httpx.post(f"{url}/_allauth/app/v1/auth/login", json=credentials, timeout=PATIENCE_S).raise_for_status()
    return answer.json()["meta"]["access_token"]


def test_a_session_fetches_every_face_exactly_once(phone):
    feed = phone.show_feed()
    people = {flyer["creator"]["id"] for flyer in feed["items"]}
    for user_id in sorted(people):
        phone.show_profile(user_id)
    phone.show_feed()
    fetched = phone.fetched()
    # A small and a large one of Alice, Bob and the default face.
    assert len(phone.shown) == 6
    assert fetched == Counter(dict.fromkeys(phone.shown, 1))
    assert phone.shown.total() == 21
    assert phone.hits == 21 - 6


def test_after_a_picture_change_exactly_one_new_face_is_fetched(board, phone):
    bob = token_of(board.url, "bob")
    phone.sign_in(bob)
    phone.show_feed()
    before = phone.fetched()
    phone.change_picture(bob, photos.jpeg(580))
    phone.show_feed()
    new = phone.fetched() - before
    assert new.total() == 1
    assert sum(phone.shown[url] for url in new) == 2, "Bob has two flyers"
    phone.show_feed()
    assert phone.fetched() - before == new


def test_the_same_bytes_again_have_the_same_address(board, phone):
    alice = token_of(board.url, "alice")
    phone.sign_in(alice)
    phone.show_feed()
    before = phone.fetched()
    phone.change_picture(alice, photos.jpeg(560))
    phone.show_feed()
    phone.change_picture(alice, photos.jpeg(640))
    phone.show_feed()
    assert (phone.fetched() - before).total() == 1, "only the one between was new"


def test_a_public_feed_is_kept_for_seconds(phone):
    first, second = phone.http.get(FEED), phone.http.get(FEED)
    assert first.headers["Cache-Control"] == "public, max-age=10, stale-while-revalidate=60"
    assert second.extensions["caching"]["from_cache"]
    assert first.json() == second.json()


def test_who_is_signed_in_asks_for_the_feed_each_time_and_unchanged_it_is_not_sent_again(board, phone):
    phone.sign_in(token_of(board.url, "alice"))
    first, second = phone.open(FEED), phone.open(FEED)
    assert first == second
    assert [status for url, status in phone.network.seen if url.endswith(FEED)] == [200, 304]


def test_an_own_profile_shows_a_change_at_once(board, phone):
    phone.sign_in(token_of(board.url, "bob"))
    for name in ("Bob", "Bobby", "Bob"):
        phone.http.patch("/api/v1/users/me/profile/", json={"name": name}).raise_for_status()
        assert phone.open("/api/v1/users/me/profile/")["name"] == name


def test_that_a_picture_is_not_there_is_kept_for_ten_seconds(board, phone):
    url = f"{board.url}/pictures/ab/{'ab' * 16}/128.jpg"
    first, second = phone.http.get(url), phone.http.get(url)
    assert [first.status_code, second.status_code] == [404, 404]
    assert first.headers["Cache-Control"] == "public, max-age=10"
    assert second.extensions["caching"]["from_cache"]


def test_a_picture_asked_for_again_by_force_is_a_304(phone):
    """A reload, ``no-cache`` in the request, costs no bytes either."""
    picture = phone.open(FEED)["items"][0]["creator"]["picture"]["url"]
    first = phone.http.get(picture)
    again = phone.http.get(picture, headers={"Cache-Control": "no-cache"})
    assert [status for url, status in phone.network.seen if url == picture] == [200, 304]
    assert again.content == first.content
