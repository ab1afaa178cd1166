"""The API's description and its readable form."""

from typing import Any, Final

from django.conf import settings
from django.urls import URLPattern, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from dmr.openapi import OpenAPIConfig, build_schema
from dmr.openapi.views.json import OpenAPIJsonView
from dmr.openapi.views.swagger import SwaggerView
from dmr.routing import Router

from pockitflyer.web.problems import CONTENT_TYPE

# Swagger UI sets styles from its script; it gets that one exception, on its own page only.
_DOCS_CSP: dict[str, list[str]] = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}
_PROBLEM: Final = {
    "description": "A problem: docs/api.md lists their types.",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A name of your own for this attempt; sent again with the same body it answers the same.",
    "schema": {"type": "string", "maxLength": 200},
}
_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of what is changed; 412 when it is something else by now.",
    "schema": {"type": "string"},
}
# How the framework describes bytes; the only ones that the API itself answers with are a copy of one's data.
_BYTES: Final = {"type": "string", "contentEncoding": "base64"}
_ZIP: Final[dict[str, Any]] = {"application/zip": {}}
_VERBS: Final = ("get", "put", "post", "patch", "delete")


def openapi_urls(router: Router) -> list[URLPattern]:
    """``/api/v1/openapi.json`` and ``/api/docs/`` for the endpoints of the router."""
    config = OpenAPIConfig(title="PockitFlyer", version="1", summary="The neighbourhood's notice board.")
    schema = build_schema(router, config=config)
    # The suite validates the document; every start of the server need not. Both views show this very dictionary.
    _complete(schema.convert(skip_validation=True))
    docs = SwaggerView.as_view(schema, skip_validation=True)
    return [
        path("api/v1/openapi.json", OpenAPIJsonView.as_view(schema, skip_validation=True), name="openapi"),
        path("api/docs/", csp_override(_DOCS_CSP)(docs), name="api_docs"),
    ]


def _complete(document: Any) -> None:
    """Adds what holds for every endpoint: problems in their own media type, and the headers of writing."""
    for item in document["paths"].values():
        for verb in _VERBS:
            if verb in item:
                _complete_operation(item[verb], verb, can_be_read="get" in item)


def _complete_operation(operation: dict[str, Any], verb: str, *, can_be_read: bool) -> None:
    responses = operation["responses"]
    for status, response in responses.items():
        if status >= "400":
            response["content"] = _PROBLEM["content"]
        elif [one["schema"] for one in response.get("content", {}).values()] == [_BYTES]:
            response["content"] = _ZIP
    responses["4XX"] = responses["5XX"] = _PROBLEM
    headers = [_KEY] if verb == "post" else [_MATCH] if verb != "get" and can_be_read else []
    if headers:
        operation["parameters"] = [*operation.get("parameters", []), *headers]
