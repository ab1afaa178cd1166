import math

import pytest
from django.utils import timezone

from pockitflyer.flyers.cells import cells_around, cells_of, chord_m, distance_m, metres
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.ranking import handicap
from pockitflyer.flyers.tests.board import pin

HALF_LIFE_US = 3 * 86_400_000_000


def titles(wanted, **kwargs):
    return [card.title for card in read_board(wanted, **kwargs).cards]


def around(lat, lon, radius_km=5.0, **also):
    return Wanted(near=Near(lat, lon, radius_km), **also)


def away(lat, lon, km, bearing=0.0):
    """The place that many kilometres from another, by spherical trigonometry."""
    phi, turn, far = math.radians(lat), math.radians(bearing), km / 6_371.0088
    other = math.asin(math.sin(phi) * math.cos(far) + math.cos(phi) * math.sin(far) * math.cos(turn))
    east = math.sin(turn) * math.sin(far) * math.cos(phi)
    lam = math.radians(lon) + math.atan2(east, math.cos(far) - math.sin(phi) * math.sin(other))
    return math.degrees(other), (math.degrees(lam) + 540) % 360 - 180


ZURICH, ISLAND = (47.39, 8.53), (-16.0, 179.99)
POLES, DATE_LINE = [(90.0, 0.0), (-90.0, 0.0), (89.99, 100.0)], [(0.0, 180.0), (-17.8, -180.0)]
PLACES = [ZURICH, *POLES, *DATE_LINE, ISLAND, (0.0, 0.0)]


@pytest.mark.parametrize("radius_km", [0.1, 1, 5, 6, 20, 60, 120, 200])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_what_is_within_the_radius_is_there_and_nothing_beyond(place, radius_km, alice):
    for bearing in (0, 75, 140, 250):
        lat, lon = away(*place, radius_km * 0.995 - 0.003, bearing)
        pin(alice, f"within {bearing}", lat=lat, lon=lon)
        lat, lon = away(*place, radius_km * 1.005 + 0.003, bearing)
        pin(alice, f"beyond {bearing}", lat=lat, lon=lon)
    assert sorted(titles(around(*place, radius_km))) == sorted(f"within {bearing}" for bearing in (0, 75, 140, 250))


@pytest.mark.parametrize("radius_km", [0.1, 3, 6, 16, 42, 112, 200])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_few_cells_cover_any_circle(place, radius_km):
    cells = cells_around(Near(*place, radius_km))
    ids = {cell.id for cell in cells}
    assert len(ids) == len(cells) <= 45
    for step in range(120):
        lat, lon = away(*place, radius_km * math.sqrt(step / 119), 222.5 * step)
        assert ids & set(cells_of(lat, lon))


def test_a_cell_that_is_inside_holds_nothing_out_of_reach():
    near = Near(47.39, 8.53, 6.0)
    inside = {cell.id for cell in cells_around(near) if cell.is_inside}
    assert len(inside) > 10
    for step in range(2_000):
        lat, lon = away(near.lat, near.lon, 6.002 + step / 500, 222.5 * step)
        assert not inside & set(cells_of(lat, lon))


@pytest.mark.parametrize("km", [0.1, 1, 5, 199])
def test_the_distances_of_sql_and_python_agree(km):
    for place in PLACES:
        lat, lon = away(*place, km, 33)
        assert distance_m(*place, lat, lon) == pytest.approx(1000 * km, abs=0.01)
        assert math.dist(metres(*place), metres(lat, lon)) == pytest.approx(chord_m(km), abs=2)


def test_a_half_distance_costs_a_half_life(settings):
    assert handicap(0) == 0
    assert handicap(settings.RANKING_HALF_DISTANCE_KM) == HALF_LIFE_US
    settings.RANKING_HALF_LIFE_DAYS, settings.RANKING_HALF_DISTANCE_KM = 6, 1
    assert handicap(1) == 2 * HALF_LIFE_US


def test_near_comes_first_unless_it_is_much_older(alice):
    now, day = timezone.now(), timezone.timedelta(days=1)
    here, there = {"lat": 47.39, "lon": 8.53}, dict(zip(("lat", "lon"), away(47.39, 8.53, 4.5, 90), strict=True))
    pin(alice, "here, old", starts_at=now - 12 * day, **here)
    pin(alice, "there, new", starts_at=now - day, **there)
    pin(alice, "here, quite new", starts_at=now - 3 * day, **here)
    assert titles(around(47.39, 8.53)) == ["here, quite new", "there, new", "here, old"]
    assert titles(Wanted()) == ["there, new", "here, quite new", "here, old"]


def test_within_a_cell_time_alone_counts(alice):
    now, hour = timezone.now(), timezone.timedelta(hours=1)
    pin(alice, "a little nearer", starts_at=now - 2 * hour, lat=47.39, lon=8.53)
    pin(alice, "a little newer", starts_at=now - hour, lat=47.3902, lon=8.5302)
    assert set(cells_of(47.39, 8.53)) == set(cells_of(47.3902, 8.5302))
    assert titles(around(47.39, 8.53)) == ["a little newer", "a little nearer"]


def test_cards_say_how_far_from_the_rounded_position(alice):
    lat, lon = away(47.39, 8.53, 1.234, 200)
    pin(alice, lat=lat, lon=lon)
    assert read_board(around(47.39, 8.53)).cards[0].place.distance_m == 1234
    assert read_board().cards[0].place.distance_m is None


def test_a_dense_cell_at_the_edge_hides_nothing(alice):
    """Cells partly out of reach are read no deeper than needed; what is needed must still come."""
    for n in range(12):
        lat, lon = away(47.39, 8.53, 5.05 + n / 100, 90)
        pin(alice, f"beyond {n}", lat=lat, lon=lon)
    lat, lon = away(47.39, 8.53, 4.9, 90)
    old = timezone.now() - timezone.timedelta(days=5)
    pin(alice, "within, old", lat=lat, lon=lon, starts_at=old)
    assert titles(around(47.39, 8.53)) == ["within, old"]
    for n in range(3):
        pin(alice, f"middle {n}", lat=47.39, lon=8.53)
    assert titles(around(47.39, 8.53), limit=3) == ["middle 2", "middle 1", "middle 0"]
    assert titles(around(47.39, 8.53)) == ["middle 2", "middle 1", "middle 0", "within, old"]
