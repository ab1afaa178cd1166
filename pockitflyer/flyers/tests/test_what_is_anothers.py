"""What is another's is neither read nor changed: profile, picture, flyer, settings, export, session, passkey."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from pockitflyer.accounts.models import Export, Session, User
from pockitflyer.flyers import leaving, uploads
from pockitflyer.flyers.models import Flyer, FlyerImage
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import sign_in
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
SECRET = b"PK everything of Alice"


@pytest.fixture(autouse=True)
def _a_place_for_copies(settings, tmp_path):
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def hers(alice) -> dict[str, int]:
    """Everything of Alice that has a number in an address."""
    flyer = pin(alice)
    withdrawn = pin(alice, "Not for the board", withdrawn_at=timezone.now())
    file = default_storage.save("exports/alice.zip", ContentFile(SECRET))
    export = Export.objects.create(owner=alice, ready_at=timezone.now(), file=file)
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Alice's key"})
    return {"user": alice.pk, "flyer": flyer.pk, "withdrawn": withdrawn.pk, "export": export.pk, "key": key.pk}


def as_(user) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def everything() -> list:
    """All that could have been changed."""
    users = User.objects.order_by("pk").values("pk", "name", "email", "password", "picture", "is_active", "leaves_at")
    flyers = Flyer.objects.order_by("pk").values()
    return [*users, *flyers, *Export.objects.values(), *Authenticator.objects.values(), *FlyerImage.objects.values()]


READ_BY_API = ["flyers/{withdrawn}/", "users/me/exports/{export}/", "users/{user}/privacy/", "users/{user}/exports/"]
READ_BY_API += ["users/{user}/flyers/", "users/{user}/exports/{export}/"]
CHANGED_BY_API = [
    ("PATCH", "users/{user}/profile/", {"name": "Mine"}),
    ("POST", "users/{user}/profile/picture/", {}),
    ("DELETE", "users/{user}/profile/picture/", {}),
    ("PATCH", "users/{user}/privacy/", {"may_be_written_to": False}),
    ("POST", "users/{user}/exports/", {}),
    ("DELETE", "users/{user}/", {}),
    ("PATCH", "flyers/{flyer}/", {"title": "Mine"}),
    ("PATCH", "flyers/{flyer}/", {"is_withdrawn": True}),
    ("PATCH", "flyers/{withdrawn}/", {"is_withdrawn": False}),
    ("DELETE", "flyers/{flyer}/", {}),
    ("DELETE", "flyers/{withdrawn}/", {}),
]
NOT_FOR_THEM = {401, 403, 404, 405}


@pytest.mark.parametrize("path", READ_BY_API)
def test_the_api_shows_nobody_what_is_anothers(client, bob, hers, path):
    for headers in (sign_in(bob), {}):
        answer = client.get("/api/v1/" + path.format(**hers), headers=headers)
        assert answer.status_code in NOT_FOR_THEM
        assert SECRET not in answer.content
        assert b"Not for the board" not in answer.content


@pytest.mark.parametrize(("method", "path", "body"), CHANGED_BY_API)
def test_the_api_changes_nothing_that_is_anothers(client, bob, hers, method, path, body):
    before, theirs = everything(), sign_in(bob)
    for headers in (theirs, {}):
        answer = client.generic(
            method,
            "/api/v1/" + path.format(**hers),
            json.dumps(body),
            content_type="application/json",
            headers=headers | {"If-Match": "*"},
        )
        assert answer.status_code in NOT_FOR_THEM
    assert everything() == before


PAGES = [
    ("GET", "/flyers/{flyer}/edit/"),
    ("GET", "/flyers/{flyer}/delete/"),
    ("GET", "/flyers/{withdrawn}/"),
    ("GET", "/flyers/{withdrawn}/print/"),
    ("GET", "/flyers/{withdrawn}/edit/"),
    ("GET", "/flyers/new/?from={withdrawn}"),
    ("GET", "/me/exports/{export}/"),
    ("GET", "/accounts/2fa/webauthn/keys/{key}/edit/"),
    ("POST", "/flyers/{flyer}/edit/"),
    ("POST", "/flyers/{flyer}/delete/"),
    ("POST", "/flyers/{flyer}/withdraw/"),
    ("POST", "/flyers/{withdrawn}/withdraw/"),
    ("POST", "/accounts/2fa/webauthn/keys/{key}/edit/"),
    ("POST", "/accounts/2fa/webauthn/keys/{key}/remove/"),
]


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_no_page_shows_or_changes_what_is_anothers(client, bob, hers, method, path):
    before, stranger = everything(), as_(bob)
    stranger.post("/accounts/reauthenticate/", {"password": PASSWORD})
    form = {"title": "Mine", "name": "Mine", "on": "1"} if method == "POST" else {}
    answer = getattr(stranger, method.lower())(path.format(**hers), form)
    if "from=" in path:
        # An empty form of one's own.
        assert b"Not for the board" not in answer.content
    else:
        assert answer.status_code in (403, 404)
    anonymous = getattr(client, method.lower())(path.format(**hers), form)
    assert anonymous.status_code in (302, 403, 404)
    if anonymous.status_code == 302:
        assert anonymous["Location"].startswith("/accounts/login/")
    assert everything() == before


def test_ones_own_of_the_same_is_there(alice, hers):
    """So that the refusals above are of whose it is, and not of what was asked."""
    client = Client()
    client.force_login(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for method, path in PAGES:
        if method == "GET" and "print" not in path and path != "/flyers/{withdrawn}/":
            answer = client.get(path.format(**hers))
            assert answer.status_code == 200, path
            answer.close()
    for path in ("flyers/{withdrawn}/", "users/me/exports/{export}/"):
        answer = client.get("/api/v1/" + path.format(**hers))
        assert answer.status_code == 200, path
        answer.close()


def test_a_picture_that_another_has_sent_is_nobody_elses(client, alice, bob, pictures_folder):
    key = uploads.send(alice.pk, photos.jpeg(60, 60)).key
    body = {"title": "x", "text": "x", "address": "8037 Zürich", "categories": ["food"], "images": [key]}
    answer = client.post("/api/v1/flyers/", body, content_type="application/json", headers=sign_in(bob))
    assert answer.status_code == 422
    assert not Flyer.objects.exists()


def test_a_session_of_another_is_neither_seen_nor_ended(client, alice, bob):
    hers = as_(alice)
    listed = UserSession.objects.get(user=alice)
    UserSession.objects.filter(pk=listed.pk).update(user_agent="The phone of Alice")
    theirs = as_(bob)
    assert b"The phone of Alice" not in theirs.get("/accounts/sessions/").content
    theirs.post("/accounts/sessions/")
    headers = sign_in(bob)
    sessions = "/_allauth/app/v1/auth/sessions"
    assert b"The phone of Alice" not in client.get(sessions, headers=headers).content
    client.delete(sessions, {"sessions": [listed.pk]}, content_type="application/json", headers=headers)
    client.delete(sessions, {"sessions": [listed.pk]}, content_type="application/json")
    assert Session.objects.filter(owner=alice).exists()
    assert hers.get("/me/privacy/").status_code == 200


def test_a_key_of_a_session_that_was_read_somewhere_opens_no_account_of_another(client, alice, bob):
    """A session's key is no user's name: whoever has none of their own gets nothing."""
    as_(alice)
    headers = {"X-Session-Token": "x" * 32}
    assert client.get("/_allauth/app/v1/auth/session", headers=headers).status_code == 410
    client.cookies["sessionid"] = "x" * 32
    assert client.get("/me/privacy/").status_code == 302


def test_a_way_back_is_of_one_account_alone(client, alice, bob):
    links: list[str] = []
    for person in (alice, bob):
        leaving.leave(person, lambda token: links.append(token) or f"http://testserver/stay/{token}/")
    assert client.post(f"/stay/{links[0]}/").status_code == 302
    assert User.objects.get(pk=alice.pk).is_active
    assert not User.objects.get(pk=bob.pk).is_active
