"""Takes away the pictures that no row uses, beside a running board.

Nothing is asked of uploads but what they do anyway: ``claims.claim``, then look whether the picture is stored,
then commit a row that names it. For each picture the sweep takes the lock of its claim (on SQLite, that of the
whole database: its transactions begin IMMEDIATE) and keeps it until the files are gone. So for any upload that
finds the picture just as the sweep wants to delete it, one came first:

- the upload's claim: the sweep sees a claim within the grace period and leaves the picture;
- the sweep's lock: the claim waits. Only then does the upload look, finds no picture, and makes it again.

An upload is over long before the grace period is, so a row that is going to name a picture with an older claim
is committed, and seen. A claim is renewed whenever a sweep sees its picture in use: the grace period begins when
the last row stopped naming it, because pages that were sent before, and caches, still do.

A sweep that is killed has deleted ``picture.json`` first, if anything: what is left is no picture, and the next
sweep takes the rest. Sweeping again, or twice at once, changes nothing more.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from pockitflyer.pictures import claims, rows, store
from pockitflyer.pictures.models import Claim
from pockitflyer.pictures.picture import Picture

# Longer than an upload takes, and than pages that name them are kept.
FORGOTTEN_AFTER = dt.timedelta(hours=1)
_KEYS_AT_ONCE = 200


@dataclass
class Swept:
    """What a sweep did, or would do: pictures removed with their files and bytes, and what it left."""

    pictures: int = 0
    files: int = 0
    freed_bytes: int = 0
    unfinished_files: int = 0
    empty_claims: int = 0
    in_use: int = 0
    waiting: int = 0


def sweep(grace: dt.timedelta, *, dry_run: bool = False) -> Swept:
    """Removes what no row has used for ``grace``: pictures, half-written ones, unfinished files, claims of nothing.

    ``grace`` must be longer than an upload takes, also than a page with an old picture is kept. What has no
    claim gets one now, and waits. Raises ``OSError`` when the store fails; another sweep goes on from there.
    """
    before = timezone.now() - grace
    swept, filled = Swept(), store.folders()
    for folder in store.FOLDERS:
        stored = store.keys_in(folder) if folder in filled else ()
        keys = sorted({*stored, *claims.of_folder(folder, before)})
        for some in batched(keys, _KEYS_AT_ONCE, strict=False):
            _sweep_keys(list(some), before, swept, dry_run)
        if folder in filled:
            _sweep_leftovers(folder, before, swept, dry_run)
    return swept


def forget_later(pictures: Iterable[Picture]) -> None:
    """Has pictures taken away in an hour, those that nothing uses then: for what must not wait for the daily sweep.

    To be called in the transaction that deletes the rows.
    """
    keys = sorted({picture.key for picture in pictures})
    for some in batched(keys, _KEYS_AT_ONCE, strict=False):
        # So that each has a claim, and none is younger than the task, but of whoever uses the picture anew.
        claims.claim(*some)
        _forget_in_an_hour(list(some))


@task()
def forget(keys: list[str]) -> None:
    """Takes these pictures away. Another hour is given to those that somebody has sent or finished meanwhile."""
    swept = Swept()
    _sweep_keys(keys, timezone.now() - FORGOTTEN_AFTER, swept, dry_run=False)
    if swept.waiting:
        _forget_in_an_hour(keys)


def _forget_in_an_hour(keys: list[str]) -> None:
    forget.using(run_after=timezone.now() + FORGOTTEN_AFTER).enqueue(keys)


def _sweep_keys(keys: list[str], before: dt.datetime, swept: Swept, dry_run: bool) -> None:
    used = rows.used(keys)
    swept.in_use += len(used)
    if not dry_run:
        claims.claim(*sorted(used))
    for key in keys:
        if key not in used:
            _sweep_key(key, before, swept, dry_run)


def _sweep_key(key: str, before: dt.datetime, swept: Swept, dry_run: bool) -> None:
    with transaction.atomic():
        claim = Claim.objects.select_for_update().filter(key=key).first()
        if claim is None and not dry_run:
            claims.claim(key)
        if claim is None or claim.claimed_at > before:
            swept.waiting += 1
        # Asked again, now that the lock is ours: before, a row could have come since.
        elif not rows.used([key]):
            _remove(claim, swept, dry_run)


def _remove(claim: Claim, swept: Swept, dry_run: bool) -> None:
    sizes = store.sizes_of(claim.key)
    if sizes:
        swept.pictures += 1
        swept.files += len(sizes)
        swept.freed_bytes += sum(sizes.values())
    else:
        swept.empty_claims += 1
    if not dry_run:
        store.remove(claim.key, sizes)
        claim.delete()


def _sweep_leftovers(folder: str, before: dt.datetime, swept: Swept, dry_run: bool) -> None:
    """Files that were never finished, beside pictures that are in use."""
    sizes = store.leftovers(folder, before)
    swept.unfinished_files += len(sizes)
    swept.freed_bytes += sum(sizes.values())
    if not dry_run:
        for name in sizes:
            store.remove_leftover(name)
