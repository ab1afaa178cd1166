"""How pages look to who shares them and to who searches: titles, cards, structured data, sitemaps."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from django.utils import timezone
from msgspec.structs import replace

from pockitflyer.flyers.feed import read_flyer
from pockitflyer.flyers.sharing import flyer_as_shared
from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db
BREAKOUT = '</script><script>alert(1)</script><!-- "&\u2028'


def head_of(client, path: str) -> str:
    return client.get(path).content.decode().split("</head>")[0]


def meta(head: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', head)
    assert found, name
    return unescape(found.group(1))


def data_of(head: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.S)
    assert found
    return json.loads(found.group(1))


def canonical(head: str) -> str:
    return unescape(re.search(r'<link rel="canonical" href="([^"]*)">', head).group(1))


def test_a_flyer_is_shared_with_its_title_text_and_poster(client, alice):
    flyer = pin(alice, "Late Jazz Jam", text="Drei Bands.\n\nEintritt frei.", images=2)
    head = head_of(client, f"/flyers/{flyer.pk}/")
    assert "<title>Late Jazz Jam · pockitflyer</title>" in head
    assert meta(head, "og:title") == "Late Jazz Jam"
    assert meta(head, "description") == "Drei Bands. Eintritt frei."
    assert meta(head, "og:image").startswith("http://testserver/pictures/0a/")
    assert meta(head, "og:image").endswith("/800.jpg")
    assert (meta(head, "og:image:width"), meta(head, "og:image:height")) == ("800", "1200")
    assert meta(head, "twitter:card") == "summary_large_image"
    assert canonical(head) == meta(head, "og:url") == f"http://testserver/flyers/{flyer.pk}/"


def test_an_event_tells_its_days_its_place_and_who_is_behind_it(client, alice):
    now = timezone.now()
    flyer = pin(alice, categories=("events", "food"), starts_at=now, ends_at=now + dt.timedelta(days=2))
    data = data_of(head_of(client, f"/flyers/{flyer.pk}/"))
    assert data["@type"] == "Event"
    assert data["startDate"] == timezone.localdate(now).isoformat()
    assert data["location"]["geo"]["latitude"] == flyer.lat
    assert data["organizer"] == {"name": "Alice", "url": f"http://testserver/users/{alice.pk}/"}


def test_a_flyer_that_is_no_event_does_not_say_so(client, alice):
    flyer = pin(alice, categories=("service",))
    assert data_of(head_of(client, f"/flyers/{flyer.pk}/"))["@type"] == "CreativeWork"


def test_nobody_is_said_to_be_a_person_or_a_business(client, alice):
    flyer = pin(alice, categories=("events", "shops"))
    profile = data_of(head_of(client, f"/users/{alice.pk}/"))
    assert profile["@type"] == "ProfilePage"
    assert "@type" not in profile["mainEntity"]
    for path in ("/", f"/users/{alice.pk}/", f"/flyers/{flyer.pk}/"):
        data = json.dumps(data_of(head_of(client, path)))
        assert not re.search(r'"(Person|Organization|LocalBusiness)"', data), path


def test_a_place_that_is_not_found_yet_has_no_position(alice):
    card = read_flyer(pin(alice, categories=("events",)).pk).cards[0]
    assert "geo" in flyer_as_shared(card, "http://testserver").data["location"]
    unknown = replace(card, place=replace(card.place, lat=None, lon=None))
    assert "geo" not in flyer_as_shared(unknown, "http://testserver").data["location"]


def test_nothing_that_people_write_breaks_out_of_the_structured_data(client, alice):
    alice.name = BREAKOUT
    alice.save()
    flyer = pin(alice, BREAKOUT, text=BREAKOUT, address=BREAKOUT)
    for path in (f"/flyers/{flyer.pk}/", f"/users/{alice.pk}/"):
        head = head_of(client, path)
        assert "<script>" not in head
        assert "<!--" not in head
        assert data_of(head)["name"] == BREAKOUT


@pytest.mark.parametrize(
    ("path", "address", "is_listed"),
    [
        ("/", "/", True),
        ("/?utm_source=paper", "/", True),
        ("/?when=today&category=food&category=events", "/?category=events&category=food&when=today", True),
        ("/?category=food&near=47.39,8.53&q=brot", "/?category=food", False),
    ],
)
def test_a_view_of_the_board_has_one_address_for_search_engines(client, alice, path, address, is_listed):
    pin(alice)
    head = head_of(client, path)
    assert canonical(head) == f"http://testserver{address}"
    assert ('content="noindex"' not in head) == is_listed


def test_a_filtered_board_is_titled_by_its_filters(client, db):
    assert "<title>Food · Today · Board · pockitflyer</title>" in head_of(client, "/?category=food&when=today")


def test_the_sitemap_has_live_flyers_and_those_behind_them_only(client, alice, bob):
    now = timezone.now()
    live = pin(alice)
    pin(bob, starts_at=now - dt.timedelta(days=2), ends_at=now - dt.timedelta(days=1))
    pin(bob, withdrawn_at=now)
    pin(bob, starts_at=now + dt.timedelta(days=1))
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://testserver(.*?)</loc>", index)
    found = [loc for part in parts for loc in re.findall(r"<loc>(.*?)</loc>", client.get(part).content.decode())]
    assert sorted(found) == sorted(
        [f"http://testserver{path}" for path in ("/", f"/flyers/{live.pk}/", f"/users/{alice.pk}/")]
    )


def test_robots_are_kept_out_of_what_is_private_and_shown_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /accounts/" in lines
    assert "Disallow: /api/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert not [line for line in lines if line in ("Disallow: /", "Disallow: /flyers/")]
