"""What pages and the API ask of a request."""

from typing import Annotated

import msgspec
from django.http import HttpRequest

from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Cursor


class PageQuery(msgspec.Struct):
    """Which page of a view, as the API is asked for it."""

    cursor: Annotated[str, msgspec.Meta(description="from the next of the page before; none for the first")] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE_SIZE, description="how many at most")] = DEFAULT_PAGE_SIZE


def cursor_of(request: HttpRequest) -> Cursor | None:
    """The place a page goes on from. Raises ``BadCursor``, a ``BadRequest``, for one that is not ours."""
    text = request.GET.get("cursor", "")
    return Cursor.parse(text) if text else None


def origin_of(request: HttpRequest) -> str:
    """``https://host`` of the request, checked against the allowed hosts."""
    return f"{request.scheme}://{request.get_host()}"
