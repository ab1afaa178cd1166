"""What the API takes and gives about one's own flyers."""

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from pockitflyer.flyers.cards import Moment, PosterCard
from pockitflyer.flyers.drafts import Draft, Image, Pin
from pockitflyer.flyers.life import Status
from pockitflyer.flyers.own_flyers import OwnFlyer
from pockitflyer.web.pages import PageQuery


class NewFlyer(msgspec.Struct, forbid_unknown_fields=True):
    """``alts`` say what each of the ``images`` shows, in their order. ``lat`` and ``lon`` overrule the address."""

    __dmr_force_list__: ClassVar[frozenset[str]] = frozenset(("info", "categories", "images", "alts"))

    title: str = ""
    text: str = ""
    address: str = ""
    categories: list[str] = []
    images: list[str] = []
    alts: list[str] = []
    info: list[str] = []
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    precision: str = "exact"
    lat: float | None = None
    lon: float | None = None


class ChangedFlyer(msgspec.Struct, forbid_unknown_fields=True):
    """What is not named stays. ``lat`` and ``lon`` null give the place back to the address."""

    title: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    categories: list[str] | UnsetType = UNSET
    images: list[str] | UnsetType = UNSET
    alts: list[str] | UnsetType = UNSET
    info: list[str] | UnsetType = UNSET
    starts_at: Moment | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    precision: str | UnsetType = UNSET
    lat: float | UnsetType | None = UNSET
    lon: float | UnsetType | None = UNSET
    is_withdrawn: bool | UnsetType = UNSET
    republish: bool = False


class _File(msgspec.Struct):
    size: int


class FlyerFiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    __dmr_force_list__: ClassVar[frozenset[str]] = frozenset(("images",))

    images: tuple[_File, ...] = ()


class SentPictureFile(msgspec.Struct):
    image: _File


class SentPicture(msgspec.Struct):
    """``id`` is what a flyer names it by."""

    id: str
    picture: PosterCard


class OwnQuery(PageQuery):
    status: Annotated[Status | None, msgspec.Meta(description="those of one status only")] = None


class Counts(msgspec.Struct):
    """How many of one's own flyers are of each status."""

    live: int
    scheduled: int
    ended: int
    withdrawn: int
    hidden: int


class OwnPage(msgspec.Struct):
    """One's own flyers; ``next`` is the address of the page after, ``counts`` are of all of them."""

    items: tuple[OwnFlyer, ...]
    next: str | None
    counts: Counts


class PlaceQuery(msgspec.Struct):
    q: Annotated[str, msgspec.Meta(min_length=1, max_length=200, description="a place as one types it")]


class Found(msgspec.Struct):
    """A town; degrees rounded to 0.01."""

    name: str
    lat: float
    lon: float


def drafted(body: NewFlyer, image_ids: list[str]) -> Draft:
    """The draft that a new flyer's body describes."""
    return Draft(
        title=body.title,
        text=body.text,
        address=body.address,
        categories=tuple(body.categories),
        images=_images(image_ids, body.alts),
        info=tuple(body.info),
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        precision=body.precision,
        pin=_pin(body.lat, body.lon),
    )


def changed(flyer: OwnFlyer, body: ChangedFlyer) -> Draft:
    """The draft of a flyer as it is, with what the body changes."""
    alts = [image.alt for image in flyer.images]
    lat = _or(body.lat, flyer.lat if flyer.is_pinned_by_hand else None)
    lon = _or(body.lon, flyer.lon if flyer.is_pinned_by_hand else None)
    kept = dict(zip(flyer.image_ids, alts, strict=True))
    ids = _or(body.images, list(flyer.image_ids))
    return Draft(
        title=_or(body.title, flyer.title),
        text=_or(body.text, flyer.text),
        address=_or(body.address, flyer.address),
        categories=tuple(_or(body.categories, flyer.categories)),
        # An image keeps its words wherever it moves.
        images=_images(ids, _or(body.alts, [kept.get(id_, "") for id_ in ids])),
        info=tuple(_or(body.info, flyer.info)),
        starts_at=_or(body.starts_at, flyer.starts_at),
        ends_at=_or(body.ends_at, flyer.ends_at),
        precision=_or(body.precision, flyer.precision),
        pin=_pin(lat, lon),
    )


def says_more(body: ChangedFlyer) -> bool:
    """Whether it changes anything but being withdrawn."""
    fields = (name for name in ChangedFlyer.__struct_fields__ if name not in ("is_withdrawn", "republish"))
    return body.republish or any(getattr(body, name) is not UNSET for name in fields)


def _or(value: Any, kept: Any) -> Any:
    return kept if value is UNSET else value


def _images(ids: list[str], alts: list[str]) -> tuple[Image, ...]:
    words = [*alts, *[""] * len(ids)]
    return tuple(Image(id_, alt) for id_, alt in zip(ids, words, strict=False))


def _pin(lat: float | None, lon: float | None) -> Pin | None:
    return None if lat is None or lon is None else Pin(lat, lon)
