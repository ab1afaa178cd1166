"""What nobody can do to others: read or change what is theirs, run scripts in their pages, lead them elsewhere."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pockitflyer.accounts.models import Export, User
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.reported import Report
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import problem, sign_in
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
QUOTES = [
    "'",
    '"',
    "';--",
    "' OR '1'='1",
    "%",
    "_",
    "\\",
    "\x00",
    "1) UNION SELECT password FROM accounts_user--",
    "{{7*7}}",
]


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


@pytest.fixture
def marked(alice):
    """Alice's name and everything she can type in a flyer is an attack."""
    User.objects.filter(pk=alice.pk).update(name=EVIL[:50])
    flyer = pin(alice, EVIL, text=EVIL, info_1=EVIL, info_2=EVIL, address=EVIL)
    flyer.images.update(alt=EVIL)
    Report.objects.create(flyer=flyer, person=alice, reason="spam", words=EVIL)
    return flyer


PAGES = [
    "/",
    "/?q=script",
    "/users/{user}/",
    "/flyers/{flyer}/",
    "/flyers/{flyer}/print/",
    "/flyers/{flyer}/report/",
    "/users/{user}/write/",
    "/sitemap.xml",
]
OWN_PAGES = [
    "/users/{user}/",
    "/flyers/{flyer}/edit/",
    "/flyers/{flyer}/delete/",
    "/me/edit/",
    "/me/privacy/",
    "/me/leave/",
]
ADMIN_PAGES = [
    "/admin/flyers/flyer/",
    "/admin/flyers/flyer/{flyer}/change/",
    "/admin/accounts/user/",
    "/admin/accounts/user/{user}/change/",
    "/admin/flyers/report/",
    "/admin/flyers/decision/",
]


def is_harmless(page) -> bool:
    text = page.content.decode()
    return "<script>alert" not in text and "<img src=x" not in text


def test_what_is_typed_is_text_on_every_page(client, admin_client, marked, alice, bob):
    own, other = Client(), Client()
    own.force_login(alice)
    other.force_login(bob)
    for visitor, pages in ((client, PAGES), (other, PAGES), (own, OWN_PAGES), (admin_client, ADMIN_PAGES)):
        for path in pages:
            page = visitor.get(path.format(user=alice.pk, flyer=marked.pk), follow=True)
            assert page.status_code == 200, path
            assert is_harmless(page), path


def test_what_is_typed_is_text_in_structured_data(client, marked):
    """JSON-LD and OpenGraph stand in the page of the flyer: neither is left early."""
    page = client.get(f"/flyers/{marked.pk}/").content.decode()
    for part in page.split("<script")[1:]:
        assert "<img" not in part.split("</script>")[0]
    assert 'content="<script>' not in page


def test_what_is_typed_is_text_in_feeds(client, marked):
    from xml.etree import ElementTree

    entries = ElementTree.fromstring(client.get("/feed.atom").content).findall("{http://www.w3.org/2005/Atom}entry")
    assert entries[0].findtext("{http://www.w3.org/2005/Atom}title") == EVIL
    calendar = client.get("/calendar.ics")
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    assert calendar.headers["X-Content-Type-Options"] == "nosniff"
    assert calendar.content.decode().count("BEGIN:VEVENT") == 1


def test_what_is_typed_is_data_in_json(client, marked):
    answer = client.get("/api/v1/feed/")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["items"][0]["title"] == EVIL


@pytest.mark.parametrize("typed", QUOTES)
def test_signs_of_sql_and_templates_are_just_text_in_every_parameter(client, alice, typed):
    pin(alice)
    for path in ("/", "/api/v1/feed/", "/feed.atom", "/calendar.ics", "/near/", "/api/v1/places/"):
        for name in ("q", "category", "near", "radius", "when", "show", "cursor", "limit", "size", "status", "own"):
            answer = client.get(path, {name: typed})
            assert answer.status_code in (200, 302, 400, 404), (path, name)
    assert client.get("/", {"q": typed}).status_code in (200, 400)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "flyers/{flyer}/", {"title": "Mine"}),
        ("delete", "flyers/{flyer}/", None),
        ("get", "users/me/exports/{export}/", None),
    ],
)
def test_the_api_gives_nobody_what_is_another_s(client, alice, bob, method, path, body):
    flyer = pin(alice)
    export = Export.objects.create(owner=alice, ready_at=timezone.now(), file="x")
    url = "/api/v1/" + path.format(flyer=flyer.pk, export=export.pk)
    for headers, expected in ((sign_in(bob), (403, 404)), ({}, (401,))):
        answer = client.generic(
            method.upper(),
            url,
            json.dumps(body or {}),
            content_type="application/json",
            headers=headers | {"If-Match": "*"},
        )
        assert answer.status_code in expected
    assert Flyer.objects.get().title == flyer.title


