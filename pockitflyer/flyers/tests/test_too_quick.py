"""Who was too quick is told how long to wait, in words and in a header, and finds what they typed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from conftest import PASSWORD
from pockitflyer.accounts.tests.test_trust import with_second_step
from pockitflyer.flyers.reported import Report
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import image, problem, sign_in
from pockitflyer.pictures.tests import photos
from pockitflyer.web.rates import too_often, when

pytestmark = pytest.mark.django_db
PICTURES = "/api/v1/pictures/"


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(page) -> str:
    """How long to wait, in words; the header says the same."""
    text = page.content.decode()
    seconds = int(page.headers["Retry-After"])
    assert page.status_code == 429
    assert seconds > 0
    assert '<header class="top">' in text
    with override(re.search(r'<html lang="(\w+)"', text).group(1)):
        assert too_often(seconds) in text
    return text


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (1, "in 1 second", "in 1 Sekunde"),
        (59, "in 59 seconds", "in 59 Sekunden"),
        (60, "in 1 minute", "in 1 Minute"),
        (121, "in 3 minutes", "in 3 Minuten"),
        (59 * 60, "in 59 minutes", "in 59 Minuten"),
        (59 * 60 + 1, "in 1 hour", "in 1 Stunde"),
        (20 * 60 * 60, "in 20 hours", "in 20 Stunden"),
    ],
)
def test_waiting_is_told_in_words(seconds, english, german):
    with override("en"):
        assert when(seconds) == english
    with override("de"):
        assert when(seconds) == german


def test_a_letter_too_many_stays_in_the_form(alice, bob):
    client = as_(bob)
    for _ in range(5):
        assert client.post(f"/users/{alice.pk}/write/", {"words": "Hi"}).status_code == 302
    page = told(client.post(f"/users/{alice.pk}/write/", {"words": "The <sixth> one"}))
    assert "The &lt;sixth&gt; one" in page
    assert "in 1 hour" in page or "in 60 minutes" in page or "in 59 minutes" in page
    assert len(mail.outbox) == 5


def test_a_report_too_many_stays_in_the_form(client, alice):
    flyer = pin(alice)
    for _ in range(10):
        client.post(f"/flyers/{flyer.pk}/report/", {"reason": "spam"})
    form = {"reason": "illegal", "words": "What I <saw>"}
    page = told(client.post(f"/flyers/{flyer.pk}/report/", form, headers={"Accept-Language": "de"}))
    assert "What I &lt;saw&gt;" in page
    assert re.search(r'value="illegal"[^>]* checked', page)
    assert Report.objects.count() == 10


def test_a_copy_too_many_is_told_on_the_page(alice):
    client = as_(alice)
    for _ in range(3):
        assert client.post("/me/exports/").status_code == 302
    told(client.post("/me/exports/"))


DOORS = {
    "account_login": ("login", {"login": "a@example.com", "password": "wrong"}),
    "account_signup": ("signup", {"name": "Dora", "email": "a@example.com", "password1": PASSWORD}),
    "account_signup_by_passkey": ("signup", {"name": "Dora", "email": "a@example.com"}),
    "account_reset_password": ("reset_password", {"email": "a@example.com"}),
}
# allauth's own, but for how many.
ONE_AT_A_TIME = {
    "login": "1/m/ip",
    "signup": "1/m/ip",
    "reset_password": "20/m/ip,1/m/key",
    "manage_email": "1/m/user",
    "change_password": "1/m/user",
    "reauthenticate": "1/m/user",
}


@pytest.fixture
def strict(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | ONE_AT_A_TIME


@pytest.mark.parametrize("name", DOORS)
def test_at_the_door_what_was_typed_stays_but_for_passwords(strict, name):
    _, form = DOORS[name]
    Client().post(reverse(name), form)
    sent = len(mail.outbox)
    page = told(Client().post(reverse(name), form))
    assert 'value="a@example.com"' in page
    assert "in 1 minute" in page or "in 59 seconds" in page
    assert PASSWORD not in page
    assert 'value="wrong"' not in page
    if "name" in form:
        assert 'value="Dora"' in page
    assert len(mail.outbox) == sent


def test_who_is_told_to_wait_at_the_door_does_not_try_a_password(strict, alice):
    form = {"login": alice.email, "password": PASSWORD}
    Client().post(reverse("account_login"), form | {"password": "wrong"})
    client = Client()
    told(client.post(reverse("account_login"), form))
    assert client.get("/me/edit/").status_code == 302


def test_a_change_of_address_too_soon_stays_in_the_form(strict, alice):
    client = as_(alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "one@example.com", "action_add": ""})
    page = told(client.post(reverse("account_email"), {"email": "two@example.com", "action_add": ""}))
    assert 'value="two@example.com"' in page
    assert not EmailAddress.objects.filter(email="two@example.com").exists()


@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate"])
def test_where_only_a_password_is_typed_the_wait_is_told(strict, alice, name):
    client = as_(alice)
    client.post(reverse(name), {"password": "x"})
    told(client.post(reverse(name), {"password": "x"}))


@pytest.mark.parametrize(("path", "action"), [("login", "login"), ("signup", "signup"), ("password/request", "reset")])
def test_an_app_is_told_at_the_door_as_well(strict, path, action):
    form = {"email": "a@example.com", "name": "Dora", "password": PASSWORD}

    def ask():
        return Client().post(f"/_allauth/app/v1/auth/{path}", form, content_type="application/json")

    ask()
    answer = ask()
    said = problem(answer, 429, "too-many-requests")
    seconds = int(answer.headers["Retry-After"])
    assert 55 < seconds <= 60
    assert said["detail"] == too_often(seconds)


def test_an_app_is_told_of_limits_of_one_person_too(strict, alice):
    headers = sign_in(alice)

    def change(email: str):
        path = "/_allauth/app/v1/account/email"
        return Client().post(path, {"email": email}, content_type="application/json", headers=headers)

    assert change("one@example.com").status_code < 429
    answer = change("two@example.com")
    problem(answer, 429, "too-many-requests")
    assert 55 < int(answer.headers["Retry-After"]) <= 60


def test_guessing_is_told_how_long_it_is_stopped(client, alice):
    for _ in range(5):
        Client().post(reverse("account_login"), {"login": alice.email, "password": "wrong"})
    page = client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD}).content.decode()
    assert "Too many failed attempts. Try again in 5 minutes." in page
    assert f'value="{alice.email}"' in page


def test_guessing_codes_is_told_how_long_it_is_stopped(alice):
    client = as_(alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    with_second_step(client)
    cache.clear()
    newcomer = Client()
    newcomer.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    for _ in range(6):
        page = newcomer.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Too many failed attempts. Try again in 5 minutes." in page.content.decode()


def test_other_limits_say_nothing_of_this_one(client, alice, strict):
    """Ten reports are counted by the hour; a sign-in too soon waits a minute all the same."""
    flyer = pin(alice)
    for _ in range(11):
        client.post(f"/flyers/{flyer.pk}/report/", {"reason": "spam"})
    client.post(reverse("account_login"), DOORS["account_login"][1])
    page = client.post(reverse("account_login"), DOORS["account_login"][1])
    assert int(page.headers["Retry-After"]) <= 60


def test_uploads_of_one_address_are_counted_over_all_people(client, alice, bob, charlie, pictures_folder, settings):
    settings.ACCOUNT_RATE_LIMITS = {"picture_upload": "2/m/user,3/m/ip"}
    data = photos.jpeg(40, 40)
    for person, sent in ((alice, 2), (bob, 1)):
        headers = sign_in(person)
        for _ in range(sent):
            assert client.post(PICTURES, image(data), headers=headers).status_code == 201
    refused = client.post(PICTURES, image(data), headers=sign_in(bob))
    said = problem(refused, 429, "too-many-requests")
    assert said["detail"] == "You sent many pictures in a short time. Try again in 1 minute."
    assert refused.headers["Retry-After"] == "60"
    assert client.post(PICTURES, image(data), headers=sign_in(charlie)).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post(PICTURES, image(data), headers=sign_in(charlie), **elsewhere).status_code == 201


def test_pages_count_uploads_of_one_address_too(alice, bob, pictures_folder, settings):
    settings.ACCOUNT_RATE_LIMITS = {"picture_upload": "5/m/user,1/m/ip"}
    form = {"name": "Typed", "picture": image(photos.jpeg(40, 40))["image"]}
    assert as_(alice).post("/me/edit/", form)["Location"] == f"/users/{alice.pk}/"
    form["picture"].seek(0)
    page = as_(bob).post("/me/edit/", form, follow=True).content.decode()
    assert "Try again in 1 minute." in page
    assert 'value="Typed"' in page
    flyer = {"title": "A typed title", "files": image(photos.jpeg(40, 40))["image"]}
    page = as_(bob).post("/flyers/new/", flyer).content.decode()
    assert "Try again in 1 minute." in page
    assert "A typed title" in page


def test_a_house_sends_four_times_what_one_person_may():
    from django.conf import settings as kept

    assert kept.ACCOUNT_RATE_LIMITS["picture_upload"] == "30/m/user,120/m/ip"
