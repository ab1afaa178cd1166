import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import PASSWORD
from pockitflyer.flyers.api import router
from pockitflyer.flyers.tests.board import pin, pin_many
from pockitflyer.pictures import workers
from pockitflyer.pictures.errors import PictureBusy, PictureMetadataTooLarge, PictureNotStored, PictureTooSlow
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
OWN = "/api/v1/users/me/profile/"
PICTURE = OWN + "picture/"


def sign_in(user) -> dict[str, str]:
    """As a native client does; returns the headers of a signed-in request."""
    answer = Client().post(
        "/_allauth/app/v1/auth/login",
        {"email": user.email, "password": PASSWORD},
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    return {"Authorization": "Bearer " + answer.json()["meta"]["access_token"]}


def image(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"image": SimpleUploadedFile("me.jpg", data, "image/jpeg")}


def problem(answer, status: int, code: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == "urn:pockitflyer:problem:" + code
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_the_feed_has_the_agreed_shape(client, alice):
    flyer = pin(alice, images=2, info_1="Gratis")
    body = client.get("/api/v1/feed/").json()
    assert body["next"] is None
    item = body["items"][0]
    fields = "id url title text info categories creator images place starts_at ends_at published_at is_favourite"
    assert set(item) == set(fields.split())
    assert item["url"] == f"http://testserver/flyers/{flyer.pk}/"
    assert set(item["creator"]) == {"id", "name", "url", "picture", "is_following"}
    assert item["place"] == {"address": flyer.address, "lat": flyer.lat, "lon": flyer.lon, "distance_m": None}
    poster = item["images"][0]
    assert set(poster) == {"url", "width", "height", "placeholder", "sources", "alt"}
    assert poster["url"].startswith("http://testserver/pictures/")
    assert set(poster["sources"][0]) == {"url", "type", "width"}
    assert item["starts_at"].endswith("Z")


def test_the_feed_is_walked_by_next(client, alice):
    pin_many(alice, 5)
    url, seen = "/api/v1/feed/?limit=2", []
    while url:
        body = client.get(url).json()
        seen += [item["title"] for item in body["items"]]
        url = body["next"]
    assert seen == [f"Flyer {n}" for n in reversed(range(5))]


@pytest.mark.parametrize(
    "query",
    ["cursor=garbage", "cursor=%00", "limit=-1", "limit=0", "limit=1e9", "limit=1000000000", "limit=x"],
)
def test_bad_parameters_are_named(client, alice, query):
    for path in ("/api/v1/feed/", f"/api/v1/users/{alice.pk}/profile/"):
        problem(client.get(f"{path}?{query}"), 400, "bad-request")


def test_a_profile_is_public(client, alice):
    pin_many(alice, 3)
    body = client.get(f"/api/v1/users/{alice.pk}/profile/?limit=2").json()
    known = {"id", "name", "picture", "is_following", "is_blocked", "may_be_written_to"}
    assert set(body) == known | {"flyers", "flyer_count", "next"}
    assert (body["id"], body["name"], body["flyer_count"], len(body["flyers"])) == (alice.pk, "Alice", 3, 2)
    assert [s["width"] for s in body["picture"]["sources"]] == [128, 512, 128, 512]
    assert len(client.get(body["next"]).json()["flyers"]) == 1


@pytest.mark.parametrize("path", ["users/999/profile/", "users/99999999999999999999999/profile/", "nothing/"])
def test_what_does_not_exist_is_not_found(client, db, path):
    problem(client.get("/api/v1/" + path), 404, "not-found")


def test_signed_in_by_token_one_sees_and_renames_oneself(client, alice, bob):
    headers = sign_in(alice)
    assert client.get(OWN, headers=headers).json()["name"] == "Alice"
    answer = client.patch(OWN, {"name": "Alicia"}, content_type="application/json", headers=headers)
    assert answer.json()["name"] == "Alicia"
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.name, bob.name) == ("Alicia", "Bob")


def test_the_session_of_a_page_serves_too_but_only_with_its_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.get(OWN).json()["id"] == alice.pk
    problem(client.patch(OWN, {"name": "Forged"}, content_type="application/json"), 403, "forbidden")
    alice.refresh_from_db()
    assert alice.name == "Alice"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}],
)
def test_without_a_valid_token_nothing_of_ones_own_is_open(client, alice, headers):
    answers = [
        client.get(OWN, headers=headers),
        client.patch(OWN, {"name": "X"}, content_type="application/json", headers=headers),
        client.post(PICTURE, image(photos.jpeg()), headers=headers),
        client.delete(PICTURE, headers=headers),
    ]
    for answer in answers:
        problem(answer, 401, "not-authenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_changed_in_one_place_is_refused(client, alice):
    token = sign_in(alice)["Authorization"]
    head, payload, signature = token.split(".")
    forged = f"{head}.{payload}.{signature[:-4]}AAAA"
    problem(client.get(OWN, headers={"Authorization": forged}), 401, "not-authenticated")


def test_a_signed_out_token_is_refused(client, alice):
    headers = sign_in(alice)
    assert client.get(OWN, headers=headers).status_code == 200
    client.delete("/_allauth/app/v1/auth/session", headers=headers)
    problem(client.get(OWN, headers=headers), 401, "not-authenticated")


def test_signing_up_needs_a_name(client, db):
    form = {"email": "dora@example.com", "password": PASSWORD}
    answer = client.post("/_allauth/app/v1/auth/signup", form, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["param"] == "name"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "x" * 51}, 422, "name-too-long"),
        ({"name": "   "}, 422, "name-blank"),
        ({"name": "a\x00b"}, 422, "name-control-character"),
        ({"name": 7}, 400, "bad-request"),
        ({}, 400, "bad-request"),
        ({"name": "Alice", "is_staff": True}, 400, "bad-request"),
        ("not an object", 400, "bad-request"),
    ],
)
def test_a_refused_name_is_named_and_changes_nothing(client, alice, body, status, code):
    answer = client.patch(OWN, json.dumps(body), content_type="application/json", headers=sign_in(alice))
    problem(answer, status, code)
    alice.refresh_from_db()
    assert (alice.name, alice.is_staff) == ("Alice", False)


