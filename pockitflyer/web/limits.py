"""How much a request may carry, decided before anything of it is read."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pockitflyer.web.problems import refuse

TOO_LONG_A_TEXT: Final = gettext_lazy("These are more than 2.5 MB of text. Send less at once.")
_FILES: Final = "multipart/form-data"


class BodyLimit:
    """Middleware: 413 for a body that says it is too long, 411 for one that does not say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
            return refuse(request, 411, "length-required", _("The request must say how long it is."))
        if not length.isdecimal():
            return None
        # All of a text is read at once. Of a form with files, Django itself counts the texts.
        is_text = request.content_type != _FILES
        if is_text and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return refuse(request, 413, "too-large", str(TOO_LONG_A_TEXT))
        if settings.FLYER_FORMS.fullmatch(request.path):
            if int(length) > settings.MAX_FLYER_BODY_BYTES:
                return refuse(request, 413, "too-large", _("This is more than 50 MB. Choose smaller pictures."))
        elif int(length) > settings.MAX_BODY_BYTES:
            return refuse(request, 413, "too-large", _("This is more than 10 MB. Choose a smaller picture."))
        return None
