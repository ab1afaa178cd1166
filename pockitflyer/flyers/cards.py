"""The read model: a flyer as a card, the same for the page and for the JSON API."""

import datetime as dt

import msgspec

from pockitflyer.pictures.picture import PictureCard


class CreatorCard(msgspec.Struct, frozen=True):
    """Who posted a flyer. The picture carries its smallest rendition only: cards show it at 32 px."""

    id: int
    name: str
    url: str
    picture: PictureCard


class Place(msgspec.Struct, frozen=True):
    """Where a flyer is about. ``distance_m`` is null until the viewer says where they are."""

    address: str
    lat: float
    lon: float
    distance_m: int | None = None


class FlyerCard(msgspec.Struct, frozen=True):
    """A flyer as the feed, a profile and its own page show it. Times are aware and in UTC."""

    id: int
    url: str
    title: str
    text: str
    info: tuple[str, ...]
    categories: tuple[str, ...]
    creator: CreatorCard
    images: tuple[PictureCard, ...]
    place: Place
    starts_at: dt.datetime
    ends_at: dt.datetime
    published_at: dt.datetime