@pytest.mark.parametrize("path", ["/flyers/{}/edit/", "/flyers/{}/delete/", "/flyers/{}/withdraw/"])
def test_no_page_changes_what_is_another_s(client, alice, bob, path):
    flyer = pin(alice)
    client.force_login(bob)
    assert client.post(path.format(flyer.pk), {"title": "Mine"}).status_code in (403, 404)
    assert Flyer.objects.get(pk=flyer.pk).title == flyer.title


@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "id", "email", "leaves_at", "may_be_written_to"])
def test_a_profile_takes_its_name_and_nothing_else(client, alice, field):
    # Signing in itself remembers the language.
    headers = sign_in(alice)
    before = User.objects.values().get(pk=alice.pk)
    answer = client.patch(
        "/api/v1/users/me/profile/", {"name": "Al", field: 1}, content_type="application/json", headers=headers
    )
    problem(answer, 400, "bad-request")
    client.force_login(alice)
    client.post("/me/edit/", {"name": "Alice", field: "1"})
    after = User.objects.values().get(pk=alice.pk)
    assert {name: after[name] for name in before if name != "last_login"} == {
        name: before[name] for name in before if name != "last_login"
    }


@pytest.mark.parametrize("field", ["creator", "creator_id", "hidden_at", "version", "published_at"])
def test_a_flyer_takes_what_is_its_own_and_nothing_else(client, alice, bob, field):
    flyer = pin(alice)
    answer = client.patch(
        f"/api/v1/flyers/{flyer.pk}/",
        {field: bob.pk},
        content_type="application/json",
        headers=sign_in(alice) | {"If-Match": "*"},
    )
    assert answer.status_code == 400
    assert Flyer.objects.get().creator_id == alice.pk


def test_a_page_is_no_picture(client, alice, pictures_folder):
    html = SimpleUploadedFile("me.jpg", b"<html><script>alert(1)</script>", "image/jpeg")
    headers = sign_in(alice)
    for path in ("users/me/profile/picture/", "pictures/"):
        problem(client.post(f"/api/v1/{path}", {"image": html}, headers=headers), 415, "picture-unsupported")
        html.seek(0)
    client.force_login(alice)
    for path, name in (("/me/edit/", "picture"), ("/flyers/new/", "files")):
        page = client.post(path, {"name": "Alice", name: html}, follow=True)
        assert "JPEG" in page.content.decode(), path
        html.seek(0)
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]
    assert User.objects.get(pk=alice.pk).picture is None


def test_a_picture_with_a_page_in_it_is_kept_without_it(client, alice, pictures_folder):
    mixed = photos.jpeg(60, 60) + b"<html><script>alert(1)</script>"
    upload = SimpleUploadedFile("../../evil.html", mixed, "text/html")
    answer = client.post("/api/v1/pictures/", {"image": upload}, headers=sign_in(alice))
    assert answer.status_code == 201
    kept = [path for path in pictures_folder.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        assert b"<script>" not in path.read_bytes()
        assert path.suffix in ("", ".jpg", ".avif", ".json")


@pytest.mark.parametrize("id_", ["../../secret-key", "..%2f..%2fsecret-key", "ab/../../x", "a" * 32, "\x00"])
def test_a_picture_is_named_by_its_id_and_by_nothing_else(client, alice, id_):
    body = {"title": "x", "text": "x", "address": "8037 Zürich", "categories": ["food"], "images": [id_]}
    answer = client.post("/api/v1/flyers/", body, content_type="application/json", headers=sign_in(alice))
    problem(answer, 422, "flyer-invalid")


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "testserver:80@evil.example", "a b"])
def test_a_host_that_is_not_ours_gets_nothing(client, host):
    for path in ("/", "/accounts/password/reset/", "/api/v1/feed/"):
        assert client.get(path, HTTP_HOST=host).status_code == 400


def test_a_cookie_without_its_token_changes_nothing(alice, bob):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    for path, form in (
        ("/me/edit/", {"name": "x"}),
        ("/me/privacy/", {}),
        ("/me/exports/", {}),
        ("/accounts/logout/", {}),
        ("/accounts/sessions/", {}),
        (f"/users/{bob.pk}/follow/", {"on": "1"}),
    ):
        assert client.post(path, form).status_code == 403, path
    answer = client.patch("/api/v1/users/me/privacy/", {"may_be_written_to": False}, content_type="application/json")
    problem(answer, 403, "forbidden")
    assert User.objects.get(pk=alice.pk).may_be_written_to


@pytest.mark.parametrize("name", ["Origin", "Referer"])
def test_another_site_cannot_use_a_session(alice, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/me/privacy/", {}, headers={name: "https://evil.example/"})
    assert answer.status_code == 403
