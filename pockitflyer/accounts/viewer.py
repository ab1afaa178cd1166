"""Who is looking: what every page's header needs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from pockitflyer.accounts.faces import large_face
from pockitflyer.pictures.picture import PictureCard


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
