"""The order of the board: newest first, and what is near counts as newer. docs/ranking.md explains the formula."""

import datetime as dt
import math
from typing import Final

from django.conf import settings

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def microseconds(at: dt.datetime) -> int:
    """Since 1970 in UTC: how the board's order counts time."""
    return (at - _EPOCH) // _MICROSECOND


def handicap(distance_km: float) -> int:
    """How many microseconds a flyer at that distance counts as older than one at the viewer's feet.

    ``τ · ln(1 + d/d₀)`` with ``τ = half-life / ln 2``: at the half-distance d₀ it is one half-life. It does not
    depend on the time of asking, so the order of two flyers never changes while somebody pages through them.
    """
    tau = settings.RANKING_HALF_LIFE_DAYS * 86_400_000_000 / math.log(2)
    return round(tau * math.log1p(distance_km / settings.RANKING_HALF_DISTANCE_KM))
