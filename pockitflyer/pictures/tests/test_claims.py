import datetime as dt

import pytest
from django.utils import timezone

from pockitflyer.pictures import claims
from pockitflyer.pictures.errors import PictureBusy, PictureDamaged
from pockitflyer.pictures.models import LONG_AGO, Claim

KEY = "ab" * 16
pytestmark = pytest.mark.django_db


class Shelf:
    """What callers make and find; counts the makings."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def find(self) -> str | None:
        return self.made[-1] if self.made else None

    def make(self) -> str:
        self.made.append(f"made {len(self.made) + 1}")
        return self.made[-1]


def hold_the_lease(seconds: float) -> None:
    """As somebody who was killed while making leaves it."""
    claims.claim(KEY)
    Claim.objects.update(leased_until=timezone.now() + dt.timedelta(seconds=seconds))


def test_what_is_there_is_found_and_not_made():
    shelf = Shelf()
    shelf.made.append("before")
    assert claims.once(KEY, shelf.find, shelf.make) == "before"
    assert shelf.made == ["before"]


def test_what_is_not_there_is_made_and_the_lease_given_back():
    shelf = Shelf()
    claims.claim(KEY)
    assert claims.once(KEY, shelf.find, shelf.make) == "made 1"
    assert Claim.objects.get().leased_until == LONG_AGO


def test_while_one_makes_another_waits_and_finds():
    """Twenty at once over two real server processes: tests/test_many_uploads.py."""
    hold_the_lease(3600)
    looks = iter([None, None, "made by the other"])
    found = claims.once(KEY, lambda: next(looks), lambda: pytest.fail("made twice"))
    assert found == "made by the other"


def test_another_key_need_not_wait():
    hold_the_lease(3600)
    claims.claim("cd" * 16)
    assert claims.once("cd" * 16, lambda: None, lambda: "made") == "made"


def test_when_the_maker_was_killed_its_lease_runs_out_and_the_next_one_makes(settings):
    settings.PICTURE_LEASE_S = 60
    hold_the_lease(0.2)
    assert claims.once(KEY, lambda: None, lambda: "made by the next") == "made by the next"


def test_who_waits_longer_than_two_leases_is_told_to_come_back(settings):
    settings.PICTURE_LEASE_S = 0.1
    hold_the_lease(3600)
    with pytest.raises(PictureBusy):
        claims.once(KEY, lambda: None, lambda: pytest.fail("somebody else has the lease"))


def test_after_a_start_nobody_waits_for_the_dead():
    hold_the_lease(3600)
    claims.forget_leases()
    assert claims.once(KEY, lambda: None, lambda: "made") == "made"


def test_the_makers_error_reaches_the_maker_and_the_next_one_tries():
    claims.claim(KEY)

    def fail() -> str:
        raise PictureDamaged

    with pytest.raises(PictureDamaged):
        claims.once(KEY, lambda: None, fail)
    assert claims.once(KEY, lambda: None, lambda: "made") == "made"


def test_who_got_the_lease_just_after_the_maker_was_done_finds_and_does_not_make():
    claims.claim(KEY)
    answers = iter([None, "made by the one before"])
    found = claims.once(KEY, lambda: next(answers), lambda: pytest.fail("made twice"))
    assert found == "made by the one before"
    assert Claim.objects.get().leased_until == LONG_AGO


def test_claiming_again_renews_the_grace_and_leaves_the_lease_alone():
    hold_the_lease(3600)
    Claim.objects.update(claimed_at=LONG_AGO)
    lease = Claim.objects.get().leased_until
    claims.claim(KEY)
    claim = Claim.objects.get()
    assert claim.claimed_at > LONG_AGO
    assert claim.leased_until == lease
