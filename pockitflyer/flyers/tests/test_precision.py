"""How much of a place anyone sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pockitflyer.flyers.cells import distance_m
from pockitflyer.flyers.precision import shown_address, shown_position


@pytest.mark.parametrize(
    ("address", "street", "area"),
    [
        ("Lindenstrasse 4, 8008 Zürich", "Lindenstrasse, 8008 Zürich", "8008 Zürich"),
        ("Lindenstrasse 4a, 8008 Zürich", "Lindenstrasse, 8008 Zürich", "8008 Zürich"),
        ("Lindenstrasse 4-6, 8008 Zürich", "Lindenstrasse, 8008 Zürich", "8008 Zürich"),
        ("12 Rue de la Gare, 1003 Lausanne", "Rue de la Gare, 1003 Lausanne", "1003 Lausanne"),
        ("Hauptstrasse 5 8400 Winterthur", "Hauptstrasse 8400 Winterthur", "8400 Winterthur"),
        ("Bei Alice, Lindenstrasse 4, 8008 Zürich", "Bei Alice, Lindenstrasse, 8008 Zürich", "8008 Zürich"),
        ("Röschibachplatz 1", "Röschibachplatz", "Zürich"),
        ("17", "Zürich", "Zürich"),
    ],
)
def test_numbers_go_first_and_then_the_street(address, street, area):
    assert shown_address(address, "exact", "Zürich") == address
    assert shown_address(address, "street", "Zürich") == street
    assert shown_address(address, "area", "Zürich") == area


@given(lat=st.floats(-85, 85), lon=st.floats(-179, 179))
def test_a_less_precise_place_is_moved_but_stays_near_and_all_of_its_cell_look_alike(lat, lon):
    for precision, reach_m in (("street", 300), ("area", 2_000)):
        shown = shown_position(lat, lon, precision)
        assert distance_m(lat, lon, *shown) < reach_m
        # What is shown tells no more when it is shown again.
        assert shown_position(*shown, precision) == shown
