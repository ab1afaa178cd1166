"""Where things are: H3 cells, distances on the globe, and which cells a circle touches."""

import functools
import math
from dataclasses import dataclass
from typing import Final

import h3.api.basic_int as h3

from pockitflyer.flyers.filters import Near

EARTH_RADIUS_M: Final = 6_371_008.8
# For circles up to this radius, in km, cells of this H3 resolution: 7 to about 40 of them. Their edges are
# 1.4, 3.7, 10, 26 and 69 km long.
_RESOLUTIONS: Final = ((6.0, 7), (16.0, 6), (42.0, 5), (112.0, 4), (math.inf, 3))
# H3 draws its edges as great circles, we as straight lines on a flat map around the viewer.
_FLATNESS: Final = 1.01


@dataclass(frozen=True)
class Cell:
    """A cell around a viewer. ``is_inside``: all of it lies within the radius."""

    id: int
    distance_km: float
    is_inside: bool


def cells_of(lat: float, lon: float) -> list[int]:
    """The cell that holds a position, at every resolution that circles are made of."""
    # Not the parents of the finest one: those do not quite cover their children.
    return [h3.latlng_to_cell(lat, lon, resolution) for _, resolution in _RESOLUTIONS]


def cells_around(near: Near) -> list[Cell]:
    """Every cell that can hold a flyer within the radius, nearest first; poles and the date line are no edge to it."""
    resolution = next(resolution for reach, resolution in _RESOLUTIONS if near.radius_km <= reach)
    start = h3.latlng_to_cell(near.lat, near.lon, resolution)
    found: dict[int, Cell] = {}
    seen, ring = set[int](), {start}
    while ring:
        seen |= ring
        touched = [cell for cell in (_touched(near, one, one == start) for one in ring) if cell is not None]
        found |= {cell.id: cell for cell in touched}
        ring = {neighbour for cell in touched for neighbour in h3.grid_disk(cell.id, 1)} - seen
    return sorted(found.values(), key=lambda cell: (cell.distance_km, cell.id))


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along the globe, by the haversine formula."""
    rise = math.sin(math.radians(other_lat - lat) / 2) ** 2
    turn = math.sin(math.radians(other_lon - lon) / 2) ** 2
    square = rise + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * turn
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(square)))


def metres(lat: float, lon: float) -> tuple[int, int, int]:
    """A position as metres from the middle of the Earth: towards 0° 0°, 0° 90° east, and the north pole.

    Two of these give a distance by adding and multiplying whole numbers, which every database does alike.
    """
    phi, lam = math.radians(lat), math.radians(lon)
    flat = EARTH_RADIUS_M * math.cos(phi)
    return round(flat * math.cos(lam)), round(flat * math.sin(lam)), round(EARTH_RADIUS_M * math.sin(phi))


def chord_m(distance_km: float) -> float:
    """The straight line, through the ground, between two places that far apart."""
    return 2 * EARTH_RADIUS_M * math.sin(1000 * distance_km / (2 * EARTH_RADIUS_M))


def _touched(near: Near, cell: int, holds_viewer: bool) -> Cell | None:
    """``None`` when no part of the cell is within the radius."""
    lat, lon, outline = _shape(cell)
    reach_m = 1000 * near.radius_km * _FLATNESS
    corners = [_on_map(near, *corner) for corner in outline]
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    if not holds_viewer and min(_distance_to_side(*side) for side in sides) > reach_m:
        return None
    is_inside = max(math.hypot(*corner) for corner in corners) * _FLATNESS <= 1000 * near.radius_km
    return Cell(cell, distance_m(near.lat, near.lon, lat, lon) / 1000, is_inside)


@functools.lru_cache(100_000)
def _shape(cell: int) -> tuple[float, float, tuple[tuple[float, float], ...]]:
    """Latitude and longitude of the centre, and the corners."""
    return (*h3.cell_to_latlng(cell), h3.cell_to_boundary(cell))


def _on_map(near: Near, lat: float, lon: float) -> tuple[float, float]:
    """Metres on a flat map around the viewer that keeps distances to the viewer (azimuthal equidistant)."""
    phi, other_phi, turn = math.radians(near.lat), math.radians(lat), math.radians(lon - near.lon)
    east = math.sin(turn) * math.cos(other_phi)
    north = math.cos(phi) * math.sin(other_phi) - math.sin(phi) * math.cos(other_phi) * math.cos(turn)
    bearing, away = math.atan2(east, north), distance_m(near.lat, near.lon, lat, lon)
    return away * math.sin(bearing), away * math.cos(bearing)


def _distance_to_side(start: tuple[float, float], end: tuple[float, float]) -> float:
    """From the viewer, in the middle of the map, to the nearest point of a side."""
    along = end[0] - start[0], end[1] - start[1]
    length = along[0] ** 2 + along[1] ** 2
    share = -(start[0] * along[0] + start[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(start[0] + share * along[0], start[1] + share * along[1])
