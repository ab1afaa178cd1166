"""Putting flyers where views find them, and taking down what has ended."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from pockitflyer.flyers.cells import cells_of, metres
from pockitflyer.flyers.models import Flyer, Placement, SearchText
from pockitflyer.flyers.ranking import microseconds
from pockitflyer.web.folding import fold

WHOLE_BOARD: Final = 0
ANY_TOPIC: Final = 0
# An ended flyer is invisible at once; what is left of it is swept later, and nobody can tell when.
_SWEEP_AFTER: Final = dt.timedelta(hours=1)
# Each flyer put up takes down so many at most: it keeps up with any board, at a price no writer feels.
_SWEPT_PER_FLYER: Final = 20
_CHUNK: Final = 500


def place(flyers: Iterable[Flyer]) -> None:
    """Call it in the transaction that wrote them, once their categories are set; again after every change."""
    flyers = list(flyers)
    ids = [flyer.pk for flyer in flyers]
    up = [flyer for flyer in flyers if _is_up(flyer)]
    with transaction.atomic():
        take_down(ids)
        topics = _topics(ids)
        Placement.objects.bulk_create(
            [Placement(**row) for flyer in up for row in placements(flyer, topics[flyer.pk])], batch_size=_CHUNK
        )
        SearchText.objects.bulk_create([SearchText(**search_text(flyer)) for flyer in up], batch_size=_CHUNK)
        sweep(_SWEPT_PER_FLYER * len(flyers))


def _is_up(flyer: Flyer) -> bool:
    may_be_seen = flyer.withdrawn_at is None and flyer.hidden_at is None and flyer.lat is not None
    return may_be_seen and flyer.ends_at > timezone.now() - _SWEEP_AFTER


def take_down(flyer_ids: Iterable[int]) -> None:
    """No view finds them any more. The flyers themselves stay."""
    ids = list(flyer_ids)
    Placement.objects.filter(flyer__in=ids).delete()
    SearchText.objects.filter(flyer__in=ids).delete()


def sweep(most: int) -> int:
    """Takes down at most so many flyers that have ended a while ago; returns how many it found."""
    over = microseconds(timezone.now() - _SWEEP_AFTER)
    ids = list(SearchText.objects.filter(ends__lt=over).values_list("flyer", flat=True)[:most])
    if ids:
        take_down(ids)
    return len(ids)


def publisher_scope(creator_id: int) -> int:
    """The scope that holds one publisher's flyers."""
    return -creator_id


def placements(flyer: Flyer, category_ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """The columns of every row of a flyer: 6 scopes for each category and for any, and the publisher's.

    None while nobody knows where it is.
    """
    if flyer.lat is None or flyer.lon is None:
        return
    x, y, z = metres(flyer.lat, flyer.lon)
    columns = {
        "flyer_id": flyer.pk,
        "published": microseconds(flyer.published_at),
        "starts": microseconds(flyer.starts_at),
        "ends": microseconds(flyer.ends_at),
        "x": x,
        "y": y,
        "z": z,
    }
    for scope in (WHOLE_BOARD, *cells_of(flyer.lat, flyer.lon)):
        for topic in (ANY_TOPIC, *category_ids):
            yield columns | {"scope": scope, "topic": topic}
    yield columns | {"scope": publisher_scope(flyer.creator_id), "topic": ANY_TOPIC}


def search_text(flyer: Flyer) -> dict[str, Any]:
    """The columns of a flyer's text for searching; a line for each field, so that nothing is found across two."""
    folded = "\n".join(fold(text) for text in (flyer.title, flyer.text, flyer.address))
    ends = microseconds(flyer.ends_at)
    return {"flyer_id": flyer.pk, "creator_id": flyer.creator_id, "ends": ends, "folded": folded}


def _topics(flyer_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = Flyer.categories.through.objects.filter(flyer__in=flyer_ids)
    for flyer_id, category_id in links.values_list("flyer_id", "category_id"):
        found[flyer_id].append(category_id)
    return found
