import pytest

from pockitflyer.accounts.following import NoSuchUser, SelfFollow, follow, followed_among, follows_anyone, unfollow
from pockitflyer.accounts.models import Follow

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once(alice, bob):
    follow(bob.pk, alice.pk)
    follow(bob.pk, alice.pk)
    assert Follow.objects.count() == 1
    assert followed_among(bob.pk, [alice.pk, bob.pk]) == {alice.pk}


def test_nobody_follows_themselves(alice):
    with pytest.raises(SelfFollow):
        follow(alice.pk, alice.pk)
    assert not follows_anyone(alice.pk)


def test_who_is_not_there_cannot_be_followed(alice, bob):
    alice.is_active = False
    alice.save()
    for nobody in (alice.pk, bob.pk + 1_000, 2**63, 10**30):
        with pytest.raises(NoSuchUser):
            follow(bob.pk, nobody)


def test_unfollowing_takes_back_ones_own_follow_only(alice, bob, charlie):
    follow(bob.pk, alice.pk)
    follow(charlie.pk, alice.pk)
    unfollow(bob.pk, alice.pk)
    unfollow(bob.pk, alice.pk)
    assert (follows_anyone(bob.pk), follows_anyone(charlie.pk)) == (False, True)
