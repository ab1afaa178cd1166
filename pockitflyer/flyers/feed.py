"""The board: which flyers, in which order, as cards.

Two queries a page, however many flyers there are: one finds them, one reads their rows with their images; of one
publisher, one does both.
"""

import functools
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from django.db.models import OuterRef, Q, StringAgg, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from pockitflyer.accounts.faces import small_face
from pockitflyer.flyers.cards import CreatorCard, FlyerCard, Place, PosterCard
from pockitflyer.flyers.cells import distance_m
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.finding import find
from pockitflyer.flyers.models import Category, Flyer, FlyerImage, Placement
from pockitflyer.flyers.placing import ANY_TOPIC, publisher_scope
from pockitflyer.flyers.ranking import microseconds
from pockitflyer.flyers.versions import BETWEEN, WITHIN, language_now
from pockitflyer.pictures.cards import picture_card
from pockitflyer.pictures.picture import Picture
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, BadCursor, Cursor, view_name

WHOLE_BOARD = Wanted()
# A poster is at most 460 px high on a page: 800 px serves the usual phone.
_POSTER_FITS_PX = 800
_COLUMNS: Final = (
    "id",
    "title",
    "text",
    "info_1",
    "info_2",
    "address",
    "lat",
    "lon",
    "starts_at",
    "ends_at",
    "published_at",
    "creator_id",
    "creator__name",
    "creator__picture",
    "category_list",
    "image_list",
)


@dataclass(frozen=True)
class Board:
    """A page of the board. ``category_names`` are in the active language, by slug."""

    cards: tuple[FlyerCard, ...]
    next_cursor: Cursor | None
    category_names: dict[str, str]


def read_board(
    wanted: Wanted = WHOLE_BOARD,
    *,
    viewer_id: int | None = None,
    creator_id: int | None = None,
    after: Cursor | None = None,
    limit: int = DEFAULT_PAGE_SIZE,
    origin: str = "",
) -> Board:
    """Live flyers after the cursor: as wanted, or those of one creator, who takes no filters.

    Newest first; near a position, nearer ones count as newer. ``viewer_id`` is whose favourites or publishers are
    shown. ``origin`` (``https://host``) makes addresses absolute. Raises ``BadCursor`` for a cursor of another view.
    """
    view = view_name(wanted, creator_id)
    if after is not None and after.view != view:
        raise BadCursor
    if creator_id is not None:
        return _of_creator(creator_id, after, limit, origin, view)
    found = find(wanted, viewer_id=viewer_id, after=after, most=limit + 1)
    page = found[:limit]
    rows = {row.id: row for row in _rows(language_now()).live().filter(pk__in=[one.flyer_id for one in page])}
    # One that was withdrawn this very moment is not there any more.
    board = _cards([rows[one.flyer_id] for one in page if one.flyer_id in rows], origin, wanted.near)
    if len(found) <= limit:
        return board
    return replace(board, next_cursor=Cursor(page[-1].score, page[-1].flyer_id, view))


def _of_creator(creator_id: int, after: Cursor | None, limit: int, origin: str, view: str) -> Board:
    """Their flyers in one query: where they hang is a part of the statement that reads them."""
    now = microseconds(timezone.now())
    hung = Placement.objects.filter(
        scope=publisher_scope(creator_id), topic=ANY_TOPIC, published__lte=now, starts__lte=now, ends__gt=now
    )
    if after is not None:
        # The first bound alone lets the index find the place.
        later = Q(published__lt=after.score) | Q(flyer__lt=after.id)
        hung = hung.filter(later, published__lte=after.score)
    newest = hung.order_by("-published", "-flyer").values("flyer")[: limit + 1]
    rows = list(_rows(language_now()).live().filter(pk__in=newest).newest_first())
    board = _cards(rows[:limit], origin)
    if len(rows) <= limit:
        return board
    last = rows[limit - 1]
    return replace(board, next_cursor=Cursor(microseconds(last.published_at), last.id, view))


def read_flyer(flyer_id: int, origin: str = "") -> Board | None:
    """A board of that one flyer, or ``None`` when it is not live."""
    board = _cards(list(_rows(language_now()).live().filter(pk=flyer_id)), origin)
    return board if board.cards else None


