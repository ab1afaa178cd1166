"""The pages of the board."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pockitflyer.accounts.forms import ProfileForm
from pockitflyer.accounts.models import User
from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers import favourites, feeds
from pockitflyer.flyers.feed import Board, read_board, read_flyer
from pockitflyer.flyers.filter_bar import board_url, filter_bar
from pockitflyer.flyers.filters import Wanted, parse, to_query
from pockitflyer.flyers.marks import marks_on
from pockitflyer.flyers.nothing import why_nothing
from pockitflyer.flyers.own_flyers import own_context
from pockitflyer.flyers.owning import is_gone
from pockitflyer.flyers.printing import SIZES, sheet
from pockitflyer.flyers.profiles import Profile, own_profile
from pockitflyer.flyers.reading import board_for, profile_for
from pockitflyer.flyers.sharing import board_as_shared, flyer_as_shared, profile_as_shared
from pockitflyer.flyers.versions import board_now, board_version, categories_for
from pockitflyer.web.caching import answer
from pockitflyer.web.cursors import MAX_PAGE_SIZE, Cursor
from pockitflyer.web.pages import cursor_of, origin_of
from pockitflyer.web.taps import answer_tap

ATOM_TYPE: Final = "application/atom+xml; charset=utf-8"
CALENDAR_TYPE: Final = "text/calendar; charset=utf-8"


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/``: the board, or what of it the filters in the address leave."""
    wanted, after = parse(request.GET), cursor_of(request)
    if wanted.show and viewer_id_of(request) is None:
        return redirect_to_login(request.get_full_path())
    categories = categories_for(request)
    if categories is not None:
        return answer(request, board_version, partial(_feed, request, wanted, after, categories))
    now = board_now()
    return answer(request, lambda: now.version, partial(_feed, request, wanted, after, now.categories))


def _feed(request: HttpRequest, wanted: Wanted, after: Cursor | None, categories: dict[str, str]) -> HttpResponse:
    viewer_id, bar = viewer_id_of(request), filter_bar(wanted, categories)
    board = board_for(request, wanted, after)
    context = _cards(request, board, viewer_id) | {
        "wanted": wanted,
        "bar": bar,
        "query": to_query(wanted),
        "found": _found(board),
        "next_url": _next_url(request, board.next_cursor, wanted),
        "shared_as": board_as_shared(wanted, bar, origin_of(request)),
    }
    if not board.cards:
        context["nothing"] = why_nothing(wanted, viewer_id)
    return render(request, _part_of(request, "flyers/feed.html", "cards" if after else "results"), context)


def _found(board: Board) -> str:
    """Spoken when the filters change."""
    count = len(board.cards)
    if board.next_cursor is not None:
        return _("%(count)s flyers and more") % {"count": count}
    return ngettext("%(count)s flyer", "%(count)s flyers", count) % {"count": count}


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """``/feed.atom``: the newest hundred of a view, for feed readers."""
    return _subscription(request, ATOM_TYPE, lambda board, page: feeds.atom(board, page, request.build_absolute_uri()))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """``/calendar.ics``: the same, for calendars."""
    return _subscription(request, CALENDAR_TYPE, feeds.calendar)


def _subscription(request: HttpRequest, type_: str, write: Callable[[Board, str], bytes]) -> HttpResponse:
    wanted, origin = parse(request.GET), origin_of(request)
    if wanted.show:
        raise BadRequest(_("What is yours has no feed: feed readers and calendars cannot sign in."))

    def make() -> HttpResponse:
        board = read_board(wanted, limit=MAX_PAGE_SIZE, origin=origin)
        return HttpResponse(write(board, origin + board_url(wanted)), content_type=type_)

    return answer(request, board_version, make)


@require_safe
def profile(request: HttpRequest, user_id: int) -> HttpResponse:
    """``/users/<id>/``: a publisher and their live flyers."""
    after = cursor_of(request)
    return answer(request, board_version, lambda: _profile(request, user_id, after))


def _profile(request: HttpRequest, user_id: int, after: Cursor | None) -> HttpResponse:
    viewer_id, own = viewer_id_of(request), {}
    if viewer_id == user_id and not getattr(request, "htmx", None):
        own = own_context(user_id, request.GET.get("status", ""), request.GET.get("own", ""))
        found: Profile | None = own_profile(cast(User, request.user), own["own"].on_board, after=after)
    else:
        found = profile_for(request, user_id, after)
    if found is None:
        raise Http404
    context = _cards(request, found.board, viewer_id, user_id) | own
    context |= {
        "profile": found,
        "is_own": viewer_id == user_id,
        "limits": ProfileForm.picture_limits,
        "is_following": user_id in context["marks"].followed,
        "is_blocked": user_id in context["marks"].blocked,
        "next_url": _next_url(request, found.board.next_cursor),
        "shared_as": profile_as_shared(found, origin_of(request)),
    }
    return render(request, _part_of(request, "flyers/profile.html", "cards"), context)


@require_safe
def flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/``: a flyer's own page."""
    return answer(request, board_version, lambda: _flyer(request, flyer_id))


def _flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    board = read_flyer(flyer_id)
    if board is None:
        return _not_there(request, flyer_id)
    card, viewer_id = board.cards[0], viewer_id_of(request)
    context = _cards(request, board, viewer_id)
    context |= {
        "card": card,
        "is_own": viewer_id == card.creator.id,
        "is_following": card.creator.id in context["marks"].followed,
        "is_favourite": card.id in context["marks"].favourites,
        "shared_as": flyer_as_shared(card, origin_of(request)),
    }
    return render(request, "flyers/flyer.html", context)


@require_safe
def print_flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/print/``: a sheet of paper with the poster and a code that leads to the flyer."""
    return answer(request, board_version, lambda: _sheet(request, flyer_id))


def _sheet(request: HttpRequest, flyer_id: int) -> HttpResponse:
    board = read_flyer(flyer_id)
    if board is None:
        return _not_there(request, flyer_id)
    card = board.cards[0]
    paper = sheet(origin_of(request) + card.url, request.GET.get("size", ""))
    return render(request, "flyers/print.html", {"card": card, "sheet": paper, "sizes": SIZES})


def _not_there(request: HttpRequest, flyer_id: int) -> HttpResponse:
    if is_gone(flyer_id):
        return render(request, "410.html", status=410)
    raise Http404


@never_cache
@require_http_methods(["GET", "POST"])
def favourite(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/favourite/``: keeps a flyer, or lets it go."""

    def switch(viewer_id: int, on: bool) -> None:
        if on:
            favourites.keep(viewer_id, flyer_id)
        else:
            favourites.let_go(viewer_id, flyer_id)

    try:
        return answer_tap(request, switch, _("Keep this flyer among your favourites?"))
    except favourites.NotOnTheBoard as error:
        raise Http404 from error


def _cards(request: HttpRequest, board: Board, viewer_id: int | None, *creator_ids: int) -> dict[str, Any]:
    return {
        "cards": board.cards,
        "category_names": board.category_names,
        "marks": marks_on(board.cards, viewer_id, *creator_ids),
        "first_page": "cursor" not in request.GET,
    }


def _part_of(request: HttpRequest, template: str, part: str) -> str:
    """The whole page, or the part of it that the page itself asks for."""
    htmx: Any = getattr(request, "htmx", None)
    return f"{template}#{part}" if htmx and not htmx.history_restore_request else template


def _next_url(request: HttpRequest, cursor: Cursor | None, wanted: Wanted | None = None) -> str | None:
    return None if cursor is None else f"{request.path}?{to_query(wanted or Wanted(), cursor=cursor)}"
