"""What one signed-in viewer had read is given to the next, and never what is not theirs to see or not so any more."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pockitflyer.accounts.models import Block, Follow, User
from pockitflyer.flyers.models import Favourite, Flyer
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import sign_in
from pockitflyer.web import caching

pytestmark = pytest.mark.django_db
FEED = "/api/v1/feed/"


@pytest.fixture
def flyer(alice):
    return pin(alice)


@pytest.fixture
def carol():
    return User.objects.create_user("carol@example.com", "a-long-walk-home", name="Carol")


def as_one(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(answer) -> list[str]:
    body = answer.json()
    return [card["title"] for card in body.get("items", body.get("flyers"))]


@pytest.mark.parametrize("path", [FEED, FEED + "?near=47.39,8.53&q=floh", "/api/v1/users/{0}/profile/"])
def test_what_one_has_read_costs_the_next_two_queries(alice, bob, carol, flyer, path):
    path = path.format(alice.pk)
    first = as_one(bob).get(path)
    for client, headers in ((as_one(carol), {}), (Client(), sign_in(bob))):
        with CaptureQueriesContext(connection) as asked:
            again = client.get(path, headers=headers)
        assert titles(again) == titles(first) == ["Flohmarkt"]
        assert len(asked) == 2, [query["sql"] for query in asked]


@pytest.mark.parametrize(
    "filters",
    [
        "", "?category=food", "?near=47.39,8.53&radius=5&category=food&when=today", "?show=following&q=floh",
        # Common, rare, long, and too short for an index.
        "?q=floh", "?q=markt+29", "?q=flohmarkt+29&near=47.39,8.53&category=food", "?q=ei",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [FEED, "/"])
def test_no_page_of_the_feed_costs_more_than_four_queries(alice, bob, path, filters):
    for nth in range(30):
        # Of today, in the first hour of a day as well.
        pin(alice, f"Flohmarkt {nth}", categories=("food",), starts_at=timezone.now())
    Follow.objects.create(follower=bob, followed=alice)
    client = as_one(bob)
    assert titles(client.get(FEED + filters)) or filters == "?q=ei"
    for change in (
        lambda: None,
        lambda: pin(alice, "Another"),
        lambda: Block.objects.create(blocker=bob, blocked=alice),
    ):
        change()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path + filters).status_code == 200
        assert len(asked) <= 4, [query["sql"] for query in asked]


def test_no_other_page_costs_more_than_four_queries(alice, bob, flyer):
    own, *_rest = [pin(bob, f"{nth}") for nth in range(3)]
    Block.objects.create(blocker=bob, blocked=User.objects.create_user("d@example.com", "a-long-walk-home", name="D"))
    client = as_one(bob)
    paths = [
        "/?show=favourites", "/?show=following", "/?q=nowhere", "/me/privacy/",
        f"/users/{alice.pk}/", f"/users/{bob.pk}/", f"/users/{bob.pk}/?status=live",
        f"/flyers/{flyer.pk}/", f"/flyers/{own.pk}/", f"/flyers/{own.pk}/edit/",
        "/flyers/new/", f"/flyers/new/?from={own.pk}",
        *("/api/v1/" + page for page in (
            f"users/{alice.pk}/profile/", f"users/{bob.pk}/profile/", f"flyers/{flyer.pk}/", f"flyers/{own.pk}/",
            "users/me/profile/", "users/me/flyers/", "users/me/flyers/?status=ended", "users/me/privacy/",
        )),
    ]  # fmt: skip
    for path in paths:
        pin(alice, "Another")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200, path
        assert len(asked) <= 4, (path, [query["sql"] for query in asked])


@pytest.mark.parametrize("status", ["", "?status=ended"])
def test_ones_own_profile_counts_what_is_on_the_board(alice, bob, flyer, status):
    pin(alice, "being located", lat=None, lon=None)
    pages = [as_one(who).get(f"/users/{alice.pk}/{status}").content.decode() for who in (alice, bob)]
    assert ["1 flyer on the board" in page for page in pages] == [True, True]


def test_marks_are_each_viewer_s_own(alice, bob, carol, flyer):
    Favourite.objects.create(user=bob, flyer=flyer)
    Follow.objects.create(follower=carol, followed=alice)
    seen = [as_one(user).get(FEED).json()["items"][0] for user in (bob, carol)]
    assert [card["is_favourite"] for card in seen] == [True, False]
    assert [card["creator"]["is_following"] for card in seen] == [False, True]


def _publish(alice, flyer):
    pin(alice, "Another")


def _edit(alice, flyer):
    Flyer.objects.update(title="Something else")


def _withdraw(alice, flyer):
    Flyer.objects.update(withdrawn_at=timezone.now())


def _hide_publisher(alice, flyer):
    User.objects.filter(pk=alice.pk).update(is_active=False)


@pytest.mark.parametrize("change", [_publish, _edit, _withdraw, _hide_publisher])
def test_whatever_changes_is_seen_at_once(alice, bob, flyer, change):
    client = as_one(bob)
    before = titles(client.get(FEED))
    change(alice, flyer)
    assert titles(client.get(FEED)) != before


def test_whom_one_blocks_one_does_not_see_in_what_others_have_read(alice, bob, carol, flyer):
    assert titles(as_one(carol).get(FEED)) == ["Flohmarkt"]
    Block.objects.create(blocker=bob, blocked=alice)
    assert titles(as_one(bob).get(FEED)) == []
    assert titles(as_one(carol).get(FEED)) == ["Flohmarkt"]
    Block.objects.all().delete()
    assert titles(as_one(bob).get(FEED)) == ["Flohmarkt"]


def test_what_is_one_s_own_is_given_to_nobody_else(alice, bob, carol, flyer):
    Favourite.objects.create(user=bob, flyer=flyer)
    assert titles(as_one(bob).get(FEED + "?show=favourites")) == ["Flohmarkt"]
    assert titles(as_one(carol).get(FEED + "?show=favourites")) == []


def test_another_language_is_another_page(alice, bob, flyer):
    client = as_one(bob)
    english, german = (client.get("/", headers={"Accept-Language": tag}).content.decode() for tag in ("en", "de"))
    assert "Quartier" in german
    assert "Quartier" not in english


def test_who_changes_something_is_shown_what_is_there_after_it(alice, flyer):
    client = as_one(alice)
    assert client.get("/api/v1/users/me/profile/").json()["name"] == "Alice"
    renamed = client.patch("/api/v1/users/me/profile/", {"name": "Alicia"}, content_type="application/json")
    assert renamed.json()["name"] == "Alicia"
    assert client.get("/api/v1/users/me/profile/").json()["name"] == "Alicia"


def test_the_clock_alone_takes_a_flyer_off_what_was_read(bob, flyer, monkeypatch):
    client = as_one(bob)
    assert titles(client.get(FEED)) == ["Flohmarkt"]
    later = flyer.ends_at + dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    then = caching.time.monotonic() + caching.FRESH_S
    monkeypatch.setattr(caching.time, "monotonic", lambda: then)
    assert titles(client.get(FEED)) == []


def test_no_more_is_kept_than_a_process_has_room_for(bob, flyer, monkeypatch):
    monkeypatch.setattr(caching, "_read", caching.Lately(3))
    client = as_one(bob)
    for radius in range(1, 8):
        client.get(f"{FEED}?near=47.39,8.53&radius={radius}")
    assert len(caching._read) == 3
