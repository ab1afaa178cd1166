"""A tab that still shows Alice does nothing for Bob, who has signed in in another one."""

import pytest

from pockitflyer.flyers.models import Favourite
from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db


def tapped(client, flyer, viewer: str):
    return client.put(f"/api/v1/flyers/{flyer.pk}/favourite/", headers={"X-Viewer": viewer})


def test_what_a_page_of_alice_asks_is_not_done_for_bob(client, alice, bob):
    flyer = pin(alice)
    client.force_login(bob)
    answer = tapped(client, flyer, str(alice.pk))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:pockitflyer:problem:other-viewer")
    assert "Load this page again." in answer.json()["detail"]
    assert client.post("/flyers/new/", {"title": "Of Alice"}, headers={"X-Viewer": str(alice.pk)}).status_code == 409
    assert not Favourite.objects.exists()


def test_bobs_own_page_and_other_clients_are_answered(client, alice, bob):
    flyer = pin(alice)
    client.force_login(bob)
    assert tapped(client, flyer, str(bob.pk)).status_code == 200
    assert tapped(client, flyer, "").status_code == 200


def test_who_is_signed_out_is_asked_to_sign_in(client, alice):
    assert tapped(client, pin(alice), str(alice.pk)).status_code == 401
