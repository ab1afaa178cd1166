"""How often pictures may be sent, by one person and from one address."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pockitflyer.web.rates import Allowance, spend, when


def upload_allowance(request: HttpRequest) -> Allowance:
    """Counts an upload of the signed-in user, if it is allowed.

    The rates are those of ``picture_upload`` in ``ACCOUNT_RATE_LIMITS``, counted over all server processes.
    """
    return spend(request, "picture_upload", request.user)


def too_many_uploads(allowance: Allowance) -> str:
    """Told to who has nothing left of it."""
    return _("You sent many pictures in a short time. Try again %(when)s.") % {"when": when(allowance.reset_s)}
