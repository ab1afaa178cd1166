"""Where a flyer is: what its creator typed or pinned, what a geocoder makes of it, and what anyone may see of that."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pockitflyer.flyers import geocoding
from pockitflyer.flyers.drafts import Draft, Pin, Refused, Wrong
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.placing import place
from pockitflyer.flyers.precision import shown_address, shown_position

_FIRST_PAUSE: Final = dt.timedelta(minutes=1)
# The pauses double: the last try comes two hours after the first.
_MOST_TRIES: Final = 8


class NeverLocated(Exception):
    """A task that gave up: an operator sees it among the failed ones."""


@dataclass(frozen=True)
class Whereabouts:
    """A position, or ``None`` while nobody knows it; and the town, for less precise addresses."""

    pin: Pin | None
    town: str = ""
    is_by_hand: bool = False
    is_being_located: bool = False


def find(draft: Draft) -> Whereabouts:
    """Where a cleaned draft is about. Asks a geocoder, so not to be called inside a transaction.

    A service that does not answer leaves the town, or nothing, and the place to be located later. Raises ``Refused``
    for an address that is not to be found.
    """
    if draft.pin is not None:
        town = geocoding.town_of(draft.address)
        return Whereabouts(draft.pin, town.town if town else "", is_by_hand=True)
    try:
        found = geocoding.locate(draft.address)
    except geocoding.NotFound as error:
        raise Refused(_unknown(error.suggestions)) from error
    except geocoding.Unavailable:
        town = geocoding.town_of(draft.address)
        pin = Pin(town.lat, town.lon) if town else None
        return Whereabouts(pin, town.town if town else "", is_being_located=True)
    return Whereabouts(Pin(found.lat, found.lon), found.town)


def _unknown(suggestions: tuple[str, ...]) -> Wrong:
    sentence = _("This place is not to be found. Name the town, such as “Lindenstrasse 4, 8008 Zürich”.")
    return Wrong("address", "place-not-found", sentence, suggestions)


def put(flyer: Flyer, where: Whereabouts, address: str, precision: str) -> None:
    """Writes into the flyer's columns what its creator keeps and what anyone may see. Saves nothing."""
    flyer.typed_address, flyer.precision = address, precision
    flyer.address = shown_address(address, precision, where.town)
    flyer.is_pinned_by_hand, flyer.is_being_located = where.is_by_hand, where.is_being_located
    flyer.pin_lat, flyer.pin_lon = (where.pin.lat, where.pin.lon) if where.pin else (None, None)
    flyer.lat, flyer.lon = shown_position(where.pin.lat, where.pin.lon, precision) if where.pin else (None, None)


def locate_later(flyer: Flyer) -> None:
    """To be called in the transaction that writes a flyer."""
    if flyer.is_being_located:
        locate.enqueue(flyer.pk)


@task()
def locate(flyer_id: int, tries: int = 1) -> None:
    """Asks again where a flyer is. Tries with growing pauses; raises ``NeverLocated`` when it gives up."""
    flyer = Flyer.objects.filter(pk=flyer_id, is_being_located=True).first()
    if flyer is None:
        return
    try:
        found = geocoding.locate(flyer.typed_address)
    except geocoding.NotFound as error:
        raise NeverLocated("The service does not know the address.") from error
    except geocoding.Unavailable as error:
        if tries >= _MOST_TRIES:
            raise NeverLocated("The service did not answer.") from error
        later = timezone.now() + _FIRST_PAUSE * 2 ** (tries - 1)
        locate.using(run_after=later).enqueue(flyer_id, tries + 1)
        return
    _settle(flyer_id, flyer.typed_address, found)


def _settle(flyer_id: int, asked: str, found: geocoding.Found) -> None:
    with transaction.atomic():
        flyer = Flyer.objects.select_for_update().filter(pk=flyer_id).first()
        # Its creator may have typed another address meanwhile.
        if flyer is None or not flyer.is_being_located or flyer.typed_address != asked:
            return
        put(flyer, Whereabouts(Pin(found.lat, found.lon), found.town), asked, flyer.precision)
        flyer.save()
        place([flyer])
