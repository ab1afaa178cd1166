"""The read model: a flyer as a card, the same for the page and for the JSON API."""

import datetime as dt
from typing import Annotated

import msgspec

from pockitflyer.pictures.picture import PictureCard

# A time with an offset, and described as one.
type Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]


class CreatorCard(msgspec.Struct, frozen=True):
    """Who posted a flyer. The picture carries its smallest rendition only: cards show it at 32 px.

    ``is_following`` is null when nobody is signed in.
    """

    id: int
    name: str
    url: str
    picture: PictureCard
    is_following: bool | None = None


class PosterCard(PictureCard, frozen=True, kw_only=True):
    """A picture of a flyer. ``alt`` says what it shows, in the words of its creator; it may be empty."""

    alt: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where a flyer is about.

    The position is null only while a flyer is being located, and then nobody but its creator sees the card.
    ``distance_m`` is the way in metres from the rounded position the viewer asked about, and null without one.
    """

    address: str
    lat: float | None
    lon: float | None
    distance_m: int | None = None


class FlyerCard(msgspec.Struct, frozen=True):
    """A flyer as the feed, a profile and its own page show it. Times are aware and in UTC.

    ``is_favourite`` is null when nobody is signed in.
    """

    id: int
    url: str
    title: str
    text: str
    info: tuple[str, ...]
    categories: tuple[str, ...]
    creator: CreatorCard
    images: tuple[PosterCard, ...]
    place: Place
    starts_at: Moment
    ends_at: Moment
    published_at: Moment
    is_favourite: bool | None = None
