"""What a native app can rely on: privacy, people, keys that repeat nothing, versions, tokens that end at once."""

import jwt
import pytest
from django.conf import settings as kept
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult

from conftest import PASSWORD
from pockitflyer.accounts.models import Block, Export, Session, User
from pockitflyer.flyers import exporting
from pockitflyer.flyers.reported import Report
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import OWN, image, problem, sign_in
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
API = "/api/v1/"
PRIVACY = API + "users/me/privacy/"


@pytest.fixture(autouse=True)
def _nobody_counted(settings, tmp_path):
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def send(client, method, path, headers, body=None, **more):
    return getattr(client, method)(
        API + path, body if body is not None else {}, content_type="application/json", headers=headers | more
    )


def tokens(user) -> dict[str, str]:
    form = {"email": user.email, "password": PASSWORD}
    return Client().post("/_allauth/app/v1/auth/login", form, content_type="application/json").json()["meta"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def claims_of(token: str) -> dict:
    return jwt.decode(token, kept.SECRET_KEY, algorithms=["HS256"], audience="pockitflyer")


def signed(claims: dict, key: str | None = None) -> dict[str, str]:
    return bearer(jwt.encode(claims, key or kept.SECRET_KEY, algorithm="HS256"))


def test_privacy_is_read_and_changed(client, alice, bob):
    Block.objects.create(blocker=alice, blocked=bob)
    headers = sign_in(alice)
    before = client.get(PRIVACY, headers=headers).json()
    assert before["may_be_written_to"] is True
    assert before["blocked"] == [{"id": bob.pk, "name": "Bob"}]
    after = send(client, "patch", "users/me/privacy/", headers, {"may_be_written_to": False}).json()
    assert after["may_be_written_to"] is False
    problem(send(client, "patch", "users/me/privacy/", headers, {"is_staff": True}), 400, "bad-request")


def test_a_letter_is_sent_once_however_often_it_arrives(client, alice, bob):
    headers, path = sign_in(bob), f"users/{alice.pk}/letters/"
    key = {"Idempotency-Key": "one"}
    answers = [send(client, "post", path, headers, {"words": "Hello"}, **key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert {answer.content for answer in answers} == {b'{"is_sent":true}'}
    assert len(mail.outbox) == 1
    problem(send(client, "post", path, headers, {"words": "Other"}, **key), 422, "idempotency-key-reused")
    send(client, "post", path, headers, {"words": "Hello"})
    assert len(mail.outbox) == 2


def test_no_crowd_of_other_keys_makes_a_letter_go_out_twice(client, alice, bob):
    headers, path, key = sign_in(bob), f"users/{alice.pk}/letters/", {"Idempotency-Key": "one"}
    send(client, "post", path, headers, {"words": "Hello"}, **key)
    for n in range(400):
        cache.set(f"~{n}", n, 600)
    assert send(client, "post", path, headers, {"words": "Hello"}, **key).status_code == 201
    assert len(mail.outbox) == 1


def test_a_refused_attempt_leaves_its_key_free(client, alice, bob):
    headers, path, key = sign_in(bob), f"users/{alice.pk}/letters/", {"Idempotency-Key": "one"}
    User.objects.filter(pk=alice.pk).update(may_be_written_to=False)
    problem(send(client, "post", path, headers, {"words": "Hello"}, **key), 404, "not-found")
    User.objects.filter(pk=alice.pk).update(may_be_written_to=True)
    assert send(client, "post", path, headers, {"words": "Hello"}, **key).status_code == 201


def test_a_key_is_of_who_sends_it(client, alice, bob, charlie):
    key = {"Idempotency-Key": "one"}
    for sender in (bob, charlie):
        send(client, "post", f"users/{alice.pk}/letters/", sign_in(sender), {"words": "Hello"}, **key)
    assert len(mail.outbox) == 2


def test_what_is_counted_says_how_much_is_left(client, alice, bob):
    headers = sign_in(bob)
    for left in (4, 3, 2, 1, 0):
        answer = send(client, "post", f"users/{alice.pk}/letters/", headers, {"words": "Hello"})
        assert answer.headers["RateLimit-Policy"] == '"contact";q=5;w=3600'
        assert answer.headers["RateLimit"].startswith(f'"contact";r={left};t=')
    refused = send(client, "post", f"users/{alice.pk}/letters/", headers, {"words": "Hello"})
    problem(refused, 429, "too-many-requests")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600


def test_uploads_say_how_much_is_left(client, alice, pictures_folder):
    answer = client.post(API + "pictures/", image(photos.jpeg(50, 50)), headers=sign_in(alice))
    assert answer.headers["RateLimit"].startswith('"picture_upload";r=29;t=')


def test_people_are_blocked_and_unblocked(client, alice, bob):
    pin(alice)
    headers, path = sign_in(bob), f"users/{alice.pk}/block/"
    assert send(client, "put", path, headers).json() == {"is_blocked": True}
    assert client.get(API + "feed/", headers=headers).json()["items"] == []
    assert client.get(f"{API}users/{alice.pk}/profile/", headers=headers).json()["is_blocked"] is True
    assert send(client, "delete", path, headers).json() == {"is_blocked": False}
    assert len(client.get(API + "feed/", headers=headers).json()["items"]) == 1
    problem(send(client, "put", f"users/{bob.pk}/block/", headers), 422, "self-block")


def test_anybody_reports(client, alice, bob):
    flyer = pin(alice)
    assert send(client, "post", f"flyers/{flyer.pk}/reports/", {}, {"reason": "spam"}).status_code == 201
    assert send(client, "post", f"users/{alice.pk}/reports/", sign_in(bob), {"reason": "other"}).status_code == 201
    assert [report.reporter for report in Report.objects.order_by("made_at")] == [None, bob]
    problem(send(client, "post", "flyers/999/reports/", {}, {"reason": "spam"}), 404, "not-found")


def test_a_copy_of_ones_data_is_asked_for_and_fetched(client, alice, bob):
    headers = sign_in(alice)
    asked = send(client, "post", "users/me/exports/", headers)
    assert (asked.status_code, asked.json()["url"]) == (202, None)
    exporting.build.func(*DBTaskResult.objects.get(task_path=exporting.build.module_path).args_kwargs["args"])
    url = client.get(PRIVACY, headers=headers).json()["export"]["url"]
    assert client.get(url, headers=headers).getvalue().startswith(b"PK")
    problem(client.get(url, headers=sign_in(bob)), 404, "not-found")
    problem(client.get(f"{API}users/me/exports/{Export.objects.get().pk}/"), 401, "not-authenticated")


def test_leaving_needs_the_password_a_moment_ago(client, alice):
    headers = sign_in(alice)
    problem(send(client, "delete", "users/me/", headers), 403, "reauthentication-required")
    shown = client.post(
        "/_allauth/app/v1/auth/reauthenticate", {"password": PASSWORD}, content_type="application/json", headers=headers
    )
    assert shown.status_code == 200
    assert send(client, "delete", "users/me/", headers).status_code == 202
    problem(client.get(OWN, headers=headers), 401, "not-authenticated")


@pytest.mark.parametrize("path", ["users/me/privacy/", "users/me/profile/"])
def test_a_change_of_something_that_has_changed_is_refused(client, alice, path):
    headers = sign_in(alice)
    etag = client.get(API + path, headers=headers).headers["ETag"]
    body = {"name": "Alicia"} if "profile" in path else {"may_be_written_to": False}
    assert send(client, "patch", path, headers, body, **{"If-Match": etag}).status_code == 200
    problem(send(client, "patch", path, headers, body, **{"If-Match": etag}), 412, "stale")
    assert send(client, "patch", path, headers, body, **{"If-Match": "*"}).status_code == 200


def test_a_token_ends_with_its_session_at_once(client, alice):
    mine, other = tokens(alice), tokens(alice)
    client.delete("/_allauth/app/v1/auth/session", headers=bearer(mine["access_token"]))
    problem(client.get(OWN, headers=bearer(mine["access_token"])), 401, "not-authenticated")
    assert client.get(OWN, headers=bearer(other["access_token"])).status_code == 200


def test_other_sessions_are_listed_and_ended(client, alice):
    mine, other = tokens(alice), tokens(alice)
    sessions = "/_allauth/app/v1/auth/sessions"
    listed = client.get(sessions, headers=bearer(mine["access_token"])).json()["data"]
    ids = [session["id"] for session in listed if not session["is_current"]]
    client.delete(sessions, {"sessions": ids}, content_type="application/json", headers=bearer(mine["access_token"]))
    problem(client.get(OWN, headers=bearer(other["access_token"])), 401, "not-authenticated")
    assert client.get(OWN, headers=bearer(mine["access_token"])).status_code == 200


def test_a_password_change_ends_tokens(client, alice):
    token = tokens(alice)["access_token"]
    alice.set_password("another-way-home")
    alice.save()
    problem(client.get(OWN, headers=bearer(token)), 401, "not-authenticated")


def wrong_tokens(meta: dict[str, str], bob) -> list[dict[str, str]]:
    claims = claims_of(meta["access_token"])
    tampered = meta["access_token"][:-4] + "AAAA"
    return [
        bearer(tampered),
        bearer(meta["refresh_token"]),
        bearer("x"),
        signed(claims | {"exp": 1}),
        signed(claims | {"aud": "another"}),
        signed({name: value for name, value in claims.items() if name != "aud"}),
        signed(claims | {"sub": str(bob.pk)}),
        signed(claims | {"token_use": "refresh"}),
        signed(claims, "another key of sufficient length, surely"),
        bearer(jwt.encode(claims, None, algorithm="none")),
    ]


def test_a_token_is_good_only_as_it_was_given(client, alice, bob):
    meta = tokens(alice)
    for headers in wrong_tokens(meta, bob):
        problem(client.get(OWN, headers=headers), 401, "not-authenticated")
    assert client.get(OWN, headers=signed(claims_of(meta["access_token"]))).status_code == 200


OF_AN_ACCOUNT = ["auth/session", "auth/sessions", "account/email", "account/authenticators"]


@pytest.mark.parametrize("path", OF_AN_ACCOUNT)
def test_a_wrong_token_opens_nothing_of_an_account(client, alice, bob, path):
    meta = tokens(alice)
    for headers in wrong_tokens(meta, bob):
        answer = client.get(f"/_allauth/app/v1/{path}", headers=headers)
        assert answer.status_code == 401
        assert alice.email not in answer.content.decode()
    assert client.get(f"/_allauth/app/v1/{path}", headers=bearer(meta["access_token"])).status_code == 200


def test_a_wrong_token_changes_no_account_and_signs_nobody_out(client, alice, bob):
    meta = tokens(alice)
    form = {"current_password": PASSWORD, "new_password": "another-way-home-52"}
    for headers in wrong_tokens(meta, bob):
        send_to = {"content_type": "application/json", "headers": headers}
        client.post("/_allauth/app/v1/account/password/change", form, **send_to)
        client.delete("/_allauth/app/v1/auth/session", **send_to)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    assert client.get(OWN, headers=bearer(meta["access_token"])).status_code == 200


@pytest.mark.parametrize("path", OF_AN_ACCOUNT)
def test_a_token_whose_session_has_ended_opens_nothing_of_an_account(client, alice, path):
    headers = bearer(tokens(alice)["access_token"])
    client.delete("/_allauth/app/v1/auth/session", headers=headers)
    assert client.get(f"/_allauth/app/v1/{path}", headers=headers).status_code in (401, 410)


def test_a_refresh_token_for_somebody_else_is_refused(client, alice):
    claims = jwt.decode(tokens(alice)["refresh_token"], kept.SECRET_KEY, algorithms=["HS256"])
    for wrong in ({"aud": "another"}, {"exp": 1}, {"token_use": "access"}, {"jti": "another"}):
        form = {"refresh_token": jwt.encode(claims | wrong, kept.SECRET_KEY, algorithm="HS256")}
        answer = client.post("/_allauth/app/v1/tokens/refresh", form, content_type="application/json")
        assert answer.status_code == 400, wrong


def test_a_refresh_token_is_good_once(client, alice):
    refresh = "/_allauth/app/v1/tokens/refresh"
    form = {"refresh_token": tokens(alice)["refresh_token"]}
    first = client.post(refresh, form, content_type="application/json")
    assert client.get(OWN, headers=bearer(first.json()["data"]["access_token"])).status_code == 200
    assert client.post(refresh, form, content_type="application/json").status_code == 400


def test_who_asks_costs_one_query(client, alice, django_assert_num_queries):
    headers = bearer(tokens(alice)["access_token"])
    with django_assert_num_queries(3):
        # One for who asks, two for the settings.
        client.get(PRIVACY, headers=headers)


def test_signing_out_everywhere_leaves_no_session(alice):
    tokens(alice)
    from pockitflyer.accounts.sessions import sign_out_everywhere

    sign_out_everywhere(alice.pk)
    assert not Session.objects.exists()
