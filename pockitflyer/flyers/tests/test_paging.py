"""Any board, any view, any page size, while others publish: compared with the order worked out flyer by flyer."""

import datetime as dt

import h3.api.basic_int as h3
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pockitflyer.flyers.cells import distance_m
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.ranking import handicap, microseconds
from pockitflyer.flyers.tests.board import pin

LAT, LON = 47.39, 8.53
NEAR = [Near(LAT, LON, radius) for radius in (0.5, 5.0, 30.0)]
VIEWS = [
    Wanted(categories, near, q=q)
    for categories in ((), ("food",), ("food", "events"))
    for near in (None, *NEAR)
    for q in ("", "brot")
]
SLUGS = ("food", "events", "retail")
# Few distinct moments, so that there are ties.
flyers = st.lists(
    st.tuples(
        st.sampled_from([0, 60, 3_600, 86_400, 200_000, 900_000]),
        st.floats(-0.08, 0.08),
        st.floats(-0.1, 0.1),
        st.sets(st.sampled_from(SLUGS), max_size=3),
        st.sampled_from(["Brot", "Velo"]),
        st.booleans(),
    ),
    max_size=14,
)
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def expected(wanted):
    """Ids in order, by the words of docs/ranking.md."""
    scored = []
    for flyer in Flyer.objects.live().prefetch_related("categories"):
        slugs = {category.slug for category in flyer.categories.all()}
        if wanted.categories and not slugs & set(wanted.categories):
            continue
        if wanted.q and wanted.q not in flyer.title.lower():
            continue
        score = microseconds(flyer.published_at)
        if wanted.near is not None:
            if distance_m(wanted.near.lat, wanted.near.lon, flyer.lat, flyer.lon) > 1000 * wanted.near.radius_km:
                continue
            cell = h3.latlng_to_cell(flyer.lat, flyer.lon, 7 if wanted.near.radius_km <= 6 else 5)
            score -= handicap(distance_m(wanted.near.lat, wanted.near.lon, *h3.cell_to_latlng(cell)) / 1000)
        scored.append((score, flyer.pk))
    return [pk for _, pk in sorted(scored, reverse=True)]


@quick
@given(flyers, st.sampled_from(VIEWS), st.integers(1, 5))
@pytest.mark.django_db
def test_pages_are_the_whole_order_without_gap_or_repeat_while_others_publish(alice, bob, some, wanted, size):
    Flyer.objects.all().delete()
    start = timezone.now() - dt.timedelta(hours=1)
    for age_s, north, east, slugs, title, is_live in some:
        at = start - dt.timedelta(seconds=age_s)
        ends = timezone.now() + dt.timedelta(days=1 if is_live else -1) + dt.timedelta(seconds=age_s if is_live else 0)
        times = {"starts_at": min(at, ends - dt.timedelta(days=1)), "published_at": at, "ends_at": ends}
        pin(alice, title, categories=tuple(slugs), lat=LAT + north, lon=LON + east, **times)
    whole, seen, after = expected(wanted), [], None
    while True:
        board = read_board(wanted, after=after, limit=size)
        seen += [card.id for card in board.cards]
        after = board.next_cursor
        if after is None:
            break
        assert len(board.cards) == size
        pin(bob, "Brot, pushed in at the top", categories=SLUGS, lat=LAT, lon=LON, starts_at=timezone.now())
    assert seen == whole