def test_broken_json_is_named(client, alice):
    problem(client.patch(OWN, "{", content_type="application/json", headers=sign_in(alice)), 400, "bad-request")


def test_a_picture_is_uploaded_replaced_and_removed(client, alice, pictures_folder):
    headers = sign_in(alice)
    first = client.post(PICTURE, image(photos.jpeg()), headers=headers).json()["picture"]
    assert first["url"].endswith("/512.jpg")
    second = client.post(PICTURE, image(photos.jpeg(300, 300)), headers=headers).json()["picture"]
    assert second["url"] != first["url"]
    removed = client.delete(PICTURE, headers=headers).json()["picture"]
    assert "/static/accounts/face/" in removed["url"]
    assert client.delete(PICTURE, headers=headers).status_code == 200


def test_a_new_picture_is_on_the_cards_at_once(client, alice, pictures_folder):
    pin(alice)
    client.post(PICTURE, image(photos.jpeg()), headers=sign_in(alice))
    alice.refresh_from_db()
    face = client.get("/api/v1/feed/").json()["items"][0]["creator"]["picture"]
    assert face["url"].endswith(f"{alice.picture.key}/128.jpg")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "picture-empty"),
        (b"a text named .jpg", 415, "picture-unsupported"),
        (photos.jpeg()[:4000], 422, "picture-damaged"),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), 413, "picture-too-large"),
    ],
    ids=["empty", "text", "truncated", "too large"],
)
def test_a_refused_picture_is_named_and_the_old_one_stays(client, alice, data, status, code, pictures_folder):
    headers = sign_in(alice)
    client.post(PICTURE, image(photos.jpeg(300, 300)), headers=headers)
    alice.refresh_from_db()
    kept, before = alice.picture, sorted(pictures_folder.rglob("*"))
    problem(client.post(PICTURE, image(data), headers=headers), status, code)
    alice.refresh_from_db()
    assert alice.picture == kept
    assert sorted(pictures_folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("error", "status"),
    [(PictureBusy, 503), (PictureNotStored, 503), (PictureTooSlow, 422), (PictureMetadataTooLarge, 422)],
)
def test_what_a_worker_refuses_is_named(client, alice, error, status, pictures_folder, monkeypatch):
    def refuse(*_):
        raise error

    monkeypatch.setattr(workers, "run", refuse)
    answer = client.post(PICTURE, image(photos.jpeg()), headers=sign_in(alice))
    problem(answer, status, error.code)
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_too_many_uploads_of_one_person_are_told_to_wait(client, alice, bob, pictures_folder, settings):
    settings.ACCOUNT_RATE_LIMITS = {"picture_upload": "2/m/user"}
    headers = sign_in(alice)
    for _ in range(2):
        assert client.post(PICTURE, image(photos.jpeg()), headers=headers).status_code == 200
    answer = client.post(PICTURE, image(photos.jpeg()), headers=headers)
    problem(answer, 429, "too-many-requests")
    assert int(answer.headers["Retry-After"]) == 60
    assert client.post(PICTURE, image(photos.jpeg()), headers=sign_in(bob)).status_code == 200


