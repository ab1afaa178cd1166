"""Pictures that are sent ahead of their flyer, so that publishing itself has nothing left to wait for."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone

from pockitflyer.flyers.models import FlyerImage, Upload
from pockitflyer.pictures.finishing import finish_later
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import POSTER

_KEY: Final = re.compile(r"[0-9a-f]{32}")
# As long as a draft waits on a device. Afterwards the pictures go with the next sweep of the picture store.
KEPT_FOR: Final = dt.timedelta(days=7)
# Each upload takes away so many at most: it keeps up with any board, at a price no sender feels.
_SWEPT_PER_UPLOAD: Final = 20


def send(owner_id: int, data: bytes) -> Picture:
    """Takes in a picture that the owner may use in their flyers. Its key is its id.

    Sent again, it only counts as new again. Raises a ``PictureError``. Not to be called inside a transaction.
    """
    picture = take_in(data, POSTER)
    with transaction.atomic():
        Upload.objects.bulk_create(
            [Upload(owner_id=owner_id, key=picture.key, picture=picture, sent_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["owner", "key"],
            update_fields=["picture", "sent_at"],
        )
        finish_later(picture)
        sweep(_SWEPT_PER_UPLOAD)
    return picture


def pictures_of(owner_id: int, keys: Iterable[str]) -> dict[str, Picture]:
    """Those of the pictures that the owner has sent lately or has in a flyer of theirs, by key."""
    keys = [key for key in keys if _KEY.fullmatch(key)]
    sent = Upload.objects.filter(owner=owner_id, key__in=keys).values_list("picture", flat=True)
    used = FlyerImage.objects.filter(flyer__creator=owner_id, picture__key__in=keys).values_list("picture", flat=True)
    return {picture.key: picture for picture in (*used, *sent)}


def sweep(most: int) -> int:
    """Forgets at most so many uploads whose time is over; flyers keep theirs. Returns how many."""
    over = Upload.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).values_list("pk", flat=True)[:most]
    ids = list(over)
    return Upload.objects.filter(pk__in=ids).delete()[0] if ids else 0


def forget(owner_id: int, pictures: Iterable[Picture]) -> None:
    """The owner deleted the flyer they were for."""
    Upload.objects.filter(owner=owner_id, key__in=[picture.key for picture in pictures]).delete()
