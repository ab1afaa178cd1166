import datetime as dt

import pytest
from django.utils import timezone

from pockitflyer.flyers.favourites import NotOnTheBoard, keep, keeps_anything, kept_among, let_go
from pockitflyer.flyers.models import Favourite
from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db


def test_keeping_twice_is_keeping_once(alice, bob):
    flyer, other = pin(alice), pin(alice)
    keep(bob.pk, flyer.pk)
    keep(bob.pk, flyer.pk)
    assert Favourite.objects.count() == 1
    assert kept_among(bob.pk, [flyer.pk, other.pk]) == {flyer.pk}


def test_what_is_not_on_the_board_cannot_be_kept(alice, bob):
    now, day = timezone.now(), dt.timedelta(days=1)
    over = pin(alice, starts_at=now - 2 * day, ends_at=now - day)
    to_come = pin(alice, starts_at=now + day, ends_at=now + 2 * day)
    for flyer_id in (over.pk, to_come.pk, to_come.pk + 1_000, 2**63, 10**30):
        with pytest.raises(NotOnTheBoard):
            keep(bob.pk, flyer_id)


def test_a_favourite_that_is_over_can_still_be_let_go(alice, bob, charlie):
    flyer = pin(alice)
    keep(bob.pk, flyer.pk)
    keep(charlie.pk, flyer.pk)
    type(flyer).objects.update(ends_at=timezone.now())
    let_go(bob.pk, flyer.pk)
    let_go(bob.pk, flyer.pk)
    assert (keeps_anything(bob.pk), keeps_anything(charlie.pk)) == (False, True)
