import datetime as dt

import pytest
from django.utils import timezone

from pockitflyer.flyers import placing
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.models import Category, Flyer, Placement, SearchText
from pockitflyer.flyers.placing import place, sweep, take_down
from pockitflyer.flyers.tests.board import pin, pin_many

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(wanted=Wanted(), **kwargs):  # noqa: B008
    return [card.title for card in read_board(wanted, **kwargs).cards]


def end(flyer, ago):
    """The flyer ended that long ago, and is still placed."""
    at = timezone.now() - ago
    Flyer.objects.filter(pk=flyer.pk).update(starts_at=at - DAY, ends_at=at)
    moment = placing.microseconds(at)
    Placement.objects.filter(flyer=flyer).update(ends=moment)
    SearchText.objects.filter(flyer=flyer).update(ends=moment)


def test_a_changed_flyer_is_where_it_now_belongs(alice):
    flyer = pin(alice, categories=("food",), lat=47.39, lon=8.53)
    flyer.lat, flyer.lon = 46.95, 7.45
    flyer.save()
    flyer.categories.set(Category.objects.filter(slug="retail"))
    place([flyer])
    assert titles(Wanted(near=Near(47.39, 8.53))) == titles(Wanted(("food",))) == []
    assert titles(Wanted(("retail",), Near(46.95, 7.45))) == titles(Wanted(("retail",))) == ["Flohmarkt"]


def test_placing_again_changes_nothing(alice):
    flyer = pin(alice)
    before = list(Placement.objects.order_by("scope", "topic").values())
    place([flyer])
    assert list(Placement.objects.order_by("scope", "topic").values()) == before
    assert len(before) == 13


def test_a_withdrawn_flyer_is_gone_and_comes_back(alice):
    flyer = pin(alice)
    for withdrawn_at, shown in ((timezone.now(), []), (None, ["Flohmarkt"])):
        flyer.withdrawn_at = withdrawn_at
        flyer.save()
        # Even before it is placed again, nobody sees it; it needs that only to come back.
        assert not titles() or withdrawn_at is None
        place([flyer])
        assert titles() == shown


def test_a_flyer_that_is_not_placed_yet_comes_with_its_time(alice):
    soon = timezone.now() + DAY
    pin(alice, "tomorrow", starts_at=soon, published_at=soon)
    assert titles() == []
    assert Placement.objects.count() > 0


def test_an_ended_flyer_is_gone_at_once_and_swept_later(alice):
    just, long_ago = pin(alice, "just"), pin(alice, "long ago")
    pin(alice, "live")
    end(just, dt.timedelta(minutes=1))
    end(long_ago, DAY)
    assert titles() == titles(creator_id=alice.pk) == ["live"]
    assert sweep(10) == 1
    assert not Placement.objects.filter(flyer=long_ago).exists()
    assert Placement.objects.filter(flyer=just).exists()
    assert Flyer.objects.count() == SearchText.objects.count() + 1
    assert sweep(10) == 0


def test_whoever_puts_one_up_sweeps_some(alice, monkeypatch):
    monkeypatch.setattr(placing, "_SWEPT_PER_FLYER", 2)
    for flyer in pin_many(alice, 5):
        end(flyer, DAY)
    for left in (3, 1, 0):
        pin(alice, "new")
        assert SearchText.objects.exclude(flyer__title="new").count() == left
    assert titles() == ["new"] * 3


def test_an_ended_flyer_is_not_placed(alice):
    now = timezone.now()
    pin(alice, starts_at=now - 3 * DAY, ends_at=now - 2 * DAY)
    assert not Placement.objects.exists()
    assert not SearchText.objects.exists()


def test_taking_down_leaves_the_flyer(alice):
    flyer = pin(alice)
    take_down([flyer.pk])
    assert titles() == []
    assert Flyer.objects.filter(pk=flyer.pk).exists()


def test_deleting_leaves_nothing(alice):
    pin(alice)
    alice.delete()
    assert not Placement.objects.exists()
    assert not SearchText.objects.exists()


def test_what_the_admin_changes_is_placed(admin_client, alice):
    flyer = pin(alice, "Flohmarkt", categories=("food",))
    form = {
        "creator": alice.pk, "title": "Velobörse", "text": "Text",
        "categories": [Category.objects.get(slug="retail").pk],
        "address": "Gasse 1", "lat": "46.95", "lon": "7.45", "starts_at_0": "2026-01-01", "starts_at_1": "10:00",
        "ends_at_0": "2099-01-01", "ends_at_1": "10:00", "published_at_0": "2026-01-01", "published_at_1": "10:00",
    }  # fmt: skip
    answer = admin_client.post(f"/admin/flyers/flyer/{flyer.pk}/change/", form)
    assert answer.status_code == 302, answer.content
    assert titles(Wanted(("retail",), Near(46.95, 7.45), q="velob")) == ["Velobörse"]
    assert titles(Wanted(("food",))) == titles(Wanted(q="flohmarkt")) == []
