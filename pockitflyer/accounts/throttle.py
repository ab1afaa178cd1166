"""How often someone may send a picture."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pockitflyer.web.rates import Allowance, spend

TOO_MANY_UPLOADS = _("You sent many pictures within a minute. Wait a minute, then try again.")


def upload_allowance(request: HttpRequest) -> Allowance:
    """Counts an upload of the signed-in user, if it is allowed.

    The rate is ``picture_upload`` in ``ACCOUNT_RATE_LIMITS``, counted over all server processes.
    """
    return spend(request, "picture_upload", request.user)


def may_upload(request: HttpRequest) -> bool:
    """The same, for who needs no more than a yes: false when they sent too many within the last minute."""
    return upload_allowance(request).is_left
