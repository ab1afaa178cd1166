"""What is refused says which part is wrong, in the reader's language; JSON is taken at its word."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.drafting import sent
from pockitflyer.flyers.tests.test_api import OWN, PICTURE, image, problem, sign_in
from pockitflyer.flyers.tests.test_publish_by_api import FLYERS, a_body, patch, photo, post
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
PRIVACY = "/api/v1/users/me/privacy/"


def parts(body: dict) -> set[tuple[str, str]]:
    """Which parts are wrong, and the code of each."""
    return {(error.get("pointer") or error["parameter"], error["code"]) for error in body["errors"]}


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"title": 1}, ("#/title", "wrong-type")),
        ({"title": None}, ("#/title", "wrong-type")),
        ({"lat": "47.5"}, ("#/lat", "wrong-type")),
        ({"lat": True}, ("#/lat", "wrong-type")),
        ({"categories": "food"}, ("#/categories", "wrong-type")),
        ({"images": ["a", 7]}, ("#/images/1", "wrong-type")),
        ({"starts_at": "2030-01-01T10:00"}, ("#/starts_at", "not-a-time")),
        ({"starts_at": 1893456000}, ("#/starts_at", "wrong-type")),
        ({"creator": 1}, ("#/creator", "unknown-field")),
        ({"a/b~c": 1}, ("#/a~1b~0c", "unknown-field")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_read_is_named_by_pointer(client, alice, fields, part):
    body = problem(post(client, alice, a_body(images=[sent(alice)]) | fields), 400, "bad-request")
    assert parts(body) == {part}
    assert Flyer.objects.count() == 0


@pytest.mark.parametrize("said", ["1", "true", '"true"', "0", "null"])
def test_nothing_is_taken_for_a_yes_or_a_no_but_these(client, alice, said):
    text = f'{{"may_be_written_to": {said}}}'
    answer = client.patch(PRIVACY, text, content_type="application/json", headers=sign_in(alice))
    if said == "true":
        assert answer.status_code == 200
    else:
        assert parts(problem(answer, 400, "bad-request")) == {("#/may_be_written_to", "wrong-type")}


@pytest.mark.parametrize(
    "text",
    ["{", "", "nothing", "\xff", '{"name": NaN}', '{"name": 1e999}', "[" * 100_000 + "]" * 100_000, "[]", "null"],
    ids=lambda text: text[:12] or "empty",
)
def test_broken_json_is_a_problem(client, alice, text):
    data = text.encode("latin-1")
    problem(client.patch(OWN, data, content_type="application/json", headers=sign_in(alice)), 400, "bad-request")
    problem(client.post(FLYERS, data, content_type="application/json", headers=sign_in(alice)), 400, "bad-request")


def test_a_body_of_another_type_is_told_what_is_taken(client, alice):
    answer = client.patch(OWN, "name=Alicia", content_type="text/plain", headers=sign_in(alice))
    assert "application/json" in problem(answer, 400, "bad-request")["detail"]
    answer = client.post(FLYERS, "x", content_type="multipart/form-data", headers=sign_in(alice))
    problem(answer, 400, "bad-request")


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("limit=x", ("limit", "wrong-type")),
        ("limit=0", ("limit", "too-small")),
        ("limit=101", ("limit", "too-large")),
        ("cursor=garbage", ("cursor", "unknown")),
        ("near=1", ("near", "near-invalid")),
        ("near=1,1&radius=0", ("radius", "radius-invalid")),
        ("when=never", ("when", "when-invalid")),
        ("show=all", ("show", "show-invalid")),
        ("category=%20", ("category", "category-invalid")),
        (f"q={'x' * 201}", ("q", "query-too-long")),
    ],
)
def test_a_parameter_is_named(client, db, query, part):
    answer = client.get(f"/api/v1/feed/?{query}")
    assert answer.status_code == 400
    assert parts(answer.json()) == {part}


def test_all_faults_of_a_flyer_are_named_by_pointer(client, alice):
    known = sent(alice)
    body = a_body(
        title="",
        images=[known, "a" * 32],
        alts=["x" * 201],
        info=["", "y" * 1001],
        categories=["food", "nothing"],
        lat=100,
        lon=1,
        precision="exactly",
    )
    assert parts(problem(post(client, alice, body), 422, "flyer-invalid")) == {
        ("#/title", "required"),
        ("#/images/1", "unknown"),
        ("#/alts/0", "too-long"),
        ("#/info/1", "too-long"),
        ("#/categories/1", "unknown"),
        ("#/lat", "unknown"),
        ("#/precision", "unknown"),
    }


def test_a_change_names_its_parts_too(client, alice):
    answer = patch(client, alice, pin(alice), {"title": " ", "images": ["f" * 32]})
    assert parts(problem(answer, 422, "flyer-invalid")) == {("#/title", "required"), ("#/images/0", "unknown")}


def test_a_refused_picture_is_named_among_the_others(client, alice, pictures_folder):
    text = SimpleUploadedFile("poster.jpg", b"Dear neighbours")
    answer = client.post(FLYERS, a_body(images=[photo(), text]), headers=sign_in(alice))
    assert parts(problem(answer, 415, "picture-unsupported")) == {("#/images/1", "picture-unsupported")}
    answer = client.post(PICTURE, image(b""), headers=sign_in(alice))
    assert parts(problem(answer, 422, "picture-empty")) == {("#/image", "picture-empty")}
    answer = client.post(PICTURE, {}, headers=sign_in(alice))
    assert parts(problem(answer, 400, "bad-request")) == {("#/image", "required")}


def test_a_form_that_cannot_be_read_is_a_problem_wherever_it_is_sent(client, alice):
    headers, kind = sign_in(alice) | {"Idempotency-Key": "one"}, "multipart/form-data; boundary="
    for path in (FLYERS, PICTURE, "/api/v1/users/me/exports/"):
        problem(client.post(path, "x", content_type=kind, headers=headers), 400, "bad-request")


def test_names_letters_reports_and_places_name_theirs(client, alice, bob):
    headers = sign_in(alice)

    def refused(method: str, path: str, body: dict) -> set[tuple[str, str]]:
        call = getattr(client, method)
        return parts(call(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers).json())

    assert refused("patch", "users/me/profile/", {"name": ""}) == {("#/name", "name-blank")}
    assert refused("patch", "users/me/profile/", {}) == {("#/name", "required")}
    assert refused("post", f"users/{bob.pk}/letters/", {"words": ""}) == {("#/words", "too-short")}
    assert refused("post", f"users/{bob.pk}/letters/", {"words": " "}) == {("#/words", "required")}
    assert refused("post", f"users/{bob.pk}/letters/", {"words": "x" * 2001}) == {("#/words", "too-long")}
    assert refused("post", f"users/{bob.pk}/reports/", {"reason": "rude"}) == {("#/reason", "unknown")}
    assert parts(client.get("/api/v1/places/?q=Nirgendwo").json()) == {("q", "place-not-found")}
    assert parts(client.get("/api/v1/places/").json()) == {("q", "required")}
    assert parts(client.get("/api/v1/users/me/flyers/?status=x", headers=headers).json()) == {("status", "unknown")}
    answer = client.delete(f"{FLYERS}{pin(alice).pk}/", headers=headers)
    assert parts(problem(answer, 428, "version-required")) == {("If-Match", "required")}


@pytest.mark.parametrize(
    ("language", "sentence", "missing"),
    [
        ("de", "title: Erwartet: Text. Gefunden: ganze Zahl.", "Melde dich"),
        ("en", "title: Expected: a text.", "Sign in"),
    ],
)
def test_refusals_are_in_the_readers_language(client, alice, language, sentence, missing):
    spoken = {"Accept-Language": language}
    answer = post(client, alice, a_body(title=1), **spoken)
    assert problem(answer, 400, "bad-request")["detail"].startswith(sentence)
    assert answer.headers["Content-Language"] == language
    assert missing in problem(client.get(OWN, headers=spoken), 401, "not-authenticated")["detail"]


@pytest.mark.parametrize(("language", "sentence"), [("de", "2,5 MB"), ("en", "2.5 MB")])
def test_a_long_text_is_refused_unread_in_the_readers_language(client, alice, language, sentence):
    headers = sign_in(alice) | {"Accept-Language": language}
    answer = client.patch(OWN, {"name": "x" * 2_700_000}, content_type="application/json", headers=headers)
    assert sentence in problem(answer, 413, "too-large")["detail"]


def test_a_long_text_in_a_form_is_refused_as_well(client, alice, pictures_folder):
    body = a_body(images=[photo()], text="x" * 2_700_000)
    problem(client.post(FLYERS, body, headers=sign_in(alice)), 413, "too-large")


def test_a_form_takes_its_texts_as_they_are_meant_and_no_unknown_field(client, alice, pictures_folder):
    body = a_body(images=[photo()], lat="47.5", lon="8.5")
    assert client.post(FLYERS, body, headers=sign_in(alice)).json()["lat"] == 47.5
    answer = client.post(FLYERS, body | {"images": [photo()], "creator": "1"}, headers=sign_in(alice))
    assert parts(problem(answer, 400, "bad-request")) == {("#/creator", "unknown-field")}


def test_a_session_without_its_token_is_told_what_is_missing(alice):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.patch(OWN, {"name": "Forged"}, content_type="application/json")
    assert "X-CSRFToken" in problem(answer, 403, "forbidden")["detail"]


def test_a_photo_of_more_than_a_text_may_be_is_taken(client, alice, pictures_folder):
    data = photos.jpeg() + bytes(3_000_000)
    assert client.post(PICTURE, image(data), headers=sign_in(alice)).status_code == 200
