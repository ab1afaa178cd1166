"""The API's description and its readable form."""

import re
from typing import Any, Final, cast

from django.conf import settings
from django.urls import URLPattern, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from dmr.openapi import OpenAPIConfig, build_schema
from dmr.openapi.views.json import OpenAPIJsonView
from dmr.openapi.views.swagger import SwaggerView
from dmr.routing import Router

from pockitflyer.web.described import HEADERS, complete_operation

# Swagger UI sets styles from its script; it gets that one exception, on its own page only.
_DOCS_CSP: dict[str, list[str]] = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}
_VERBS: Final = ("get", "put", "post", "patch", "delete")
_ABOUT: Final = """Flyers of a neighbourhood, and what people do with them.

Version 1 only ever grows: fields, operations, parameters and types of problems may be added, so ignore what you do not
know. What must change in another way gets another version; from then on every answer of this one carries `Deprecation`
and `Sunset`, with a day that is at least a year away.

Every refusal is a problem (RFC 9457). An operation with an empty security requirement is open to anyone.
"""


def openapi_urls(router: Router) -> list[URLPattern]:
    """``/api/v1/openapi.json`` and ``/api/docs/`` for the endpoints of the router."""
    summary = "The neighbourhood's notice board."
    config = OpenAPIConfig(title="PockitFlyer", version="1", summary=summary, description=_ABOUT)
    schema = build_schema(router, config=config)
    # The suite validates the document; every start of the server need not. Both views show this very dictionary.
    _complete(schema.convert(skip_validation=True), router)
    docs = SwaggerView.as_view(schema, skip_validation=True)
    return [
        path("api/v1/openapi.json", OpenAPIJsonView.as_view(schema, skip_validation=True), name="openapi"),
        path("api/docs/", csp_override(_DOCS_CSP)(docs), name="api_docs"),
    ]


def _complete(document: Any, router: Router) -> None:
    """Adds what the framework does not know: problems by their types, headers, and who may ask."""
    for route in router.urls:
        address = f"/{router.prefix}{re.sub(r'<\w+:(\w+)>', r'{\1}', str(route.pattern))}"
        item = document["paths"][address]
        for verb in _VERBS:
            if verb in item:
                item[verb]["operationId"] = _name(address, verb)
                complete_operation(item[verb], cast(Any, route.callback).view_class, verb)
    components = document["components"]
    components["headers"] = HEADERS
    # What is compared is what the header says.
    components["securitySchemes"]["csrf"] = {"type": "apiKey", "in": "header", "name": "X-CSRFToken"}


def _name(address: str, verb: str) -> str:
    """``get_users_me_profile`` of ``GET /api/v1/users/me/profile/``; an id becomes ``one``."""
    words = [re.sub(r"{\w+}", "one", part) for part in address.removeprefix("/api/v1/").strip("/").split("/")]
    return "_".join([verb, *words])
