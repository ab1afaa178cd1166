"""What caches may keep, and that a page which has not changed is not made again."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from pockitflyer.accounts.profile import rename
from pockitflyer.flyers.models import BoardVersion, Category, Flyer, FlyerImage
from pockitflyer.flyers.tests.board import a_picture, pin
from pockitflyer.flyers.tests.test_api import sign_in
from pockitflyer.flyers.triggers import names
from pockitflyer.flyers.versions import board_version

pytestmark = pytest.mark.django_db
PAGES = ["/", "/?category=community", "/?near=47.39,8.53&q=floh", "/users/{0}/", "/flyers/{1}/"]
SUBSCRIPTIONS = ["/feed.atom", "/calendar.ics"]
API = ["/api/v1/feed/", "/api/v1/users/{0}/profile/"]


@pytest.fixture
def flyer(alice):
    return pin(alice)


@pytest.mark.parametrize("path", PAGES + SUBSCRIPTIONS + API)
def test_an_unchanged_public_answer_costs_one_small_query(client, alice, flyer, path, django_assert_num_queries):
    path = path.format(alice.pk, flyer.pk)
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=10, stale-while-revalidate=60"
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    with django_assert_num_queries(1):
        again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[header] == first.headers[header]


@pytest.mark.parametrize("path", PAGES + SUBSCRIPTIONS + API)
def test_a_page_made_for_one_visitor_is_given_to_the_next(client, alice, flyer, path, django_assert_num_queries):
    path = path.format(alice.pk, flyer.pk)
    first = client.get(path)
    with django_assert_num_queries(1):
        again = client.get(path)
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)
    Flyer.objects.update(title="Another Floh")
    assert client.get(path).content != first.content


@pytest.mark.parametrize("offered", ['"other", {}', "W/{}", "*, {}"])
def test_an_etag_is_found_in_every_form_it_comes_back(client, flyer, offered):
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": offered.format(etag)}).status_code == 304
    assert client.get("/", headers={"If-None-Match": offered.replace("*, ", "").format('"another"')}).status_code == 200


@pytest.mark.parametrize("path", PAGES + SUBSCRIPTIONS + API)
def test_signed_in_answers_are_private(client, alice, bob, flyer, path):
    path = path.format(alice.pk, flyer.pk)
    client.force_login(bob)
    assert client.get(path).headers["Cache-Control"] == "private, no-cache"


def test_an_answer_to_a_token_is_private(client, bob, flyer):
    assert client.get("/api/v1/feed/", headers=sign_in(bob)).headers["Cache-Control"] == "private, no-cache"


def test_a_page_with_a_message_is_private(client, alice, flyer):
    client.get(f"/users/{alice.pk}/follow/")
    page = client.get("/")
    assert "Sign in, then it is done." in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "Sign in, then" not in client.get("/").content.decode()


def test_a_public_page_sets_no_cookie_and_carries_no_secret(client, flyer):
    page = client.get("/")
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()


@pytest.mark.parametrize("path", PAGES + API)
def test_caches_are_told_what_an_answer_hangs_on(client, alice, flyer, path):
    vary = {name.strip() for name in client.get(path.format(alice.pk, flyer.pk)).headers["Vary"].split(",")}
    assert {"Cookie", "Authorization", "Accept-Language", "HX-Request", "HX-History-Restore-Request"} <= vary


def test_what_an_answer_hangs_on_makes_another_etag(client, flyer):
    asked = [{}, {"Accept-Language": "de"}, {"HX-Request": "true"}]
    etags = [client.get("/", headers=headers).headers["ETag"] for headers in asked]
    assert len(set(etags)) == len(asked)
    # And none of them is taken for another.
    for headers, etag in zip(asked, etags[1:] + etags[:1], strict=True):
        assert client.get("/", headers=headers | {"If-None-Match": etag}).status_code == 200


def test_errors_are_not_for_every_cache(client, flyer):
    for path in ("/flyers/999/", "/users/999/", "/?near=x", "/api/v1/feed/?near=x", "/api/v1/users/999/profile/"):
        assert "public" not in client.get(path).headers.get("Cache-Control", "")


def _publish(alice, flyer):
    pin(alice, "another")


def _edit(alice, flyer):
    flyer.title = "Something else"
    flyer.save()


def _withdraw(alice, flyer):
    Flyer.objects.filter(pk=flyer.pk).update(withdrawn_at=timezone.now())


def _delete(alice, flyer):
    flyer.delete()


def _replace_poster(alice, flyer):
    FlyerImage.objects.filter(flyer=flyer).update(picture=a_picture("ff" * 16))


def _recategorise(alice, flyer):
    flyer.categories.set(Category.objects.filter(slug="food"))


def _rename_category(alice, flyer):
    Category.objects.filter(slug="community").update(name_en="Neighbours")


def _rename_publisher(alice, flyer):
    rename(alice, "Alicia")


@pytest.mark.parametrize(
    "change",
    [_publish, _edit, _withdraw, _delete, _replace_poster, _recategorise, _rename_category, _rename_publisher],
)
def test_whatever_changes_is_seen_at_once(client, alice, flyer, change):
    etag = client.get("/").headers["ETag"]
    change(alice, flyer)
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200


def test_what_does_not_show_changes_nothing(client, alice, bob, flyer):
    before = board_version()
    client.force_login(bob)
    client.post(f"/flyers/{flyer.pk}/favourite/", {"on": "1"})
    type(alice).objects.update(last_login=timezone.now())
    assert board_version() == before


def test_the_clock_alone_takes_a_flyer_off_a_kept_page(client, flyer, monkeypatch):
    """Nothing is written when a flyer ends: a page counts as unchanged for no longer than caches may keep it."""
    from pockitflyer.web import caching

    etag = client.get("/").headers["ETag"]
    later = flyer.ends_at + dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
    then = caching.time.monotonic() + caching.FRESH_S
    monkeypatch.setattr(caching.time, "monotonic", lambda: then)
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200


def test_without_a_version_every_page_is_made(client, flyer):
    Category.objects.update(is_active=False)
    etag = client.get("/").headers["ETag"]
    pin(flyer.creator, "another")
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200


def test_every_trigger_is_there():
    """A later migration that builds a table anew on SQLite loses its triggers and must install them again."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    assert names() <= found
    assert BoardVersion.objects.exists()
