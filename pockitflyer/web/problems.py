"""One shape for every error: problem details (RFC 9457) for the API, a page in plain words for people."""

import copy
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import set_response_etag
from django.utils.functional import Promise
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from dmr import Controller
from dmr.errors import ErrorType, format_error
from dmr.plugins.msgspec import MsgspecSerializer

from pockitflyer.web import mail, rates

API_PREFIX: Final = "/api/"
CONTENT_TYPE: Final = "application/problem+json"
# Of allauth's API for apps. Its errors carry a status as problem details do.
API_FOR_ACCOUNTS: Final = "/_allauth/"
_TYPE_PREFIX: Final = "urn:pockitflyer:problem:"


class FieldProblem(msgspec.Struct, omit_defaults=True):
    """What is wrong with one field. ``code`` is stable; ``suggestions`` may be meant instead."""

    field: str
    code: str
    detail: str
    suggestions: tuple[str, ...] = ()


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


def details(status: int, code: str, detail: str, errors: tuple[FieldProblem, ...] = ()) -> ProblemDetails:
    """The body of a problem."""
    return ProblemDetails(_TYPE_PREFIX + code, HTTPStatus(status).phrase, int(status), detail, errors)


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


class ApiController(Controller[MsgspecSerializer]):
    """Base of all API controllers: errors as problem details, HEAD wherever there is GET."""

    is_abstract = True
    validate_responses = False
    validate_negotiation = False
    error_model = ProblemDetails

    # Whether ``If-Match`` is looked at here: the ETag of what is changed is that of a GET.
    compares_etags = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "HEAD" and "GET" in self.api_endpoints:
            return self.api_endpoints["GET"].func(self, *args, **kwargs)
        if self._is_stale(request, *args, **kwargs):
            return problem_response(412, "stale", _("It was changed meanwhile. Get it again, then change it."))
        response = super().dispatch(request, *args, **kwargs)
        allowance = getattr(request, "allowance", None)
        for name, value in allowance.headers().items() if allowance else ():
            response.headers[name] = value
        return response

    def _is_stale(self, request: HttpRequest, *args: Any, **kwargs: Any) -> bool:
        """Whether ``If-Match`` names something else than what is there now."""
        asked = request.headers.get("If-Match", "")
        is_read = request.method in ("GET", "OPTIONS") or "GET" not in self.api_endpoints
        if not asked or is_read or asked.strip() == "*" or not self.compares_etags:
            return False
        reading = copy.copy(request)
        reading.method = "GET"
        reading.GET = QueryDict()
        now = type(self).as_view()(reading, *args, **kwargs)
        if now.status_code != HTTPStatus.OK:
            return False
        # A weak one was made by compressing.
        return set_response_etag(now)["ETag"] not in {tag.removeprefix("W/") for tag in parse_etags(asked)}

    def handle_error(self, endpoint: Any, controller: Any, exc: Exception) -> HttpResponse:
        if isinstance(exc, Problem):
            return problem_response(exc.status, exc.code, exc.detail, exc.headers, exc.errors)
        if isinstance(exc, mail.NotSent):
            return not_sent(self.request)
        if isinstance(exc, BadRequest):
            return problem_response(HTTPStatus.BAD_REQUEST, "bad-request", str(exc))
        raise exc

    def format_error(self, error: str | Exception, *, loc: Any = None, error_type: Any = None) -> dict[str, str]:
        """The framework's own errors in words; ``to_error`` adds the status."""
        found = format_error(error, loc=loc, error_type=error_type)["detail"]
        return {
            "detail": "; ".join(_with_place(item) for item in found),
            "code": _CODES.get(str(found[0].get("type", "")), ""),
        }

    def to_error(self, raw_data: Any, *, status_code: HTTPStatus, headers: Any = None, **_: Any) -> HttpResponse:
        code = raw_data["code"] or _CODE_BY_STATUS.get(status_code, "error")
        return problem_response(status_code, code, raw_data["detail"], headers)

    def handle_method_not_allowed(self, method: str) -> HttpResponse:
        allowed = ", ".join(sorted(self.api_endpoints))
        detail = _("%(method)s is not possible here.") % {"method": method}
        return problem_response(405, "method-not-allowed", detail, {"Allow": allowed})


_CODES = {
    str(ErrorType.security): "not-authenticated",
    str(ErrorType.ratelimit): "too-many-requests",
}
_CODE_BY_STATUS = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.UNAUTHORIZED: "not-authenticated",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.NOT_ACCEPTABLE: "not-acceptable",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many-requests",
    HTTPStatus.INTERNAL_SERVER_ERROR: "server-error",
}


def _with_place(item: Any) -> str:
    place = [str(part) for part in item.get("loc", []) if not str(part).startswith("parsed_")]
    return f"{'.'.join(place)}: {item['msg']}" if place else str(item["msg"])


def refuse(
    request: HttpRequest, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An error as the one who asked can read it: problem details for programs, a page for people."""
    if request.path.startswith((API_PREFIX, API_FOR_ACCOUNTS)):
        return problem_response(status, code, detail, headers)
    return with_headers(render(request, f"{status}.html", {"detail": detail}, status=status), headers or {})


def with_headers(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    """The same answer, which says these as well."""
    for name, value in headers.items():
        response.headers[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only a BadRequest was written for the reader; other suspicious operations stay between us.
    detail = str(exception) if isinstance(exception, BadRequest) else ""
    return refuse(request, 400, "bad-request", detail or _("This address is not complete."))


def permission_denied(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return refuse(request, 403, "forbidden", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 404, "not-found", _("There is nothing at this address."))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth answers when its limits are reached."""
    wait_s = rates.wait_s(request, *typed_addresses(request))
    return refuse(request, 429, "too-many-requests", rates.too_often(wait_s), {"Retry-After": str(wait_s)})


def typed_addresses(request: HttpRequest) -> list[str]:
    """What the limits of one account are counted by."""
    try:
        typed = msgspec.json.decode(request.body) if request.content_type == "application/json" else request.POST
    except msgspec.DecodeError:
        return []
    found = [typed.get(name) for name in ("email", "login")] if isinstance(typed, Mapping) else []
    return [address.lower() for address in found if isinstance(address, str)]


def not_sent(request: HttpRequest) -> HttpResponse:
    """When no mail server takes a mail that something depends on."""
    return refuse(request, 503, "not-sent", str(mail.NOT_SENT), mail.TRY_AGAIN)


def server_error(request: HttpRequest) -> HttpResponse:
    detail = _("Something went wrong on our side. Try again in a moment.")
    if request.path.startswith(API_PREFIX):
        return problem_response(500, "server-error", detail)
    # Without context processors: whatever is broken may be what they need.
    return HttpResponse(render_to_string("500.html", {"detail": detail}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For forms whose token is missing or stale; the API checks its own."""
    return render(request, "403_csrf.html", status=403)
