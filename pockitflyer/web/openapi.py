"""The API's description and its readable form."""

from django.conf import settings
from django.urls import URLPattern, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from dmr.openapi import OpenAPIConfig, build_schema
from dmr.openapi.views.json import OpenAPIJsonView
from dmr.openapi.views.swagger import SwaggerView
from dmr.routing import Router

# Swagger UI sets styles from its script; it gets that one exception, on its own page only.
_DOCS_CSP: dict[str, list[str]] = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}


def openapi_urls(router: Router) -> list[URLPattern]:
    """``/api/v1/openapi.json`` and ``/api/docs/`` for the endpoints of the router."""
    config = OpenAPIConfig(title="PockitFlyer", version="1", summary="The neighbourhood's notice board.")
    schema = build_schema(router, config=config)
    # The suite validates the document; every start of the server need not.
    docs = SwaggerView.as_view(schema, skip_validation=True)
    return [
        path("api/v1/openapi.json", OpenAPIJsonView.as_view(schema, skip_validation=True), name="openapi"),
        path("api/docs/", csp_override(_DOCS_CSP)(docs), name="api_docs"),
    ]
