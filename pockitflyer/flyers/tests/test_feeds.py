import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from icalendar import Calendar

from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ZURICH = dt.timezone(dt.timedelta(hours=1))


def entries(client, query: str = "") -> list[ET.Element]:
    answer = client.get(f"/feed.atom{query}")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


def events(client, query: str = "") -> list:
    answer = client.get(f"/calendar.ics{query}")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_feed_has_the_flyers_of_the_view_with_their_publisher(client, alice):
    flyer = pin(alice, "Brot & Butter <b>", categories=("food",), info_1="Nur am Samstag")
    pin(alice, "Flohmarkt", categories=("community",))
    (entry,) = entries(client, "?category=food")
    assert entry.find(f"{ATOM}title").text == "Brot & Butter <b>"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/flyers/{flyer.pk}/"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Alice"
    assert "Nur am Samstag" in entry.find(f"{ATOM}summary").text
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["Food"]
    assert len(entries(client)) == 2


def shown(element: ET.Element) -> str:
    """What a feed reader shows of a text construct (RFC 4287, 3.1): text as it is, of HTML the text of it."""
    if element.get("type", "text") == "text":
        return element.text
    assert element.get("type") == "html"
    parsed = ET.fromstring(f"<div>{element.text}</div>".replace("<br>", "<br/>"))
    assert {part.tag for part in parsed.iter()} <= {"div", "p", "br"}
    return "".join(parsed.itertext())


def test_a_feed_reader_shows_what_was_typed_as_it_was_typed(client, alice):
    typed = "Brot & <b>Butter</b> <script>alert(1)</script>"
    pin(alice, typed, text=f"{typed}\n&lt;i&gt;", info_1=typed, address=typed)
    (entry,) = entries(client)
    assert shown(entry.find(f"{ATOM}title")) == typed
    assert shown(entry.find(f"{ATOM}summary")).count(typed) == 3
    assert "&lt;i&gt;" in shown(entry.find(f"{ATOM}summary"))


def test_a_feed_names_its_page_and_itself(client, alice):
    root = ET.fromstring(client.get("/feed.atom?q=brot").content)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/?q=brot", "self": "http://testserver/feed.atom?q=brot"}


def test_a_calendar_has_whole_days_from_the_first_to_the_last(client, alice):
    now = dt.datetime.now(ZURICH)
    midnight = dt.datetime.combine(now.date(), dt.time(), ZURICH)
    starts_at, ends_at = midnight - dt.timedelta(days=2), midnight + dt.timedelta(days=3)
    flyer = pin(alice, "Late Jazz Jam; free, \n before ten", starts_at=starts_at, ends_at=ends_at)
    (event,) = events(client, "?q=jazz")
    # A flyer that ends at midnight has its last day before it; the end of an event is the day after its last.
    assert event.decoded("dtstart") == starts_at.date()
    assert event.decoded("dtend") == ends_at.date()
    assert str(event["summary"]).startswith("Late Jazz Jam; free,")
    assert str(event["url"]) == f"http://testserver/flyers/{flyer.pk}/"
    assert event["uid"] == f"flyer-{flyer.pk}@testserver"
    assert event["geo"].to_ical() == f"{flyer.lat};{flyer.lon}"
    assert str(event["location"]) == flyer.address
    assert str(event["transp"]) == "TRANSPARENT"


def test_an_empty_view_is_a_valid_feed_and_calendar(client):
    assert entries(client) == events(client) == []


@pytest.mark.parametrize("path", ["/feed.atom", "/calendar.ics"])
def test_a_bad_or_private_view_is_refused(client, bob, path):
    client.force_login(bob)
    for query in ("near=x", "when=never", "show=favourites", "show=following"):
        assert client.get(f"{path}?{query}").status_code == 400


def test_the_board_names_the_feed_of_its_view(client, alice):
    pin(alice)
    page = client.get("/?q=floh&category=community").content.decode()
    assert 'title="pockitflyer" href="/feed.atom?category=community&amp;q=floh">' in page
    assert 'href="/calendar.ics?category=community&amp;q=floh"' in page
