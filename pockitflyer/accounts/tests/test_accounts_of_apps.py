"""Accounts by allauth's API: its limits are told as ours are, and a changed password leaves one session."""

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import PASSWORD

pytestmark = pytest.mark.django_db
AUTH = "/_allauth/app/v1/"
OWN = "/api/v1/users/me/profile/"
TOO_OFTEN = "urn:pockitflyer:problem:too-many-requests"


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


def ask(path: str, body: dict, headers: dict | None = None, **environ):
    client = Client(**environ)
    return client.post(AUTH + path, body, content_type="application/json", headers=headers or {})


def sign_in(user, password: str = PASSWORD, **environ):
    return ask("auth/login", {"email": user.email, "password": password}, **environ)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refused_for_too_often(answer, language: str = "en") -> dict:
    assert answer.status_code == 429, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert ";r=0;" in answer.headers["RateLimit"]
    body = answer.json()
    assert body["type"] == TOO_OFTEN
    assert {"en": "Try again in", "de": "Versuch es in"}[language] in body["detail"]
    return body


def test_a_sign_in_says_how_many_are_left(alice):
    answer = sign_in(alice)
    assert answer.headers["RateLimit-Policy"] == '"login_failed";q=5;w=300'
    assert answer.headers["RateLimit"].startswith('"login_failed";r=5;')
    answer = sign_in(alice, "wrong")
    assert answer.status_code == 400
    assert answer.headers["RateLimit"].startswith('"login_failed";r=4;t=')


def test_guessing_a_password_is_told_to_wait(alice):
    for _ in range(5):
        sign_in(alice, "wrong")
    answer = sign_in(alice, "wrong", HTTP_ACCEPT_LANGUAGE="de")
    assert "Versuch es in 5 Minuten noch einmal." in refused_for_too_often(answer, "de")["detail"]
    assert 240 < int(answer.headers["Retry-After"]) <= 300
    # Also the right one, and from anywhere.
    refused_for_too_often(sign_in(alice, REMOTE_ADDR="192.0.2.7"))


def test_many_sign_ins_from_one_address_are_told_to_wait(db):
    for n in range(31):
        answer = ask("auth/login", {"email": "no address", "password": str(n)})
    refused_for_too_often(answer)
    assert answer.headers["RateLimit-Policy"] == '"login";q=30;w=60'


def test_a_sign_up_tells_the_same_whether_there_is_such_an_account(alice):
    told = []
    for email in (alice.email, "dora@example.com"):
        cache.clear()
        answer = ask("auth/signup", {"name": "Dora", "email": email, "password": PASSWORD})
        told.append((answer.status_code, answer.headers["RateLimit"], answer.headers["RateLimit-Policy"]))
    assert told[0] == told[1]
    assert told[0][2] == '"signup";q=20;w=60'


def test_asking_for_many_new_passwords_tells_the_same_whether_there_is_such_an_account(alice):
    told = []
    for email in (alice.email, "nobody@example.com"):
        cache.clear()
        answers = [ask("auth/password/request", {"email": email}) for _ in range(6)]
        refused_for_too_often(answers[-1])
        told.append([(answer.status_code, answer.headers["RateLimit-Policy"]) for answer in answers])
    assert told[0] == told[1]


def test_changing_the_password_often_is_told_to_wait(alice):
    headers = bearer(sign_in(alice).json()["meta"]["access_token"])
    body = {"current_password": "wrong", "new_password": "another-way-home"}
    answers = [ask("account/password/change", body, headers) for _ in range(6)]
    assert answers[0].headers["RateLimit"].startswith('"change_password";r=4;')
    refused_for_too_often(answers[-1])


def test_what_is_no_json_is_a_problem(db):
    for body in ("{", "[]"):
        answer = Client().post(AUTH + "auth/login", body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:pockitflyer:problem:bad-request"


def test_an_address_that_is_not_there_is_a_problem(db):
    assert Client().get(AUTH + "nothing").json()["type"] == "urn:pockitflyer:problem:not-found"


def test_other_refusals_are_allauths_own(alice):
    answer = sign_in(alice, "wrong")
    assert answer.json()["errors"][0]["code"] == "email_password_mismatch"


def test_a_changed_password_gives_this_session_new_tokens_and_ends_the_others(alice):
    mine, other = (sign_in(alice).json()["meta"] for _ in range(2))
    body = {"current_password": PASSWORD, "new_password": "another-way-home"}
    answer = ask("account/password/change", body, bearer(mine["access_token"]))
    assert answer.status_code == 200
    fresh = answer.json()["meta"]

    def status(token: str) -> int:
        return Client().get(OWN, headers=bearer(token)).status_code

    assert [status(meta["access_token"]) for meta in (fresh, mine, other)] == [200, 401, 401]
    refreshed = [ask("tokens/refresh", {"refresh_token": meta["refresh_token"]}) for meta in (fresh, mine, other)]
    assert [answer.status_code for answer in refreshed] == [200, 400, 400]
    assert status(refreshed[0].json()["data"]["access_token"]) == 200


def test_a_refused_change_of_password_gives_no_tokens(alice):
    mine = sign_in(alice).json()["meta"]
    body = {"current_password": "wrong", "new_password": "another-way-home"}
    answer = ask("account/password/change", body, bearer(mine["access_token"]))
    assert answer.status_code == 400
    assert "access_token" not in answer.content.decode()
    assert Client().get(OWN, headers=bearer(mine["access_token"])).status_code == 200


def test_a_page_says_how_long_to_wait_as_well(client, alice):
    client.force_login(alice)
    for _ in range(4):
        answer = client.post("/me/exports/")
    assert answer.status_code == 429
    assert "Try again in 24 hours." in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 0
