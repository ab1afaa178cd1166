"""Who is looking: what every page's header needs."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from pockitflyer.accounts.faces import large_face
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.web.problems import problem_response


@dataclass(frozen=True)
class Viewer:
    """The signed-in person as templates see them."""

    id: int
    name: str
    url: str
    picture: PictureCard


def viewer(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``viewer``, or ``None`` when nobody is signed in. Lazy: not asked, not looked up."""
    return {"viewer": SimpleLazyObject(lambda: viewer_of(request))}


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The viewer of a request. Costs nothing when the request carries no session."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Viewer(user.pk, user.name, reverse("profile", args=[user.pk]), large_face(user.picture))


def viewer_id_of(request: HttpRequest) -> int | None:
    """The id of who is signed in. Costs nothing when the request carries neither a session nor a token."""
    return request.user.pk if request.user.is_authenticated else None


class SameViewer:
    """Middleware: what a page made for one asks for is not done for another, who has signed in since in another tab.

    Our own scripts tell with ``X-Viewer`` for whom their page was made. Forms without a script carry a token that goes
    with the sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        made_for = request.META.get("HTTP_X_VIEWER")
        if made_for and request.user.is_authenticated and made_for != str(request.user.pk):
            detail = _("In another tab you have signed in as somebody else. Load this page again.")
            return problem_response(HTTPStatus.CONFLICT, "other-viewer", detail)
        return self.get_response(request)
