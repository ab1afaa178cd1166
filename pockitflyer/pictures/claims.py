"""Agreement between uploads of the same bytes, and with the sweep, over all processes and machines.

It lies in the database, because that is what all of them share and what forgets nothing when one is killed.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils import timezone

from pockitflyer.pictures.errors import PictureBusy
from pockitflyer.pictures.models import LONG_AGO, Claim

_LOOK_AGAIN_S = 0.05


def claim(*keys: str) -> None:
    """From now on no sweep takes these pictures away, for its grace period."""
    now = timezone.now()
    Claim.objects.bulk_create(
        [Claim(key=key, claimed_at=now) for key in keys],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["claimed_at"],
    )


def once[T](key: str, find: Callable[[], T | None], make: Callable[[], T]) -> T:
    """What ``find`` finds, or what ``make`` makes; at any time one caller makes and the others wait.

    Should the maker die, its lease runs out and the next one makes. Raises what ``make`` raises, and
    ``PictureBusy`` when waiting takes longer than two leases.
    """
    deadline = time.monotonic() + 2 * settings.PICTURE_LEASE_S
    while (found := find()) is None:
        if lease := _lease(key):
            try:
                # The one before may have finished between looking and leasing.
                return find() or make()
            finally:
                # Only our own: when making took longer than the lease, another holds one now.
                Claim.objects.filter(key=key, leased_until=lease).update(leased_until=LONG_AGO)
        if time.monotonic() > deadline:
            raise PictureBusy
        time.sleep(_LOOK_AGAIN_S)
    return found


def forget_leases() -> None:
    """At a start: whoever held a lease was killed. On other machines it may cost a second encode, nothing more."""
    Claim.objects.filter(leased_until__gt=LONG_AGO).update(leased_until=LONG_AGO)


def of_folder(folder: str, before: dt.datetime) -> Iterator[str]:
    """Keys that begin with ``folder`` and were claimed last before then."""
    # A range of keys, because the index serves no LIKE; "g" comes after all hexadecimal digits.
    keys = Claim.objects.filter(key__gte=folder, key__lt=f"{folder}g", claimed_at__lte=before)
    yield from keys.values_list("key", flat=True)


def _lease(key: str) -> dt.datetime | None:
    """Until when the lease runs; ``None`` while another holds one."""
    now = timezone.now()
    until = now + dt.timedelta(seconds=settings.PICTURE_LEASE_S)
    taken = Claim.objects.filter(key=key, leased_until__lt=now).update(leased_until=until)
    return until if taken else None
