"""What other sites can do with a visitor of theirs who is signed in here: nothing, and lead them nowhere."""

from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from conftest import PASSWORD
from pockitflyer.accounts.models import Follow, User
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db
# Asked for with a token and never with a cookie; and what looks at who sent the form in another way.
WITHOUT_CSRF = ("_allauth/", "language/", "api/")
# They take no form at all: 404 and 405 come first.
READ_ONLY = {403, 404, 405}


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


def addresses(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    """Every address of the house, with 1 for each number and x for each word."""
    found: list[str] = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(pattern, URLPattern):
            found.append(route)
        else:
            found += addresses(pattern, route)
    return found


def filled(route: str, flyer: Flyer) -> str:
    number = {"flyer_id": flyer.pk, "user_id": flyer.creator_id}
    parts = []
    for part in route.split("/"):
        kind, _, name = part.strip("<>").partition(":")
        parts.append(str(number.get(name, 1 if kind == "int" else "x")) if part.startswith("<") else part)
    return "/" + "/".join(parts)


def test_no_form_of_another_site_is_taken_anywhere(alice, bob):
    """Each address there is, so that one added tomorrow is looked at, too."""
    flyer = pin(bob)
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    tried = 0
    for route in addresses():
        if route.startswith(WITHOUT_CSRF) or "(?P" in route or "(.*)" in route:
            continue
        path = filled(route, flyer)
        answer = client.post(path, {"on": "1", "title": "x", "name": "x", "words": "x", "reason": "spam"})
        assert answer.status_code in READ_ONLY, path
        tried += answer.status_code == 403
    assert tried > 40
    assert Flyer.objects.get().title == flyer.title
    assert User.objects.get(pk=bob.pk).leaves_at is None


def test_a_cookie_alone_writes_nothing_by_the_api(alice, bob):
    flyer = pin(bob)
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    for method, path in (
        ("patch", "users/me/profile/"),
        ("delete", "users/me/profile/picture/"),
        ("delete", "users/me/"),
        ("post", "users/me/exports/"),
        ("put", f"users/{alice.pk}/follow/"),
        ("put", f"users/{alice.pk}/block/"),
        ("post", f"users/{alice.pk}/letters/"),
        ("put", f"flyers/{flyer.pk}/favourite/"),
        ("delete", f"flyers/{flyer.pk}/"),
    ):
        answer = getattr(client, method)(
            f"/api/v1/{path}", {"name": "x", "words": "x"}, content_type="application/json", headers={"If-Match": "*"}
        )
        assert answer.status_code == 403, path
    assert not Follow.objects.exists()
    assert Flyer.objects.exists()
    assert mail.outbox == []


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
]
FORMS = [
    ("/accounts/login/", {"login": "alice@example.com", "password": PASSWORD}, False),
    ("/accounts/reauthenticate/", {"password": PASSWORD}, True),
    ("/accounts/logout/", {}, True),
    ("/language/", {"language": "de"}, True),
    ("/users/{bob}/follow/", {"on": "1"}, True),
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(("path", "form", "signed_in"), FORMS)
def test_no_form_leads_to_another_site(alice, bob, path, form, signed_in, elsewhere):
    client = Client(headers={"Referer": elsewhere})
    if signed_in:
        client.force_login(alice)
    path = path.format(bob=bob.pk)
    for at, fields in ((f"{path}?next={elsewhere}", form), (path, form | {"next": elsewhere})):
        answer = client.post(at, fields)
        assert answer.status_code == 302, at
        assert urlsplit(answer["Location"]).netloc in ("", "testserver")
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
        if signed_in:
            client.force_login(alice)


def test_a_sign_up_leads_to_no_other_site(client, db):
    from pockitflyer.accounts.tests.test_sign_up import code_in

    form = {"name": "Dora", "email": "dora@example.com", "password1": PASSWORD, "next": "https://evil.example/"}
    answer = client.post("/accounts/signup/?next=//evil.example/", form)
    assert "evil" not in answer["Location"]
    done = client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert done["Location"] == "/"


def test_no_mail_names_a_host_that_is_not_ours(alice, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    foreign = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "host=evil.example"}
    for email in ("alice@example.com", "nobody@example.com"):
        Client(**foreign).post("/accounts/password/reset/", {"email": email})
        form = {"name": "Dora", "email": email, "password1": "another-way-home-52"}
        Client(**foreign).post("/accounts/signup/", form)
    client = Client(**foreign)
    client.force_login(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/me/leave/")
    assert len(mail.outbox) == 5
    for letter in mail.outbox:
        assert "evil" not in letter.body + letter.alternatives[0][0]
