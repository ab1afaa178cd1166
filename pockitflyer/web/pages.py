"""What pages and the API ask of a request."""

from django.http import HttpRequest

from pockitflyer.web.cursors import Cursor


def cursor_of(request: HttpRequest) -> Cursor | None:
    """The place a page goes on from. Raises ``BadCursor``, a ``BadRequest``, for one that is not ours."""
    text = request.GET.get("cursor", "")
    return Cursor.parse(text) if text else None


def origin_of(request: HttpRequest) -> str:
    """``https://host`` of the request, checked against the allowed hosts."""
    return f"{request.scheme}://{request.get_host()}"
