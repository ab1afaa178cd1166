"""Following someone: their flyers are a tap away, under "Following"."""

from collections.abc import Collection

from pockitflyer.accounts.models import Follow, User


class CannotFollow(Exception):
    """Nobody is there to be followed, or one is oneself."""


class NoSuchUser(CannotFollow):
    """There is no active account of that id."""


class SelfFollow(CannotFollow):
    """One cannot follow oneself."""


def follow(follower_id: int, followed_id: int) -> None:
    """Once or many times, it stays one row. Raises ``NoSuchUser`` or ``SelfFollow``."""
    if follower_id == followed_id:
        raise SelfFollow
    if not User.objects.filter(pk=followed_id, is_active=True).exists():
        raise NoSuchUser
    # One statement, so that two taps at the same moment do not collide.
    Follow.objects.bulk_create([Follow(follower_id=follower_id, followed_id=followed_id)], ignore_conflicts=True)


def unfollow(follower_id: int, followed_id: int) -> None:
    """Not following is fine, too."""
    # Asked through the user, because Django minds an id that no column can hold in a primary key alone.
    Follow.objects.filter(follower=follower_id, followed__in=User.objects.filter(pk=followed_id)).delete()


def followed_among(follower_id: int, user_ids: Collection[int]) -> frozenset[int]:
    """Those of the given people whom the follower follows: one query."""
    rows = Follow.objects.filter(follower=follower_id, followed__in=user_ids)
    return frozenset(rows.values_list("followed", flat=True))


def follows_anyone(follower_id: int) -> bool:
    return Follow.objects.filter(follower=follower_id).exists()
