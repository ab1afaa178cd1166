"""``/language/``: the visitor's own choice of a language, kept in a cookie, back on the page they were on."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


# Exempt, because a public page is the same for everyone and so carries no token.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Takes ``language``. A page of another site is refused, as far as the browser tells where a form comes from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise PermissionDenied(_("You may not do this."))
    return set_language(request)
