import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from pockitflyer.flyers.templatetags.cards import dates
from pockitflyer.flyers.tests.board import pin

HERE = ZoneInfo("Europe/Zurich")


class Card:
    """As much of a card as the filter looks at."""

    def __init__(self, start: dt.datetime, end: dt.datetime) -> None:
        self.starts_at, self.ends_at = start.replace(tzinfo=HERE), end.replace(tzinfo=HERE)


def day(year: int, month: int, day_: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(year, month, day_, hour)  # noqa: DTZ001 - Card adds the zone


@pytest.mark.parametrize(
    ("start", "end", "english", "german"),
    [
        ((11, 22), (11, 29), "22 – 29 Nov", "22. – 29. Nov"),
        ((11, 28), (12, 3), "28 Nov – 3 Dec", "28. Nov – 3. Dez"),
        ((12, 6), (12, 6, 18), "6 Dec", "6. Dez"),
        # Until midnight means until the day before.
        ((12, 6), (12, 7, 0), "6 Dec", "6. Dez"),
    ],
)
def test_dates_are_as_short_as_is_clear(start, end, english, german):
    year = timezone.localtime().year
    card = Card(day(year, *start), day(year, *end))
    with translation.override("en"):
        assert dates(card) == english
    with translation.override("de"):
        assert dates(card) == german


def test_another_year_is_named():
    card = Card(day(2031, 12, 30), day(2032, 1, 2))
    with translation.override("en"):
        assert dates(card) == "30 Dec 2031 – 2 Jan 2032"


def test_a_kept_card_follows_every_change_of_what_it_shows(client, alice):
    flyer = pin(alice, "Before")
    assert "Before" in client.get("/").content.decode()
    alice.name = "Alicia"
    alice.save()
    type(flyer).objects.update(title="After")
    page = client.get("/").content.decode()
    assert "Before" not in page
    assert "After" in page
    assert "Alicia" in page
    german = client.get("/", headers={"Accept-Language": "de"}).content.decode()
    assert "Quartier" in german
