"""From an address to a position: the gazetteer, a service with all its faults, and a flyer that waits for its place."""

import logging
import threading
import time
from contextlib import suppress

import pytest
from django.core.cache import caches
from django_tasks_db.models import DBTaskResult
from msgspec.structs import replace

from pockitflyer.flyers import geocoding, publishing, whereabouts
from pockitflyer.flyers.drafts import Pin
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.geocoding import geocoder, map_services
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.tests.drafting import a_draft
from pockitflyer.flyers.tests.geocoder_stub import stub

pytestmark = pytest.mark.django_db
ADDRESS = "Lindenstrasse 4, 8008 Zürich"
FAULTS = ["error", "limit", "garbage", "odd", "slow"]


@pytest.fixture
def service(settings, monkeypatch):
    """A Nominatim on this machine, asked without the patience that people need."""
    monkeypatch.setattr(map_services, "_PAUSES_S", (0, 0))
    monkeypatch.setattr(map_services, "_TIMEOUT_S", 0.3)
    monkeypatch.setattr(map_services, "_OPEN_FOR_S", 0.5)
    nothing_is_known()
    with stub() as served:
        settings.GEOCODER, settings.GEOCODER_URL = "nominatim", served.url
        yield served
    nothing_is_known()


def nothing_is_known() -> None:
    for one in caches.all():
        one.clear()


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("Röschibachplatz 1, 8037 Zürich", "Zürich"),
        ("roschibachplatz zurich", "Zürich"),
        ("Hauptstrasse 5 8400 Winterthur", "Winterthur"),
        ("Kirchplatz 3, 8500 Frauenfeld, Schweiz", "Frauenfeld"),
        ("St. Gallen", "Sankt Gallen"),
        ("Genf", "Geneva"),
    ],
)
def test_the_gazetteer_finds_the_town_of_an_address(address, town):
    assert geocoding.locate(address).town == town


@pytest.mark.parametrize("address", ["Nirgendwo 5", "12345", ",,,", "' SELECT 1=1 --", "x" * 200, "(" * 50])
def test_what_is_no_place_is_not_found(address):
    with pytest.raises(geocoding.NotFound):
        geocoding.locate(address)


def test_a_house_is_found_by_the_service_and_asked_for_once(service):
    for _ in range(3):
        assert geocoding.locate(ADDRESS) == geocoding.Found(47.36012, 8.55345, "Zürich")
    assert service.asked == [ADDRESS]


def test_photon_finds_it_as_well(service, settings):
    settings.GEOCODER, service.mood = "photon", "photon"
    assert geocoding.locate(ADDRESS) == geocoding.Found(47.36012, 8.55345, "Zürich")


def test_one_slow_answer_keeps_nobody_else_waiting(service, settings, monkeypatch):
    monkeypatch.setattr(map_services, "_TIMEOUT_S", 10)
    asked = geocoder._geocoder("nominatim", service.url)
    service.mood, service.slow_s = "slow", 5
    slow = threading.Thread(target=asked.locate, args=("Langsam 1",), daemon=True)
    slow.start()
    while not service.asked:
        time.sleep(0.01)
    service.mood = "ok"
    assert asked.locate("Schnell 2").town == "Zürich"
    assert slow.is_alive()


def test_what_the_service_does_not_know_is_not_found_and_not_asked_for_again(service):
    service.mood = "nothing"
    for _ in range(2):
        with pytest.raises(geocoding.NotFound):
            geocoding.locate("Lindenstrasse 4, 8400 Wintertuhr")
    assert len(service.asked) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_tried_again_and_then_told(service, fault):
    service.mood = fault
    with pytest.raises(geocoding.Unavailable):
        geocoding.locate(ADDRESS)
    assert len(service.asked) == 3


def test_a_service_that_is_not_there_is_told(service, settings):
    settings.GEOCODER_URL = "http://127.0.0.1:9"
    with pytest.raises(geocoding.Unavailable):
        geocoding.locate(ADDRESS)


