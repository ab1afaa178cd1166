import datetime as dt
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from pockitflyer.accounts.models import Follow
from pockitflyer.flyers import finding
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import BadFilter, Near, Wanted, parse, to_query
from pockitflyer.flyers.models import Category, Favourite
from pockitflyer.flyers.ranking import microseconds
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.times import span

ZURICH = ZoneInfo("Europe/Zurich")


def titles(wanted, **kwargs):
    return [card.title for card in read_board(wanted, **kwargs).cards]


def asked(query):
    return parse(QueryDict(query))


def test_an_address_without_filters_is_the_whole_board():
    assert asked("") == asked("near=&radius=&when=&q=+&show=&category=&unknown=1&radius=7") == Wanted()
    assert to_query(Wanted()) == ""


def test_a_position_is_rounded_to_a_hundredth_of_a_degree():
    assert asked("near=47.376887,8.541694").near == Near(47.38, 8.54, 5.0)
    assert asked("near=-0.001, -0.004&radius=0.1").near == Near(0.0, 0.0, 0.1)
    assert str(asked("near=-0.001,-0.004").near.lat) == "0.0"
    assert asked("near=0,0").near == Near(0.0, 0.0)
    assert asked("near=90,-180&radius=200").near == Near(90.0, -180.0, 200.0)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        *(
            (urlencode({"near": near}), "near-invalid")
            for near in (
                "nan,nan", "inf,0", "-inf,0", "0,1e400", "91,0", "0,180.1", "-90.01,0", "47", "47,", "47,8,9", "x,y",
                "47;8", "1e1,8", "0x1,2", "٤٧,٨", "47,8\x00", "1_0,8", "9" * 5000 + ",8", "\ufffd,8",
            )
        ),
        *((f"near=47,8&radius={km}", "radius-invalid") for km in ("0", "0.04", "200.1", "nan", "-5", "inf", "x")),
        ("when=tomorrow", "when-invalid"),
        ("when=today%00", "when-invalid"),
        ("show=all", "show-invalid"),
        ("q=" + "x" * 201, "query-too-long"),
        ("category=%00", "category-invalid"),
        ("category=" + "x" * 41, "category-invalid"),
        ("&".join(f"category=c{n}" for n in range(21)), "category-invalid"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_name(query, code):
    with pytest.raises(BadFilter) as refused:
        asked(query)
    assert refused.value.code == code
    assert str(refused.value.sentence)


def test_the_canonical_query_reads_back_as_it_was_written():
    wanted = Wanted(("events", "food"), Near(47.38, -8.54, 12.5), "weekend", "50 % & “Röschti”", "following")
    assert asked(to_query(wanted)) == wanted
    assert asked("q=b&category=food&category=events&category=food&near=47.381,8.5") == asked(
        "category=events&near=47.38,8.504&radius=5.0&category=food&q=b"
    )
    assert to_query(wanted, near=None, q="", when="", show="") == "category=events&category=food"
    assert to_query(Wanted(q="x"), cursor="abc", limit=None) == "q=x&cursor=abc"
    assert to_query(Wanted(near=Near(47.38, 8.54))) == "near=47.38,8.54"


@given(st.lists(st.tuples(st.sampled_from(["near", "radius", "category", "when", "q", "show"]), st.text()), max_size=5))
def test_any_address_is_understood_or_refused(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    try:
        wanted = parse(query)
    except BadFilter:
        return
    assert asked(to_query(wanted)) == wanted


def test_categories_are_any_of(alice):
    pin(alice, "food", categories=("food",))
    pin(alice, "both", categories=("food", "events"))
    pin(alice, "retail", categories=("retail",))
    pin(alice, "none", categories=())
    assert titles(Wanted(("food",))) == ["both", "food"]
    assert titles(Wanted(("events", "food"))) == ["both", "food"]
    assert titles(Wanted(("events", "retail", "nothing"))) == ["retail", "both"]
    assert titles(Wanted(("nothing",))) == []
    near = Near(47.39, 8.53)
    assert titles(Wanted(("events", "food"), near)) == ["both", "food"]


def test_a_category_is_still_found_when_no_longer_offered(alice):
    pin(alice, "food", categories=("food",))
    Category.objects.filter(slug="food").update(is_active=False)
    assert titles(Wanted(("food",))) == ["food"]


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("now", "when", "starts", "ends", "is_shown"),
    [
        # 2026-11-25 is a Wednesday.
        ("2026-11-25T12:00", "today", "2026-11-25T00:00", "2026-12-24", True),
        ("2026-11-25T12:00", "today", "2026-11-24T23:59:59", "2026-12-24", False),
        ("2026-11-25T12:00", "today", "2026-11-01", "2026-11-25T12:01", True),
        ("2026-11-25T12:00", "today", "2026-11-01", "2026-11-26T00:00", True),
        ("2026-11-25T12:00", "today", "2026-11-01", "2026-11-26T00:00:01", False),
        ("2026-11-25T12:00", "today", "2026-11-25T13:00", "2026-11-25T14:00", False),
        ("2026-11-25T12:00", "weekend", "2026-11-01", "2026-11-28T00:00:01", True),
        ("2026-11-25T12:00", "weekend", "2026-11-01", "2026-11-28T00:00", False),
        ("2026-11-28T12:00", "weekend", "2026-11-01", "2026-11-28T12:01", True),
        ("2026-11-29T12:00", "weekend", "2026-11-01", "2026-11-29T12:01", True),
        ("2026-11-29T12:00", "weekend", "2026-11-01", "2026-11-29T11:59", False),
        ("2026-11-25T12:00", "upcoming", "2026-11-01", "2026-11-26T00:00:01", True),
        ("2026-11-25T12:00", "upcoming", "2026-11-01", "2026-11-26T00:00", False),
        # The clocks go back on 2026-10-25: that day has 25 hours.
        ("2026-10-25T12:00", "upcoming", "2026-10-01", "2026-10-26T00:00:01", True),
        ("2026-10-25T12:00", "upcoming", "2026-10-01", "2026-10-25T23:30", False),
    ],
)
def test_times_are_local_days(now, when, starts, ends, is_shown, alice, monkeypatch):
    class Clock:
        @staticmethod
        def now():
            return moment(now)

    monkeypatch.setattr(finding, "timezone", Clock)
    # Placed while it was up, whatever the clock says today.
    monkeypatch.setattr("pockitflyer.flyers.placing.timezone", Clock)
    pin(alice, "it", starts_at=moment(starts), ends_at=moment(ends), published_at=moment(starts))
    found = finding.find(Wanted(when=when), viewer_id=None, after=None, most=5)
    assert bool(found) == is_shown


def test_a_span_of_a_summer_day_is_25_hours_long_when_the_clocks_go_back():
    day, next_day = span("today", moment("2026-10-25T12:00")).edges
    assert next_day - day == 25 * 3_600_000_000
    assert day == microseconds(moment("2026-10-25T00:00"))


def test_own_views_are_of_the_viewer(alice, bob, charlie):
    hers, his = pin(alice, "Alice's"), pin(bob, "Bob's")
    Favourite.objects.create(user=charlie, flyer=his)
    Follow.objects.create(follower=charlie, followed=alice)
    assert titles(Wanted(show="favourites"), viewer_id=charlie.pk) == ["Bob's"]
    assert titles(Wanted(show="following"), viewer_id=charlie.pk) == ["Alice's"]
    assert titles(Wanted(show="favourites"), viewer_id=bob.pk) == []
    hers.delete()
    assert titles(Wanted(show="following"), viewer_id=charlie.pk) == []
    with pytest.raises(ValueError, match="nobody"):
        read_board(Wanted(show="following"))


def test_filters_narrow_each_other(alice, bob, charlie):
    here, far = {"lat": 47.39, "lon": 8.53}, {"lat": 46.95, "lon": 7.45}
    pin(alice, "Suppe hier", categories=("food",), **here)
    pin(alice, "Suppe fern", categories=("food",), **far)
    pin(alice, "Brot hier", categories=("food",), **here)
    pin(alice, "Suppe, kein Essen", categories=("other",), **here)
    kept = [pin(bob, "Bobs Suppe", categories=("food",), **here), pin(bob, "Bobs Brot", categories=("food",), **here)]
    Favourite.objects.bulk_create(Favourite(user=charlie, flyer=flyer) for flyer in kept)
    Follow.objects.create(follower=charlie, followed=alice)
    near = Near(47.39, 8.53)
    assert titles(Wanted(("food",), near, "upcoming", "suppe")) == ["Bobs Suppe", "Suppe hier"]
    assert titles(Wanted(("food",), near, "", "SUPPE", "following"), viewer_id=charlie.pk) == ["Suppe hier"]
    assert titles(Wanted(("food",), near, "", "suppe", "favourites"), viewer_id=charlie.pk) == ["Bobs Suppe"]
    assert titles(Wanted(("other",), near, "", "", "favourites"), viewer_id=charlie.pk) == []
    assert titles(Wanted(show="favourites"), viewer_id=charlie.pk) == ["Bobs Brot", "Bobs Suppe"]
