"""One's own flyers, on the board or not, with what only their creator may see."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec.structs import replace

from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.drafts import Draft, Image, Pin
from pockitflyer.flyers.feed import board_of, card_rows, pictures_of_row
from pockitflyer.flyers.life import STATUSES, Status, status_of
from pockitflyer.flyers.models import Favourite, Flyer
from pockitflyer.flyers.reported import in_words
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, BadCursor, Cursor, view_name

# Beside what a card shows.
_OWN_COLUMNS: Final = (
    "version",
    "withdrawn_at",
    "hidden_at",
    "hidden_reason",
    "precision",
    "typed_address",
    "pin_lat",
    "pin_lon",
    "is_pinned_by_hand",
    "is_being_located",
    "favourite_count",
)


_ON_BOARD: Final = "on_board"


class OwnFlyer(FlyerCard, frozen=True, kw_only=True):
    """A flyer as its creator sees it: the card, and beside it what nobody else gets.

    ``image_ids`` name the pictures for an edit; ``lat`` and ``lon`` are the true position.
    """

    status: Status
    version: int
    precision: str
    address: str
    lat: float | None
    lon: float | None
    is_pinned_by_hand: bool
    is_being_located: bool
    hidden_reason: str
    favourite_count: int
    image_ids: tuple[str, ...]


@dataclass(frozen=True)
class OwnBoard:
    """A page of one's own flyers, the last made first. ``counts`` are of all of them, by status.

    ``on_board`` counts those that anyone can see: of the live ones, not what is still being located.
    """

    flyers: tuple[OwnFlyer, ...]
    next_cursor: Cursor | None
    category_names: dict[str, str]
    counts: dict[Status, int]
    on_board: int


def read_own(
    creator_id: int,
    status: Status | None = None,
    *,
    after: Cursor | None = None,
    limit: int = DEFAULT_PAGE_SIZE,
    origin: str = "",
) -> OwnBoard:
    """One query, however many flyers; two where none is of that status. Raises ``BadCursor`` as ``read_board`` does."""
    view = view_name("own", status)
    if after is not None and after.view != view:
        raise BadCursor
    now = timezone.now()
    flyers = _rows(**_counts(creator_id, now)).filter(creator=creator_id)
    if status:
        flyers = flyers.filter(_of_status(status, now))
    if after is not None:
        flyers = flyers.filter(pk__lt=after.id)
    rows = list(flyers.order_by("-pk")[: limit + 1])
    page = rows[:limit]
    board = board_of(page, origin)
    own = tuple(_own(card, row, now) for card, row in zip(board.cards, page, strict=True))
    next_cursor = Cursor(0, page[-1].id, view) if len(rows) > limit else None
    found = rows[0]._asdict() if rows else _count(creator_id, now)
    counts = {known: found[_counted(known)] for known in STATUSES}
    return OwnBoard(own, next_cursor, board.category_names, counts, found[_counted(_ON_BOARD)])


def read_own_flyer(creator_id: int, flyer_id: int, origin: str = "") -> OwnFlyer | None:
    """One flyer as its creator sees it; ``None`` when it is not theirs, or not there. One query."""
    rows = list(_rows().filter(creator=creator_id, pk=flyer_id))
    return _own(board_of(rows, origin).cards[0], rows[0], timezone.now()) if rows else None


def _rows(**counts: Any) -> Any:
    favourites = Favourite.objects.filter(flyer=OuterRef("pk")).order_by().values("flyer").values(n=Count("pk"))
    return card_rows((*_OWN_COLUMNS, *counts), favourite_count=Coalesce(Subquery(favourites), 0), **counts)


def says(flyer: OwnFlyer, draft: Draft) -> bool:
    """Whether the flyer is already what the cleaned draft wants it to be."""
    images = tuple(Image(id_, image.alt) for id_, image in zip(flyer.image_ids, flyer.images, strict=True))
    place = None if flyer.lat is None or flyer.lon is None else Pin(flyer.lat, flyer.lon)
    kept = Draft(
        title=flyer.title,
        text=flyer.text,
        address=flyer.address,
        categories=tuple(sorted(flyer.categories)),
        images=images,
        info=tuple(flyer.info),
        starts_at=flyer.starts_at,
        ends_at=flyer.ends_at,
        precision=flyer.precision,
        pin=place if flyer.is_pinned_by_hand else None,
    )
    return kept == replace(draft, categories=tuple(sorted(draft.categories)))


def own_context(user_id: int, status: str, cursor: str) -> dict[str, Any]:
    """What the own profile shows of one's flyers; an unknown status is all of them. Raises ``BadCursor``."""
    chosen = next((known for known in STATUSES if known == status), None)
    board = read_own(user_id, chosen, after=Cursor.parse(cursor) if cursor else None)
    return {
        "own": board,
        "own_status": chosen or "",
        "own_counts": [(known, count) for known, count in board.counts.items() if count],
        "own_total": sum(board.counts.values()),
    }


def _counts(creator_id: int, now: dt.datetime) -> dict[str, Any]:
    """Columns that are the same for each row: how many of one's own flyers there are of each kind."""
    own = Flyer.objects.filter(creator=creator_id).order_by().values("creator")
    of_each = {name: own.filter(kind).values(n=Count("pk")) for name, kind in _kinds(now).items()}
    return {name: Coalesce(Subquery(found), 0) for name, found in of_each.items()}


def _count(creator_id: int, now: dt.datetime) -> dict[str, int]:
    """The same, where there is no row."""
    counts = {name: Count("pk", filter=kind) for name, kind in _kinds(now).items()}
    return Flyer.objects.filter(creator=creator_id).aggregate(**counts)


def _kinds(now: dt.datetime) -> dict[str, Q]:
    kinds = {_counted(status): _of_status(status, now) for status in STATUSES}
    return kinds | {_counted(_ON_BOARD): _of_status("live", now) & Q(lat__isnull=False)}


def _counted(kind: str) -> str:
    return f"{kind}_count"


def _own(card: FlyerCard, row: Any, now: dt.datetime) -> OwnFlyer:
    shown = {name: getattr(card, name) for name in FlyerCard.__struct_fields__}
    times = {name: getattr(row, name) for name in ("starts_at", "ends_at", "withdrawn_at", "hidden_at")}
    return OwnFlyer(
        **shown,
        status=status_of(**times, now=now),
        version=row.version,
        precision=row.precision,
        address=row.typed_address or card.place.address,
        lat=row.pin_lat,
        lon=row.pin_lon,
        is_pinned_by_hand=row.is_pinned_by_hand,
        is_being_located=row.is_being_located,
        hidden_reason=in_words(row.hidden_reason),
        favourite_count=row.favourite_count,
        image_ids=tuple(picture.key for picture, _alt in pictures_of_row(row)),
    )


def _of_status(status: Status, now: dt.datetime) -> Q:
    """As ``life.status_of`` says, in the database."""
    if status == "hidden":
        return Q(hidden_at__isnull=False)
    seen = Q(hidden_at=None)
    if status == "ended":
        return seen & Q(ends_at__lte=now)
    running = seen & Q(ends_at__gt=now)
    if status == "withdrawn":
        return running & Q(withdrawn_at__isnull=False)
    running &= Q(withdrawn_at=None)
    return running & (Q(starts_at__lte=now) if status == "live" else Q(starts_at__gt=now))
