"""What is typed is text wherever it appears, reads the same there, and reaches no column that it is not for."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from conftest import PASSWORD
from pockitflyer.accounts import blocking
from pockitflyer.accounts.models import User
from pockitflyer.flyers import exporting, moderation
from pockitflyer.flyers.models import Category, Flyer
from pockitflyer.flyers.reported import Report
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import sign_in
from pockitflyer.flyers.tests.test_promises import QUOTES

pytestmark = pytest.mark.django_db
# Short enough for a name. It leaves an element, an attribute and a script.
EVIL = "</script><b onclick=x>\"'><img src=x onerror=x>"
LINES = "Title\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nX-EVIL:1"


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


@pytest.fixture
def marked(alice, bob):
    """Every text that somebody can type anywhere is an attack."""
    User.objects.update(name=EVIL)
    alice.refresh_from_db()
    flyer = pin(
        alice, EVIL, text=EVIL, info_1=EVIL, info_2=EVIL, address=EVIL, typed_address=EVIL, categories=("events",)
    )
    flyer.images.update(alt=EVIL)
    Category.objects.filter(slug="events").update(name_en=EVIL[-40:], name_de=EVIL[-40:])
    report = Report.objects.create(flyer=flyer, person=alice, reporter=bob, reason="spam", words=EVIL)
    moderation.dismiss(report, EVIL)
    moderation.write_down("admin", "hide", moderation.about_flyer(flyer), EVIL)
    hidden = pin(alice, EVIL)
    moderation.hide(hidden, EVIL, "admin")
    return flyer


class Parsed(HTMLParser):
    """As a browser reads a page: its elements, what its scripts hold, and what it says of itself."""

    def __init__(self, page) -> None:
        super().__init__()
        self.wrong: list[tuple] = []
        self.scripts: list[str] = []
        self.said: list[str] = []
        self._is_data = False
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attributes) -> None:
        found = dict(attributes)
        self._is_data = tag == "script" and found.get("type") == "application/ld+json"
        if any(name.startswith("on") for name in found) or found.get("src") == "x":
            self.wrong.append((tag, attributes))
        if tag == "meta":
            self.said.append(found.get("content") or "")

    def handle_data(self, data) -> None:
        if self._is_data:
            self.scripts.append(data)


FOR_ANYONE = ["/", "/?category=events", "/?q={evil}", "/?near=47.39,8.53", "/near/?q={evil}", "/users/{user}/"]
FOR_ANYONE += ["/flyers/{flyer}/", "/flyers/{flyer}/print/", "/flyers/{flyer}/report/", "/users/{user}/report/"]
FOR_ANYONE += ["/accounts/login/?next={evil}", "/nothing/{evil}", "/offline/"]
FOR_ANOTHER = ["/", "/users/{user}/write/", "/users/{user}/block/", "/users/{user}/follow/", "/me/privacy/"]
FOR_ANOTHER += ["/flyers/{flyer}/favourite/", "/?show=following", "/?show=favourites"]
FOR_ONESELF = ["/", "/users/{user}/", "/flyers/{flyer}/edit/", "/flyers/{flyer}/delete/", "/flyers/new/?from={flyer}"]
FOR_ONESELF += ["/me/edit/", "/me/edit/?name={evil}", "/me/privacy/", "/me/leave/", "/accounts/email/"]
FOR_OPERATORS = ["accounts/user/", "accounts/user/{user}/change/", "accounts/user/{user}/delete/", "flyers/report/"]
FOR_OPERATORS += ["flyers/flyer/", "flyers/flyer/?q={evil}", "flyers/flyer/{flyer}/change/", "flyers/category/"]
FOR_OPERATORS += ["flyers/flyer/{flyer}/delete/", "flyers/flyer/{flyer}/history/", "flyers/decision/"]
FOR_OPERATORS += ["accounts/user/?q={evil}"]


def test_no_page_takes_text_for_markup(client, admin_client, marked, alice, bob):
    blocking.block(bob.pk, alice.pk)
    other, own = Client(), Client()
    other.force_login(bob)
    own.force_login(alice)
    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    operators = [f"/admin/{path}" for path in FOR_OPERATORS]
    for visitor, paths in (
        (client, FOR_ANYONE),
        (other, FOR_ANOTHER),
        (own, FOR_ONESELF),
        (admin_client, operators),
    ):
        for path in paths:
            asked = path.format(user=alice.pk, flyer=marked.pk, evil=EVIL.replace("/", "%2F"))
            page = visitor.get(asked, follow=True)
            assert page.status_code in (200, 404), asked
            assert Parsed(page).wrong == [], asked


def test_what_the_admin_offers_to_complete_is_data(admin_client, marked):
    path = "/admin/autocomplete/?app_label=flyers&model_name=flyer&field_name=creator&term="
    answer = admin_client.get(path)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert EVIL in [person["text"] for person in answer.json()["results"]]


def test_no_refused_form_takes_text_for_markup(client, marked, alice, bob):
    other, own = Client(), Client()
    other.force_login(bob)
    own.force_login(alice)
    long = EVIL * 100
    for visitor, path, form in (
        (client, "/accounts/login/", {"login": EVIL, "password": "x"}),
        (client, "/accounts/signup/", {"name": EVIL, "email": EVIL, "password1": EVIL}),
        (client, "/accounts/password/reset/", {"email": EVIL}),
        (client, f"/flyers/{marked.pk}/report/", {"reason": EVIL, "words": EVIL}),
        (other, f"/users/{alice.pk}/write/", {"words": long}),
        (own, "/me/edit/", {"name": long}),
        (own, "/flyers/new/", {"title": long, "text": EVIL, "info_1": EVIL, "address": EVIL, "starts_at": EVIL}),
        (own, f"/flyers/{marked.pk}/edit/", {"title": EVIL, "text": EVIL, "address": EVIL, "version": "0"}),
    ):
        page = visitor.post(path, form, follow=True)
        assert Parsed(page).wrong == [], path
        assert "&lt;img src=x" in page.content.decode(), path


def test_what_a_page_says_of_itself_is_what_was_typed(client, marked, alice):
    for path in (f"/flyers/{marked.pk}/", f"/users/{alice.pk}/"):
        parsed = Parsed(client.get(path))
        assert EVIL in parsed.said, path
        data = json.loads("".join(parsed.scripts))
        assert data["name"] == EVIL, path
    flyer = json.loads("".join(Parsed(client.get(f"/flyers/{marked.pk}/")).scripts))
    assert (flyer["description"], flyer["location"]["name"], flyer["organizer"]["name"]) == (EVIL, EVIL, EVIL)


def test_a_feed_says_what_was_typed(client, marked):
    atom = "{http://www.w3.org/2005/Atom}"
    (entry,) = ElementTree.fromstring(client.get("/feed.atom").content).findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == EVIL
    assert entry.findtext(f"{atom}author/{atom}name") == EVIL
    summary = entry.find(f"{atom}summary")
    assert summary.get("type") == "html"
    assert "<img" not in summary.text
    assert "&lt;img" in summary.text


def test_a_calendar_says_what_was_typed_and_no_line_becomes_an_entry(client, alice):
    pin(alice, EVIL, text=EVIL, address=EVIL)
    pin(alice, LINES, text=LINES, info_1=LINES, address=LINES)
    events = Calendar.from_ical(client.get("/calendar.ics").content).walk("VEVENT")
    assert len(events) == 2
    assert all("X-EVIL" not in event for event in events)
    by_title = {str(event["summary"])[:5]: event for event in events}
    assert str(by_title[EVIL[:5]]["summary"]) == EVIL
    assert str(by_title[EVIL[:5]]["location"]) == EVIL
    assert EVIL in str(by_title[EVIL[:5]]["description"])
    assert "END:VEVENT" in str(by_title["Title"]["summary"])


def test_no_mail_takes_text_for_markup_or_for_a_header(marked, alice, bob, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    client = Client(HTTP_USER_AGENT=EVIL)
    client.force_login(bob)
    client.post(f"/users/{alice.pk}/write/", {"words": f"{EVIL}\r\nBcc: all@example.com"})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    new = "another-way-home-52"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    exporting.build.func(exporting.ask(alice, "http://testserver/me/privacy/").pk, "http://testserver/me/privacy/")
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        html = letter.alternatives[0][0]
        assert "<img" not in html
        assert "<b onclick" not in html
        assert letter.bcc == []
    assert EVIL in mail.outbox[0].body
    assert "&lt;img src=x" in mail.outbox[0].alternatives[0][0]
    # Of what a browser says of itself, nothing but a name is told.
    assert "onclick" not in mail.outbox[1].body


def test_json_says_what_was_typed(client, marked, alice):
    (card,) = client.get("/api/v1/feed/").json()["items"]
    assert (card["title"], card["text"], card["info"], card["place"]["address"]) == (EVIL, EVIL, [EVIL, EVIL], EVIL)
    assert card["images"][0]["alt"] == EVIL
    own = client.get(f"/api/v1/flyers/{marked.pk}/", headers=sign_in(alice)).json()
    assert own["creator"]["name"] == EVIL


@pytest.mark.parametrize("typed", QUOTES)
def test_signs_of_sql_are_just_text_in_every_field(client, alice, bob, typed, pictures_folder):
    """None of them is our fault (500), and none reaches another row."""
    pin(bob, "Bob's own")
    headers = sign_in(alice) | {"Idempotency-Key": "a", "If-Match": "*"}
    flyer = pin(alice)
    flyers = {"title": typed, "text": typed, "address": typed, "categories": [typed], "images": [typed]}
    flyers |= {"info": [typed], "starts_at": typed, "precision": typed}
    for method, path, body in (
        ("post", "flyers/", flyers),
        *(("patch", f"flyers/{flyer.pk}/", {name: value}) for name, value in flyers.items()),
        ("patch", "users/me/profile/", {"name": typed}),
        ("post", f"users/{bob.pk}/letters/", {"words": typed}),
        ("post", f"users/{bob.pk}/reports/", {"reason": typed, "words": typed}),
        ("post", f"flyers/{flyer.pk}/reports/", {"reason": "spam", "words": typed}),
        ("get", "users/me/flyers/", {"status": typed, "cursor": typed, "limit": typed}),
    ):
        more = {} if method == "get" else {"content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1/{path}", body, headers=headers, **more)
        assert answer.status_code < 500, (path, body)
    for path, form in (
        ("/accounts/login/", {"login": typed, "password": typed}),
        ("/accounts/signup/", {"name": typed, "email": typed, "password1": typed}),
        ("/accounts/password/reset/", {"email": typed}),
        (f"/users/{bob.pk}/report/", {"reason": typed, "words": typed}),
        ("/language/", {"language": typed, "next": typed}),
    ):
        assert client.post(path, form).status_code < 500, path
    assert Flyer.objects.get(creator=bob).title == "Bob's own"


RIGHTS = {"is_staff": True, "is_superuser": True, "is_active": True, "hidden_reason": "x", "id": 1, "groups": [1]}


@pytest.mark.parametrize("way", ["page", "app"])
def test_a_sign_up_takes_what_it_asks_for_and_nothing_else(client, db, way):
    form = {"name": "Dora", "email": "dora@example.com", "password": PASSWORD, "password1": PASSWORD} | RIGHTS
    if way == "page":
        client.post("/accounts/signup/", form)
    else:
        client.post("/_allauth/app/v1/auth/signup", form, content_type="application/json")
    dora = User.objects.get(email="dora@example.com")
    assert (dora.is_staff, dora.is_superuser, dora.hidden_reason) == (False, False, None)
    assert not dora.groups.exists()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "users/me/privacy/", {"may_be_written_to": True}),
        ("post", "users/{}/letters/", {"words": "Hi"}),
        ("post", "users/{}/reports/", {"reason": "spam"}),
    ],
)
@pytest.mark.parametrize("field", [*RIGHTS, "email", "reporter", "decided_at", "sender", "reply_to"])
def test_no_body_takes_more_than_it_asks_for(client, alice, bob, method, path, body, field):
    url = "/api/v1/" + path.format(bob.pk)
    answer = getattr(client, method)(url, body | {field: 1}, content_type="application/json", headers=sign_in(alice))
    assert answer.status_code == 400
    assert mail.outbox == []
    assert not Report.objects.exists()


def test_a_report_by_a_page_is_of_who_is_signed_in_and_open(client, alice, bob, charlie):
    client.force_login(bob)
    form = {"reason": "spam", "reporter": charlie.pk, "person": charlie.pk, "decided_at": "2020-01-01"}
    client.post(f"/users/{alice.pk}/report/", form)
    report = Report.objects.get()
    assert (report.reporter, report.person, report.decided_at) == (bob, alice, None)
