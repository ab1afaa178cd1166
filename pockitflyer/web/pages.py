"""What pages and the API ask of a request."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pockitflyer.web.cursors import BadCursor, Cursor


def cursor_of(request: HttpRequest) -> Cursor | None:
    """The place a page goes on from. Raises ``BadRequest`` for a cursor that is not ours."""
    text = request.GET.get("cursor", "")
    try:
        return Cursor.parse(text) if text else None
    except BadCursor as error:
        raise BadRequest(_("This page address is not complete. Start from the board.")) from error


def origin_of(request: HttpRequest) -> str:
    """``https://host`` of the request, checked against the allowed hosts."""
    return f"{request.scheme}://{request.get_host()}"
