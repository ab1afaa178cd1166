"""The spans that ``when`` means, in the local time of the board."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from pockitflyer.flyers.ranking import microseconds


@dataclass(frozen=True)
class Span:
    """Bounds on live flyers, in microseconds since 1970: on the board after ``ends_after``; and if ``edges`` is given,
    with the first or the last moment between the two."""

    ends_after: int
    edges: tuple[int, int] | None = None


def span(when: str, now: dt.datetime) -> Span:
    """``today``: its first or last day is today. ``weekend``: still up on the coming or present Saturday or Sunday.
    ``upcoming``: still up after today. ``""``: now."""
    today = timezone.localtime(now).date()
    if when == "today":
        return Span(microseconds(now), (_midnight(today), _midnight(today + dt.timedelta(days=1))))
    if when == "weekend":
        # Negative on a Sunday, of which the weekend began yesterday.
        return Span(max(microseconds(now), _midnight(today + dt.timedelta(days=5 - today.weekday()))))
    if when == "upcoming":
        return Span(_midnight(today + dt.timedelta(days=1)))
    return Span(microseconds(now))


def _midnight(day: dt.date) -> int:
    return microseconds(dt.datetime.combine(day, dt.time(), timezone.get_current_timezone()))
