"""The life of a flyer: scheduled, live, ended, always computed from its dates; withdrawn, brought back, deleted."""

import datetime as dt
from typing import Literal

from django.db import transaction
from django.utils import timezone

from pockitflyer.flyers import uploads
from pockitflyer.flyers.models import DeletedFlyer
from pockitflyer.flyers.owning import own_flyer
from pockitflyer.flyers.placing import place

type Status = Literal["live", "scheduled", "ended", "withdrawn", "hidden"]
STATUSES: tuple[Status, ...] = ("live", "scheduled", "ended", "withdrawn", "hidden")


def status_of(
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    withdrawn_at: dt.datetime | None,
    hidden_at: dt.datetime | None,
    now: dt.datetime,
) -> Status:
    """What a flyer is at that moment."""
    if hidden_at is not None:
        return "hidden"
    if ends_at <= now:
        return "ended"
    if withdrawn_at is not None:
        return "withdrawn"
    return "live" if starts_at <= now else "scheduled"


def withdraw(creator_id: int, flyer_id: int, version: int | None = None) -> None:
    """Takes it off the board; it can come back. Raises what ``own_flyer`` raises."""
    _set_withdrawn(creator_id, flyer_id, timezone.now(), version)


def bring_back(creator_id: int, flyer_id: int, version: int | None = None) -> None:
    """Puts a withdrawn flyer back where it was. One that has ended meanwhile needs a new end first."""
    _set_withdrawn(creator_id, flyer_id, None, version)


def _set_withdrawn(creator_id: int, flyer_id: int, at: dt.datetime | None, version: int | None) -> None:
    with transaction.atomic():
        flyer = own_flyer(creator_id, flyer_id, version, lock=True)
        if (flyer.withdrawn_at is None) == (at is None):
            return
        flyer.withdrawn_at = at
        flyer.version += 1
        flyer.save(update_fields=["withdrawn_at", "version"])
        place([flyer])


def delete(creator_id: int, flyer_id: int, version: int | None = None) -> None:
    """For good: the flyer, who kept it, where it hung; its pictures as soon as nothing else uses them.

    Raises what ``own_flyer`` raises. Files go with the next sweep of the picture store, which waits for pages that
    caches still show.
    """
    with transaction.atomic():
        flyer = own_flyer(creator_id, flyer_id, version, lock=True)
        uploads.forget(creator_id, flyer.images.values_list("picture", flat=True))
        flyer.delete()
        DeletedFlyer.objects.create(pk=flyer_id)
