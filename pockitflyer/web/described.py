"""An operation as the API's description tells it: every status with the types of its problems, and every header."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from pockitflyer.web.api import JSON, ApiController
from pockitflyer.web.problem_kinds import STATUS_OF, TYPE_PREFIX
from pockitflyer.web.problems import CONTENT_TYPE
from pockitflyer.web.promises import promises_of

_TEXT: Final = {"type": "string"}
_WRITING: Final = ("put", "post", "patch", "delete")
# How the framework describes bytes; the only ones that the API itself answers with are a copy of one's data.
_BYTES: Final = {"type": "string", "contentEncoding": "base64"}
_ZIP: Final[dict[str, Any]] = {"application/zip": {}}
HEADERS: Final[dict[str, Any]] = {
    "ETag": {"description": "The version, for If-None-Match and If-Match.", "schema": _TEXT, "required": True},
    "Cache-Control": {"description": "Who may keep it, and for how long.", "schema": _TEXT, "required": True},
    "Vary": {"description": "What else the answer hangs on.", "schema": _TEXT, "required": True},
    "Content-Language": {"description": "The language of its sentences.", "schema": _TEXT, "required": True},
    "Location": {"description": "The address of what was made.", "schema": _TEXT, "required": True},
    "Content-Disposition": {"description": "The name of the file.", "schema": _TEXT, "required": True},
    "RateLimit": {"description": "What is left, and the seconds until there is more.", "schema": _TEXT},
    "RateLimit-Policy": {"description": "How many in how many seconds.", "schema": _TEXT},
    "Retry-After": {
        "description": "Try again after so many seconds.",
        "schema": {"type": "integer", "minimum": 0},
        "required": True,
    },
    "WWW-Authenticate": {"description": "How to sign in.", "schema": _TEXT, "required": True},
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A name of your own for this attempt; sent again with the same body it answers the same for a day.",
    "schema": {"type": "string", "maxLength": 200},
}
_HAS: Final = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of what you have; 304 when it is still that.",
    "schema": _TEXT,
}
_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of what is changed, or * for any; 412 when it is something else by now.",
    "schema": _TEXT,
}


def complete_operation(operation: dict[str, Any], controller: type[ApiController], verb: str) -> None:
    """Completes what the framework says of this verb of a controller."""
    _complete_parameters(operation, controller, verb)
    _complete_body(operation, controller, verb)
    good = _good_responses(operation, controller, verb)
    operation["responses"] = good | _problem_responses(operation, controller, verb)
    ways_in = controller.api_endpoints[verb.upper()].metadata.auth or ()
    if any(getattr(way, "is_for_anyone", False) for way in ways_in):
        operation["security"].append({})
    for name in ("summary", "description"):
        if name in operation:
            operation[name] = operation[name].replace("``", "`")


def _complete_parameters(operation: dict[str, Any], controller: type[ApiController], verb: str) -> None:
    parameters = operation.get("parameters", [])
    for one in parameters:
        # Else it is what is said of all of them together.
        if one["in"] == "query" and "description" not in one["schema"]:
            one.pop("description", None)
    if verb == "get" and not _is_a_file(operation):
        parameters = [*parameters, _HAS]
    if verb == "post":
        parameters = [*parameters, _KEY]
    if "version-required" in promises_of(controller, verb).problems:
        parameters = [*parameters, _MATCH | {"required": True}]
    elif _is_versioned(controller, verb):
        parameters = [*parameters, _MATCH]
    operation["parameters"] = parameters


def _complete_body(operation: dict[str, Any], controller: type[ApiController], verb: str) -> None:
    """The framework leaves JSON out where there may be files as well."""
    content = operation.get("requestBody", {}).get("content", {})
    if JSON not in content and JSON in controller.api_endpoints[verb.upper()].metadata.parsers and content:
        content[JSON] = {"schema": next(iter(content.values()))["schema"]["allOf"][-1]}


def _good_responses(operation: dict[str, Any], controller: type[ApiController], verb: str) -> dict[str, Any]:
    said, is_a_file = promises_of(controller, verb), _is_a_file(operation)
    good = {status: response for status, response in operation["responses"].items() if status < "400"}
    for status, response in good.items():
        names = ["Cache-Control", "Vary"]
        names += ["Content-Language"] * (not is_a_file)
        is_changed = "version-required" in said.problems and status != "204"
        names += ["ETag"] * ((verb == "get" and not is_a_file) or said.makes or is_changed)
        names += ["Location"] * said.makes
        names += ["Content-Disposition"] * is_a_file
        names += ["RateLimit", "RateLimit-Policy"] * said.counted
        response["headers"] = _headers(*names)
        if status == "204":
            response.pop("content", None)
        elif is_a_file:
            response["content"] = _ZIP
        elif said.also:
            media = response["content"][JSON]
            media["schema"] = {"anyOf": [{"$ref": f"#/components/schemas/{said.also}"}, media["schema"]]}
    if verb == "get" and not is_a_file:
        good["304"] = {"description": "What you have is what there is.", "headers": _headers("ETag")}
    return good


def _problem_responses(operation: dict[str, Any], controller: type[ApiController], verb: str) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in sorted(set(_problems(operation, controller, verb))):
        by_status.setdefault(STATUS_OF[code], []).append(code)
    return {str(status): _problem_response(status, by_status[status]) for status in sorted(by_status)}


def _problems(operation: dict[str, Any], controller: type[ApiController], verb: str) -> Iterator[str]:
    said = promises_of(controller, verb)
    yield from ("not-authenticated", "not-acceptable", "server-error", *said.problems)
    places = {parameter["in"] for parameter in operation["parameters"]}
    if "path" in places:
        yield "not-found"
    if "query" in places or "requestBody" in operation or verb == "post":
        yield "bad-request"
    if verb in _WRITING:
        # With a session cookie, and without its token.
        yield "forbidden"
    if "requestBody" in operation:
        yield from ("length-required", "too-large")
    if verb == "post":
        yield from ("idempotency-key-too-long", "in-progress", "idempotency-key-reused")
    if _is_versioned(controller, verb):
        yield "stale"
    if said.counted:
        yield "too-many-requests"


def _problem_response(status: int, codes: list[str]) -> dict[str, Any]:
    types = [TYPE_PREFIX + code for code in codes]
    narrowed = {"properties": {"type": {"enum": types}, "status": {"const": status}}}
    names = {HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"], HTTPStatus.TOO_MANY_REQUESTS: ["RateLimit"]}.get(
        HTTPStatus(status), []
    )
    if status in (HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        names.append("Retry-After")
    return {
        "description": ", ".join(f"`{code}`" for code in codes),
        "headers": _headers("Content-Language", *names),
        "content": {
            CONTENT_TYPE: {"schema": {"allOf": [{"$ref": "#/components/schemas/ProblemDetails"}, narrowed]}},
        },
    }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _is_a_file(operation: dict[str, Any]) -> bool:
    contents = (response.get("content", {}) for status, response in operation["responses"].items() if status < "400")
    kinds = [media for content in contents for media in content.items()]
    return any(type_ in _ZIP or media.get("schema") == _BYTES for type_, media in kinds)


def _is_versioned(controller: type[ApiController], verb: str) -> bool:
    return verb in _WRITING and controller.compares_etags and controller.version_source() is not None
