"""The pages of the board."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from pockitflyer.flyers.feed import Board, read_board, read_flyer
from pockitflyer.flyers.profiles import read_profile
from pockitflyer.web.cursors import Cursor
from pockitflyer.web.pages import cursor_of


@require_safe
@vary_on_headers("HX-Request")
def feed(request: HttpRequest) -> HttpResponse:
    """``/``: the board, newest first."""
    board = read_board(after=cursor_of(request))
    return _page_or_cards(request, "flyers/feed.html", board, {})


@require_safe
@vary_on_headers("HX-Request")
def profile(request: HttpRequest, user_id: int) -> HttpResponse:
    """``/users/<id>/``: a publisher and their live flyers."""
    found = read_profile(user_id, after=cursor_of(request))
    if found is None:
        raise Http404
    is_own = request.user.is_authenticated and request.user.pk == user_id
    return _page_or_cards(request, "flyers/profile.html", found.board, {"profile": found, "is_own": is_own})


@require_safe
def flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/``: a flyer's own page."""
    board = read_flyer(flyer_id)
    if board is None:
        raise Http404
    context = {"card": board.cards[0], "category_names": board.category_names}
    return render(request, "flyers/flyer.html", context)


def _page_or_cards(request: HttpRequest, template: str, board: Board, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or just its cards when the page itself asks for more of them."""
    context |= {
        "cards": board.cards,
        "category_names": board.category_names,
        "next_url": _next_url(request, board.next_cursor),
        "first_page": "cursor" not in request.GET,
    }
    asked_by_page = getattr(request, "htmx", False) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    return render(request, f"{template}#cards" if asked_by_page else template, context)


def _next_url(request: HttpRequest, cursor: Cursor | None) -> str | None:
    return None if cursor is None else f"{request.path}?cursor={cursor}"