def test_an_upload_without_a_file_is_named(client, alice):
    headers = sign_in(alice)
    problem(client.post(PICTURE, {}, headers=headers), 400, "bad-request")
    problem(client.post(PICTURE, {"image": "text"}, headers=headers), 400, "bad-request")
    problem(client.post(PICTURE, "{}", content_type="application/json", headers=headers), 400, "bad-request")


def test_a_body_over_the_limit_is_refused_unread(client, alice):
    problem(client.post(PICTURE, image(bytes(11 * 1024 * 1024)), headers=sign_in(alice)), 413, "too-large")


def test_other_methods_are_refused_with_those_that_work(client, db):
    answer = client.post("/api/v1/feed/")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET"


def test_head_answers_as_get_without_the_body(client, alice):
    pin(alice)
    get, head = client.get("/api/v1/feed/"), client.head("/api/v1/feed/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/api/v1/feed/", "/api/v1/users/{}/profile/"])
def test_an_unchanged_answer_is_not_sent_again(client, alice, path):
    pin(alice)
    path = path.format(alice.pk)
    etag = client.get(path).headers["ETag"]
    assert etag.startswith('"')
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("count", [1, 100])
def test_the_api_keeps_the_query_budget(client, alice, count, django_assert_num_queries):
    pin_many(alice, count)
    # One asks for the version of the board: what a 304 costs.
    with django_assert_num_queries(3):
        client.get("/api/v1/feed/?limit=100")
    with django_assert_num_queries(3):
        client.get(f"/api/v1/users/{alice.pk}/profile/?limit=100")


@pytest.mark.parametrize("path", ["feed/", "users/{}/profile/", "users/me/profile/", "flyers/{}/"])
def test_a_signed_in_answer_takes_four_queries_at_most(client, alice, bob, path, django_assert_max_num_queries):
    flyers = pin_many(alice, 30)
    headers = sign_in(bob)
    path = path.format(flyers[0].pk if path.startswith("flyers") else alice.pk)
    with django_assert_max_num_queries(4):
        assert client.get(f"/api/v1/{path}", headers=headers).status_code == 200


def test_errors_speak_the_readers_language(client, alice):
    headers = {**sign_in(alice), "Accept-Language": "de"}
    assert "leer" in problem(client.post(PICTURE, image(b""), headers=headers), 422, "picture-empty")["detail"]


def test_the_description_is_valid_and_complete(client, db):
    from openapi_spec_validator import validate

    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    described = {re.sub(r"{\w+}", "{id}", path) for path in document["paths"]}
    assert described == {"/api/v1/" + re.sub(r"<\w+:\w+>", "{id}", str(route.pattern)) for route in router.urls}


def test_the_readable_description_loads(client, db):
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
