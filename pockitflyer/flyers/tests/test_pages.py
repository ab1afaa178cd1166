import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pockitflyer.flyers.tests.board import pin, pin_many

pytestmark = pytest.mark.django_db


def test_the_board_shows_cards_with_face_name_and_poster(client, alice):
    flyer = pin(alice, "Sauerteig-Samstag", categories=("food",), info_1="Nur solange Vorrat")
    page = client.get("/").content.decode()
    for part in (
        "Sauerteig-Samstag",
        f"/users/{alice.pk}/",
        f"/flyers/{flyer.pk}/",
        "Food",
        "Nur solange Vorrat",
        "Röschibachplatz",
    ):
        assert part in page
    assert "/800.avif 800w" in page
    assert "/static/accounts/face/128." in page
    assert "/static/accounts/face/512." not in page


def test_more_is_a_plain_link_and_a_part_for_the_page_itself(client, alice):
    pin_many(alice, 25)
    page = client.get("/")
    url = page.context["next_url"]
    assert f'href="{url}"' in page.content.decode()
    whole, part = (
        client.get(url).content.decode(),
        client.get(url, headers={"HX-Request": "true"}).content.decode(),
    )
    assert "<html" in whole
    assert "<html" not in part
    assert part.count("<article") == whole.count("<article") == 5
    assert client.get(url).headers["Vary"].count("HX-Request") == 1


def test_a_profile_is_paged_as_the_board_is(client, alice):
    pin_many(alice, 25)
    first = client.get(f"/users/{alice.pk}/")
    assert first.content.decode().count("<article") == 20
    assert "25 flyers" in first.content.decode()
    part = client.get(first.context["next_url"], headers={"HX-Request": "true"}).content.decode()
    assert (part.count("<article"), "<html" in part) == (5, False)


def test_back_to_a_page_that_has_grown_gets_the_whole_page(client, alice):
    pin_many(alice, 2)
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/", headers=headers).content.decode()


def test_an_empty_board_says_so(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert "<article" not in page.content.decode()


def test_a_flyer_has_its_own_page(client, alice):
    flyer = pin(alice, "Late Jazz Jam")
    assert "Late Jazz Jam" in client.get(f"/flyers/{flyer.pk}/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/flyers/999/",
        "/users/999/",
        "/users/99999999999999999999999/",
        "/flyers/99999999999999999999999/",
        "/nothing/",
    ],
)
def test_unknown_addresses_are_not_found_in_plain_words(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/users/{}/"])
@pytest.mark.parametrize("cursor", ["garbage", "%00", "é", "MS4w" * 500])
def test_a_broken_page_address_gets_a_clear_answer(client, alice, path, cursor):
    answer = client.get(path.format(alice.pk), {"cursor": cursor})
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


def test_a_flyer_that_is_over_has_no_page(client, alice):
    now = timezone.now()
    flyer = pin(alice, starts_at=now - dt.timedelta(days=2), ends_at=now - dt.timedelta(days=1))
    assert client.get(f"/flyers/{flyer.pk}/").status_code == 404


def test_only_ones_own_profile_offers_to_edit(client, alice, bob):
    link = reverse("edit_profile")
    url = reverse("profile", args=[alice.pk])
    assert link not in client.get(url).content.decode().split("<main")[1]
    client.force_login(bob)
    assert link not in client.get(url).content.decode().split("<main")[1]
    client.force_login(alice)
    assert link in client.get(url).content.decode().split("<main")[1]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_markup_from_people_is_just_text_everywhere(client, alice, text):
    alice.name = text
    alice.save()
    flyer = pin(alice, text, text=text, info_1=text, info_2=text, address=text)
    for path in ("/", f"/flyers/{flyer.pk}/", f"/users/{alice.pk}/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("count", [1, 100])
def test_the_pages_keep_the_query_budget(client, alice, count, django_assert_num_queries):
    pin_many(alice, count)
    # One asks for the version of the board and its categories: what a 304 costs.
    with django_assert_num_queries(3):
        client.get("/")
    with django_assert_num_queries(3):
        client.get(f"/users/{alice.pk}/")


def test_being_signed_in_costs_one_query_on_a_page_and_the_marks_one(client, alice, bob, django_assert_num_queries):
    pin_many(alice, 10)
    client.force_login(bob)
    with django_assert_num_queries(4):
        client.get("/")


def test_an_unchanged_page_is_not_sent_again(client, alice):
    pin(alice)
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304


def test_pages_forbid_inline_script_and_foreign_origins(client, alice):
    pin(alice, images=3)
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(("language", "word"), [("de", "Anmelden"), ("en", "Sign in"), ("fr", "Sign in")])
def test_pages_speak_the_readers_language(client, db, language, word):
    assert word in client.get("/", headers={"Accept-Language": language}).content.decode()


def test_the_way_to_a_new_flyer_is_in_header_and_bar(client, db):
    page = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert page.count('href="/flyers/new/"') == 2


def test_health(client, db):
    assert client.get("/health/").content == b"ok"
