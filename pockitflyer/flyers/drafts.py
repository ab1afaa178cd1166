"""What a flyer may say, checked in one place for the form and the API: every fault at once, each beside its field."""

import datetime as dt
import math
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pockitflyer.flyers.models import (
    MAX_ADDRESS_CHARACTERS,
    MAX_ALT_CHARACTERS,
    MAX_IMAGES,
    MAX_INFO_CHARACTERS,
    MAX_TEXT_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    Category,
    Precision,
)

DEFAULT_DURATION: Final = dt.timedelta(days=30)
_LONGEST: Final = dt.timedelta(days=366)
_MAX_INFOS: Final = 2


class Image(msgspec.Struct, frozen=True):
    """A picture that was sent before, by its id, with words for who cannot see it."""

    id: str
    alt: str = ""


class Pin(msgspec.Struct, frozen=True):
    """A position in degrees that its creator has set by hand."""

    lat: float
    lon: float


class Draft(msgspec.Struct, frozen=True):
    """What its creator wants a flyer to be. No start means now, no end 30 days after the start."""

    title: str
    text: str
    address: str
    categories: tuple[str, ...]
    images: tuple[Image, ...]
    info: tuple[str, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    precision: str = Precision.EXACT.value
    pin: Pin | None = None


class Wrong(msgspec.Struct, frozen=True):
    """A fault of one field. ``code`` is stable, ``sentence`` is for people; ``suggestions`` may be meant instead.

    ``about`` is the one of several that is meant: a category by its slug, a picture by its id.
    """

    field: str
    code: str
    sentence: str | Promise
    suggestions: tuple[str, ...] = ()
    about: str = ""


class Refused(Exception):
    """A draft that cannot become a flyer, with all its faults."""

    def __init__(self, *wrongs: Wrong) -> None:
        super().__init__(", ".join(f"{wrong.field}: {wrong.code}" for wrong in wrongs))
        self.wrongs = wrongs


def cleaned(draft: Draft) -> Draft:
    """The draft as it is kept: texts in NFC without blanks around them, lines ended by ``\\n``."""
    return msgspec.structs.replace(
        draft,
        title=" ".join(_plain(draft.title).split()),
        text=_plain(draft.text),
        info=tuple(filter(None, map(_plain, draft.info))),
        address=" ".join(_plain(draft.address).split()),
        categories=tuple(dict.fromkeys(draft.categories)),
        images=_without_repeats(draft.images),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _without_repeats(images: Iterable[Image]) -> tuple[Image, ...]:
    first: dict[str, Image] = {}
    for image in images:
        first.setdefault(image.id, Image(image.id, " ".join(_plain(image.alt).split())))
    return tuple(first.values())


def faults(
    draft: Draft,
    now: dt.datetime,
    *,
    kept_end: dt.datetime | None = None,
    kept_categories: Collection[str] = (),
) -> list[Wrong]:
    """All faults of a cleaned draft but those of its pictures and its place.

    ``kept_end`` is the end the flyer has already: it may lie in the past, a new one may not. ``kept_categories`` are
    those it has: they may be offered no longer.
    """
    return [
        *_text_faults("title", draft.title, MAX_TITLE_CHARACTERS, needed=_("Enter a title.")),
        *_text_faults("text", draft.text, MAX_TEXT_CHARACTERS, needed=_("Enter a text.")),
        *_text_faults("address", draft.address, MAX_ADDRESS_CHARACTERS, needed=_("Enter an address.")),
        *_info_faults(draft.info),
        *_image_faults(draft.images),
        *_category_faults(draft.categories, kept_categories),
        *_date_faults(draft, now, kept_end),
        *_place_faults(draft),
    ]


def _text_faults(
    field: str, text: str, most: int, needed: str | Promise | None = None, about: str = ""
) -> Iterator[Wrong]:
    if needed and not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        yield Wrong(field, "required", needed, about=about)
    elif len(text) > most:
        sentence = _("At most %(most)s characters; these are %(n)s.") % {"most": most, "n": len(text)}
        yield Wrong(field, "too-long", sentence, about=about)
    elif any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in text):
        yield Wrong(field, "control-character", _("This cannot contain control characters."), about=about)


def _info_faults(info: tuple[str, ...]) -> Iterator[Wrong]:
    if len(info) > _MAX_INFOS:
        yield Wrong("info", "too-many", _("There is room for two further texts."))
    for number, text in enumerate(info[:_MAX_INFOS], 1):
        yield from _text_faults(f"info_{number}", text, MAX_INFO_CHARACTERS)


def _image_faults(images: tuple[Image, ...]) -> Iterator[Wrong]:
    if not images:
        yield Wrong("images", "required", _("Add at least one picture."))
    if len(images) > MAX_IMAGES:
        yield Wrong("images", "too-many", _("A flyer has at most five pictures."))
    for image in images[:MAX_IMAGES]:
        yield from _text_faults("images", image.alt, MAX_ALT_CHARACTERS, about=image.id)


def _category_faults(slugs: tuple[str, ...], kept: Collection[str]) -> Iterator[Wrong]:
    if not slugs:
        yield Wrong("categories", "required", _("Choose at least one category."))
        return
    known = set(Category.objects.filter(is_active=True).values_list("slug", flat=True))
    for slug in slugs:
        if slug not in known and slug not in kept:
            yield Wrong("categories", "unknown", _("There is no such category."), about=slug)


def _date_faults(draft: Draft, now: dt.datetime, kept_end: dt.datetime | None) -> Iterator[Wrong]:
    start = draft.starts_at or now
    end = draft.ends_at or start + DEFAULT_DURATION
    if end <= start:
        yield Wrong("ends_at", "end-not-after-start", _("The end must be after the start."))
    elif end <= now and end != kept_end:
        yield Wrong("ends_at", "end-past", _("The end is already over."))
    elif end > now + 2 * _LONGEST or end - start > _LONGEST:
        yield Wrong("ends_at", "end-too-far", _("A flyer is on the board for a year at most, and ends within two."))


def _place_faults(draft: Draft) -> Iterator[Wrong]:
    if draft.precision not in Precision.values:
        yield Wrong("precision", "unknown", _("The place is shown exactly, by its street or by its area."))
    if draft.pin and not (_within(draft.pin.lat, 90) and _within(draft.pin.lon, 180)):
        yield Wrong("pin", "unknown", _("A latitude is from -90 to 90, a longitude from -180 to 180."))


def _within(degrees: float, most: int) -> bool:
    return math.isfinite(degrees) and abs(degrees) <= most
