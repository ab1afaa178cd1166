"""What is counted and remembered together stays until its time is over, whoever fills the place with what."""

import datetime as dt
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pockitflyer.web import hourly, shared_cache
from pockitflyer.web.mail import deliver

pytestmark = pytest.mark.django_db
# Django's own cache drops a third of its entries, by their names, when it has more than these.
MORE_THAN_DJANGO_KEEPS = 320


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        return cursor.fetchone()[0]


def fill() -> None:
    """With names before and after all others."""
    for n in range(MORE_THAN_DJANGO_KEEPS):
        cache.set(f"{'a' if n % 2 else 'z'}-{n}", n, 600)


def test_however_much_is_counted_nothing_goes_before_its_time():
    kept = {f"{letter}-kept": letter for letter in "0am~z"}
    cache.set_many(kept, 600)
    fill()
    assert cache.get_many(kept) == kept
    assert count() == MORE_THAN_DJANGO_KEEPS + len(kept)


def test_an_hourly_sweep_takes_what_is_over_and_nothing_else(monkeypatch):
    monkeypatch.setattr(shared_cache, "_SWEPT_AT_ONCE", 10)
    for n in range(25):
        cache.set(f"over-{n}", n, 0)
    cache.set("kept", 1, 600)
    cache.set("for-ever", 2, None)
    hourly.do()
    assert count() == 2
    assert cache.get_many(["kept", "for-ever"]) == {"kept": 1, "for-ever": 2}


def test_an_hourly_sweep_takes_sessions_and_tasks_that_are_over():
    Session, now = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class(), timezone.now()
    for key, days in (("over", -1), ("kept", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + dt.timedelta(days=days))
    for subject, days in (("old", 15), ("young", 13)):
        deliver.enqueue("a@example.com", subject, "Words", "en")
        mine = [task for task in DBTaskResult.objects.all() if subject in task.args_kwargs["args"]]
        at = now - dt.timedelta(days=days)
        DBTaskResult.objects.filter(pk=mine[0].pk).update(status="SUCCESSFUL", finished_at=at)
    hourly.do()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["kept"]
    assert ["young" in task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [True]


def test_what_is_over_is_not_read_and_makes_room():
    cache.set("key", 1, 0)
    assert cache.get("key") is None
    cache.set("key", 1, 0)
    assert cache.add("key", 2, 600)
    assert not cache.add("key", 3, 600)
    assert cache.get("key") == 2
    cache.set("key", 4, 600)
    assert cache.get("key") == 4


def test_time_is_given_to_what_is_there_alone():
    cache.set("key", 1, 600)
    assert cache.touch("key", 0)
    assert not cache.touch("key", 600)
    assert not cache.touch("nothing", 600)


def test_what_geocoders_found_cannot_crowd_the_limits():
    assert caches["places"]._table != cache._table


def test_what_fails_is_told_and_the_rest_is_done(monkeypatch, settings, caplog):
    settings.HOURLY = [f"{__name__}.fails", "pockitflyer.web.shared_cache.sweep"]
    cache.set("over", 1, 0)
    hourly.do()
    assert "fails failed" in caplog.text
    assert count() == 0


def fails() -> None:
    raise OSError("the disk is away")
