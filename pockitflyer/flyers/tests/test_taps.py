"""Hearts and follow buttons without scripts, and for those who sign in first."""

import pytest
from django.test import Client

from conftest import PASSWORD
from pockitflyer.accounts.models import Follow
from pockitflyer.flyers.models import Favourite
from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db


def sign_in_at(client, url: str, user):
    """Fills the form that the address leads to; returns what follows."""
    assert url.startswith("/accounts/login/"), url
    form = {"login": user.email, "password": PASSWORD, "next": url.split("next=")[1]}
    return client.post("/accounts/login/", form)


def test_a_form_marks_and_unmarks_and_leads_back(client, alice, bob):
    flyer = pin(alice)
    client.force_login(bob)
    came_from = {"Referer": "http://testserver/?category=community"}
    for path, rows in ((f"/flyers/{flyer.pk}/favourite/", Favourite), (f"/users/{alice.pk}/follow/", Follow)):
        answer = client.post(path, {"on": "1"}, headers=came_from)
        assert answer.headers["Location"] == "/?category=community"
        assert rows.objects.count() == 1
        client.post(path, {"on": "0"}, headers=came_from)
        assert rows.objects.count() == 0


def test_a_tap_before_the_sign_in_is_finished_after_it(client, alice, bob):
    flyer = pin(alice)
    path = f"/flyers/{flyer.pk}/favourite/"
    begun = client.get(path, {"on": "1"}, headers={"Referer": "http://testserver/?when=today"})
    assert not Favourite.objects.exists()
    signed_in = sign_in_at(client, begun.headers["Location"], bob)
    assert signed_in.headers["Location"] == path
    finished = client.get(path)
    assert finished.headers["Location"] == "/?when=today"
    assert Favourite.objects.filter(user=bob, flyer=flyer).exists()
    # Once: the next visit is asked first.
    Favourite.objects.all().delete()
    assert client.get(path).status_code == 200
    assert not Favourite.objects.exists()


def test_following_oneself_after_the_sign_in_is_said_in_plain_words(client, alice):
    begun = client.get(f"/users/{alice.pk}/follow/")
    sign_in_at(client, begun.headers["Location"], alice)
    page = client.get(f"/users/{alice.pk}/follow/", follow=True)
    assert "You cannot follow yourself." in page.content.decode()


def test_a_link_on_a_foreign_page_marks_nothing_by_itself(client, alice, bob):
    path = f"/users/{alice.pk}/follow/"
    begun = client.get(path, headers={"Sec-Fetch-Site": "cross-site"})
    sign_in_at(client, begun.headers["Location"], bob)
    page = client.get(path)
    assert (page.status_code, Follow.objects.count()) == (200, 0)
    assert "Follow this person?" in page.content.decode()


def test_a_cookie_of_somebody_elses_making_begins_nothing(client, alice, bob):
    client.force_login(bob)
    client.cookies["begun"] = f"/users/{alice.pk}/follow/ /:forged:signature"
    client.get(f"/users/{alice.pk}/follow/")
    assert not Follow.objects.exists()


def test_a_tap_never_leads_to_another_site(client, alice, bob):
    client.force_login(bob)
    for referer in ("https://evil.example/", "http://testserver//evil.example/", "http://testserver@evil.example/"):
        answer = client.post(f"/users/{alice.pk}/follow/", {"on": "1"}, headers={"Referer": referer})
        assert answer.headers["Location"] == "/", referer


def test_a_form_needs_its_csrf_token(alice, bob):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    assert client.post(f"/users/{alice.pk}/follow/", {"on": "1"}).status_code == 403
    assert not Follow.objects.exists()


def test_what_is_gone_is_not_found(client, bob):
    client.force_login(bob)
    assert client.post("/flyers/999/favourite/", {"on": "1"}).status_code == 404
    assert client.post("/users/999/follow/", {"on": "1"}).status_code == 404
