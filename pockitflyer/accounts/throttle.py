"""How often someone may send a picture."""

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

UPLOAD_RETRY_AFTER_S = 60
TOO_MANY_UPLOADS = _("You sent many pictures within a minute. Wait a minute, then try again.")


def may_upload(request: HttpRequest) -> bool:
    """Counts an upload of the signed-in user; false when they sent too many within the last minute.

    The rate is ``picture_upload`` in ``ACCOUNT_RATE_LIMITS``, counted over all server processes.
    """
    return bool(ratelimit.consume(request, action="picture_upload", user=request.user))
