"""A place that is typed instead of asked of the device: a page that leads to the board around it."""

from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pockitflyer.flyers import geocoding
from pockitflyer.flyers.filter_bar import board_url
from pockitflyer.flyers.filters import Near, parse, to_query
from pockitflyer.flyers.geocoding import gazetteer

_DECIMALS = 2
_MOST_CHARACTERS = 200


@require_safe
def typed_place(request: HttpRequest) -> HttpResponse:
    """``/near/``: asks for a place; with ``?place=`` goes to the board around it, with all filters that were there."""
    wanted, place = parse(request.GET), request.GET.get("place", "")[:_MOST_CHARACTERS].strip()
    found = geocoding.town_of(place) if place else None
    if found is not None:
        near = Near(round(found.lat, _DECIMALS), round(found.lon, _DECIMALS))
        return redirect(board_url(wanted, near=near))
    context = {
        "place": place,
        "kept": parse_qsl(to_query(wanted, near=None)),
        "suggestions": gazetteer.suggestions(place) if place else (),
    }
    geocoding.prepare_soon()
    return render(request, "flyers/typed_place.html", context, status=404 if place else 200)
