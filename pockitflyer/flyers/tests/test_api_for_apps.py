"""What apps need besides: categories, coming back, counts, addresses and versions, and what caches may keep."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from conftest import PASSWORD
from pockitflyer.accounts.models import Block, User
from pockitflyer.flyers import exporting, leaving
from pockitflyer.flyers.models import Category, Flyer
from pockitflyer.flyers.tests.board import pin, pin_many
from pockitflyer.flyers.tests.drafting import in_days, sent
from pockitflyer.flyers.tests.test_api import OWN, PICTURE, image, problem, sign_in
from pockitflyer.flyers.tests.test_publish_by_api import FLYERS, MINE, a_body, patch, post
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
API = "/api/v1/"
PRIVACY = API + "users/me/privacy/"


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def test_categories_are_named_in_the_readers_language_and_kept_by_any_cache(client, db):
    Category.objects.filter(slug="retail").update(is_active=False)
    answer = client.get(API + "categories/", headers={"Accept-Language": "de"})
    names = {category["slug"]: category["name"] for category in answer.json()["items"]}
    assert names["food"] == Category.objects.get(slug="food").name_de
    assert "retail" not in names
    assert "public" in answer.headers["Cache-Control"]
    assert client.get(API + "categories/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    tag = client.get(API + "categories/").headers["ETag"]
    assert client.get(API + "categories/", headers={"If-None-Match": tag}).status_code == 304


def left(user) -> str:
    """The token of the mail that tells them how to come back."""
    tokens: list[str] = []
    leaving.leave(user, lambda token: tokens.append(token) or token)
    return tokens[0]


def test_who_is_leaving_is_told_until_when_and_comes_back(client, alice, bob):
    pin(alice)
    url = f"{API}leavings/{left(alice)}/"
    assert client.get(API + "feed/").json()["items"] == []
    answer = client.get(url)
    assert answer.json().keys() == {"leaves_at"}
    assert answer.headers["Cache-Control"] == "private, no-cache"
    # Looking changes nothing: programs that look into mails open links, too.
    assert not User.objects.get(pk=alice.pk).is_active
    assert client.delete(url).status_code == 204
    assert len(client.get(API + "feed/").json()["items"]) == 1
    assert client.get(OWN, headers=sign_in(alice)).json()["name"] == "Alice"
    for method in ("get", "delete"):
        problem(getattr(client, method)(url), 404, "not-found")


def test_the_mailed_address_ends_with_the_token(client, alice):
    headers = sign_in(alice)
    shown = {"password": PASSWORD}
    client.post("/_allauth/app/v1/auth/reauthenticate", shown, content_type="application/json", headers=headers)
    assert client.delete(API + "users/me/", headers=headers).status_code == 202
    token = mail.outbox[-1].body.split("/stay/")[1].split("/")[0]
    assert client.delete(f"{API}leavings/{token}/").status_code == 204


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "x" * 3000])
def test_a_token_that_is_not_of_us_leads_nowhere(client, db, token):
    problem(client.get(f"{API}leavings/{token}/"), 404, "not-found")
    problem(client.delete(f"{API}leavings/{token}/"), 404, "not-found")


def test_a_token_of_a_week_ago_is_over(client, alice, monkeypatch):
    url = f"{API}leavings/{left(alice)}/"
    monkeypatch.setattr(leaving, "TIME_TO_COME_BACK", leaving.TIME_TO_COME_BACK * 0)
    problem(client.get(url), 404, "not-found")


def test_ones_own_flyers_are_counted_by_status(client, alice, bob):
    pin(bob)
    pin_many(alice, 2)
    pin(alice, starts_at=in_days(1), published_at=in_days(1))
    pin(alice, starts_at=in_days(-9), ends_at=in_days(-2))
    patch(client, alice, pin(alice), {"is_withdrawn": True})
    for query in ("", "?status=ended&limit=1"):
        counts = client.get(MINE + query, headers=sign_in(alice)).json()["counts"]
        assert counts == {"live": 2, "scheduled": 1, "ended": 1, "withdrawn": 1, "hidden": 0}


@pytest.mark.parametrize("count", [1, 30])
def test_reading_ones_own_takes_one_query_and_who_asks_one(client, alice, count):
    flyers, headers = pin_many(alice, count), sign_in(alice)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(MINE + "?limit=100", headers=headers).json()["items"]) == count
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{FLYERS}{flyers[0].pk}/", headers=headers).json()["version"] == 1
    assert len(queries) == 2


@pytest.mark.parametrize(
    "path",
    [
        "feed/",
        "feed/?show=favourites",
        "feed/?near=47.4,8.5",
        "users/me/flyers/",
        "users/me/privacy/",
        "places/?q=Bern",
    ],
)
def test_reading_a_page_signed_in_takes_four_queries_at_most(client, alice, path, django_assert_max_num_queries):
    pin_many(alice, 5)
    headers = sign_in(alice)
    with django_assert_max_num_queries(4):
        assert client.get(API + path, headers=headers).status_code == 200


def test_a_new_flyer_says_where_it_is_and_its_version(client, alice):
    answer = post(client, alice, a_body(images=[sent(alice)]))
    url = answer.headers["Location"]
    assert url == f"http://testserver{FLYERS}{answer.json()['id']}/"
    assert client.get(url, headers=sign_in(alice)).headers["ETag"] == answer.headers["ETag"]
    headers = sign_in(alice) | {"If-Match": answer.headers["ETag"]}
    assert client.delete(url, headers=headers).status_code == 204


def test_withdrawing_alone_is_one_change_and_changing_nothing_is_none(client, alice):
    flyer = pin(alice)
    assert patch(client, alice, flyer, {"is_withdrawn": True}).json()["version"] == 2
    assert patch(client, alice, flyer, {}).json()["version"] == 2
    both = patch(client, alice, flyer, {"is_withdrawn": False, "title": "Neu"}).json()
    assert (both["status"], both["title"]) == ("live", "Neu")


def test_any_of_several_versions_will_do(client, alice):
    flyer = pin(alice)
    etag = client.get(f"{FLYERS}{flyer.pk}/", headers=sign_in(alice)).headers["ETag"]
    assert patch(client, alice, flyer, {"title": "Neu"}, if_match=f'"other", {etag}').status_code == 200
    problem(patch(client, alice, flyer, {"is_withdrawn": True}, if_match=etag), 412, "stale")
    assert Flyer.objects.get(pk=flyer.pk).withdrawn_at is None


def test_a_face_is_a_part_of_the_profile_and_of_its_version(client, alice, pictures_folder):
    headers = sign_in(alice)
    seen = {"If-Match": client.get(OWN, headers=headers).headers["ETag"]}
    assert client.post(PICTURE, image(photos.jpeg(60, 60)), headers=headers | seen).status_code == 200
    problem(client.post(PICTURE, image(photos.jpeg(70, 70)), headers=headers | seen), 412, "stale")
    problem(client.delete(PICTURE, headers=headers | seen), 412, "stale")
    alice.refresh_from_db()
    assert alice.picture is not None
    seen = {"If-Match": client.get(OWN, headers=headers).headers["ETag"]}
    assert client.delete(PICTURE, headers=headers | seen).status_code == 200


OWN_PATHS = ["users/me/profile/", "users/me/privacy/", "users/me/flyers/", "places/?q=Bern", "feed/?show=following"]


@pytest.mark.parametrize("path", [*OWN_PATHS, "feed/", "categories/", "users/{}/profile/", "flyers/{}/"])
def test_what_is_ones_own_is_private_and_is_not_sent_twice(client, alice, bob, path):
    flyer = pin(alice)
    path = API + path.format(flyer.pk if path.startswith("flyers") else alice.pk)
    for user in (alice, bob):
        headers = sign_in(user)
        answer = client.get(path, headers=headers)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Cookie"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
        again = client.get(path, headers=headers | {"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [*OWN_PATHS, "feed/", "categories/", "users/{}/profile/", "flyers/{}/"])
@pytest.mark.parametrize("who", ["anyone", "by token", "by session", "who blocks"])
def test_head_has_the_etag_of_get(client, alice, bob, charlie, path, who):
    if who == "anyone" and path in OWN_PATHS:
        path = "feed/"
    flyer = pin(alice)
    path = API + path.format(flyer.pk if path.startswith("flyers") else alice.pk)
    if who == "who blocks":
        Block.objects.create(blocker=bob, blocked=charlie)
    if who == "by session":
        client.force_login(bob)
    headers = sign_in(bob) if who in ("by token", "who blocks") else {}
    get, head = client.get(path, headers=headers), client.head(path, headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Cache-Control"] == get.headers["Cache-Control"]
    assert client.head(path, headers=headers | {"If-None-Match": get.headers["ETag"]}).status_code == 304


def test_refusals_and_changes_are_nobody_elses_either(client, alice):
    headers = sign_in(alice)
    answers = [
        client.get(OWN),
        client.get(f"{FLYERS}999/"),
        client.patch(OWN, {"name": "Alicia"}, content_type="application/json", headers=headers),
        client.delete(f"{FLYERS}{pin(alice).pk}/", headers=headers | {"If-Match": "*"}),
    ]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["private, no-cache"] * 4


@pytest.mark.parametrize("path", ["/api/v1/users/me/exports/{}/", "/me/exports/{}/"])
def test_a_copy_of_ones_data_is_streamed_and_kept_nowhere(client, alice, path):
    export = exporting.ask(alice, "")
    exporting.build.func(*DBTaskResult.objects.get(task_path=exporting.build.module_path).args_kwargs["args"])
    client.force_login(alice)
    answer = client.get(path.format(export.pk))
    assert answer.streaming
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pockitflyer.zip"'
    assert answer.getvalue().startswith(b"PK")
    head = client.head(path.format(export.pk))
    # As a server does.
    head.close()
    assert head.status_code == 200


def test_a_copy_that_lost_its_file_is_not_there(alice):
    client = Client()
    export = exporting.ask(alice, "")
    exporting.build.func(*DBTaskResult.objects.get(task_path=exporting.build.module_path).args_kwargs["args"])
    export.refresh_from_db()
    exporting.default_storage.delete(export.file)
    problem(client.get(f"{API}users/me/exports/{export.pk}/", headers=sign_in(alice)), 404, "not-found")