def test_the_breaker_opens_after_three_failures_and_closes_when_the_service_is_back(service):
    service.mood = "error"
    for number in range(6):
        with pytest.raises(geocoding.Unavailable):
            geocoding.locate(f"{ADDRESS} {number}")
    # Three times three tries; then nobody is asked any more.
    assert len(service.asked) == 9
    service.mood = "ok"
    time.sleep(0.6)
    assert geocoding.locate(ADDRESS).town == "Zürich"
    assert geocoding.locate(f"{ADDRESS} again").town == "Zürich"


def test_the_public_service_is_asked_once_a_second(monkeypatch, db):
    nothing_is_known()
    monkeypatch.setattr(map_services, "_SLOT_WAIT_S", 0)
    monkeypatch.setattr(map_services.time, "time", lambda: 1_800_000_000.5)
    map_services._await_slot()
    with pytest.raises(geocoding.Unavailable):
        map_services._await_slot()
    monkeypatch.setattr(map_services.time, "time", lambda: 1_800_000_001.5)
    map_services._await_slot()


@pytest.mark.parametrize("fault", [*FAULTS, "ok", "nothing"])
def test_no_address_is_logged_nor_kept_in_the_cache(service, fault, caplog, alice):
    from django.db import connection

    service.mood = fault
    with caplog.at_level(logging.INFO), suppress(publishing.Refused):
        publishing.publish(alice.pk, a_draft(alice, address=ADDRESS))
    assert "Lindenstrasse" not in caplog.text
    with connection.cursor() as cursor:
        for table in ("shared_cache", "known_places"):
            cursor.execute(f"SELECT cache_key, value FROM {table}")
            assert "Lindenstrasse" not in str(cursor.fetchall())


def test_while_the_service_is_down_a_flyer_hangs_in_its_town_and_is_located_later(service, alice):
    service.mood = "error"
    flyer = publishing.publish(alice.pk, a_draft(alice, address=ADDRESS))
    assert flyer.is_being_located
    assert read_board().cards[0].place.lat == pytest.approx(47.37, abs=0.01)
    assert DBTaskResult.objects.filter(task_path=whereabouts.locate.module_path).count() == 1
    service.mood = "ok"
    time.sleep(0.6)
    whereabouts.locate.call(flyer.pk)
    flyer.refresh_from_db()
    assert (flyer.is_being_located, flyer.lat, flyer.version) == (False, 47.36012, 1)
    assert read_board().cards[0].place.lat == 47.36012


def test_a_flyer_of_which_not_even_the_town_is_known_waits_for_its_place(service, alice):
    service.mood = "error"
    flyer = publishing.publish(alice.pk, a_draft(alice, address="Bei der alten Mühle"))
    assert flyer.lat is None
    assert read_board().cards == ()
    service.mood = "ok"
    time.sleep(0.6)
    whereabouts.locate.call(flyer.pk)
    assert read_board().cards[0].id == flyer.pk


def test_a_task_tries_again_later_and_in_the_end_fails_for_an_operator_to_see(service, alice):
    service.mood = "error"
    flyer = publishing.publish(alice.pk, a_draft(alice, address=ADDRESS))
    whereabouts.locate.call(flyer.pk, 3)
    later = DBTaskResult.objects.filter(run_after__year__lt=9999).latest("run_after")
    assert later.args_kwargs["args"] == [flyer.pk, 4]
    with pytest.raises(whereabouts.NeverLocated):
        whereabouts.locate.call(flyer.pk, 8)


def test_an_address_typed_meanwhile_is_not_overwritten(service, alice):
    service.mood = "error"
    draft = a_draft(alice, address=ADDRESS)
    flyer = publishing.publish(alice.pk, draft)
    publishing.revise(alice.pk, flyer.pk, replace(draft, pin=Pin(46.9, 7.4)), 1)
    service.mood = "ok"
    whereabouts.locate.call(flyer.pk)
    assert Flyer.objects.get(pk=flyer.pk).lat == 46.9
