"""Keeping a flyer: it stays under "Favourites" until it is let go or leaves the board."""

from collections.abc import Collection

from pockitflyer.flyers.models import Favourite, Flyer


class NotOnTheBoard(Exception):
    """There is no live flyer of that id."""


def keep(user_id: int, flyer_id: int) -> None:
    """Once or many times, it stays one row. Raises ``NotOnTheBoard``."""
    if not Flyer.objects.live().filter(pk=flyer_id).exists():
        raise NotOnTheBoard
    # One statement, so that two taps at the same moment do not collide.
    Favourite.objects.bulk_create([Favourite(user_id=user_id, flyer_id=flyer_id)], ignore_conflicts=True)


def let_go(user_id: int, flyer_id: int) -> None:
    """What is not kept, or no longer on the board, is fine, too."""
    # Asked through the flyer, because Django minds an id that no column can hold in a primary key alone.
    Favourite.objects.filter(user=user_id, flyer__in=Flyer.objects.filter(pk=flyer_id)).delete()


def kept_among(user_id: int, flyer_ids: Collection[int]) -> frozenset[int]:
    """Those of the given flyers that the user keeps: one query."""
    rows = Favourite.objects.filter(user=user_id, flyer__in=flyer_ids)
    return frozenset(rows.values_list("flyer", flat=True))


def keeps_anything(user_id: int) -> bool:
    return Favourite.objects.filter(user=user_id).exists()
