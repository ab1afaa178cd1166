"""A POST that comes twice with its key is done once: as JSON, as a form with files, for who sends it alone."""

import pytest
from django.core.cache import cache
from django.test import Client

from pockitflyer.accounts.models import Export
from pockitflyer.flyers.models import Flyer, Upload
from pockitflyer.flyers.reported import Report
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.drafting import sent
from pockitflyer.flyers.tests.test_api import PICTURE, image, problem, sign_in
from pockitflyer.flyers.tests.test_publish_by_api import FLYERS, PICTURES, a_body, photo, post
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "one"}


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def test_a_flyer_is_answered_again_with_its_address_and_its_version(client, alice):
    body = a_body(images=[sent(alice)])
    first, second = (post(client, alice, body, **KEY) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    for name in ("Location", "ETag"):
        assert first.headers[name] == second.headers[name]
    assert Flyer.objects.count() == 1


def test_a_flyer_that_the_cache_forgot_is_still_the_same_flyer(client, alice):
    body = a_body(images=[sent(alice)])
    first = post(client, alice, body, **KEY).json()["id"]
    cache.clear()
    assert post(client, alice, body, **KEY).json()["id"] == first


def test_another_body_is_refused_with_the_same_key(client, alice):
    body = a_body(images=[sent(alice)])
    post(client, alice, body, **KEY)
    problem(post(client, alice, body | {"title": "Neu"}, **KEY), 422, "idempotency-key-reused")
    assert Flyer.objects.count() == 1


def test_a_form_with_files_is_known_again_by_its_parts(client, alice, pictures_folder):
    headers = sign_in(alice) | KEY
    # Each has another boundary between its parts.
    first, second = (client.post(FLYERS, a_body(images=[photo()]), headers=headers) for _ in range(2))
    assert (first.status_code, first.content) == (201, second.content)
    assert Flyer.objects.count() == 1
    other = image(photos.jpeg(200, 300))["image"]
    problem(client.post(FLYERS, a_body(images=[other]), headers=headers), 422, "idempotency-key-reused")
    assert Upload.objects.count() == 1


def test_pictures_and_faces_are_known_again(client, alice, pictures_folder):
    headers = sign_in(alice) | KEY
    for path in (PICTURES, PICTURE):
        first, second = (client.post(path, image(photos.jpeg(60, 60)), headers=headers) for _ in range(2))
        assert first.content == second.content
        # What is only answered again is not counted again.
        assert "RateLimit" in first.headers
        assert "RateLimit" not in second.headers
        answer = client.post(path, image(photos.jpeg(70, 70)), headers=headers)
        problem(answer, 422, "idempotency-key-reused")


def test_a_refused_flyer_leaves_its_key_free(client, alice):
    body = a_body(images=[sent(alice)])
    problem(post(client, alice, body | {"title": ""}, **KEY), 422, "flyer-invalid")
    assert post(client, alice, body, **KEY).status_code == 201


def test_a_key_of_somebody_signed_in_is_theirs_alone(client, alice, bob):
    for user in (alice, bob):
        assert post(client, user, a_body(images=[sent(user)]), **KEY).status_code == 201
    assert set(Flyer.objects.values_list("creator", flat=True)) == {alice.pk, bob.pk}


def test_a_key_of_a_stranger_is_of_the_address_they_ask_from(alice, bob):
    path = f"/api/v1/flyers/{pin(alice).pk}/reports/"

    def report(address: str, **headers) -> None:
        body, kind = {"reason": "spam"}, "application/json"
        answer = Client(REMOTE_ADDR=address).post(path, body, content_type=kind, headers=KEY | headers)
        assert answer.status_code == 201

    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        report(address)
    report("192.0.2.1", **sign_in(bob))
    assert Report.objects.count() == 3


def test_a_copy_of_ones_data_is_asked_for_once(client, alice):
    headers = sign_in(alice) | KEY
    first = client.post("/api/v1/users/me/exports/", headers=headers)
    assert client.post("/api/v1/users/me/exports/", headers=headers).content == first.content
    assert Export.objects.count() == 1


def test_a_key_that_is_too_long_is_refused_everywhere(client, alice, bob, pictures_folder):
    headers = sign_in(alice) | {"Idempotency-Key": "x" * 201}
    kind = "application/json"
    answers = [
        client.post(FLYERS, a_body(images=[sent(alice)]), content_type=kind, headers=headers),
        client.post(FLYERS, a_body(images=[photo()]), headers=headers),
        client.post(PICTURES, image(photos.jpeg(60, 60)), headers=headers),
        client.post(PICTURE, image(photos.jpeg(60, 60)), headers=headers),
        client.post(f"/api/v1/users/{bob.pk}/letters/", {"words": "Hello"}, content_type=kind, headers=headers),
        client.post(f"/api/v1/users/{bob.pk}/reports/", {"reason": "spam"}, content_type=kind, headers=headers),
        client.post("/api/v1/users/me/exports/", headers=headers),
    ]
    for answer in answers:
        errors = problem(answer, 400, "idempotency-key-too-long")["errors"]
        assert [error["parameter"] for error in errors] == ["Idempotency-Key"]
    assert not Flyer.objects.exists()
    assert not Report.objects.exists()


def test_what_is_still_being_done_is_not_begun_again(client, alice, monkeypatch):
    body = a_body(images=[sent(alice)])
    monkeypatch.setattr(cache, "set", lambda *_args, **_more: None)
    post(client, alice, body, **KEY)
    answer = post(client, alice, body, **KEY)
    problem(answer, 409, "in-progress")
    assert answer.headers["Retry-After"] == "1"
