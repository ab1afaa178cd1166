"""What operators do: hide with a reason, look through lists, see what was given up."""

import pytest

from pockitflyer.accounts.models import User
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.models import Category, Flyer
from pockitflyer.flyers.own_flyers import read_own_flyer
from pockitflyer.flyers.tests.board import pin, pin_many

pytestmark = pytest.mark.django_db


def form_of(flyer: Flyer, **fields) -> dict:
    return {
        "creator": flyer.creator_id,
        "title": flyer.title,
        "text": flyer.text,
        "categories": [Category.objects.first().pk],
        "address": flyer.address,
        "lat": flyer.lat,
        "lon": flyer.lon,
        "starts_at_0": "2026-01-01",
        "starts_at_1": "10:00",
        "ends_at_0": "2099-01-01",
        "ends_at_1": "10:00",
        "published_at_0": "2026-01-01",
        "published_at_1": "10:00",
    } | fields


def test_a_hidden_flyer_is_seen_by_its_creator_alone_who_reads_why(admin_client, client, alice):
    flyer = pin(alice)
    url = f"/admin/flyers/flyer/{flyer.pk}/change/"
    assert admin_client.post(url, form_of(flyer, hidden_reason="Werbung")).status_code == 302
    assert read_board().cards == ()
    assert client.get(f"/flyers/{flyer.pk}/").status_code == 404
    own = read_own_flyer(flyer.creator_id, flyer.pk)
    assert (own.status, own.hidden_reason, own.version) == ("hidden", "Werbung", 2)
    client.force_login(alice)
    assert "Werbung" in client.get(f"/users/{alice.pk}/").content.decode()
    assert admin_client.post(url, form_of(flyer, hidden_reason="")).status_code == 302
    assert len(read_board().cards) == 1


def test_a_hidden_person_is_gone_with_all_flyers_and_signed_out(admin_client, client, alice, bob):
    flyer = pin(alice)
    other = pin(bob)
    client.force_login(alice)
    url = f"/admin/accounts/user/{alice.pk}/change/"
    form = {"name": alice.name, "email": alice.email, "hidden_reason": "Spam"}
    assert admin_client.post(url, form).status_code == 302
    assert [card.id for card in read_board().cards] == [other.pk]
    for path in (f"/users/{alice.pk}/", f"/flyers/{flyer.pk}/"):
        assert client.get(path).status_code == 404
    assert client.get("/flyers/new/").status_code == 302
    assert admin_client.post(url, form | {"hidden_reason": ""}).status_code == 302
    assert User.objects.get(pk=alice.pk).is_active
    assert len(read_board().cards) == 2


@pytest.mark.parametrize("path", ["/admin/flyers/flyer/", "/admin/accounts/user/"])
def test_lists_cost_the_same_queries_for_one_and_for_many(
    admin_client, alice, bob, path, django_assert_max_num_queries
):
    pin_many(alice, 15)
    pin_many(bob, 15)
    with django_assert_max_num_queries(9):
        page = admin_client.get(path).content.decode()
    assert '<img src="/' in page


def test_tasks_that_were_given_up_are_found(admin_client):
    from django_tasks_db.models import DBTaskResult

    from pockitflyer.flyers.whereabouts import locate

    locate.enqueue(4711)
    DBTaskResult.objects.update(status="FAILED")
    page = admin_client.get("/admin/django_tasks_database/dbtaskresult/", {"status__exact": "FAILED"})
    assert "locate" in page.content.decode()
