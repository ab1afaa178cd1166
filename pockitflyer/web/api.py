"""What all controllers of the JSON API share: how a body is read, errors as problems, versions, what may be kept."""

import copy
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar, Final, cast

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import set_response_etag
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from dmr import Controller
from dmr.exceptions import DataParsingError, RequestSerializationError, ValidationError
from dmr.parsers import Parser
from dmr.plugins.msgspec import MsgspecJsonParser, MsgspecSerializer

from pockitflyer.web import mail
from pockitflyer.web.caching import for_one, has_already
from pockitflyer.web.cursors import BadCursor
from pockitflyer.web.headers import put
from pockitflyer.web.limits import TOO_LONG_A_TEXT
from pockitflyer.web.problems import Problem, ProblemDetails, problem_response
from pockitflyer.web.rates import allowance_of
from pockitflyer.web.unreadable import FieldProblem, of_parameter, what_is_wrong

JSON: Final = "application/json"


class StrictJson(MsgspecJsonParser):
    """JSON at its word: ``"1"`` is not 1, and neither is ``true``. Used with ``BodyMsgspec``."""

    __slots__ = ()
    strict: ClassVar[bool] = True

    def parse(self, to_deserialize: Any, deserializer_hook: Any = None, *, request: HttpRequest, model: Any) -> Any:
        try:
            return super().parse(to_deserialize, deserializer_hook, request=request, model=model)
        except RecursionError as error:
            # Thousands of brackets.
            raise DataParsingError from error


class ApiController(Controller[MsgspecSerializer]):
    """Base of all API controllers: errors as problem details, HEAD wherever there is GET."""

    is_abstract = True
    validate_responses = False
    validate_negotiation = False
    error_model = ProblemDetails
    parsers: ClassVar[Sequence[Parser]] = (StrictJson(),)

    # Whether ``If-Match`` is looked at here, or by the domain.
    compares_etags: ClassVar[bool] = True
    # Whose GET has the ETag that writing here is about; its own unless told otherwise.
    versioned_by: ClassVar["type[ApiController] | None"] = None
    # Whether what is said about caches is said by somebody else.
    is_public: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # What a verb says beside its body.
        self.headers: dict[str, str] = {}
        response = self._answer(request, *args, **kwargs)
        if allowance := allowance_of(request):
            put(response, allowance.headers())
        return response if self.is_public else for_one(response)

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD" and "GET" in self.api_endpoints:
            return self._head(request)
        if self._is_stale(request, *args, **kwargs):
            return problem_response(412, "stale", _("It was changed meanwhile. Get it again, then change it."))
        response = cast(HttpResponse, super().dispatch(request, *args, **kwargs))
        put(response, self.headers)
        return response

    def _head(self, request: HttpRequest) -> HttpResponse:
        """As GET, with its ETag, which Django gives to GET alone. The server leaves the body out."""
        response = cast(HttpResponse, self.api_endpoints["GET"].func(self))
        put(response, self.headers)
        if response.status_code != HTTPStatus.OK or response.streaming:
            return response
        etag = response.headers.get("ETag") or set_response_etag(response)["ETag"]
        return HttpResponseNotModified(headers={"ETag": etag}) if has_already(request, etag) else response

    @classmethod
    def version_source(cls) -> "type[ApiController] | None":
        """The controller whose GET has the ETag that ``If-Match`` is about."""
        source = cls.versioned_by or cls
        return source if "GET" in source.api_endpoints else None

    def _is_stale(self, request: HttpRequest, *args: Any, **kwargs: Any) -> bool:
        """Whether ``If-Match`` names something else than what is there now."""
        asked, source = request.headers.get("If-Match", ""), self.version_source()
        is_any = not asked or asked.strip() == "*"
        if is_any or source is None or not self.compares_etags or request.method in ("GET", "OPTIONS"):
            return False
        reading = copy.copy(request)
        reading.method = "GET"
        reading.GET = QueryDict()
        now = source.as_view()(reading, *args, **kwargs)
        if now.status_code != HTTPStatus.OK:
            return False
        # A weak one was made by compressing.
        return set_response_etag(now)["ETag"] not in {tag.removeprefix("W/") for tag in parse_etags(asked)}

    def handle_error(self, endpoint: Any, controller: Any, exc: Exception) -> HttpResponse:
        problem = _problem_of(exc, set(endpoint.metadata.parsers), controller.request)
        if problem is None:
            raise exc
        return problem.response()

    def format_error(self, error: str | Exception, *, loc: Any = None, error_type: Any = None) -> None:
        """The framework's own words are not for people; ``to_error`` finds ours."""

    def to_error(self, raw_data: Any, *, status_code: HTTPStatus, headers: Any = None, **_more: Any) -> HttpResponse:
        code, sentence = _OF_THE_FRAMEWORK[status_code]
        return problem_response(status_code, code, str(sentence), headers)

    def handle_method_not_allowed(self, method: str) -> HttpResponse:
        allowed = ", ".join(sorted(self.api_endpoints))
        detail = _("%(method)s is not possible here.") % {"method": method}
        return problem_response(405, "method-not-allowed", detail, {"Allow": allowed})


_OF_THE_FRAMEWORK: Final = {
    HTTPStatus.UNAUTHORIZED: ("not-authenticated", gettext_lazy("Sign in first, or send a token that is still good.")),
    HTTPStatus.FORBIDDEN: ("forbidden", gettext_lazy("Send the CSRF token of your session in X-CSRFToken.")),
    HTTPStatus.NOT_ACCEPTABLE: ("not-acceptable", gettext_lazy("There is nothing but JSON here.")),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "server-error",
        gettext_lazy("Something went wrong on our side. Try again in a moment."),
    ),
}


def _problem_of(exc: Exception, readable: set[str], request: HttpRequest) -> Problem | None:
    """``None`` for what is not the fault of who asks. ``readable`` are the types of bodies that can be read here."""
    match exc:
        case Problem():
            problem: Problem | None = exc
        case ValidationError():
            wrong = what_is_wrong(str(exc.payload[0]["msg"]))
            problem = _bad(f"{wrong.field}: {wrong.detail}" if wrong.field else wrong.detail, wrong)
        case RequestDataTooBig():
            problem = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LONG_A_TEXT)
        case mail.NotSent():
            problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not-sent", mail.NOT_SENT, mail.TRY_AGAIN)
        case BadCursor():
            problem = _bad(str(exc), of_parameter("cursor", "unknown", str(exc)))
        case BadRequest():
            problem = _bad(str(exc))
        case RequestSerializationError() | TooManyFieldsSent() | MultiPartParserError():
            problem = _bad(_unreadable(readable, request.content_type or ""))
        case _:
            problem = None
    return problem


def _bad(detail: str, *errors: FieldProblem) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "bad-request", detail, errors=errors)


def _unreadable(readable: set[str], sent: str) -> str:
    if sent not in readable:
        asked = {"wanted": " / ".join(sorted(readable)), "found": sent or "-"}
        return _("Expected: %(wanted)s. Found: %(found)s.") % asked
    return _("This is not JSON.") if sent == JSON else _("This form cannot be read.")
