"""Who is signed in with a token shares a page with everybody, and sees their own marks in it."""

import gzip

import pytest
from django.test import Client

from pockitflyer.accounts import blocking, following
from pockitflyer.accounts.sessions import sign_out_everywhere
from pockitflyer.flyers import favourites, marked_pages
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import problem, sign_in

pytestmark = pytest.mark.django_db
FEED, PROFILE = "/api/v1/feed/", "/api/v1/users/{}/profile/"
# What would be taken for a mark if it were looked for carelessly.
SLY = '"is_favourite":null, \\"is_following\\":null and \\\\"is_blocked":null'


@pytest.fixture
def flyers(alice, bob, charlie):
    """Bob keeps one of Alice's flyers and follows Charlie."""
    found = [pin(alice, "kept"), pin(alice, SLY), pin(charlie, "followed", text=SLY), pin(bob, "his own")]
    favourites.keep(bob.pk, found[0].pk)
    following.follow(bob.pk, charlie.pk)
    return found


@pytest.fixture
def bobs(bob):
    return sign_in(bob)


@pytest.mark.parametrize(
    "path", [FEED, FEED + "?limit=2", FEED + "?near=47.39,8.53", FEED + "?category=food", FEED + "?q=kept", PROFILE]
)
@pytest.mark.parametrize("whose", ["alice", "bob", "charlie"])
def test_a_token_reads_byte_for_byte_what_a_session_reads(client, flyers, bob, bobs, request, path, whose):
    path = path.format(request.getfixturevalue(whose).pk)
    session = Client()
    session.force_login(bob)
    # Made anew for a session; from the page that is made, from the one that is kept, and as it was given before.
    expected = session.get(path).content
    client.get(path)
    for _ in range(3):
        assert client.get(path, headers=bobs).content == expected


def test_each_viewer_sees_their_own_marks_and_nobody_sees_another_s(client, flyers, alice, bobs):
    alices = sign_in(alice)
    for headers, kept in ((bobs, True), (alices, False), ({}, None), (bobs, True), ({}, None)):
        answer = client.get(FEED, headers=headers)
        assert {card["title"]: card["is_favourite"] for card in answer.json()["items"]}["kept"] is kept
        assert ("public" in answer.headers["Cache-Control"]) is (kept is None)


@pytest.mark.parametrize("path", [FEED, PROFILE])
def test_it_costs_what_has_to_be_asked(client, flyers, alice, bobs, path, django_assert_num_queries):
    path, alices = path.format(alice.pk), sign_in(alice)
    client.get(path)
    # Who asks, and their marks; the second time who asks alone.
    for headers in (bobs, alices):
        for queries in (2, 1):
            with django_assert_num_queries(queries):
                client.get(path, headers=headers)


def test_every_change_of_a_mark_shows_at_once(client, flyers, bob, charlie, bobs):
    _kept, other, followed, _own = flyers

    def marks():
        items = client.get(FEED, headers=bobs).json()["items"]
        of_flyer = {card["id"]: (card["is_favourite"], card["creator"]["is_following"]) for card in items}
        return of_flyer[other.pk][0], of_flyer[followed.pk][1]

    assert marks() == (False, True)
    favourites.keep(bob.pk, other.pk)
    assert marks() == (True, True)
    # One goes and another comes: as many as before.
    favourites.let_go(bob.pk, other.pk)
    favourites.keep(bob.pk, followed.pk)
    assert marks() == (False, True)
    following.unfollow(bob.pk, charlie.pk)
    assert marks() == (False, False)


def test_a_mark_that_came_while_it_was_read_and_went_again_is_not_remembered(client, flyers, bob, bobs, monkeypatch):
    """The session is read, then the mark comes, then the marks are read: they are not those the session spoke of."""
    other = flyers[1]

    def is_kept():
        items = client.get(FEED, headers=bobs).json()["items"]
        return next(card["is_favourite"] for card in items if card["id"] == other.pk)

    def then_keep(token, read=marked_pages.session_of_token):
        session = read(token)
        assert session.owner
        favourites.keep(bob.pk, other.pk)
        return session

    with monkeypatch.context() as patch:
        patch.setattr(marked_pages, "session_of_token", then_keep)
        assert is_kept() is True
    favourites.let_go(bob.pk, other.pk)
    assert is_kept() is False


def test_an_unchanged_answer_is_not_sent_again_and_a_new_mark_makes_another(client, flyers, bob, bobs):
    first = client.get(FEED, headers=bobs)
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    for offered in (etag, f"W/{etag}"):
        unchanged = client.get(FEED, headers=bobs | {"If-None-Match": offered})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged.headers["ETag"] == etag
        assert unchanged.headers["Cache-Control"] == "private, no-cache"
        assert "Content-Length" not in unchanged.headers
    assert etag != client.get(FEED).headers["ETag"]
    favourites.let_go(bob.pk, flyers[0].pk)
    assert client.get(FEED, headers=bobs | {"If-None-Match": etag}).status_code == 200


def test_it_travels_compressed_to_who_takes_that(client, flyers, bobs):
    plain = client.get(FEED, headers=bobs)
    for _ in range(2):
        packed = client.get(FEED, headers=bobs | {"Accept-Encoding": "gzip"})
        assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-gzip"'
        assert packed.headers["Content-Length"] == str(len(packed.content))
        assert gzip.decompress(packed.content) == plain.content


def test_who_blocks_has_a_board_of_their_own(client, flyers, alice, bob, bobs, django_assert_max_num_queries):
    client.get(FEED, headers=bobs)
    blocking.block(bob.pk, alice.pk)
    with django_assert_max_num_queries(4):
        names = {card["creator"]["name"] for card in client.get(FEED, headers=bobs).json()["items"]}
    assert names == {"Bob", "Charlie"}
    assert client.get(PROFILE.format(alice.pk), headers=bobs).json()["is_blocked"] is True
    blocking.unblock(bob.pk, alice.pk)
    assert client.get(PROFILE.format(alice.pk), headers=bobs).json()["is_blocked"] is False


def test_what_is_one_s_own_is_still_asked_for_by_name(client, flyers, bobs):
    client.get(FEED + "?show=favourites")
    for query in ("?show=favourites", "?sho%77=favourites"):
        assert [card["title"] for card in client.get(FEED + query, headers=bobs).json()["items"]] == ["kept"]


def test_a_token_that_does_not_count_gets_no_page(client, flyers, bob, bobs):
    client.get(FEED, headers=bobs)
    problem(client.get(FEED, headers={"Authorization": bobs["Authorization"][:-2]}), 401, "not-authenticated")
    sign_out_everywhere(bob.pk)
    problem(client.get(FEED, headers=bobs), 401, "not-authenticated")


def test_a_session_beside_a_token_does_not_take_its_place(client, flyers, alice, bobs):
    client.force_login(alice)
    kept = {card["title"]: card["is_favourite"] for card in client.get(FEED, headers=bobs).json()["items"]}
    assert kept["kept"] is True


def test_errors_are_those_that_anyone_gets(client, flyers, bobs):
    problem(client.get(FEED + "?near=x", headers=bobs), 400, "near-invalid")
    problem(client.get(PROFILE.format(999), headers=bobs), 404, "not-found")
    assert client.head(FEED, headers=bobs).status_code == 200
