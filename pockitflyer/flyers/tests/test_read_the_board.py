import base64
import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone, translation

from pockitflyer.flyers.feed import read_board, read_flyer
from pockitflyer.flyers.filters import Wanted
from pockitflyer.flyers.placing import place
from pockitflyer.flyers.profiles import read_profile
from pockitflyer.flyers.tests.board import a_picture, pin, pin_many
from pockitflyer.web.cursors import BadCursor, Cursor, view_name

pytestmark = pytest.mark.django_db


def titles(board):
    return [card.title for card in board.cards]


def test_newest_first(alice):
    pin_many(alice, 3)
    assert titles(read_board()) == ["Flyer 2", "Flyer 1", "Flyer 0"]


def test_only_live_flyers_are_on_the_board(alice):
    now, day = timezone.now(), dt.timedelta(days=1)
    pin(alice, "live")
    pin(alice, "ended", starts_at=now - 2 * day, ends_at=now - day)
    pin(alice, "scheduled", starts_at=now + day, ends_at=now + 2 * day)
    pin(alice, "withdrawn", withdrawn_at=now)
    assert titles(read_board()) == ["live"]


def test_a_flyer_goes_on_and_off_by_the_clock_alone(alice):
    flyer = pin(alice)
    assert read_flyer(flyer.pk) is not None
    assert titles(read_board()) == [flyer.title]
    flyer.ends_at = timezone.now()
    flyer.save()
    place([flyer])
    assert read_flyer(flyer.pk) is None
    assert titles(read_board()) == []


def test_a_card_carries_all_a_page_shows(alice):
    alice.picture = a_picture("cd" * 16, 512, 512)
    alice.save()
    flyer = pin(alice, images=2, categories=("food", "community"), info_1="Tische ab 10 Franken")
    card = read_board(origin="https://board.example").cards[0]
    assert card.url == f"https://board.example/flyers/{flyer.pk}/"
    assert card.creator.url == f"https://board.example/users/{alice.pk}/"
    assert card.info == ("Tische ab 10 Franken",)
    assert set(card.categories) == {"food", "community"}
    assert card.place.distance_m is None
    poster = card.images[0]
    assert poster.url == "https://board.example/pictures/0a/" + "0a" * 16 + "/800.jpg"
    assert (poster.width, poster.height) == (800, 1200)
    assert [source.width for source in poster.sources] == [400, 800, 1600] * 2
    assert len(card.images) == 2


def test_a_face_on_a_card_is_the_small_rendition_only(alice):
    alice.picture = a_picture("cd" * 16, 512, 512)
    alice.picture = type(alice.picture)("cd" * 16, 512, 512, "#112233", (128, 512), (128, 512))
    alice.save()
    pin(alice)
    face = read_board().cards[0].creator.picture
    assert (face.url, face.width) == ("/pictures/cd/" + "cd" * 16 + "/128.jpg", 128)
    assert {source.width for source in face.sources} == {128}


def test_who_has_no_picture_gets_the_default_face_in_the_same_shape(alice):
    pin(alice)
    face = read_board(origin="https://board.example").cards[0].creator.picture
    assert face.url.startswith("https://board.example/static/accounts/face/128.")
    assert [(source.type, source.width) for source in face.sources] == [
        ("image/avif", 128),
        ("image/jpeg", 128),
    ]


def test_category_names_are_in_the_readers_language(alice):
    pin(alice, categories=("food",))
    with translation.override("de"):
        assert read_board().category_names == {"food": "Essen"}
    with translation.override("en"):
        assert read_board().category_names == {"food": "Food"}


def test_pages_join_without_gap_or_repeat_while_others_publish(alice, bob):
    pin_many(alice, 25)
    seen, after = [], None
    while True:
        board = read_board(after=after, limit=4)
        seen += titles(board)
        pin(bob, "pushed in at the top")
        after = board.next_cursor
        if after is None:
            break
    assert seen == [f"Flyer {n}" for n in reversed(range(25))]


def test_flyers_of_the_same_moment_are_not_lost_between_pages(alice):
    moment = timezone.now() - dt.timedelta(hours=1)
    expected = [pin(alice, f"Twin {n}", starts_at=moment).title for n in range(7)][::-1]
    first = read_board(limit=3)
    second = read_board(after=first.next_cursor, limit=3)
    third = read_board(after=second.next_cursor, limit=3)
    assert titles(first) + titles(second) + titles(third) == expected
    assert third.next_cursor is None


def test_a_last_full_page_has_no_next(alice):
    pin_many(alice, 4)
    assert read_board(limit=4).next_cursor is None


def test_a_profile_has_only_its_own_live_flyers_and_counts_all(alice, bob):
    pin_many(alice, 5)
    pin(bob, "not hers")
    now = timezone.now()
    pin(alice, "ended", starts_at=now - dt.timedelta(days=2), ends_at=now - dt.timedelta(days=1))
    profile = read_profile(alice.pk, limit=2)
    assert profile.flyer_count == 5
    assert titles(profile.board) == ["Flyer 4", "Flyer 3"]


def test_no_profile_for_unknown_or_inactive_people(alice):
    assert read_profile(alice.pk + 1) is None
    alice.is_active = False
    alice.save()
    assert read_profile(alice.pk) is None


@pytest.mark.parametrize("count", [1, 100])
def test_the_feed_takes_two_queries_however_many_flyers(count, alice, django_assert_num_queries):
    pin_many(alice, count)
    with django_assert_num_queries(2):
        read_board(limit=100)


@pytest.mark.parametrize("count", [1, 100])
def test_a_profile_takes_two_queries_however_many_flyers(count, alice, django_assert_num_queries):
    pin_many(alice, count)
    with django_assert_num_queries(2):
        assert len(read_profile(alice.pk, limit=100).board.cards) == count


def test_a_cursor_of_another_view_is_refused(alice):
    pin_many(alice, 3)
    cursor = read_board(limit=1).next_cursor
    assert titles(read_board(after=cursor)) == ["Flyer 1", "Flyer 0"]
    for ask in (
        lambda: read_board(Wanted(when="today"), after=cursor),
        lambda: read_board(creator_id=alice.pk, after=cursor),
        lambda: read_board(after=replace(cursor, view="")),
    ):
        with pytest.raises(BadCursor):
            ask()


def test_a_cursor_reads_back_as_it_was_written():
    cursor = Cursor(1_795_000_000_123_456, 42, view_name("a view"))
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    ["garbage", "é", "MTIz", "MS4tMQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS4x", "%00", "." * 5000]
    + [base64.urlsafe_b64encode(text).decode().rstrip("=") for text in (b"+1.2.", b" 1.2.", b"1_0.2.", b"1.2.3.4")]
    + [str(Cursor(1, 1)) + "=", str(Cursor(2**63, 1)), str(Cursor(1, 2**63))],
)
def test_a_cursor_of_someone_else_is_refused(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)