def card_rows(more: tuple[str, ...], **computed: Any) -> Any:
    """Rows of flyers with the columns of a card and ``more``, on the board or not: for their creator alone.

    ``computed`` are further columns by name, to be named in ``more``.
    """
    # What is computed must be known before it is read.
    return _rows(language_now()).annotate(**computed).values_list(*_COLUMNS, *more, named=True)


def board_of(rows: list[Any], origin: str = "") -> Board:
    """The cards of such rows, in their order."""
    return _cards(rows, origin)


def pictures_of_row(row: Any) -> list[tuple[Picture, str]]:
    """The pictures of a flyer's row in their order, each with what it shows."""
    return _pictures(row.image_list)


@functools.cache
def _rows(language: str) -> Any:
    """The columns of a card, with all categories and all images of a flyer in one string each.

    A query to be narrowed, not yet run.

    Kept for each language: putting it together takes longer than running it.
    """
    categories = (
        Category.objects.filter(flyers=OuterRef("pk"))
        .order_by()
        .values("flyers")
        .values(
            all=StringAgg(
                Concat("slug", Value(WITHIN), f"name_{language}", output_field=TextField()),
                Value(BETWEEN),
                output_field=TextField(),
            )
        )
    )
    one_image = Concat(
        Cast("position", TextField()),
        Value(WITHIN),
        Cast("picture", TextField()),
        Value(WITHIN),
        "alt",
        output_field=TextField(),
    )
    images = (
        FlyerImage.objects.filter(flyer=OuterRef("pk"))
        .order_by()
        .values("flyer")
        .values(all=StringAgg(one_image, Value(BETWEEN), output_field=TextField()))
    )
    return Flyer.objects.annotate(category_list=categories, image_list=images).values_list(*_COLUMNS, named=True)


@functools.cache
def _path(view: str) -> str:
    """What the addresses of all flyers, or all profiles, begin with: reversing one by one costs as much as reading."""
    return reverse(view, args=[0]).removesuffix("0/")


def _cards(rows: list[Any], origin: str, near: Near | None = None) -> Board:
    names: dict[str, str] = {}
    cards = []
    for row in rows:
        categories = _categories(row.category_list)
        names |= categories
        cards.append(_card(row, tuple(categories), _images(row.image_list, origin), origin, near))
    return Board(tuple(cards), None, names)


def _categories(joined: str | None) -> dict[str, str]:
    """Names by slug, in the order of the names."""
    pairs = (item.split(WITHIN) for item in (joined or "").split(BETWEEN) if item)
    return dict(sorted(((slug, name) for slug, name in pairs), key=lambda pair: pair[1].casefold()))


def _images(joined: str | None, origin: str) -> list[PosterCard]:
    return [poster_card(picture, alt, origin) for picture, alt in _pictures(joined)]


def _pictures(joined: str | None) -> list[tuple[Picture, str]]:
    """In the order of their positions."""
    rows = sorted((item.split(WITHIN) for item in (joined or "").split(BETWEEN) if item), key=lambda row: int(row[0]))
    return [(msgspec.json.decode(kept, type=Picture), alt) for _position, kept, alt in rows]


def poster_card(picture: Picture, alt: str = "", origin: str = "") -> PosterCard:
    """A picture of a flyer, as large as a page shows it."""
    card = picture_card(picture, fits=_POSTER_FITS_PX, origin=origin)
    return PosterCard(card.url, card.width, card.height, card.placeholder, card.sources, alt=alt)


def _card(row: Any, categories: tuple[str, ...], images: list[PosterCard], origin: str, near: Near | None) -> FlyerCard:
    away = None if near is None else round(distance_m(near.lat, near.lon, row.lat, row.lon))
    return FlyerCard(
        id=row.id,
        url=f"{origin}{_path('flyer')}{row.id}/",
        title=row.title,
        text=row.text,
        info=tuple(info for info in (row.info_1, row.info_2) if info),
        categories=categories,
        creator=CreatorCard(
            id=row.creator_id,
            name=row.creator__name,
            url=f"{origin}{_path('profile')}{row.creator_id}/",
            picture=small_face(row.creator__picture, origin),
        ),
        images=tuple(images),
        place=Place(row.address, row.lat, row.lon, away),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        published_at=row.published_at,
    )
