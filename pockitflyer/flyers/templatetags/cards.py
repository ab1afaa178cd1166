"""Template filters of cards."""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pockitflyer.flyers.cards import FlyerCard

register = template.Library()


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
    day, day_month = _("j M"), _("j M") + year
    if start.date() == end.date():
        return date_format(start, day_month)
    if (start.year, start.month) == (end.year, end.month):
        return f"{date_format(start, _('j'))} – {date_format(end, day_month)}"
    return f"{date_format(start, day if start.year == end.year else day_month)} – {date_format(end, day_month)}"
