"""Template filters of cards."""

import datetime as dt
import functools
import math
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec.structs import replace

from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.distances import in_words
from pockitflyer.flyers.life import Status
from pockitflyer.flyers.marks import Marks
from pockitflyer.pictures.picture import PictureCard

register = template.Library()

# Cards at the top of a page are drawn at once, the others when they come near.
_FIRST_ROW = 3
_CARDS_KEPT = 1_000
_HIGHEST_PX = 460
_SIZES_ON_A_DESK = (
    "(min-width: 1180px) 327px, (min-width: 980px) calc(33.3vw - 66px), (min-width: 641px) calc(50vw - 68px)"
)
# What a card shows of a text, as cards.css has it, and what fits on a line of the narrowest.
_LINES_SHOWN, _LEAST_CHARACTERS_A_LINE = 4, 36
# Stands in a kept card where the distance goes. Django's templates let it through, and nobody types it.
_DISTANCE = "\x1e"


@register.simple_tag
def card_html(
    card: FlyerCard, category_names: dict[str, str], *, row: int, first_page: bool, marks: Marks
) -> SafeString:
    """A card of a board. ``row`` counts from 0; on the first page the top ones must not wait."""
    metres = card.place.distance_m
    looks = Looks(
        # Without the distance, which is another for every place it is looked at from.
        card=card if metres is None else replace(card, place=replace(card.place, distance_m=None)),
        named=tuple([(slug, category_names.get(slug, slug)) for slug in card.categories]),
        language=get_language() or "",
        year=timezone.localdate().year,
        eager_face=first_page and row < _FIRST_ROW,
        eager_poster=first_page and row == 0,
        is_favourite=card.id in marks.favourites,
        is_following=card.creator.id in marks.followed,
        is_own=card.creator.id == marks.viewer_id,
    )
    return SafeString(_rendered(looks).replace(_DISTANCE, "" if metres is None else in_words(metres)))


@dataclass(frozen=True)
class Looks:
    """All that a card's HTML depends on."""

    card: FlyerCard
    named: tuple[tuple[str, str], ...]
    language: str
    year: int
    eager_face: bool
    eager_poster: bool
    is_favourite: bool
    is_following: bool
    is_own: bool


# A card's HTML is a function of these values, so rendering it again would give the same text; it is kept under the
# values themselves, the same for all viewers, and never has to be invalidated. 30 ms of a page's 38 without this.
@functools.lru_cache(maxsize=_CARDS_KEPT)
def _rendered(looks: Looks) -> str:
    context = vars(looks) | {"category_names": dict(looks.named), "distance": _DISTANCE}
    return render_to_string("flyers/card.html", context)


@register.filter
def sizes_in_card(picture: PictureCard) -> str:
    """How wide a poster is in a card, for ``sizes``: on a phone it is at most as high as ``cards.css`` has it."""
    return f"{_SIZES_ON_A_DESK}, min(100vw, {round(_HIGHEST_PX * picture.width / picture.height)}px)"


@register.filter
def may_be_cut(text: str) -> bool:
    """Whether a card may have no room for all of the text. Where scripts run, ``onward.js`` sees whether it has."""
    return sum(max(1, math.ceil(len(line) / _LEAST_CHARACTERS_A_LINE)) for line in text.splitlines()) > _LINES_SHOWN


@register.filter
def lookup(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key, or the key itself."""
    return mapping.get(key, key)


@register.filter
def status_name(status: Status) -> str:
    """What a flyer is, in a word."""
    names: dict[Status, str] = {
        "live": _("Live"),
        "scheduled": _("Scheduled"),
        "ended": _("Ended"),
        "withdrawn": _("Withdrawn"),
        "hidden": _("Hidden"),
    }
    return names[status]


@register.filter
def dates(card: FlyerCard) -> str:
    """From when until when, as short as is clear: ``22 – 29 Nov``; the year only when it is not this one."""
    start = timezone.localtime(card.starts_at)
    # A flyer that ends at midnight has its last day before it.
    end = max(start, timezone.localtime(card.ends_at) - dt.timedelta(microseconds=1))
    year = "" if start.year == end.year == timezone.localtime().year else " Y"
    # Translators: formats of dates, see Django's "date" filter.
    day, day_month = _("j"), _("j M")
    day_month_year = day_month + year
    if start.date() == end.date():
        return date_format(start, day_month_year)
    if (start.year, start.month) == (end.year, end.month):
        first = day
    else:
        first = day_month if start.year == end.year else day_month_year
    return f"{date_format(start, first)} – {date_format(end, day_month_year)}"
