"""One shape for every error: problem details (RFC 9457) for the API, a page in plain words for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import msgspec
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pockitflyer.web import mail
from pockitflyer.web.headers import put
from pockitflyer.web.problem_kinds import STATUS_OF, TYPE_PREFIX
from pockitflyer.web.rates import allowance_of, too_often, wait_s
from pockitflyer.web.unreadable import FieldProblem

# Addresses that apps ask, not people: our own, and allauth's.
_FOR_APPS: Final = ("/api/", "/_allauth/")
CONTENT_TYPE: Final = "application/problem+json"


class ProblemDetails(msgspec.Struct, omit_defaults=True):
    """The body of every API error. ``type`` is stable; docs/api.md lists all of them."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()


class Problem(Exception):
    """Raised in API code to answer with an error. ``code`` is the end of its ``type``."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str | Promise,
        headers: Mapping[str, str] | None = None,
        errors: tuple[FieldProblem, ...] = (),
    ) -> None:
        super().__init__(code)
        self.errors = errors
        self.status = status
        self.code = code
        self.detail = str(detail)
        self.headers = headers

    def response(self) -> HttpResponse:
        return problem_response(self.status, self.code, self.detail, self.headers, self.errors)


def details(status: int, code: str, detail: str, errors: tuple[FieldProblem, ...] = ()) -> ProblemDetails:
    """The body of a problem. Raises for one that apps have not been told of."""
    if STATUS_OF[code] != status:
        raise ValueError(f"{code} is not a {status}")
    return ProblemDetails(TYPE_PREFIX + code, HTTPStatus(status).phrase, int(status), detail, errors)


def problem_response(
    status: int,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: tuple[FieldProblem, ...] = (),
) -> HttpResponse:
    """A problem as an answer."""
    body = msgspec.json.encode(details(status, code, detail, errors))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def is_for_apps(request: HttpRequest) -> bool:
    return request.path.startswith(_FOR_APPS)


def refuse(
    request: HttpRequest, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An error as the one who asked can read it: problem details for apps, a page for people."""
    if is_for_apps(request):
        return problem_response(status, code, detail, headers)
    return put(render(request, f"{status}.html", {"detail": detail}, status=status), headers or {})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only a BadRequest was written for the reader; other suspicious operations stay between us.
    detail = str(exception) if isinstance(exception, BadRequest) else ""
    return refuse(request, 400, "bad-request", detail or _("This address is not complete."))


def permission_denied(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return refuse(request, 403, "forbidden", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 404, "not-found", _("There is nothing at this address."))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Says how long to wait. What allauth answers when its limits are reached, too."""
    allowance, wait = allowance_of(request), wait_s(request)
    told = allowance.headers() if allowance else {}
    return refuse(request, 429, "too-many-requests", too_often(wait), told | {"Retry-After": str(wait)})


def not_sent(request: HttpRequest) -> HttpResponse:
    """When no mail server takes a mail that something depends on."""
    return refuse(request, 503, "not-sent", str(mail.NOT_SENT), mail.TRY_AGAIN)


def server_error(request: HttpRequest) -> HttpResponse:
    detail = _("Something went wrong on our side. Try again in a moment.")
    if is_for_apps(request):
        return problem_response(500, "server-error", detail)
    # Without context processors: whatever is broken may be what they need.
    return HttpResponse(render_to_string("500.html", {"detail": detail}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For forms whose token is missing or stale; the API checks its own."""
    return render(request, "403_csrf.html", status=403)
