import re

import pytest
from django.test import Client

from pockitflyer.accounts.following import follow
from pockitflyer.flyers.favourites import keep
from pockitflyer.flyers.models import Favourite
from pockitflyer.flyers.tests.board import pin, pin_many
from pockitflyer.flyers.tests.test_api import problem, sign_in

pytestmark = pytest.mark.django_db
FEED = "/api/v1/feed/"


def marks(body) -> list[tuple]:
    return [(item["title"], item["is_favourite"], item["creator"]["is_following"]) for item in body["items"]]


def buttons(page: str, address: str) -> set[str]:
    """What the buttons of that address would ask for: "1" to switch on, "0" to switch off."""
    return set(re.findall(rf'formaction="{address}" name="on" value="(.)"', page))


@pytest.fixture
def marked(alice, bob, charlie):
    """Bob keeps one of Alice's flyers and follows Charlie."""
    flyers = {"kept": pin(alice, "kept"), "other": pin(alice, "other"), "followed": pin(charlie, "followed")}
    keep(bob.pk, flyers["kept"].pk)
    follow(bob.pk, charlie.pk)
    return flyers


def test_the_api_marks_what_is_mine_and_null_when_nobody_is_signed_in(client, bob, marked):
    assert set(marks(client.get(FEED).json())) == {
        ("kept", None, None),
        ("other", None, None),
        ("followed", None, None),
    }
    mine = client.get(FEED, headers=sign_in(bob)).json()
    assert set(marks(mine)) == {("kept", True, False), ("other", False, False), ("followed", False, True)}


def test_a_profile_in_the_api_says_whether_i_follow(client, bob, charlie, marked):
    path = f"/api/v1/users/{charlie.pk}/profile/"
    assert client.get(path).json()["is_following"] is None
    body = client.get(path, headers=sign_in(bob)).json()
    assert (body["is_following"], body["flyers"][0]["creator"]["is_following"]) == (True, True)


def test_pages_show_the_marks_of_who_is_looking(client, alice, bob, charlie, marked):
    kept, other = marked["kept"].pk, marked["other"].pk
    for viewer, heart in ((None, "1"), (charlie, "1"), (bob, "0")):
        if viewer:
            client.force_login(viewer)
        page = client.get("/").content.decode()
        assert buttons(page, f"/flyers/{kept}/favourite/") == {heart}
        assert buttons(page, f"/flyers/{other}/favourite/") == {"1"}
        assert buttons(client.get(f"/flyers/{kept}/").content.decode(), f"/flyers/{kept}/favourite/") == {heart}
    assert buttons(client.get(f"/users/{charlie.pk}/").content.decode(), f"/users/{charlie.pk}/follow/") == {"0"}


def test_nobody_is_offered_to_follow_themselves(client, alice):
    flyer = pin(alice)
    client.force_login(alice)
    for path in ("/", f"/flyers/{flyer.pk}/", f"/users/{alice.pk}/"):
        assert f"/users/{alice.pk}/follow/" not in client.get(path).content.decode()


def test_the_marks_cost_one_query_however_many_cards(client, alice, bob, django_assert_num_queries):
    from pockitflyer.flyers.feed import read_board
    from pockitflyer.flyers.marks import marks_on

    pin_many(alice, 100)
    cards = read_board(limit=100).cards
    with django_assert_num_queries(1):
        marks_on(cards, bob.pk)
    with django_assert_num_queries(0):
        marks_on(cards, None)


def test_put_and_delete_mark_and_unmark_as_often_as_one_likes(client, alice, bob):
    flyer, headers = pin(alice), sign_in(bob)
    heart, follows = f"/api/v1/flyers/{flyer.pk}/favourite/", f"/api/v1/users/{alice.pk}/follow/"
    for _ in range(2):
        assert client.put(heart, headers=headers).json() == {"is_favourite": True}
        assert client.put(follows, headers=headers).json() == {"is_following": True}
    assert marks(client.get(FEED, headers=headers).json()) == [("Flohmarkt", True, True)]
    for _ in range(2):
        assert client.delete(heart, headers=headers).json() == {"is_favourite": False}
        assert client.delete(follows, headers=headers).json() == {"is_following": False}
    assert marks(client.get(FEED, headers=headers).json()) == [("Flohmarkt", False, False)]


def test_what_cannot_be_marked_is_named(client, alice, bob):
    headers = sign_in(bob)
    problem(client.put("/api/v1/flyers/999/favourite/", headers=headers), 404, "not-found")
    problem(client.put("/api/v1/users/999/follow/", headers=headers), 404, "not-found")
    problem(client.put(f"/api/v1/users/{bob.pk}/follow/", headers=headers), 422, "self-follow")
    problem(client.put(f"/api/v1/users/{10**30}/follow/", headers=headers), 404, "not-found")
    assert client.delete(f"/api/v1/flyers/{10**30}/favourite/", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete"])
def test_marking_needs_a_sign_in_and_from_a_page_its_csrf_token(client, alice, bob, method):
    flyer = pin(alice)
    for path in (f"/api/v1/flyers/{flyer.pk}/favourite/", f"/api/v1/users/{alice.pk}/follow/"):
        problem(getattr(client, method)(path), 401, "not-authenticated")
        page = Client(enforce_csrf_checks=True)
        page.force_login(bob)
        problem(getattr(page, method)(path), 403, "forbidden")
    assert not Favourite.objects.exists()
