"""How often something may be done, counted by allauth over all workers, and told in headers.

The limits are in ``ACCOUNT_RATE_LIMITS``, such as ``"5/h/user,20/d/user"``, and in allauth's own settings.
"""

import functools
import math
import time
from dataclasses import dataclass
from typing import Any, Final

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_COUNTED_BY = "allauth.account"
# Whether it is counted at all tells whether there is such an account, so it is told of no answer but a refusal.
_NOT_TOLD: Final = "confirm_email"
# When what was counted is not known any more.
_SHORTLY_S: Final = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit: ``remaining`` of ``amount`` within ``window_s``, and a new one in ``reset_s``."""

    action: str
    amount: int
    remaining: int
    window_s: int
    reset_s: int
    is_left: bool

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them, and ``Retry-After`` when nothing is left."""
        told = {
            "RateLimit-Policy": f'"{self.action}";q={self.amount};w={self.window_s}',
            "RateLimit": f'"{self.action}";r={self.remaining};t={self.reset_s}',
        }
        return told if self.is_left else told | {"Retry-After": str(self.reset_s)}

    @property
    def sentence(self) -> str:
        """For who has nothing left."""
        return too_often(self.reset_s)


@dataclass(frozen=True)
class Counted:
    """One limit that was asked about, and whether it still had room."""

    action: str
    rate: ratelimit.Rate
    cache_key: str
    had_room: bool

    def allowance(self, now: float) -> Allowance:
        """As it is now: what allauth took back meanwhile is there again. ``now`` in seconds of the Unix clock."""
        times = [at for at in cache.get(self.cache_key, []) if at > now - self.rate.duration]
        reset_s = max(1, math.ceil(times[-1] + self.rate.duration - now)) if times else 0
        remaining = max(0, self.rate.amount - len(times))
        return Allowance(self.action, self.rate.amount, remaining, int(self.rate.duration), reset_s, self.had_room)


def note_what_is_counted() -> None:
    """From now on a request carries what allauth counted for it, in ``request.counted``. allauth has no hook for it."""
    count = ratelimit._consume_single_rate

    @functools.wraps(count)
    def counted(request: HttpRequest, *, app: str, action: str, rate: ratelimit.Rate, **more: Any) -> Any:
        usage = count(request, app=app, action=action, rate=rate, **more)
        key = ratelimit.get_cache_key(
            request, app=app, action=action, rate=rate, key=more.get("key"), user=more.get("user")
        )
        noted = Counted(action, rate, key, usage is not None)
        request.counted = [*counted_for(request), noted]  # type: ignore[attr-defined]
        return usage

    ratelimit._consume_single_rate = counted


def counted_for(request: HttpRequest) -> list[Counted]:
    found: list[Counted] = getattr(request, "counted", [])
    return found


def is_too_often(request: HttpRequest) -> bool:
    """Whether one of the limits had no room for it."""
    return not all(one.had_room for one in counted_for(request))


def allowance_of(request: HttpRequest) -> Allowance | None:
    """Of all that was counted for a request, what is nearest to its end; ``None`` when nothing was, or may be told."""
    told = {one.cache_key: one for one in counted_for(request) if one.action != _NOT_TOLD or not one.had_room}
    allowances = [one.allowance(time.time()) for one in told.values()]
    return min(allowances, key=lambda one: (one.is_left, one.remaining, -one.reset_s), default=None)


def wait_s(request: HttpRequest) -> int:
    """How long until what was refused is allowed again, in seconds."""
    allowance = allowance_of(request)
    return allowance.reset_s if allowance else _SHORTLY_S


def spend(request: HttpRequest, action: str, user: Any = None) -> Allowance:
    """Counts one, if it is allowed; answers with the limit that is nearest to its end.

    Where nothing is limited, everything is left and nothing is told.
    """
    is_left = ratelimit.consume(request, app=_COUNTED_BY, action=action, user=user) is not None
    found = allowance_of(request)
    return found or Allowance(action, amount=0, remaining=0, window_s=0, reset_s=0, is_left=is_left)


def too_often(wait_s: int) -> str:
    """Told to who was too quick, with how long to wait."""
    return _("That was too often. Try again %(when)s.") % {"when": when(wait_s)}


def when(wait_s: int) -> str:
    """In how many seconds, minutes or hours, the last one begun."""
    if wait_s < 60:
        return ngettext("in %(n)s second", "in %(n)s seconds", wait_s) % {"n": wait_s}
    minutes = math.ceil(wait_s / 60)
    if minutes < 60:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}
