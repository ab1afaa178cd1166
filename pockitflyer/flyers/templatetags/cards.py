"""Template filters of cards."""

import datetime as dt
import functools
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pockitflyer.flyers.cards import FlyerCard

register = template.Library()


# Cards at the top of a page are drawn at once, the others when they come near.
_FIRST_ROW = 3
_CARDS_KEPT = 1_000


@register.simple_tag
def card_html(card: FlyerCard, category_names: dict[str, str], *, row: int, first_page: bool) -> SafeString:
    """A card of a board. ``row`` counts from 0; on the first page the top ones must not wait."""
    named = tuple([(slug, category_names.get(slug, slug)) for slug in card.categories])
    eager_face, eager_poster = first_page and row < _FIRST_ROW, first_page and row == 0
    return _rendered(card, named, get_language(), timezone.localdate().year, eager_face, eager_poster)


# What a card looks like depends on nothing but these values, so rendering it again would give the same text; it is
# kept under the values themselves and never has to be invalidated. 30 ms of a page's 38 without this.
@functools.lru_cache(maxsize=_CARDS_KEPT)
def _rendered(
    card: FlyerCard, named: tuple[tuple[str, str], ...], language: str, year: int, eager_face: bool, eager_poster: bool
) -> SafeString:
    context = {"card": card, "category_names": dict(named), "eager_face": eager_face, "eager_poster": eager_poster}
    return render_to_string("flyers/card.html", context)


@register.filter
def lookup(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key, or the key itself."""
    return mapping.get(key, key)


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
