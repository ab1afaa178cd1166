"""Publishing by JSON: pictures first, then the flyer, then its life, with versions."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pockitflyer.flyers.models import Category, Favourite, Flyer, Upload
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.drafting import in_days, sent
from pockitflyer.flyers.tests.test_api import problem, sign_in
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
FLYERS, PICTURES, MINE = "/api/v1/flyers/", "/api/v1/pictures/", "/api/v1/users/me/flyers/"


def a_body(**fields) -> dict:
    return {
        "title": "Sauerteig-Samstag",
        "text": "Frisch aus dem Holzofen.",
        "address": "Lindenstrasse 4, 8008 Zürich",
        "categories": ["food"],
    } | fields


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("poster.jpg", photos.jpeg(300, 400), "image/jpeg")


def post(client, user, body, **headers):
    return client.post(FLYERS, body, content_type="application/json", headers=sign_in(user) | headers)


def patch(client, user, flyer, body, if_match="*"):
    headers = sign_in(user) | ({"If-Match": if_match} if if_match else {})
    return client.patch(f"{FLYERS}{flyer.pk}/", json.dumps(body), content_type="application/json", headers=headers)


def test_a_picture_is_sent_first_and_named_by_its_id(client, alice, pictures_folder):
    answer = client.post(PICTURES, {"image": photo()}, headers=sign_in(alice))
    assert answer.status_code == 201
    body = answer.json()
    assert body["picture"]["url"].startswith("http://testserver/pictures/")
    answer = post(client, alice, a_body(images=[body["id"]], alts=["Der Ofen"]))
    assert answer.status_code == 201
    flyer = answer.json()
    assert flyer["status"] == "live"
    assert flyer["image_ids"] == [body["id"]]
    assert flyer["images"][0]["alt"] == "Der Ofen"


def test_a_flyer_with_its_files_in_one_multipart_body(client, alice, pictures_folder):
    body = a_body(
        images=[photo()], info=["Gratis", "Draussen"], starts_at="2030-01-01T10:00:00Z", lat="47.5", lon="8.5"
    )
    body["ends_at"] = "2030-01-02T10:00:00+01:00"
    answer = client.post(FLYERS, body, headers=sign_in(alice))
    # A year is the most that may lie ahead.
    assert {error["code"] for error in problem(answer, 422, "flyer-invalid")["errors"]} == {"end-too-far"}
    del body["starts_at"], body["ends_at"]
    answer = client.post(FLYERS, body | {"images": [photo()]}, headers=sign_in(alice))
    assert answer.status_code == 201, answer.content
    assert (answer.json()["info"], answer.json()["lat"]) == (["Gratis", "Draussen"], 47.5)


def test_a_refusal_names_each_field_with_a_code_and_a_sentence(client, alice):
    errors = problem(post(client, alice, a_body(title="", address="Wintertuhr")), 422, "flyer-invalid")["errors"]
    assert {(error["field"], error["code"]) for error in errors} == {
        ("title", "required"),
        ("images", "required"),
        ("address", "place-not-found"),
    }
    assert "Winterthur" in next(error for error in errors if error["field"] == "address")["suggestions"]


@pytest.mark.parametrize("body", [{"title": 1}, {"starts_at": "2030-01-01T10:00"}, {"lat": "north"}, []])
def test_a_body_of_another_form_is_refused(client, alice, body):
    assert post(client, alice, body).status_code in (400, 422)
    assert Flyer.objects.count() == 0


def test_a_refused_file_leaves_no_flyer(client, alice, pictures_folder):
    text = SimpleUploadedFile("poster.jpg", b"Dear neighbours")
    answer = client.post(FLYERS, a_body(images=[photo(), text]), headers=sign_in(alice))
    problem(answer, 415, "picture-unsupported")
    assert Flyer.objects.count() == 0


def test_six_files_are_refused_before_any_is_decoded(client, alice, pictures_folder):
    answer = client.post(FLYERS, a_body(images=[photo() for _ in range(6)]), headers=sign_in(alice))
    problem(answer, 422, "flyer-invalid")
    assert Upload.objects.count() == 0


def test_the_same_key_makes_one_flyer(client, alice):
    body = a_body(images=[sent(alice)])
    ids = {post(client, alice, body, **{"Idempotency-Key": "k"}).json()["id"] for _ in range(2)}
    assert len(ids) == Flyer.objects.count() == 1


@pytest.mark.parametrize(("method", "path"), [("post", FLYERS), ("post", PICTURES), ("get", MINE)])
def test_nobody_is_asked_to_sign_in(client, db, method, path):
    problem(getattr(client, method)(path), 401, "not-authenticated")


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_others_may_not_change_it_and_nobody_must_sign_in(client, alice, charlie, method):
    url = f"{FLYERS}{pin(alice).pk}/"
    call = getattr(client, method)
    problem(call(url, "{}", content_type="application/json", headers={"If-Match": "*"}), 401, "not-authenticated")
    answer = call(url, "{}", content_type="application/json", headers=sign_in(charlie) | {"If-Match": "*"})
    problem(answer, 403, "forbidden")


def test_only_its_creator_sees_more_than_the_card(client, alice, bob):
    flyer = pin(alice)
    url = f"{FLYERS}{flyer.pk}/"
    assert "version" not in client.get(url).json()
    assert "version" not in client.get(url, headers=sign_in(bob)).json()
    assert client.get(url, headers=sign_in(alice)).json()["version"] == 1


def test_what_is_not_on_the_board_is_there_for_its_creator_alone(client, alice, bob):
    url = f"{FLYERS}{pin(alice, starts_at=in_days(1), published_at=in_days(1)).pk}/"
    assert client.get(url, headers=sign_in(alice)).json()["status"] == "scheduled"
    problem(client.get(url, headers=sign_in(bob)), 404, "not-found")
    problem(client.get(url), 404, "not-found")


def test_a_change_needs_the_version_it_started_from(client, alice):
    flyer = pin(alice)
    problem(patch(client, alice, flyer, {"title": "Neu"}, if_match=""), 428, "version-required")
    etag = client.get(f"{FLYERS}{flyer.pk}/", headers=sign_in(alice)).headers["ETag"]
    answer = patch(client, alice, flyer, {"title": "Neu"}, if_match=etag)
    assert (answer.status_code, answer.json()["title"], answer.json()["text"]) == (200, "Neu", flyer.text)
    problem(patch(client, alice, flyer, {"title": "Alt"}, if_match=etag), 412, "stale")
    assert patch(client, alice, flyer, {"title": "Neuer"}, if_match=answer.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("etag", ['"x"', "x", '"-"', '"99999999999999-a"', '"²"'])
def test_a_foreign_etag_is_of_no_version(client, alice, etag):
    headers = sign_in(alice) | {"If-Match": etag}
    answer = client.delete(f"{FLYERS}{pin(alice).pk}/", headers=headers)
    problem(answer, 412, "stale")


def test_images_are_reordered_and_keep_their_words(client, alice):
    ids = [sent(alice, n) for n in range(3)]
    flyer = Flyer(pk=post(client, alice, a_body(images=ids, alts=["a", "b", "c"])).json()["id"])
    answer = patch(client, alice, flyer, {"images": ids[::-1]}).json()
    assert answer["image_ids"] == ids[::-1]
    assert [image["alt"] for image in answer["images"]] == ["c", "b", "a"]


def test_a_category_offered_no_longer_stays_with_who_has_it(client, alice):
    flyer = pin(alice, categories=("food",))
    Category.objects.filter(slug="food").update(is_active=False)
    assert patch(client, alice, flyer, {"title": "Neu"}).json()["categories"] == ["food"]


def test_withdrawn_and_brought_back(client, alice):
    flyer = pin(alice)
    assert patch(client, alice, flyer, {"is_withdrawn": True}).json()["status"] == "withdrawn"
    assert client.get("/api/v1/feed/").json()["items"] == []
    assert patch(client, alice, flyer, {"is_withdrawn": False}).json()["status"] == "live"
    assert len(client.get("/api/v1/feed/").json()["items"]) == 1


def test_an_ended_flyer_needs_a_word_to_come_back(client, alice):
    flyer = pin(alice, starts_at=in_days(-9), ends_at=in_days(-2))
    end = {"ends_at": in_days(3).isoformat()}
    errors = problem(patch(client, alice, flyer, end), 422, "flyer-invalid")["errors"]
    assert [error["code"] for error in errors] == ["republish-needed"]
    assert patch(client, alice, flyer, {"title": "Vorbei"}).json()["status"] == "ended"
    assert patch(client, alice, flyer, end | {"republish": True}).json()["status"] == "live"


def test_deleted_it_is_gone_with_who_kept_it(client, alice, bob):
    flyer = pin(alice)
    Favourite.objects.create(user=bob, flyer=flyer)
    url = f"{FLYERS}{flyer.pk}/"
    etag = client.get(url, headers=sign_in(alice)).headers["ETag"]
    assert client.delete(url, headers=sign_in(alice) | {"If-Match": etag}).status_code == 204
    assert Favourite.objects.count() == 0
    for who in ({}, sign_in(alice), sign_in(bob)):
        problem(client.get(url, headers=who), 410, "gone")
    problem(client.delete(url, headers=sign_in(alice) | {"If-Match": etag}), 410, "gone")
    problem(client.get(f"{FLYERS}{flyer.pk + 1}/"), 404, "not-found")


def test_ones_own_flyers_by_status_and_in_pages(client, alice, bob):
    pin(bob)
    live = [pin(alice).pk for _ in range(3)]
    ended = pin(alice, starts_at=in_days(-9), ends_at=in_days(-2)).pk
    headers = sign_in(alice)
    all_of_mine = client.get(MINE, headers=headers).json()
    assert [item["id"] for item in all_of_mine["items"]] == [ended, *reversed(live)]
    page = client.get(MINE, {"status": "live", "limit": 2}, headers=headers).json()
    rest = client.get(page["next"], headers=headers).json()
    assert [item["id"] for item in (*page["items"], *rest["items"])] == [*reversed(live)]
    assert rest["next"] is None
    assert client.get(MINE, {"status": "burnt"}, headers=headers).status_code == 400


@pytest.mark.parametrize("count", [1, 30])
def test_ones_own_flyers_cost_the_same_queries(alice, count, django_assert_num_queries):
    from pockitflyer.flyers.own_flyers import read_own

    for _ in range(count):
        pin(alice)
    with django_assert_num_queries(1):
        assert read_own(alice.pk, limit=1).counts["live"] == count
    with django_assert_num_queries(2):
        assert read_own(alice.pk, "ended").counts["live"] == count


def test_a_typed_place_gives_a_rounded_position(client, db):
    assert client.get("/api/v1/places/", {"q": "8400 winterthur"}).json() == {
        "name": "Winterthur",
        "lat": 47.51,
        "lon": 8.72,
    }
    problem(client.get("/api/v1/places/", {"q": "Nirgendwo"}), 404, "place-not-found")


def test_no_answer_tells_more_of_a_place_than_its_creator_allows(client, alice, bob):
    body = a_body(images=[sent(alice)], lat=47.36012, lon=8.55345, precision="area")
    created = post(client, alice, body).json()
    assert (created["lat"], created["address"]) == (47.36012, "Lindenstrasse 4, 8008 Zürich")
    url = f"/api/v1/flyers/{created['id']}/"
    public = [
        "/",
        f"/flyers/{created['id']}/",
        f"/flyers/{created['id']}/print/",
        f"/users/{alice.pk}/",
        f"/api/v1/users/{alice.pk}/profile/",
        "/?near=47.36,8.55&radius=5",
        "/api/v1/feed/?near=47.36,8.55",
        "/api/v1/feed/",
        "/feed.atom",
        "/calendar.ics",
        url,
    ]
    for path in public:
        for who in ({}, sign_in(bob)):
            said = client.get(path, headers=who).content.decode()
            assert "Sauerteig" in said
            assert not any(secret in said for secret in ("47.36012", "8.55345", "Lindenstrasse")), path
    # Not even by asking whether it is found there.
    assert "Sauerteig" not in client.get("/api/v1/feed/?q=Lindenstrasse").content.decode()
    assert "Sauerteig" in client.get("/api/v1/feed/?q=Sauerteig").content.decode()
