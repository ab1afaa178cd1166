"""Blocking somebody: their flyers are on nobody's board but others', and they cannot write to who blocked them."""

from django.db import transaction

from pockitflyer.accounts import following
from pockitflyer.accounts.models import Block, User


class SelfBlock(Exception):
    """One cannot block oneself."""


class NoSuchUser(Exception):
    """There is no account of that id."""


def block(blocker_id: int, blocked_id: int) -> None:
    """Once or many times, it stays one row; they are not followed any more. Raises ``NoSuchUser`` or ``SelfBlock``."""
    if blocker_id == blocked_id:
        raise SelfBlock
    if not User.objects.filter(pk=blocked_id, is_active=True).exists():
        raise NoSuchUser
    with transaction.atomic():
        Block.objects.bulk_create([Block(blocker_id=blocker_id, blocked_id=blocked_id)], ignore_conflicts=True)
        following.unfollow(blocker_id, blocked_id)


def unblock(blocker_id: int, blocked_id: int) -> None:
    """Not blocking is fine, too."""
    # Asked through the user, because Django minds an id that no column can hold in a primary key alone.
    Block.objects.filter(blocker=blocker_id, blocked__in=User.objects.filter(pk=blocked_id)).delete()


def blocked_by(blocker_id: int) -> list[tuple[int, str]]:
    """Id and name of everybody they block, by name."""
    rows = Block.objects.filter(blocker=blocker_id).order_by("blocked__name", "blocked")
    return list(rows.values_list("blocked", "blocked__name"))
