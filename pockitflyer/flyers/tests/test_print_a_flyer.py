"""A sheet of paper that leads phones to a flyer."""

import datetime as dt

import pytest
from django.utils import timezone

from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "size"), [("", "a4"), ("?size=a5", "a5"), ("?size=billboard", "a4")])
def test_a_sheet_shows_poster_days_place_and_code(client, alice, asked, size):
    flyer = pin(alice, "Late Jazz Jam")
    page = client.get(f"/flyers/{flyer.pk}/print/{asked}").content.decode()
    assert f'<article class="sheet-of-paper {size}">' in page
    for part in ("Late Jazz Jam", "Röschibachplatz", "/800.avif", 'class="code"', "testserver/flyers/"):
        assert part in page.split("<main")[1]


def test_a_flyer_that_is_over_is_not_printed_any_more(client, alice):
    now = timezone.now()
    flyer = pin(alice, starts_at=now - dt.timedelta(days=2), ends_at=now - dt.timedelta(days=1))
    assert client.get(f"/flyers/{flyer.pk}/print/").status_code == 404


def test_a_flyer_leads_to_its_sheet(client, alice):
    flyer = pin(alice)
    assert f'href="/flyers/{flyer.pk}/print/"' in client.get(f"/flyers/{flyer.pk}/").content.decode()
