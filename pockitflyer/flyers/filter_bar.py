"""The filters of the board as links: each leads to the address that differs from the present one in that filter."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec.structs import replace

from pockitflyer.flyers.distances import kilometres
from pockitflyer.flyers.filters import DEFAULT_RADIUS_KM, Wanted, to_query

_RADII_KM = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Chip:
    """A link that switches a filter: on when it is off, off when it is on. ``id`` is its own on the page."""

    id: str
    name: str
    url: str
    is_on: bool


@dataclass(frozen=True)
class FilterBar:
    """``fields`` are all filters but the search, for its form. ``near_off`` is the board without a position."""

    categories: tuple[Chip, ...]
    times: tuple[Chip, ...]
    own: tuple[Chip, ...]
    radii: tuple[Chip, ...]
    radius: str
    near_off: str
    fields: tuple[tuple[str, str], ...]


def filter_bar(wanted: Wanted, categories: dict[str, str]) -> FilterBar:
    """``categories`` are names by slug, in the order to show. One that is asked for is always shown."""
    offered = categories | {slug: slug for slug in wanted.categories if slug not in categories}
    return FilterBar(
        categories=tuple(_category(wanted, slug, name) for slug, name in offered.items()),
        times=tuple(_choice(wanted, "when", key, name) for key, name in _times().items()),
        own=tuple(_choice(wanted, "show", key, name) for key, name in _own_views().items()),
        radii=_radii(wanted),
        radius=kilometres(wanted.near.radius_km) if wanted.near else kilometres(DEFAULT_RADIUS_KM),
        near_off=board_url(wanted, near=None),
        fields=_fields(wanted),
    )


def board_url(wanted: Wanted, **replaced: object) -> str:
    """The board with these filters, some of them replaced."""
    query = to_query(wanted, **replaced)
    return f"{reverse('feed')}?{query}" if query else reverse("feed")


def _times() -> dict[str, str]:
    return {"today": _("Today"), "weekend": _("Weekend"), "upcoming": _("Upcoming")}


def _own_views() -> dict[str, str]:
    return {"favourites": _("Favourites"), "following": _("Following")}


def _category(wanted: Wanted, slug: str, name: str) -> Chip:
    is_on = slug in wanted.categories
    others = tuple(other for other in wanted.categories if other != slug)
    return Chip(f"category-{slug}", name, board_url(wanted, categories=others if is_on else (*others, slug)), is_on)


def _choice(wanted: Wanted, field: str, key: str, name: str) -> Chip:
    is_on = getattr(wanted, field) == key
    return Chip(f"{field}-{key}", name, board_url(wanted, **{field: "" if is_on else key}), is_on)


def _radii(wanted: Wanted) -> tuple[Chip, ...]:
    near = wanted.near
    if near is None:
        return ()
    radii = sorted({*_RADII_KM, near.radius_km})
    return tuple(
        Chip(
            f"radius-{km:g}", kilometres(km), board_url(wanted, near=replace(near, radius_km=km)), km == near.radius_km
        )
        for km in radii
    )


def _fields(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(to_query(wanted, q="")))
