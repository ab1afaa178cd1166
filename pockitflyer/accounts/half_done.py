"""No account is left that nobody was told of: what a sign-up has made goes when it cannot end."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.core.internal.httpkit import get_authorization_credential
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from pockitflyer.accounts.models import User
from pockitflyer.accounts.sessions import session_of_token
from pockitflyer.web.mail import NotSent
from pockitflyer.web.problems import API_FOR_ACCOUNTS, not_sent, too_many_requests


class NothingHalfDone:
    """Middleware: 503 when no mail server takes what something depends on; and 429 of allauth's API in our words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            undo_sign_up(request)
            if request.path.startswith(API_FOR_ACCOUNTS):
                return too_many_requests(_as_its_user(request))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_sent(request) if isinstance(exception, NotSent) else None


def _as_its_user(request: HttpRequest) -> HttpRequest:
    """Whose token it came with: outside of its views allauth has forgotten them, and some limits are of one person."""
    token = get_authorization_credential(request, "Bearer")
    session = session_of_token(token) if token else None
    if session is not None and session.owner is not None:
        request.user = session.owner
    return request


def made(request: HttpRequest, user: User) -> None:
    """A sign-up has written an account, and still has to mail its code."""
    request.made_account = user.pk  # type: ignore[attr-defined]


def undo_sign_up(request: HttpRequest) -> None:
    """Takes the account away that this request has made, if any."""
    made_account: int | None = getattr(request, "made_account", None)
    if made_account is not None:
        User.objects.filter(pk=made_account).delete()
        request.made_account = None  # type: ignore[attr-defined]
