"""The hot paths go through indexes, whatever the size of the board."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pockitflyer.accounts.models import Follow
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.models import Favourite
from pockitflyer.flyers.profiles import read_profile
from pockitflyer.flyers.tests.board import pin, pin_many

NEAR = Near(47.39, 8.53)
# One row for each flyer, or several: no page may read them all.
LARGE = (
    "flyers_flyer",
    "flyers_placement",
    "flyers_searchtext",
    "flyers_flyerimage",
    "flyers_favourite",
    "accounts_user",
)


def plans(view) -> list[str]:
    """A line for each table that is read, of all the queries of a view."""
    with CaptureQueriesContext(connection) as queries:
        view()
    lines = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So small a board would be read whole, rightly; what is asked is whether it could be done otherwise.
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries:
            explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            cursor.execute(f"{explain} {query['sql']}")
            lines += [str(row[-1]).strip() for row in cursor.fetchall()]
    return lines


def whole_reads(lines: list[str]) -> list[str]:
    """Lines that read a large table from one end to the other."""
    names = "|".join(LARGE)
    if connection.vendor == "postgresql":
        return [line for line in lines if re.search(rf"Seq Scan on ({names})\b", line)]
    return [line for line in lines if re.match(rf"SCAN ({names}|[psu])\b", line)]


@pytest.fixture
def board(alice, bob):
    for flyer in pin_many(alice, 30):
        Favourite.objects.create(user=bob, flyer=flyer)
    pin(alice, categories=("food",))
    Follow.objects.create(follower=bob, followed=alice)
    return bob


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(("food",)),
        Wanted(("food", "events")),
        Wanted(when="today"),
        Wanted(near=NEAR),
        Wanted(("food",), NEAR, "weekend"),
        Wanted(near=Near(47.39, 8.53, 200.0)),
    ],
    ids=str,
)
def test_the_feed_reads_placements_by_their_index_alone(wanted, board):
    first = read_board(wanted, limit=1)
    for after in (None, first.next_cursor):
        lines = plans(lambda after=after: read_board(wanted, after=after))
        assert not whole_reads(lines)
        placed = [line for line in lines if re.search(r"newest_placed|\bSEARCH p\b|flyers_placement p\b", line)]
        only = {"postgresql": "Index Only Scan using newest_placed", "sqlite": "COVERING INDEX newest_placed"}
        assert placed
        assert all(only[connection.vendor] in line for line in placed), placed


def test_a_profile_reads_its_own_flyers_alone(board, alice):
    lines = plans(lambda: read_profile(alice.pk))
    assert not whole_reads(lines)
    assert [line for line in lines if "newest_placed" in line]


@pytest.mark.parametrize("show", ["favourites", "following"])
@pytest.mark.parametrize("near", [None, NEAR], ids=str)
def test_own_views_start_from_what_is_ones_own(show, near, board):
    assert not whole_reads(plans(lambda: read_board(Wanted(show=show, near=near), viewer_id=board.pk)))


def test_a_search_uses_the_trigrams_where_there_are_some(board):
    lines = plans(lambda: read_board(Wanted(q="nowhere to be found")))
    if connection.vendor == "postgresql":
        assert not whole_reads(lines)
        assert [line for line in lines if "flyer_trigrams" in line]
    else:
        # SQLite reads every text of the board, and nothing else whole: docs/performance.md says up to which size.
        read = {line.split(" USING")[0].removeprefix("SCAN ") for line in whole_reads(lines)}
        assert read <= {"flyers_searchtext", "u", "accounts_user"}
