"""How often something may be done, counted by allauth over all workers, and told in headers and in words.

The limits are in ``ACCOUNT_RATE_LIMITS``, such as ``"5/h/user,20/d/user"``.
"""

import math
import time
from dataclasses import dataclass
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_COUNTED_BY = "allauth.account"
# allauth's own limits, which it answers for itself, without saying how long they last.
_ALLAUTHS = (
    "login",
    "login_failed",
    "signup",
    "confirm_email",
    "reset_password",
    "reset_password_from_key",
    "manage_email",
    "change_password",
    "reauthenticate",
)
# Of a limit that nothing is known of any more, because it is over by now.
_SHORTLY_S = 10


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


def too_often(seconds: int) -> str:
    """Told to who was too quick, with how long to wait."""
    return _("That was too often. Try again %(when)s.") % {"when": when(seconds)}


def when(seconds: int) -> str:
    """In how many seconds, minutes or hours, the last one begun."""
    if seconds < 60:
        return ngettext("in %(n)s second", "in %(n)s seconds", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}


def spend(request: HttpRequest, action: str, user: Any = None) -> Allowance:
    """Counts one, if it is allowed; answers with the limit that is nearest to its end.

    The answer to an API request tells it, because it is kept in ``request.allowance``. Where nothing is limited,
    everything is left and nothing is told.
    """
    is_left = ratelimit.consume(request, app=_COUNTED_BY, action=action, user=user) is not None
    now = time.time()
    states = [_state(request, action, rate, user, now) for rate in ratelimit.get_rates(app=_COUNTED_BY, action=action)]
    if not states:
        return Allowance(action, amount=0, remaining=0, window_s=0, reset_s=0, is_left=is_left)
    amount, remaining, window_s, reset_s = min(states, key=lambda state: (state[1], -state[3]))
    allowance = Allowance(action, amount, remaining, window_s, reset_s if is_left else max(1, reset_s), is_left)
    request.allowance = allowance  # type: ignore[attr-defined]
    return allowance


def wait_s(request: HttpRequest, *keys: str) -> int:
    """How many seconds until allauth lets somebody do again what it has refused, though it does not say what that was.

    All of its own limits that are used up are looked at, of who asks and of ``keys``, such as the address they typed.
    """
    now = time.time()
    rates = {
        ratelimit.get_cache_key(request, app=_COUNTED_BY, action=action, rate=rate, key=key): rate
        for action in _ALLAUTHS
        for rate in ratelimit.get_rates(app=_COUNTED_BY, action=action)
        for key in (keys if rate.per == "key" else [None])
        if rate.per != "user" or request.user.is_authenticated
    }
    waits = [_SHORTLY_S]
    for key, times in cache.get_many(rates).items():
        rate = rates[key]
        counted = [at for at in times if at > now - rate.duration]
        if len(counted) >= rate.amount:
            waits.append(math.ceil(counted[-1] + rate.duration - now))
    return max(waits)


def _state(request: HttpRequest, action: str, rate: ratelimit.Rate, user: Any, now: float) -> tuple[int, int, int, int]:
    key = ratelimit.get_cache_key(request, app=_COUNTED_BY, action=action, rate=rate, user=user)
    times = [at for at in cache.get(key, []) if at > now - rate.duration]
    reset_s = math.ceil(times[-1] + rate.duration - now) if times else 0
    return rate.amount, max(0, rate.amount - len(times)), int(rate.duration), reset_s
