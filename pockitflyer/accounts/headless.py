"""Accounts for apps: allauth's own answers, with limits told and refusals as ours are."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from allauth.headless.account.views import ChangePasswordView
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pockitflyer.web.headers import put
from pockitflyer.web.problems import refuse, too_many_requests
from pockitflyer.web.rates import allowance_of, is_too_often

_PREFIX: Final = "/_allauth/"


class ToldLimits:
    """Middleware for allauth's addresses: the headers of limits, and problems for what is too often or no JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(_PREFIX):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and is_too_often(request):
            # Some are a 400 of a form, or a 403, with allauth.
            return too_many_requests(request)
        if response.status_code == HTTPStatus.BAD_REQUEST and not response.content:
            return refuse(request, 400, "bad-request", _("This is not JSON."))
        if allowance := allowance_of(request):
            put(response, allowance.headers())
        return response


class ChangePassword(ChangePasswordView):
    """Others are signed out. This session goes on under a new key, so the answer has new tokens."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # allauth gives tokens to who was not signed in before.
        request.allauth.headless._pre_user = AnonymousUser()  # type: ignore[attr-defined]
        return super().post(request, *args, **kwargs)
