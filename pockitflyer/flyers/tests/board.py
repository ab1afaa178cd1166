"""Puts flyers on a board for tests."""

import datetime as dt
from typing import Any

from django.utils import timezone

from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import Category, Flyer, FlyerImage
from pockitflyer.flyers.placing import place
from pockitflyer.pictures.picture import Picture


def a_picture(key: str = "ab" * 16, width: int = 1600, height: int = 2400) -> Picture:
    """As a row keeps it; no file belongs to it."""
    return Picture(key, width, height, "#804020", jpeg=(400, 800, 1600), avif=(400, 800, 1600))


def pin(
    creator: User,
    title: str = "Flohmarkt",
    images: int = 1,
    categories: tuple[str, ...] = ("community",),
    **columns: Any,
) -> Flyer:
    """A live flyer, up since an hour ago unless told otherwise."""
    now = timezone.now()
    starts_at = columns.pop("starts_at", now - dt.timedelta(hours=1))
    flyer = Flyer.objects.create(
        **{
            "creator": creator,
            "title": title,
            "text": "Bücher, Spielzeug, Möbel.",
            "address": "Röschibachplatz, 8037 Zürich",
            "lat": 47.3936,
            "lon": 8.5292,
            "starts_at": starts_at,
            "ends_at": now + dt.timedelta(days=7),
            "published_at": starts_at,
        }
        | columns
    )
    flyer.categories.set(Category.objects.filter(slug__in=categories))
    FlyerImage.objects.bulk_create(
        FlyerImage(flyer=flyer, position=position, picture=a_picture(f"{position}a" * 16)) for position in range(images)
    )
    place([flyer])
    return flyer


def pin_many(creator: User, count: int) -> list[Flyer]:
    """The last pinned is the newest."""
    start = timezone.now() - dt.timedelta(days=1)
    return [
        pin(creator, f"Flyer {n}", starts_at=start + dt.timedelta(seconds=n), images=1 + n % 3) for n in range(count)
    ]
