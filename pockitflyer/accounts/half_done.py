"""No account is left that nobody was told of: what a sign-up has made goes when it cannot end."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from pockitflyer.accounts.models import User
from pockitflyer.web.mail import NotSent
from pockitflyer.web.problems import not_sent


class NothingHalfDone:
    """Middleware: 503 when no mail server takes what something depends on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            undo_sign_up(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_sent(request) if isinstance(exception, NotSent) else None


def made(request: HttpRequest, user: User) -> None:
    """A sign-up has written an account, and still has to mail its code."""
    request.made_account = user.pk  # type: ignore[attr-defined]


def undo_sign_up(request: HttpRequest) -> None:
    """Takes the account away that this request has made, if any."""
    made_account: int | None = getattr(request, "made_account", None)
    if made_account is not None:
        User.objects.filter(pk=made_account).delete()
        request.made_account = None  # type: ignore[attr-defined]
